"""The citizens' phones: what each of them has sent and received, and who is looking."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from adapters.standins.journal import Journal


class Author(StrEnum):
    """Who wrote a text."""

    CITIZEN = "citizen"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Message:
    """One bubble on a phone. `at` is business time."""

    number: int
    author: Author
    text: str
    at: datetime


class Phones:
    """Every phone that ever sent or received something, by number."""

    def __init__(self, journal: Journal | None = None) -> None:
        self._journal = journal or Journal(None)
        self._screens: dict[str, list[Message]] = {}
        self._listeners: set[asyncio.Queue[str]] = set()

    def show(self, phone: str, author: Author, text: str, at: datetime, **ids: str) -> Message:
        """A new bubble appears. `ids`: what its sender was told and said, for the journal."""
        kept = {"phone": phone, "author": author.value, "text": text, "at": at.isoformat(), **ids}
        self._journal.keep("shown", kept)
        screen = self._screens.setdefault(phone, [])
        message = Message(len(screen) + 1, author, text, at)
        screen.append(message)
        for listener in self._listeners:
            listener.put_nowait(phone)
        return message

    def screen(self, phone: str) -> tuple[Message, ...]:
        """All bubbles of one phone, oldest first."""
        return tuple(self._screens.get(phone, ()))

    def numbers(self) -> tuple[str, ...]:
        """Every number, the longest known first."""
        return tuple(self._screens)

    def listen(self) -> asyncio.Queue[str]:
        """Start hearing whose screen changes."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[str]) -> None:
        """Stop hearing."""
        self._listeners.discard(queue)
