"""Everybody's phones, held through the stand-ins' control APIs (`docs/standins.md`): act as a person, and look."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from domain.failures import DubanError

Json = dict[str, object]


class CannotDo(DubanError):
    """A person cannot do that on their phone; the text is the stand-in's own sentence."""


@dataclass(frozen=True, slots=True)
class Phones:
    """`chat` and `sms` are the addresses of the two stand-ins."""

    session: aiohttp.ClientSession
    chat: str
    sms: str

    async def text(self, phone: str, words: str, *, twice: bool = False) -> None:
        """A citizen sends a text message."""
        await self._post(f"{self.sms}/control/text", {"phone": phone, "text": words, "twice": twice})

    async def texts(self, phone: str) -> Json:
        """A citizen's screen."""
        return await self._get(f"{self.sms}/control/screen/{phone}")

    async def say(self, order: Json) -> Json:
        """An official says something; the order is that of `POST /control/say`."""
        return await self._post(f"{self.chat}/control/say", order)

    async def press(self, order: Json) -> Json:
        """An official presses a button; what they then see."""
        return await self._post(f"{self.chat}/control/press", order)

    async def screen(self, staff_id: str) -> Json:
        """An official's screen."""
        return await self._get(f"{self.chat}/control/screen/{staff_id}")

    async def file(self, path: str) -> tuple[bytes, str]:
        """A file shown on a screen, and its media type."""
        async with self.session.get(f"{self.chat}{path}") as answer:
            if answer.status >= 400:  # noqa: PLR2004 - as on the wire
                raise CannotDo(await answer.text())
            return await answer.read(), answer.content_type

    async def leave(self, staff_id: str) -> None:
        """An official leaves the organisation."""
        await self._post(f"{self.chat}/control/event", {"type": "user_leave_org", "people": [staff_id]})

    async def set_clock(self, offset: timedelta) -> None:
        """Tell both stand-ins what business time is."""
        for base in (self.chat, self.sms):
            await self._post(f"{base}/control/clock", {"offset_s": offset.total_seconds()})

    async def deliver(self, *, twice: bool, swap: int | None) -> None:
        """How both stand-ins push from now on: all of it twice, neighbours swapped by the chances of a seed."""
        for url in (f"{self.chat}/control/settings", f"{self.sms}/control/rules"):
            async with self.session.put(url, json={"twice": twice, "swap": swap}) as answer:
                await _read(answer)

    async def quiet(self) -> bool:
        """Whether nothing is on its way to us any more."""
        stats = [await self._get(f"{base}/control/stats") for base in (self.chat, self.sms)]
        return all(one.get("quiet") is True for one in stats)

    async def news(self, base: str) -> AsyncIterator[str]:
        """Lines of `GET /control/watch`: whose screen has changed, as JSON text."""
        forever = aiohttp.ClientTimeout(total=None, sock_read=None)
        async with self.session.get(f"{base}/control/watch", timeout=forever) as stream:
            async for line in stream.content:
                if line.startswith(b"data:"):
                    yield line[5:].decode().strip()

    async def _get(self, url: str) -> Json:
        async with self.session.get(url) as answer:
            return await _read(answer)

    async def _post(self, url: str, order: Json) -> Json:
        async with self.session.post(url, json=order) as answer:
            return await _read(answer)


async def _read(answer: aiohttp.ClientResponse) -> Json:
    if answer.status >= 400:  # noqa: PLR2004 - as on the wire
        raise CannotDo(await answer.text())
    said = await answer.json()
    return said if isinstance(said, dict) else {"said": said}
