"""The app's access token: one per Client ID, fetched once for everybody who waits for it (`dingtalk.md` §2)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

RENEW_EARLY_S = 300.0


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and how long it lives from when it was given."""

    word: str
    life_s: float

    def __repr__(self) -> str:
        return f"Token('***', {self.life_s})"


class Tokens:
    """Keeps the token; whoever finds it worn out fetches a new one while the others wait."""

    def __init__(self, fetch: Callable[[], Awaitable[Token]], monotonic: Callable[[], float]) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._fetching = asyncio.Lock()
        self._word = ""
        self._renew_at_s = 0.0

    async def current(self) -> str:
        """A token that is good for five minutes at least. Raises what fetching raises."""
        if self._good():
            return self._word
        async with self._fetching:
            if not self._good():
                token = await self._fetch()
                # A life shorter than the margin would make every call fetch: half of it then.
                margin = min(RENEW_EARLY_S, token.life_s / 2)
                self._word, self._renew_at_s = token.word, self._monotonic() + token.life_s - margin
            return self._word

    async def instead_of(self, refused: str) -> str:
        """A token after DingTalk refused this one; somebody else may have fetched it already."""
        if self._word == refused:
            self._word = ""
        return await self.current()

    def _good(self) -> bool:
        return bool(self._word) and self._monotonic() < self._renew_at_s
