"""One recipient who has had their share waits; the urgent pass, nobody waits with them, and nothing is dropped."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from adapters.dingtalk.messages import FLOW_CONTROLLED
from adapters.redis.connection import Link
from adapters.redis.shares import Shares
from bot.clock import BusinessClock
from bot.delivery.letters import ChatLetter, ReplyLetter, SmsLetter
from bot.delivery.pacing import Pacing
from bot.rehearsal.screens import chat_shown, texts_shown
from bot.stage.theatre import Theatre, account_of, theatre
from config.init import write_sample
from config.load import load
from config.secret import Secret
from domain.economy import Share
from domain.faces import ChatText, SmsKind, SmsText
from domain.failures import Transient
from domain.ids import AppellantId, PersonId
from domain.inbound import Conversation, ConversationKind
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify
from store.connection import Connection
from store.sealing import KeyRing
from store.tables.traffic import outbox
from store.work import SqlWork
from tests.outside.acting import until

MORNING = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
VILLAGER, ADMIN = "13911110001", PersonId("zx11")
MINUTE = timedelta(minutes=1)
SAID = ChatText("", "早")


class Later:
    """Steady time that a test moves on."""

    def __init__(self) -> None:
        self.by_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.by_s


def pacing(clock: Later, *, chat: Share | None = None, number: Share | None = None) -> Pacing:
    return Pacing(
        Shares(Link(Secret("")), "app", KeyRing.fresh().blind, alone=True, monotonic=clock), chat, number
    )


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[Theatre]:
    write_sample(tmp_path / "centre")
    centre = load(tmp_path / "centre", {})
    async with theatre(centre, BusinessClock(stopped_at=MORNING), ticking=False) as opened:
        yield opened


async def tell(house: Theatre, *codes: str, urgent: bool = False) -> None:
    """The administrator is told something with each code in it."""
    parts = house.program.parts

    async def put(connection: Connection) -> None:
        for code in codes:
            to = Recipient(RecipientKind.OPERATOR)
            notice = Notice(to, NoticeKind.QUARANTINED, code=code, urgent=urgent)
            box = SqlWork(connection, parts.tools).outbox
            await box.put(Notify(notice), key=code, at=house.program.now(), urgent=urgent)

    await parts.database.write(put)
    parts.sender.wake.set()


async def read(house: Theatre) -> list[str]:
    """The codes the administrator has read, in order."""
    admin = account_of(house.program.parts.who.directory.people[ADMIN])
    shown = chat_shown(await house.phones.screen(admin), group=False)
    return [word for one in shown for word in one.text.replace("\n", " ").split() if word.startswith("码")]


async def test_who_has_had_their_share_waits_and_nobody_else(house: Theatre) -> None:
    clock = Later()
    house.program.parts.sender.pacing = pacing(clock, chat=Share(10, MINUTE))
    ordinary = [f"码{place:02}" for place in range(12)]
    await tell(house, *ordinary)
    await until(lambda: _put_off(house, 3))

    await tell(house, "码urgent", urgent=True)
    await house.phones.text(VILLAGER, "南桥镇幸福路口没有减速带，大货车开得太快，很危险")
    await until(lambda: _receipt(house))
    await until(lambda: _read(house, "码urgent"))
    assert len(await read(house)) == 10

    clock.by_s = MINUTE.total_seconds()
    await _bring_forward(house)
    await house.travel.settle()
    assert sorted(await read(house)) == sorted([*ordinary, "码urgent"]), "each once"

    async def attempts(connection: Connection) -> set[int]:
        return set((await connection.execute(select(outbox.c.attempts))).scalars())

    assert await house.program.parts.database.read(attempts) == {1}, "putting off is no attempt"


async def test_a_number_is_counted_for_each_kind_of_text_and_an_answer_for_nobody() -> None:
    clock = Later()
    paced = pacing(clock, chat=Share(1, MINUTE), number=Share(2, MINUTE))
    text = SmsLetter(VILLAGER, SmsText(SmsKind.RECEIPT, (), ""), AppellantId(1))
    other = replace(text, text=replace(text.text, kind=SmsKind.SURVEY))
    here = Conversation("c", ConversationKind.ONE_TO_ONE)

    assert [await paced.wait_s(text, urgent=True) > 0 for _ in range(3)] == [False, False, True]
    assert await paced.wait_s(other, urgent=True) == 0
    assert await paced.wait_s(replace(text, phone="13911110002"), urgent=True) == 0
    answer = ReplyLetter(None, here, "staff-1", SAID)
    assert [await paced.wait_s(answer, urgent=True) for _ in range(3)] == [0.0] * 3


async def test_whom_the_platform_holds_back_is_left_in_peace_for_as_long_as_it_says() -> None:
    clock = Later()
    paced = pacing(clock, chat=Share(9, MINUTE))
    to_one, to_other = ChatLetter(("staff-1",), SAID), ChatLetter(("staff-2",), SAID)
    await paced.refused(to_one, Transient("Throttling", "slower", MINUTE))
    assert await paced.wait_s(to_one, urgent=True) == 0, "that was about us, not about them"

    await paced.refused(to_one, Transient(FLOW_CONTROLLED, "had too many", MINUTE))

    assert 59 < await paced.wait_s(to_one, urgent=True) <= 60
    assert await paced.wait_s(to_other, urgent=True) == 0
    clock.by_s = 60
    assert await paced.wait_s(to_one, urgent=True) == 0


@pytest.mark.parametrize("unlimited", [ChatLetter(("staff-1",), SAID)])
async def test_without_a_limit_nobody_waits(unlimited: ChatLetter) -> None:
    assert [await pacing(Later()).wait_s(unlimited, urgent=False) for _ in range(40)] == [0.0] * 40


async def _put_off(house: Theatre, count: int) -> bool:
    async def waiting(connection: Connection) -> int:
        rows = await connection.execute(select(outbox.c.id).where(outbox.c.code == "paced"))
        return len(rows.all())

    return await house.program.parts.database.read(waiting) == count


async def _bring_forward(house: Theatre) -> None:
    """The minute is over."""

    async def forward(connection: Connection) -> None:
        await connection.execute(update(outbox).values(retry_at=None))

    await house.program.parts.database.write(forward)


async def _receipt(house: Theatre) -> bool:
    return any("已受理" in one.text for one in texts_shown(await house.phones.texts(VILLAGER)))


async def _read(house: Theatre, code: str) -> bool:
    return code in await read(house)
