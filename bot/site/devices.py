"""Knows a phone again: a random number in a cookie that no script can read and no other site can make it send.

The cookie proves the device, so only its digest goes further into the program and the store.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Self

from aiohttp import web

COOKIE = "duban_site"
KEPT_S = 7 * 24 * 3600
"""Seconds: longer than a link (24 h) and an opened visit (72 h) together; renewed whenever the page is opened."""

_OURS = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Device:
    """One phone's browser. `proof` is what its cookie holds."""

    proof: str

    @classmethod
    def new(cls) -> Self:
        """A phone we have not seen."""
        return cls(secrets.token_urlsafe(32))

    @classmethod
    def of(cls, request: web.Request) -> Self | None:
        """The phone that sent this, if it carries a cookie that could be ours."""
        proof = request.cookies.get(COOKIE, "")
        return cls(proof) if _OURS.fullmatch(proof) else None

    @property
    def id(self) -> str:
        """The name under which the device is remembered."""
        return hashlib.sha256(self.proof.encode()).hexdigest()

    def remember(self, response: web.StreamResponse, *, secure: bool) -> None:
        """Ask the phone to show the same number next time."""
        response.set_cookie(
            COOKIE,
            self.proof,
            path="/site",
            max_age=KEPT_S,
            httponly=True,
            samesite="Strict",
            secure=secure,
        )
