"""A town whose database is taken away while people text and talk, and what they must have seen when it is back."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import aiohttp

from bot.clock import BusinessClock, real_now
from bot.rhythm import Rhythm
from bot.stage.theatre import Theatre, theatre, with_accounts
from config.init import write_sample
from config.load import load
from domain.calendar_clock import local_date
from domain.vocabulary import Office
from store.migrate import upgrade
from store.sealing import KeyRing
from tests.scenarios.looking import asked

WITHIN_S = 60
"""Longer than anything may take: the time-outs of half a minute, and a lease."""
RHYTHM = Rhythm(reap_s=1, lease=timedelta(seconds=25))
TICKETS, TEXTS = "SELECT count(*) FROM tickets", "SELECT count(*) FROM texts_received"
UNSURE = "SELECT count(*) FROM outbox WHERE state IN ('failed', 'unknown')"


@dataclass(slots=True)
class Pushed:
    """What the door answered to one text, try after try; the last is the acceptance."""

    phone: str
    answers: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Town:
    """Act as the gateway, as citizens and as one official."""

    house: Theatre
    session: aiohttp.ClientSession
    database: str
    official: str
    pushed: list[Pushed] = field(default_factory=list)
    """Everybody who ever texted."""

    @property
    def door(self) -> str:
        secret = self.house.program.centre.settings.sms.webhook_secret.reveal()
        return f"{self.house.url}/intake/alibaba/{secret}"

    @asynccontextmanager
    async def bad_day(self) -> AsyncIterator["Day"]:
        """People text and talk before, during (`Day`) and after. Whoever was accepted must have been answered once."""
        day = Day(self, await self.answers())
        day.text(6)
        await day.ask()
        yield day
        day.text(3)
        await day.ask()
        await self.quiet(day)
        receipts = {one.phone: await self.receipts(one.phone) for one in self.pushed}
        assert all(count == 1 for count in receipts.values()), receipts
        assert await self.answers() == day.seen_before + day.asked
        assert self.count(UNSURE) == 0, "nothing is in doubt"
        assert (self.count(TICKETS), self.count(TEXTS)) == (len(self.pushed), len(self.pushed))
        await self.ready()

    async def quiet(self, day: "Day") -> None:
        """Waits until every text is taken, everything asked is answered, and nothing moves."""
        moving, answers = "not looked yet", 0
        try:
            async with asyncio.timeout(WITHIN_S):
                await asyncio.gather(*day.tasks)
                wanted = day.seen_before + day.asked
                while moving or answers < wanted:
                    await asyncio.sleep(0.2)
                    moving, answers = await self.house.program.moving(), await self.answers()
        except TimeoutError:
            raise AssertionError(f"{moving or 'nothing moves'}; {answers} answers") from None

    async def text(self) -> Pushed:
        """A citizen's text, pushed again until it is taken, as the gateway does."""
        number = len(self.pushed) + 1
        pushed = Pushed(f"1380000{number:04d}")
        self.pushed.append(pushed)
        body = [
            {
                "phone_number": pushed.phone,
                "content": f"第{number}号楼前路灯坏了",
                "sequence_id": str(number),
                "send_time": "2026-01-05 09:00:00",
                "dest_code": "0000",
                "sign_name": "民声",
            }
        ]
        async with asyncio.timeout(WITHIN_S):
            while pushed.answers[-1:] != [200]:
                async with self.session.post(self.door, data=json.dumps(body)) as answer:
                    await answer.read()
                    pushed.answers.append(answer.status)
                await asyncio.sleep(0.2)
        return pushed

    async def ask(self) -> None:
        """The official asks something that is answered once."""
        await self.house.phones.say({"person": self.official, "kind": "text", "text": "/帮助"})

    async def answers(self) -> int:
        """How many answers the official has seen."""
        screen = await self.house.phones.screen(self.official)
        chats = screen["chats"]
        assert isinstance(chats, list)
        return sum(
            message["from"] == "bot" and "帮助" in str(message.get("text", ""))
            for chat in chats
            if chat["kind"] == "one_to_one"
            for message in chat["messages"]
        )

    async def receipts(self, phone: str) -> int:
        """How many texts the citizen has seen."""
        screen = await self.house.phones.texts(phone)
        messages = screen["messages"]
        assert isinstance(messages, list)
        return sum(one["author"] == "centre" for one in messages)

    async def ready(self) -> None:
        """Waits until the program says that it does its work: the Stream may take some seconds to come back."""
        told = ""
        with suppress(TimeoutError):
            async with asyncio.timeout(WITHIN_S):
                while True:
                    async with self.session.get(f"{self.house.url}/readyz") as ready:
                        told = await ready.text()
                        if ready.status == 200:
                            return
                    await asyncio.sleep(0.2)
        raise AssertionError(told)

    def count(self, question: str) -> int:
        (row,) = asked(self.database, (question, ()))[0]
        return int(str(row[0]))


@dataclass(slots=True)
class Day:
    """What is done on one bad day."""

    town: Town
    seen_before: int
    """Answers the official had seen."""
    tasks: list[asyncio.Task[Pushed]] = field(default_factory=list)
    asked: int = 0

    def text(self, count: int) -> None:
        """So many citizens at once."""
        self.tasks += [asyncio.create_task(self.town.text()) for _ in range(count)]

    async def ask(self) -> None:
        """The official asks once more."""
        self.asked += 1
        await self.town.ask()

    async def all_taken(self) -> None:
        """Waits until everybody's text is taken, everything said and nothing moves any more."""
        await self.town.quiet(self)

    async def refused(self) -> None:
        """Waits until the door has said 503 to somebody: bounded by the stated time-outs."""
        seen = self._refusals()
        async with asyncio.timeout(WITHIN_S):
            while self._refusals() == seen:  # noqa: ASYNC110 - a look at what came back
                await asyncio.sleep(0.1)

    async def until_refused(self) -> None:
        """Text until the door says 503: a full disk still has room in pages that were there."""
        seen = self._refusals()
        async with asyncio.timeout(WITHIN_S):
            while self._refusals() == seen:
                self.text(3)
                await asyncio.sleep(0.3)

    def _refusals(self) -> int:
        return sum(status == 503 for one in self.town.pushed for status in one.answers)


@asynccontextmanager
async def town(folder: Path, database: str = "") -> AsyncIterator[Town]:
    """Open for business on an empty database; its clock ticks, on a working morning. Empty: the SQLite file of the folder."""
    write_sample(folder)
    KeyRing.create(folder / "keys" / "master.key")
    if database:
        await upgrade(database)
    centre = load(folder, {})
    centre = replace(centre, directory=with_accounts(centre.directory))
    clock = BusinessClock()
    clock.set(centre.calendar.next_working_morning(real_now()) + timedelta(hours=1))
    async with (
        theatre(centre, clock, database=database, ticking=True, limited=False, rhythm=RHYTHM) as house,
        aiohttp.ClientSession() as session,
    ):
        often = {"retry_seconds": [float(due) for due in range(1, WITHIN_S)]}
        async with session.put(f"{house.phones.chat}/control/settings", json=often) as answer:
            assert answer.status == 200, await answer.text()
        day = local_date(house.program.now())
        officer = house.program.parts.who.directory.holders(Office.DISPATCHER, day)[0]
        assert officer.staff_id
        yield Town(house, session, house.program.centre.database_url.reveal(), officer.staff_id)
