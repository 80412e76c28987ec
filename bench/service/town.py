"""Real tickets, made by the whole program without its wires: what citizens and officials say goes in by the one door."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench.pushes import MATTERS
from bot.build import BUSY, surroundings
from bot.clock import BusinessClock
from bot.intake import Intake
from bot.links import SignedLinks
from bot.stage.theatre import with_accounts
from bot.who import Who
from config.init import write_sample
from config.load import Centre, load
from domain.calendar_clock import local_date
from domain.inbound import ChatSaid, ChatSender, Conversation, ConversationKind, EventKey, SmsReceived
from domain.outgoing import Reply
from domain.people import Directory, Person
from domain.vocabulary import Office, UnitKind
from store.codec import outgoing_codec
from store.connection import Connection
from store.database import Database
from store.ids import TimeOrderedIds
from store.sealing import KeyRing
from store.staff import Staff
from store.tables.tickets import tickets
from store.tables.traffic import outbox
from store.work import SqlWork, Tools

CORP = "ding-bench"
MINUTES_BETWEEN = timedelta(minutes=2)
_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday at ten: nothing waits for office hours."""
RESULTS = (
    "11月23日到现场检查，系电缆老化，当天更换路灯三盏，夜里试亮正常，已电话告知诉求人",
    "经查，清运车辆检修误了班次，垃圾今天上午已全部运走并冲洗消毒，已电话告知诉求人",
    "昨晚十二点巡查属实，已责令工地停止夜间施工并公示作业时间，已电话告知诉求人",
    "11月23日打开检查井，化粪池被杂物堵塞，当天抽运疏通，污水不再外溢，已电话告知诉求人",
    "现场勘查系雨水冲空路基，今天下午已回填压实，水泥路面养护七天后放行，已电话告知诉求人",
)
"""One for each of `MATTERS`: an answer that does not fit its matter would go back to its unit."""


@dataclass
class Town:
    """A centre at a standing moment, moved on by what happens in it."""

    database: Database
    centre: Centre
    clock: BusinessClock
    tools: Tools
    intake: Intake
    _said: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    async def of(cls, database: Database, folder: Path) -> "Town":
        """The sample centre, written into the folder, over an open and migrated database."""
        write_sample(folder)
        centre = load(folder, {})
        directory = replace(with_accounts(centre.directory), corp_id=CORP)
        centre = replace(centre, directory=directory)
        clock = BusinessClock(stopped_at=_MORNING)
        tools = Tools(KeyRing.fresh(), TimeOrderedIds(clock.real))
        who = Who(directory, directory)
        links = SignedLinks("http://127.0.0.1", bytes(32), centre.policy.site_link_opens_within, clock.now)
        intake = Intake(
            database, tools, lambda: surroundings(centre, clock, who, links), lambda: None, BUSY, clock.real
        )
        day = local_date(clock.now())
        await database.write(lambda connection: Staff(connection).enrol(directory, day))
        return cls(database, centre, clock, tools, intake)

    # --- who is who ----------------------------------------------------------------------------------------------

    @property
    def directory(self) -> Directory:
        """Everybody."""
        return self.centre.directory

    def holder(self, office: Office) -> Person:
        """Somebody with that office."""
        return self.directory.holders(office, local_date(self.clock.now()))[0]

    def leaders(self) -> list[tuple[str, Person]]:
        """The handling units by name, each with its accountable leader."""
        day = local_date(self.clock.now())
        return [
            (unit.name, leader)
            for unit in self.directory.units.values()
            if unit.kind is not UnitKind.CENTRE
            and (leader := self.directory.accountable_of(unit.id, day)) is not None
        ]

    # --- what happens --------------------------------------------------------------------------------------------

    async def texts(self, phone: str, words: str) -> None:
        """A citizen sends a text message."""
        now = self.clock.now()
        await self.intake.receive(SmsReceived(self._key(), "alibaba", phone, words, now, now))

    def saying(self, person: Person, words: str) -> ChatSaid:
        """Somebody says something one-to-one: the event, not yet taken in."""
        key, here = self._key(), Conversation(f"cid-{person.id}", ConversationKind.ONE_TO_ONE)
        return ChatSaid(key, self.clock.now(), ChatSender(CORP, person.staff_id, person.name), here, words)

    async def says(self, person: Person, words: str) -> None:
        """The same, taken in."""
        await self.intake.receive(self.saying(person, words))

    async def answer_to(self, key: EventKey) -> str:
        """What was answered in chat."""

        async def look(connection: Connection) -> str:
            wanted = select(outbox.c.kind, outbox.c.body).where(
                outbox.c.key == f"reply:{key.source}:{key.id}"
            )
            row = (await connection.execute(wanted)).one()
            reply = outgoing_codec().decode(row.kind, row.body)
            if not isinstance(reply, Reply):
                raise TypeError("an answer that is none")
            return (await SqlWork(connection, self.tools).words.open([reply.words]))[reply.words.ref]

        return await self.database.read(look)

    # --- whole matters -------------------------------------------------------------------------------------------

    async def fill(self, ended: int, under_way: int) -> None:
        """So many matters brought to their end, then so many left with their units. Raises where it came out otherwise."""
        units = self.leaders()
        for turn in range(ended + under_way):
            phone = f"138{turn:08d}"
            # The busiest unit has every tenth.
            unit, leader = units[0] if turn % 10 == 0 else units[turn % len(units)]
            number = await self._with_unit(phone, turn, unit, leader)
            if turn < ended:
                await self._to_the_end(number, phone, turn, leader)
        counts = await self.database.read(_counts)
        if counts != {False: ended, True: under_way}:
            raise RuntimeError(f"the matters did not go as they should: open {counts}")

    async def _with_unit(self, phone: str, turn: int, unit: str, leader: Person) -> str:
        await self.texts(phone, f"{MATTERS[turn % len(MATTERS)]}，{turn}号楼")
        number = await self.database.read(_newest)
        await self.says(
            self.holder(Office.DISPATCHER), f"/派单 {number} {unit} 求助 地点：幸福路{turn + 1}号"
        )
        self.clock.set(self.clock.now() + MINUTES_BETWEEN)
        await self.says(leader, f"{number} 收到")
        await self.says(leader, f"{number} 已到现场看过，已电话联系诉求人，正在安排维修")
        return number

    async def _to_the_end(self, number: str, phone: str, turn: int, leader: Person) -> None:
        await self.says(leader, f"/办结 {number} {RESULTS[turn % len(RESULTS)]}")
        await self.says(self.holder(Office.DISPATCHER), f"/审核 {number} 通过")
        await self.texts(phone, "1")

    def _key(self) -> EventKey:
        return EventKey("bench", str(next(self._said)))


async def _newest(connection: Connection) -> str:
    found = await connection.execute(select(tickets.c.number).order_by(tickets.c.id.desc()).limit(1))
    return str(found.scalar_one())


async def _counts(connection: Connection) -> dict[bool, int]:
    rows = await connection.execute(select(tickets.c.open, func.count()).group_by(tickets.c.open))
    return {bool(row[0]): row[1] for row in rows}
