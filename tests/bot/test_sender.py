"""The sender: one row that cannot be worded costs that row, and an operator hears of it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, update

from bot.clock import BusinessClock
from bot.rehearsal.screens import chat_shown, texts_shown
from bot.stage.theatre import Theatre, account_of, theatre
from config.init import write_sample
from config.load import load
from domain.ids import AppellantId, PersonId, TicketId
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify, OutboxState
from store.connection import Connection
from store.queue import UNREADABLE, UNREADABLE_TRIES, Queue
from store.tables.tickets import tickets
from store.tables.traffic import outbox
from store.work import SqlWork

MORNING = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
VILLAGER = "13911110001"


async def until_told(house: Theatre) -> None:
    """The poison keeps waiting, so the town is never quite quiet."""
    async with asyncio.timeout(30):
        while not any("已受理" in one.text for one in texts_shown(await house.phones.texts(VILLAGER))):  # noqa: ASYNC110 - a look at a phone
            await asyncio.sleep(0.05)


async def test_a_row_nobody_can_read_is_set_aside_and_the_others_go_out(tmp_path: Path) -> None:
    write_sample(tmp_path / "centre")
    clock = BusinessClock(stopped_at=MORNING)
    async with theatre(load(tmp_path / "centre", {}), clock, ticking=False) as house:
        parts = house.program.parts

        async def poison(connection: Connection) -> None:
            work = SqlWork(connection, parts.tools)
            broken = Notice(Recipient(RecipientKind.APPELLANT, appellant=AppellantId(1)), NoticeKind.RECEIPT)
            await work.outbox.put(Notify(broken), key="poison", at=clock.now())
            await connection.execute(update(outbox).where(outbox.c.key == "poison").values(kind="Nonsense"))

        await parts.database.write(poison)
        await house.phones.text(VILLAGER, "南桥镇幸福路口没有减速带，大货车开得太快，很危险")
        await until_told(house)

        texts = texts_shown(await house.phones.texts(VILLAGER))
        assert any("已受理" in one.text for one in texts)

        async def row(connection: Connection) -> tuple[str, str]:
            rows = await connection.execute(
                select(outbox.c.state, outbox.c.code).where(outbox.c.key == "poison")
            )
            found = rows.one()
            return str(found.state), str(found.code)

        assert await parts.database.read(row) == (OutboxState.WAITING.value, UNREADABLE)

        async def last_try(connection: Connection) -> None:
            await connection.execute(
                update(outbox)
                .where(outbox.c.key == "poison")
                .values(attempts=UNREADABLE_TRIES, retry_at=None)
            )

        await parts.database.write(last_try)
        await house.travel.settle()

        assert await parts.database.read(row) == (OutboxState.FAILED.value, UNREADABLE)
        admin = account_of(parts.who.directory.people[PersonId("zx11")])
        told = [
            one.text
            for one in chat_shown(await house.phones.screen(admin), group=False)
            if "没有发出" in one.text
        ]
        assert len(told) == 1


async def test_a_row_nobody_can_word_fails_alone_and_the_operator_hears_of_it(tmp_path: Path) -> None:
    write_sample(tmp_path / "centre")
    clock = BusinessClock(stopped_at=MORNING)
    async with theatre(load(tmp_path / "centre", {}), clock, ticking=False) as house:
        parts = house.program.parts
        await house.phones.text(VILLAGER, "南桥镇幸福路口没有减速带，大货车开得太快，很危险")
        await house.travel.settle()

        async def damage(connection: Connection) -> None:
            rows = await connection.execute(select(tickets.c.id))
            ticket = TicketId(rows.scalar_one())
            await connection.execute(update(tickets).where(tickets.c.id == ticket).values(body="{"))
            work = SqlWork(connection, parts.tools)
            told = Notice(Recipient(RecipientKind.GROUP), NoticeKind.PUBLIC_PROGRESS, ticket)
            await work.outbox.put(Notify(told), key="broken", at=clock.now())

        await parts.database.write(damage)
        parts.sender.wake.set()
        await house.travel.settle()

        troubles = await parts.database.read(lambda c: Queue(c, parts.tools).troubles())
        assert [one.code for one in troubles] == ["fault:Unreadable"]
        admin = account_of(parts.who.directory.people[PersonId("zx11")])
        told = chat_shown(await house.phones.screen(admin), group=False)
        assert any("fault:Unreadable" in one.text for one in told)


async def test_in_a_flood_without_end_receipts_still_go_out(tmp_path: Path) -> None:
    write_sample(tmp_path / "centre")
    clock = BusinessClock(stopped_at=MORNING)
    async with theatre(load(tmp_path / "centre", {}), clock, ticking=False) as house:
        looks = 0

        def flooded() -> bool:
            nonlocal looks
            looks += 1
            return True

        house.program.parts.sender.flooded = flooded
        await house.phones.text(VILLAGER, "南桥镇幸福路口没有减速带，大货车开得太快，很危险")
        await until_told(house)

        assert looks > 1


async def test_what_may_have_gone_out_is_unknown_even_if_it_is_no_longer_true_and_alone_in_its_doubt(
    tmp_path: Path,
) -> None:
    write_sample(tmp_path / "centre")
    clock = BusinessClock(stopped_at=MORNING)
    async with theatre(load(tmp_path / "centre", {}), clock, ticking=False) as house:
        parts = house.program.parts
        await house.phones.text(VILLAGER, "南桥镇幸福路口没有减速带，大货车开得太快，很危险")
        await house.travel.settle()
        supervisor = Recipient(RecipientKind.PERSON, person=PersonId("zx07"))

        async def lost_leases(connection: Connection) -> None:
            ticket = TicketId((await connection.execute(select(tickets.c.id))).scalar_one())
            work = SqlWork(connection, parts.tools)
            for kind, key in (
                (NoticeKind.REVIEW_WANTED, "no longer true"),
                (NoticeKind.URGED, "in doubt"),
                (NoticeKind.URGED, "never started"),
                (NoticeKind.URGED, "nor this"),
            ):
                await work.outbox.put(Notify(Notice(supervisor, kind, ticket)), key=key, at=clock.now())
            started = outbox.c.key.in_(("no longer true", "in doubt"))
            await connection.execute(update(outbox).where(started).values(started_before=True))
            digest = outbox.c.key.in_(("in doubt", "never started", "nor this"))
            await connection.execute(update(outbox).where(digest).values(ordinary=True))

        await parts.database.write(lost_leases)
        parts.sender.wake.set()
        await house.travel.settle()

        async def became(connection: Connection) -> dict[str, str]:
            rows = await connection.execute(select(outbox.c.key, outbox.c.state))
            return {row.key: row.state for row in rows}

        states = await parts.database.read(became)
        assert [states[key] for key in ("no longer true", "in doubt")] == [OutboxState.UNKNOWN.value] * 2
        assert [states[key] for key in ("never started", "nor this")] == [OutboxState.DONE.value] * 2
        admin = account_of(parts.who.directory.people[PersonId("zx11")])
        told = chat_shown(await house.phones.screen(admin), group=False)
        assert len([one for one in told if "发送未知" in one.text]) == 2
