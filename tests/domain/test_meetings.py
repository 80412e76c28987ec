"""A dispatch meeting (调度会) from its list to its minutes: what may be done when, whatever the order."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.actor import official
from domain.docket import Entry, folded
from domain.ids import DocketId, PersonId, Sealed, TicketId, UnitId
from domain.meetings import deciding
from domain.meetings.deciding import Fault, No, Outcome, Plan
from domain.meetings.meeting import (
    MEETINGS,
    NEXT,
    Decision,
    Meeting,
    MeetingKind,
    Proposal,
    Stage,
    Why,
    timers,
)
from domain.ticket import Limit
from domain.vocabulary import LimitKind, LookBackResult
from tests.world import WORLD, at, sealed

NOW = "2019-07-25 09:00"
CONTEXT = WORLD.context(NOW)
ON = date(2019, 7, 26)
LIST = tuple(Proposal(TicketId(n), (Why.LONG_OVERDUE,)) for n in (11, 12, 13))
DECISION = Decision(
    UnitId("transport"),
    (UnitId("police"),),
    PersonId("transport-leader"),
    Limit(LimitKind.FIXED_DATE, 0, "", date(2019, 8, 6)),
    None,
)
BY = official(PersonId("supervisor"))


def plan(on: date = ON, kind: MeetingKind = MeetingKind.DISPATCH) -> Plan:
    return Plan(DocketId(1), "30", kind, on, LIST)


def after(meeting: Meeting | None, outcome: Outcome, now: datetime = CONTEXT.now) -> Meeting:
    """What was granted, happens."""
    assert not isinstance(outcome, No), outcome
    first = meeting.version + 1 if meeting else 1
    entries = [Entry(first + n, now, BY, event) for n, event in enumerate(outcome)]
    return folded(MEETINGS, meeting, entries)


def prepared() -> Meeting:
    return after(None, deciding.prepare(plan(), (), CONTEXT))


def opened() -> Meeting:
    meeting = prepared()
    return after(meeting, deciding.open_it(meeting, None, None))


def decided(meeting: Meeting, *nos: int) -> Meeting:
    for no in nos:
        meeting = after(meeting, deciding.decide_item(meeting, no, DECISION))
    return meeting


def held() -> Meeting:
    meeting = decided(opened(), 1, 2)
    meeting = after(meeting, deciding.put_off(meeting, 3, None))
    return after(meeting, deciding.close(meeting))


def fault(outcome: Outcome) -> Fault:
    assert isinstance(outcome, No)
    return outcome.fault


def test_a_second_meeting_is_not_prepared_before_the_first_is_over() -> None:
    assert fault(deciding.prepare(plan(), (prepared(),), CONTEXT)) is Fault.ALREADY_PREPARED
    assert fault(deciding.prepare(plan(), (opened(),), CONTEXT)) is Fault.ALREADY_PREPARED
    assert after(None, deciding.prepare(plan(), (held(),), CONTEXT)).stage is Stage.PREPARED


def test_a_site_office_may_be_held_beside_it() -> None:
    assert after(None, deciding.prepare(plan(kind=MeetingKind.SITE_OFFICE), (prepared(),), CONTEXT))


def test_a_meeting_is_not_held_in_the_past() -> None:
    yesterday = date(2019, 7, 24)

    assert fault(deciding.prepare(plan(yesterday), (), CONTEXT)) is Fault.DATE_PAST
    assert fault(deciding.move(prepared(), yesterday, sealed(1), CONTEXT)) is Fault.DATE_PAST


def test_nothing_is_decided_before_the_meeting_is_open_nor_after_it_is_over() -> None:
    assert fault(deciding.decide_item(prepared(), 1, DECISION)) is Fault.NOT_OPEN
    assert fault(deciding.decide_item(held(), 1, DECISION)) is Fault.OVER


def test_nothing_is_decided_twice() -> None:
    meeting = decided(opened(), 1)

    assert deciding.decide_item(meeting, 1, DECISION) == No(Fault.DECIDED, (1,))
    assert deciding.put_off(meeting, 1, None) == No(Fault.DECIDED, (1,))
    assert deciding.take(meeting, 1, None) == No(Fault.DECIDED, (1,))


def test_a_line_put_off_may_still_be_decided_in_the_same_meeting() -> None:
    meeting = after(opened(), deciding.put_off(opened(), 1, sealed(1)))

    item = decided(meeting, 1).item(1)

    assert item is not None
    assert item.decision == DECISION
    assert not item.put_off


def test_it_is_over_only_when_every_line_was_spoken_about() -> None:
    meeting = decided(opened(), 1)

    assert deciding.close(meeting) == No(Fault.UNDECIDED_LEFT, (2, 3))
    assert held().stage is Stage.CLOSED


def test_numbers_on_the_list_are_never_used_again() -> None:
    meeting = prepared()
    meeting = after(meeting, deciding.take(meeting, 3, None))
    meeting = after(meeting, deciding.put(meeting, TicketId(14), ()))

    assert [item.no for item in meeting.items] == [1, 2, 4]
    assert meeting.items[-1].why == (Why.PICKED,)


def test_a_matter_is_on_the_list_once() -> None:
    assert deciding.put(prepared(), TicketId(12), ()) == No(Fault.ON_LIST, (2,))


def test_a_pledge_belongs_to_something_assigned_and_may_be_written_down_afterwards() -> None:
    assert fault(deciding.pledge(opened(), 1, None, sealed(1))) is Fault.NOT_DECIDED

    meeting = held()
    meeting = after(meeting, deciding.pledge(meeting, 1, PersonId("transport-head"), sealed(7)))

    item = meeting.item(1)
    assert item is not None
    assert (item.pledged_by, item.pledge) == ("transport-head", sealed(7))


def test_the_last_list_is_looked_back_at_item_by_item() -> None:
    meeting, last = opened(), held()

    seen = after(meeting, deciding.look_back(meeting, last, 1, LookBackResult.HOLDS, None))
    seen = after(seen, deciding.look_back(seen, last, 1, LookBackResult.RELAPSE, None))

    assert [(one.no, one.result) for one in seen.looked_back] == [(1, LookBackResult.RELAPSE)]
    assert fault(deciding.look_back(meeting, last, 3, None, None)) is Fault.NOT_OF_LAST
    assert fault(deciding.look_back(meeting, None, 1, None, None)) is Fault.NOT_OF_LAST


def test_without_a_date_said_an_item_is_due_on_the_day_of_the_next_meeting() -> None:
    assert deciding.limit_until_next(opened(), CONTEXT, "11").on == date(2019, 8, 6)


def test_what_was_put_off_comes_up_again() -> None:
    assert deciding.left_over(held()) == (Proposal(TicketId(13), (Why.LEFT_OVER,)),)
    assert deciding.left_over(None) == ()


def test_the_morning_of_the_meeting_and_the_agenda_of_the_next_are_waited_for() -> None:
    assert [(t.step, t.due_at) for t in timers(prepared(), CONTEXT)] == [
        ("day:2019-07-26", at("2019-07-26 08:30"))
    ]
    assert timers(opened(), CONTEXT) == ()
    assert [(t.step, t.due_at) for t in timers(held(), CONTEXT)] == [(NEXT, at("2019-08-05 08:30"))]


nos = st.integers(1, 5)
acts = st.one_of(
    st.tuples(st.just("put"), st.integers(11, 18)),
    st.tuples(st.sampled_from(["take", "decide", "put_off", "pledge"]), nos),
    st.tuples(st.sampled_from(["open", "close", "move"]), st.just(0)),
)


def tried(meeting: Meeting, act: str, no: int) -> Outcome:
    match act:
        case "put":
            return deciding.put(meeting, TicketId(no), ())
        case "take":
            return deciding.take(meeting, no, None)
        case "decide":
            return deciding.decide_item(meeting, no, DECISION)
        case "put_off":
            return deciding.put_off(meeting, no, None)
        case "pledge":
            return deciding.pledge(meeting, no, None, Sealed(1, "d"))
        case "open":
            return deciding.open_it(meeting, None, None)
        case "close":
            return deciding.close(meeting)
        case _:
            return deciding.move(meeting, ON, sealed(2), CONTEXT)


@given(st.lists(acts, max_size=25))
def test_whatever_is_tried_a_decision_stands_and_every_matter_is_there_once(
    history: list[tuple[str, int]],
) -> None:
    meeting = prepared()
    standing: dict[int, Decision] = {}
    for act, no in history:
        outcome = tried(meeting, act, no)
        if isinstance(outcome, No):
            continue
        meeting = after(meeting, outcome)
        standing |= {item.no: item.decision for item in meeting.items if item.decision}
    found = {item.no: item.decision for item in meeting.decided}
    assert found == standing
    matters = [item.ticket for item in meeting.items]
    assert len(set(matters)) == len(matters)
    assert meeting.stage is not Stage.CLOSED or not meeting.undecided
