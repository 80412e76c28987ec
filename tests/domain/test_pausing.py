"""What a pause (待补充、挂账) moves and what it does not: decision 0009; `domain.md` §7.2, design §3 "Clocks"."""

from datetime import date

import pytest

from config.texts.texts import Texts
from domain import commands as asked
from domain.duetime import PausedFor, StoodThrough
from domain.ids import Sealed
from domain.notices import NoticeKind
from domain.running import back_after_the_end, clock_reads, explain
from domain.ticket import Limit
from domain.view import TicketView
from domain.vocabulary import Grade, LimitKind, State
from tests.domain.calendars import CALENDAR, day
from tests.world import TRANSPORT, Case, at, by, case, sealed

TEXTS = Texts()
MEETING = Limit(LimitKind.FIXED_DATE, 0, "调度会", date(2019, 7, 16))
FIVE_DAYS = Limit(LimitKind.WORKING_DAYS, 5, "7.1 求助")
AN_HOUR = Limit(LimitKind.WALL_CLOCK, 60, "7.1 紧急")


def assigned(limit: Limit) -> Case:
    """交办 on Friday 5 July with that limit."""
    c = case("2019-07-05 09:00").filed().accepted()
    item = asked.NewItem(c.words(), unit=TRANSPORT)
    return c.does(asked.Assign(by("supervisor"), None, TRANSPORT, (), (item,), limit=limit)).done(
        "transport-leader", 1
    )


def shelved(limit: Limit, review: date = date(2019, 7, 30)) -> Case:
    """On the shelf from Monday 8 July."""
    return assigned(limit).clock("2019-07-08 09:00").does(asked.Shelve(by("head"), review, plan()))


def plan() -> Sealed:
    return sealed(900)


def due(c: Case) -> str:
    assert c.it.limit is not None
    return explain(c.it.limit, CALENDAR).shown_on.isoformat()


def seen(c: Case) -> TicketView:
    return TicketView(c.it, {}, c.context, None)


def heard_at(c: Case, kind: NoticeKind) -> list[str]:
    seqs = {n.seq for n in c.notices(kind)}
    return [f"{r.at:%m-%d}" for r in c.history if r.seq in seqs]


def test_a_date_that_somebody_named_outlasts_the_shelf_and_says_so() -> None:
    c = shelved(MEETING).clock("2019-07-12 09:00").does(asked.Unshelve(by("head")))

    assert due(c) == "2019-07-16"
    assert c.it.limit is not None
    lines = explain(c.it.limit, CALENDAR)
    assert StoodThrough(day("2019-07-08"), day("2019-07-12")) in lines.lines
    told = TEXTS.explain_due(lines, seen(c))
    assert "停办：7月8日至7月12日待补充或挂账，指定日期不顺延，限办日期不变" in told
    assert not c.notices(NoticeKind.LIMIT_MOVED)


def test_working_days_wait_for_the_shelf() -> None:
    c = shelved(FIVE_DAYS).clock("2019-07-12 09:00").does(asked.Unshelve(by("head")))

    assert due(c) == "2019-07-18"
    assert c.it.limit is not None
    assert PausedFor(day("2019-07-08"), day("2019-07-12"), 4) in explain(c.it.limit, CALENDAR).lines


def test_an_urgent_matters_minutes_run_on() -> None:
    c = shelved(AN_HOUR).clock("2019-07-12 09:00").does(asked.Unshelve(by("head")))

    assert c.it.limit is not None
    assert c.it.limit.due_at == at("2019-07-05 10:00")
    told = "\n".join(TEXTS.explain_due(explain(c.it.limit, CALENDAR), seen(c)))
    assert "按小时计的时限不顺延，时限不变" in told
    assert "暂停" not in told


@pytest.mark.parametrize(
    ("limit", "stands"),
    [
        (FIVE_DAYS, at("2019-07-08 09:00")),
        (MEETING, at("2019-07-20 09:00")),
        (AN_HOUR, at("2019-07-20 09:00")),
    ],
)
def test_only_a_limit_in_days_reads_the_moment_the_pause_began(limit: Limit, stands: object) -> None:
    c = shelved(limit)
    assert c.it.limit is not None

    assert clock_reads(c.it.limit, at("2019-07-20 09:00")) == stands


def test_nobody_is_pressed_while_it_lies_and_the_ladder_begins_when_it_is_back() -> None:
    c = shelved(MEETING).wait_until("2019-07-26 10:00")
    assert not c.notices(NoticeKind.OVERDUE)
    assert c.it.grade is Grade.KEY

    c.does(asked.Unshelve(by("head")))
    c.wait_until("2019-07-29 09:00")

    assert heard_at(c, NoticeKind.OVERDUE)[0] == "07-26"
    assert heard_at(c, NoticeKind.LATE_LADDER) == ["07-29"], "one rung a day, not the whole ladder at once"
    c.wait_until("2019-08-02 09:00")
    assert heard_at(c, NoticeKind.LATE_LADDER) == ["07-29", "07-31", "08-02"]


def test_a_limit_not_yet_over_keeps_its_ladder() -> None:
    c = shelved(MEETING).clock("2019-07-12 10:00").does(asked.Unshelve(by("head")))
    assert c.it.limit is not None
    assert back_after_the_end(c.it.limit) is None

    c.wait_until("2019-07-18 09:00")

    assert heard_at(c, NoticeKind.OVERDUE)[0] == "07-17"
    assert heard_at(c, NoticeKind.LATE_LADDER) == ["07-18"]


def test_the_sheet_is_not_asked_for_while_it_lies_on_the_shelf_but_when_it_is_back() -> None:
    c = shelved(FIVE_DAYS)
    assert c.it.supervision is not None
    orders = len(c.notices(NoticeKind.SUPERVISED))

    c.wait_until("2019-07-26 10:00")
    assert c.it.state is State.SHELVED
    assert c.it.supervision.due_at < c.now
    assert len(c.notices(NoticeKind.SUPERVISED)) == orders

    c.does(asked.Unshelve(by("head"))).wait_until("2019-07-26 10:01")
    assert len(c.notices(NoticeKind.SUPERVISED)) > orders


def test_the_sheet_is_asked_for_where_nothing_lies_still() -> None:
    c = assigned(FIVE_DAYS)
    orders = len(c.notices(NoticeKind.SUPERVISED))

    c.wait_until("2019-07-16 09:00")

    assert len(c.notices(NoticeKind.SUPERVISED)) > orders


def test_a_missed_review_tells_the_head_that_the_date_is_gone() -> None:
    c = shelved(MEETING).wait_until("2019-07-31 09:00")

    assert c.it.state is State.IN_PROGRESS
    assert "head" in c.who_heard(NoticeKind.UNSHELVED)
    told = TEXTS.chat(c.notices(NoticeKind.UNSHELVED)[0], seen(c)).markdown
    assert "7月16日" in told
    assert "已超期" in told
