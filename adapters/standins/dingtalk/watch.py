"""Telling live pages whose screen has changed."""

import asyncio
from collections.abc import Iterable


class Watch:
    """Any number of listeners; a slow one loses nothing but gets its news together."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[frozenset[str]]] = set()

    def changed(self, people: Iterable[str]) -> None:
        """The screens of these people have changed."""
        whose = frozenset(people)
        if whose:
            for listener in self._listeners:
                listener.put_nowait(whose)

    def listen(self) -> asyncio.Queue[frozenset[str]]:
        """Start listening."""
        queue: asyncio.Queue[frozenset[str]] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[frozenset[str]]) -> None:
        """Stop listening."""
        self._listeners.discard(queue)
