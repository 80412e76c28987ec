"""The people of the torture: each does one thing at a time on their phone, and does it again when nothing comes of it."""

import asyncio
import itertools
import json
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
from sqlalchemy import select

from adapters.standins.dingtalk.pictures import picture
from bot.stage.phones import CannotDo
from store.connection import Connection
from store.tables.record import events
from store.tables.tickets import tickets
from tests.torture.deeds import Deed, Way, photo_of, token
from tests.torture.screens import Screens
from tests.torture.town import Town

LOOK_EVERY_S = 0.4
PATIENCE_S = 40.0
"""So long somebody waits for what they did to show before they do it again."""
TRIES = 6
THINKS_AT_MOST_S = 1.5
ASKS_WITHIN_S = 30.0
BROKEN = (aiohttp.ClientError, OSError, TimeoutError)


class Stalled(Exception):
    """A matter does not go on: somebody did something again and again and nothing came of it."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a ticket's log."""

    kind: str
    by: str


@dataclass(slots=True)
class Crowd:
    """`log` is the event log so far, by the ticket's number; only to know when to go on, never to judge."""

    town: Town
    screens: Screens
    dice: random.Random
    deeds: list[Deed] = field(default_factory=list)
    log: dict[str, tuple[Happened, ...]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    """Numbers by short code; a code used again means the newer ticket."""
    stopping: bool = False
    at_rest: asyncio.Event = field(default_factory=asyncio.Event)
    """Clear while nobody shall do anything: business time is being moved."""
    _count: "itertools.count[int]" = field(default_factory=itertools.count)
    _versions: dict[str, int] = field(default_factory=dict)
    _alone: dict[str, asyncio.Lock] = field(default_factory=dict)

    def fresh(self) -> str:
        """A token nobody used."""
        return token(next(self._count))

    def alone(self, person: str) -> asyncio.Lock:
        """Held while an official is asked something: a mere yes answers the latest question."""
        return self._alone.setdefault(person, asyncio.Lock())

    # --- looking

    async def watch(self) -> None:
        """Look again and again at screens and log; until cancelled."""
        while True:
            await asyncio.to_thread(self.screens.look)
            try:
                async with asyncio.timeout(5):
                    await self.town.database.read(self._read)
            except Exception:  # noqa: BLE001, S110 - PostgreSQL is killed all the time; the next look tells
                pass
            await asyncio.sleep(LOOK_EVERY_S)

    async def _read(self, connection: Connection) -> None:
        rows = await connection.execute(
            select(tickets.c.id, tickets.c.number, tickets.c.short_code, tickets.c.version).order_by(
                tickets.c.id
            )
        )
        changed = [row for row in rows if self._versions.get(row.number) != row.version]
        names = {row.id: row.number for row in changed}
        if not names:
            return
        found = await connection.execute(
            select(events.c.ticket, events.c.kind, events.c.by_person)
            .where(events.c.ticket.in_(list(names)))
            .order_by(events.c.ticket, events.c.seq)
        )
        logs: dict[str, list[Happened]] = {}
        for row in found:
            logs.setdefault(names[row.ticket], []).append(Happened(row.kind, row.by_person or ""))
        for row in changed:
            self.codes[row.short_code] = row.number
            self._versions[row.number] = row.version
            self.log[row.number] = tuple(logs.get(row.number, ()))

    def times(self, number: str, kind: str, by: str = "") -> int:
        """How often that happened to the ticket."""
        return sum(one.kind == kind and (not by or one.by == by) for one in self.log.get(number, ()))

    async def until(self, done: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
        """Whether it came true in time."""
        ends_at = asyncio.get_running_loop().time() + patience_s
        while not done():
            if self.stopping or asyncio.get_running_loop().time() > ends_at:
                return done()
            await asyncio.sleep(LOOK_EVERY_S)
        return True

    async def again_until(self, act: Callable[[], Awaitable[None]], done: Callable[[], bool]) -> None:
        """Act, and once more each time nothing comes of it. Raises `Stalled`."""
        for _ in range(TRIES):
            if done():
                return
            await self.at_rest.wait()
            if self.stopping:
                break
            await asyncio.sleep(self.dice.uniform(0, THINKS_AT_MOST_S))
            await act()
            if await self.until(done):
                return
        raise Stalled

    # --- doing

    async def text(self, phone: str, words: str, of: str = "", ticket: str = "") -> None:
        """A citizen texts."""
        self.deeds.append(Deed(of, Way.TEXT, phone, ticket))
        await self._until_said(of, lambda: self.town.phones.text(phone, words))

    async def say(self, person: str, words: str, of: str = "", ticket: str = "", **more: object) -> None:
        """An official says something to the bot (or in the group)."""
        if of:
            self.deeds.append(
                Deed(of, Way.CHAT, person, ticket, photo=photo_of(of) if "picture" in more else "")
            )
        order = {"person": f"staff-{person}", "kind": "text", "text": words, **more}
        await self._until_said(of, lambda: self._said(order))

    async def press(self, person: str, number: str, action: str, effect: str = "") -> None:
        """An official presses a button of their newest card about that number, if it is there."""
        buttons = self.screens.buttons(f"staff-{person}", number)
        found = next((one for one in buttons if one[1].get("action") == action), None)
        if found is None:
            return
        track, argument = found[0], found[1].get("argument", "")
        deed = Deed("", Way.PRESS, person, number, effect, told=f"{track} {action} {argument}")
        self.deeds.append(deed)
        order: dict[str, object] = {"person": f"staff-{person}", "outTrackId": track, "action": action}
        if argument:
            order["argument"] = argument
        try:
            seen = await self.town.phones.press(order)
        except (*BROKEN, CannotDo):
            return
        deed.heard = seen.get("ok") is True
        deed.refused = str(seen.get("toast", "")) if deed.heard else ""

    async def confirm(self, person: str, number: str, of: str) -> None:
        """A confirmer opens the page from the card, fills it in, and sends it until it is answered."""
        link = next(
            (
                m[0]
                for text in self.screens.card_texts(f"staff-{person}", number)
                if (m := _LINK.search(text))
            ),
            None,
        )
        if link is None:
            return
        deed = Deed(of, Way.PAGE, person, number, "SiteVisitPassed", photo=photo_of(of))
        self.deeds.append(deed)
        async with aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(total=15)
        ) as phone:
            for _ in range(TRIES):
                try:
                    if await self._sent(phone, link, deed):
                        return
                except (*BROKEN, ValueError, KeyError):
                    pass
                await asyncio.sleep(1)

    async def _sent(self, phone: aiohttp.ClientSession, link: str, deed: Deed) -> bool:
        async with phone.get(link) as page:
            if page.status >= 400:
                return False
        async with phone.get(f"{link}/facts") as answer:
            items = (await answer.json())["items"]
        form = aiohttp.FormData(default_to_multipart=True)
        form.add_field("findings", json.dumps([{"item": i["no"], "passed": True, "note": ""} for i in items]))
        form.add_field("note", f"到现场看过，已经到位，{deed.token}")
        form.add_field("kind", "site")
        for name, value in (("latitude", "30.2500"), ("longitude", "120.1600"), ("accuracy", "15")):
            form.add_field(name, value)
        form.add_field("photo", picture(deed.token), filename="1.png", content_type="image/png")
        async with phone.post(link, data=form) as answer:
            said = await answer.json()
        deed.heard = answer.status < 300 and said.get("ok") is True
        deed.refused = "" if deed.heard else str(said.get("message", ""))
        return deed.heard or answer.status < 500

    async def _said(self, order: dict[str, object]) -> None:
        await self.town.phones.say(order)

    async def _until_said(self, of: str, act: Callable[[], Awaitable[None]]) -> None:
        """Said once: after a broken call the journal knows whether it was."""
        ends_at = asyncio.get_running_loop().time() + ASKS_WITHIN_S
        while asyncio.get_running_loop().time() < ends_at:
            try:
                return await act()
            except CannotDo as refused:
                raise Stalled(str(refused)) from None
            except BROKEN:
                await asyncio.sleep(LOOK_EVERY_S)
                await asyncio.to_thread(self.screens.look)
                if not of or any(of in one for one in self.screens.said):
                    return None
        raise Stalled


_LINK = re.compile(r"https?://[^\s()\"]+/site/[^\s()\"]+")
