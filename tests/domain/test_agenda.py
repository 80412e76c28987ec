"""What belongs before the next dispatch meeting (逢6调度会), and why: domain.md §11."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain import commands as asked
from domain.ids import AppellantId, TicketId, UnitId
from domain.meetings.agenda import PEOPLE, may_matter, ordered, overdue_until, reasons, weight
from domain.meetings.meeting import Proposal, Why
from domain.ticket import MeetingRef
from domain.vocabulary import CauseClass, Grade, Nature, Rating, ReturnReason, State, Urgency
from tests.domain.states import in_state
from tests.world import POLICE, Case, by, case

ON = date(2019, 7, 26)


def why(c: Case, on: date = ON) -> tuple[Why, ...]:
    return reasons(c.it, on, c.context)


def crowd(c: Case, count: int, every: timedelta) -> Case:
    """So many different people, one after the other."""
    appeals = tuple(
        replace(c.it.appeals[0], appellant=AppellantId(900 + n), at=c.now + n * every) for n in range(count)
    )
    c.ticket = replace(c.it, appeals=appeals)
    return c


def test_an_ordinary_matter_in_time_is_nothing_for_the_meeting() -> None:
    c = case().filed().accepted().dispatched()

    assert why(c) == ()
    assert not may_matter(c.it)


@pytest.mark.parametrize("state", [State.CLOSED, State.CLOSED_OUT, State.DECLINED, State.MERGED])
def test_what_has_ended_is_nothing_for_the_meeting(state: State) -> None:
    assert why(in_state(state)) == ()


@pytest.mark.parametrize(
    ("now", "belongs"),
    [
        # Five working days from Friday 5 July: due on the 12th; the sixth working day after that is the 22nd.
        ("2019-07-19 17:00", False),
        ("2019-07-21 12:00", False),
        ("2019-07-22 09:00", True),
    ],
)
def test_more_than_five_working_days_late_belongs_before_the_meeting(now: str, belongs: bool) -> None:
    c = case().filed().accepted(nature=Nature.HELP).dispatched()
    c.clock(now)

    assert (why(c) == (Why.LONG_OVERDUE,)) is belongs
    assert (c.it.limit is not None and c.it.limit.due_at <= overdue_until(c.context)) is belongs


def test_five_people_within_ten_days_belong_before_the_meeting() -> None:
    c = crowd(case().filed().accepted().dispatched(), PEOPLE, timedelta(days=2))

    assert why(c) == (Why.MANY_PEOPLE,)
    assert may_matter(c.it)


def test_five_people_over_a_month_do_not() -> None:
    assert why(crowd(case().filed().accepted().dispatched(), PEOPLE, timedelta(days=6))) == ()


def test_dissatisfied_in_two_rounds_belongs_before_the_meeting() -> None:
    c = case().up_to_callback().rated(Rating.DISSATISFIED)
    assert Why.DISSATISFIED_TWICE not in why(c)

    again = c.does(asked.OrderRework(by("head"), CauseClass.UNSOLVED, c.words()))
    again = again.done("transport-leader", 1).closeout_asked().seen().rated(Rating.DISSATISFIED)

    assert Why.DISSATISFIED_TWICE in why(again)


def test_returned_twice_means_the_units_disagree() -> None:
    c = case().filed().accepted().dispatched()
    c.does(asked.RequestReturn(by("transport-liaison"), ReturnReason.NOT_OURS))
    c.does(asked.DecideReturn(by("dispatcher"), granted=True, to=POLICE))
    assert Why.UNITS_DISAGREE not in why(c)

    c.does(asked.RequestReturn(by("police-liaison"), ReturnReason.NOT_OURS))

    assert Why.UNITS_DISAGREE in why(c)


def test_danger_and_the_special_grade_belong_before_the_meeting() -> None:
    danger = case().filed(urgency=Urgency.CRITICAL).accepted().dispatched()
    special = case().filed().accepted().dispatched().does(asked.Supervise(by("supervisor"), Grade.SPECIAL))

    assert Why.SAFETY in why(danger)
    assert Why.SPECIAL_GRADE in why(special)


def test_a_shelved_matter_comes_up_at_its_review_and_is_never_called_late() -> None:
    c = in_state(State.SHELVED)
    review = c.it.shelving.review_on if c.it.shelving else ON
    c.clock("2019-08-20 09:00")

    assert why(c, review - timedelta(days=1)) == ()
    assert why(c, review) == (Why.SHELF_REVIEW,)
    assert may_matter(c.it)


def test_the_weightiest_come_first_and_no_more_than_wanted() -> None:
    late = Proposal(TicketId(1), (Why.LONG_OVERDUE,))
    danger = Proposal(TicketId(3), (Why.SAFETY,))
    both = Proposal(TicketId(2), (Why.LONG_OVERDUE, Why.UNITS_DISAGREE))

    assert ordered([late, both, danger], 2) == (danger, both)
    assert weight(both.why) > weight(late.why)


# --- a meeting's assignment on the ticket ----------------------------------------------------------------------------


def by_meeting(c: Case, lead: str, who: str = "supervisor") -> asked.Assign:
    return asked.Assign(
        by(who),
        None,
        UnitId(lead),
        items=(asked.NewItem(c.words()),),
        meeting=MeetingRef("27", 3),
    )


def test_a_meeting_decides_an_open_return_with_its_assignment() -> None:
    c = in_state(State.RETURN_REQUESTED)

    c.does(by_meeting(c, "police"))

    assert c.it.state is State.DISPATCHED
    assert c.it.lead is not None
    assert c.it.lead.unit == POLICE
    assert c.it.returns[-1].granted is True
    assert c.it.meetings == (MeetingRef("27", 3),)


def test_the_unit_that_wanted_to_give_it_back_keeps_it_when_the_meeting_says_so() -> None:
    c = in_state(State.RETURN_REQUESTED)

    c.does(by_meeting(c, "transport"))

    assert c.it.returns[-1].granted is False
    assert c.it.lead is not None
    assert c.it.lead.unit == "transport"


def test_a_meeting_takes_a_matter_off_the_shelf() -> None:
    c = in_state(State.SHELVED)

    c.does(by_meeting(c, "transport"))

    assert c.it.shelving is None
    assert c.it.state is State.DISPATCHED


def test_without_a_meeting_neither_is_possible() -> None:
    for state in (State.RETURN_REQUESTED, State.SHELVED):
        c = in_state(state)
        c.refused(replace(by_meeting(c, "police"), meeting=None))
