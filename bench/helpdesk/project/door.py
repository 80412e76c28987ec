"""Who asks: one member of staff, read once per process. Cheaper than any of the framework's own ways."""

from functools import cache

from django.contrib.auth.models import AbstractBaseUser, User
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request


class KnownUser(BaseAuthentication):
    """Everybody is that one."""

    def authenticate(self, request: Request) -> tuple[AbstractBaseUser, None]:
        """No look at the request."""
        del request
        return _user(), None


@cache
def _user() -> AbstractBaseUser:
    return User.objects.get(username="clerk")
