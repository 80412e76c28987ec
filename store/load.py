"""How busy a database is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """Connections in use and how many there may be; writes under way or waiting for their turn."""

    in_use: int
    most: int
    waiting: int
