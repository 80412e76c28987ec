"""The app's access token: one per Client ID, fetched once for everybody who waits for it (`dingtalk.md` §2).

A shelf may hold it for all workers; what lies there may be missing at any time, and then this worker fetches its own:
DingTalk gives the same token to all who ask while it is valid.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

RENEW_EARLY_S = 300.0


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and how long it lives from when it was given."""

    word: str
    life_s: float

    def __repr__(self) -> str:
        return f"Token('***', {self.life_s})"


class Shelf(Protocol):
    """Where the workers leave each other the token. Never raises: a shelf that is gone holds nothing."""

    async def get(self) -> Token | None:
        """The token with what is left of its life, if there is one."""

    async def put(self, token: Token) -> None:
        """Leave a fresh token for the others."""

    async def forget(self, word: str) -> None:
        """That token was refused: nobody may find it here any more. A newer one stays."""


class NoShelf:
    """A worker without others."""

    async def get(self) -> Token | None:
        """Nothing."""
        return None

    async def put(self, token: Token) -> None:
        """Nobody else wants it."""

    async def forget(self, word: str) -> None:
        """There is nothing to forget."""


class Tokens:
    """Keeps the token; whoever finds it worn out fetches a new one while the others wait."""

    def __init__(
        self,
        fetch: Callable[[], Awaitable[Token]],
        monotonic: Callable[[], float],
        shelf: Shelf | None = None,
    ) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._shelf = shelf or NoShelf()
        self._fetching = asyncio.Lock()
        self._word = ""
        self._renew_at_s = 0.0

    async def current(self) -> str:
        """A token that is good for five minutes at least. Raises what fetching raises."""
        if self._good():
            return self._word
        async with self._fetching:
            if not self._good():
                await self._renew()
            return self._word

    async def instead_of(self, refused: str) -> str:
        """A token after DingTalk refused this one; somebody else may have fetched it already."""
        await self._shelf.forget(refused)
        if self._word == refused:
            self._word = ""
        return await self.current()

    def doubt(self) -> None:
        """Another worker had a token refused: whether it was ours, the shelf knows."""
        self._renew_at_s = 0.0

    async def _renew(self) -> None:
        found = await self._shelf.get()
        # What the shelf holds may be near its end: then it is fetched as if nothing lay there.
        if found is None or found.life_s <= RENEW_EARLY_S:
            found = await self._fetch()
            await self._shelf.put(found)
        # A life shorter than the margin would make every call fetch: half of it then.
        margin = min(RENEW_EARLY_S, found.life_s / 2)
        self._word, self._renew_at_s = found.word, self._monotonic() + found.life_s - margin

    def _good(self) -> bool:
        return bool(self._word) and self._monotonic() < self._renew_at_s
