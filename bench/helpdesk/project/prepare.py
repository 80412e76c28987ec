"""Tables, one queue, one member of staff: `python -m project.prepare`. Prints the queue's id."""

import os
import sys

import django
from django.core.management import call_command


def main() -> None:
    """In an empty database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    from django.contrib.auth.models import User  # noqa: PLC0415 - models are there after the set-up
    from helpdesk.models import Queue  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    User.objects.create_superuser("clerk", "", None)
    queue = Queue.objects.create(title="Matters", slug="matters")
    sys.stdout.write(f"{queue.id}\n")


if __name__ == "__main__":
    main()
