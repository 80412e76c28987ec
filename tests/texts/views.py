"""A ticket of an invented centre, readable, for trying what people read. Nobody here exists."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from config.calendar import SHIPPED, read_calendar
from domain.context import Context
from domain.duetime import due_time
from domain.ids import AppellantId, ItemNo, PersonId, Sealed, TicketId, UnitId
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.people import Directory, Person, Unit
from domain.policy import Category, Policy
from domain.ticket import (
    Appeal,
    Assignment,
    CloseoutRequest,
    ExtensionWish,
    Item,
    Limit,
    ProgressNote,
    ReturnWish,
    RunningLimit,
    Ticket,
)
from domain.view import TicketView
from domain.vocabulary import (
    Channel,
    Grade,
    ItemState,
    LimitKind,
    Nature,
    ReturnReason,
    State,
    Track,
    UnitKind,
    UnitRole,
)

TRANSPORT, POLICE = UnitId("jtj"), UnitId("jjdd")
LEADER = PersonId("jtj02")
NUMBER = "NX20190726123456"
"""Of the longer kind, with six digits."""
NOW = datetime(2019, 7, 26, 2, tzinfo=UTC)
"""Friday, 10:00."""
CALENDAR = read_calendar(SHIPPED)
WORKING_DAYS = Limit(LimitKind.WORKING_DAYS, 10, "7.1 投诉举报")

PROBLEM, PLACE, TITLE, DEMAND, ITEM, STANDARD, SAID, ASKED = range(1, 9)

WORDS: Mapping[int, str] = {
    PROBLEM: "重型货车沿路撒漏砂石，夜间噪音大",
    PLACE: "南桥镇某村县道",
    TITLE: "货车撒漏砂石",
    DEMAND: "查清原因，限期整改",
    ITEM: "安装减速带",
    STANDARD: "装好并刷标线",
    SAID: "已安排施工队进场",
    ASKED: "具体路段和时间",
}


def sealed(ref: int) -> Sealed:
    return Sealed(ref, "")


def context(now: datetime = NOW) -> Context:
    units = {
        TRANSPORT: Unit(TRANSPORT, "交通运输局", UnitKind.DEPARTMENT),
        POLICE: Unit(POLICE, "交警大队", UnitKind.DEPARTMENT),
    }
    people = {LEADER: Person(LEADER, "曹示例", "13900000025", TRANSPORT)}
    policy = replace(Policy(), categories={"0802": Category("0802", "货车超载撒漏", "治超点位值守")})
    return Context(now, policy, CALENDAR, Directory("corp", units, people))


def running(limit: Limit = WORKING_DAYS, start: datetime = NOW) -> RunningLimit:
    return RunningLimit(limit, start, due_time(limit, start, CALENDAR).at)


def ticket() -> Ticket:
    return Ticket(
        id=TicketId(7),
        number=NUMBER,
        short_code="A7K3Q9",
        version=12,
        state=State.IN_PROGRESS,
        track=Track.LIST,
        channel=Channel.SMS,
        received_at=NOW,
        appeals=(Appeal(AppellantId(1), sealed(PROBLEM), NOW, Channel.SMS),),
        nature=Nature.COMPLAINT,
        category="0802",
        title=sealed(TITLE),
        place=sealed(PLACE),
        demand=sealed(DEMAND),
        assignments=(
            Assignment(TRANSPORT, UnitRole.LEAD, LEADER, None, NOW, None),
            Assignment(POLICE, UnitRole.ASSIST, LEADER, None, NOW, None),
        ),
        items=(
            Item(ItemNo(1), sealed(ITEM), sealed(STANDARD), TRANSPORT, date(2019, 8, 1)),
            Item(ItemNo(2), sealed(ITEM), None, POLICE, state=ItemState.REPORTED_DONE),
        ),
        limit=running(),
        progress=(ProgressNote(3, LEADER, NOW, sealed(SAID)),),
        extension=ExtensionWish(LEADER, NOW, date(2019, 8, 15), sealed(SAID)),
        returns=(ReturnWish(LEADER, TRANSPORT, NOW, ReturnReason.NOT_OURS, POLICE, sealed(SAID)),),
        closeout=CloseoutRequest(LEADER, NOW, 9, sealed(SAID)),
        answer=sealed(SAID),
    )


def view(
    shown: Ticket | None = None,
    words: Mapping[int, str] = WORDS,
    *,
    viewer: PersonId | None = LEADER,
    now: datetime = NOW,
) -> TicketView:
    return TicketView(shown or ticket(), words, context(now), viewer)


def notice(kind: NoticeKind, to: RecipientKind = RecipientKind.PERSON) -> Notice:
    """A notice with every fact it could carry."""
    return Notice(
        Recipient(to, person=LEADER),
        kind,
        TicketId(7),
        words=sealed(ASKED),
        items=(ItemNo(1),),
        units=(TRANSPORT,),
        person=LEADER,
        grade=Grade.KEY,
        on=date(2019, 12, 31),
        at=NOW,
        count=3,
        code="isv.AMOUNT_NOT_ENOUGH",
        granted=True,
    )
