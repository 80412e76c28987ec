"""/待发: what is gathered for the digest or was given up, with the reason (message economy)."""

from sqlalchemy import update

from config.texts.held import SHORT
from domain.ids import PersonId
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify, OutboxState
from handlers.ports import Work
from handlers.surroundings import Surroundings
from store.tables.traffic import outbox
from store.work import SqlWork
from tests.handlers.house import House

LEADER = "transport-leader"


async def reminded(house: House, *, dropped: bool = False) -> str:
    """The leader is reminded in the ordinary way; gives the ticket's number."""
    ticket = await house.dispatched()
    to = Recipient(RecipientKind.PERSON, person=PersonId(LEADER))

    async def put(work: Work, around: Surroundings) -> None:
        notice = Notice(to, NoticeKind.SILENT_HALF, ticket.id, ordinary=True)
        await work.outbox.put(Notify(notice), key="half", at=around.context.now, ordinary=True)
        assert isinstance(work, SqlWork)
        if dropped:
            gone = {"state": OutboxState.DROPPED.value, "code": SHORT, "held": False}
            await work.connection.execute(update(outbox).where(outbox.c.key == "half").values(**gone))

    await house.handle(put)
    return ticket.number


async def test_what_waits_for_the_digest_is_shown_with_when_it_comes(house: House) -> None:
    number = await reminded(house)

    answer = await house.says(LEADER, "/待发")

    assert "待发1条" in answer
    assert "督办早报" in answer
    assert number in answer


async def test_what_was_given_up_for_the_budget_is_shown_with_the_reason(house: House) -> None:
    number = await reminded(house, dropped=True)

    answer = await house.says(LEADER, "/待发")

    assert "未发1条" in answer
    assert SHORT in answer
    assert number in answer


async def test_everybody_sees_their_own_only(house: House) -> None:
    await reminded(house)

    assert "没有待发" in await house.says("police-leader", "/待发")


async def test_what_waits_for_whom_is_nothing_for_a_group(house: House) -> None:
    await house.says("admin", "/绑定 督办群", group="cid-group")

    assert "单聊" in await house.says("supervisor", "/待发", group="cid-group")
