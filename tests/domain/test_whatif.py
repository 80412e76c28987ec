"""What would be if other rules counted: which due times of an open ticket move, and by which rule."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain import commands as asked
from domain.calendar_hours import OfficeSpan, Season
from domain.policy import Policy
from domain.ticket import Limit
from domain.vocabulary import Grade, LimitKind, Nature, Urgency
from domain.whatif import Either, Move
from tests.world import TRANSPORT, WORLD, Case, at, by, case


def either(c: Case, changed: Policy) -> Either:
    return Either(c.context, replace(c.context, policy=changed))


def moves(c: Case, changed: Policy) -> dict[str, tuple[datetime, datetime]]:
    return {one.before.rule: (one.before.at, one.after.at) for one in either(c, changed).moves(c.it)}


def shorter(days: int) -> Policy:
    """Help in so many working days instead of five."""
    rows = tuple(
        replace(row, limit=Limit(LimitKind.WORKING_DAYS, days, "新")) if row.nature is Nature.HELP else row
        for row in WORLD.policy.limits
    )
    return replace(WORLD.policy, limits=rows)


def given_out() -> Case:
    """Help, received and dispatched on Friday 5 July: due at the end of Friday 12 July."""
    return case("2019-07-05 09:00").filed().accepted(Nature.HELP).dispatched()


def test_a_shorter_limit_moves_the_ticket_that_got_it_by_rule() -> None:
    assert moves(given_out(), shorter(3)) == {"limits": (at("2019-07-13 00:00"), at("2019-07-11 00:00"))}


def test_what_a_person_said_stays() -> None:
    c = case("2019-07-05 09:00").filed().accepted(Nature.HELP)
    said = Limit(LimitKind.WORKING_DAYS, 7, "会议确定")
    c.does(asked.Dispatch(by("dispatcher"), TRANSPORT, limit=said))

    assert moves(c, shorter(3)) == {}


def test_what_was_extended_stays_and_what_was_signed_for_has_no_clock_left() -> None:
    c = given_out().does(asked.Acknowledge(by("transport-leader")))

    assert "acknowledge" not in moves(c, replace(WORLD.policy, acknowledge=timedelta(hours=1)))
    assert moves(given_out(), replace(WORLD.policy, acknowledge=timedelta(hours=1))) == {
        "acknowledge": (at("2019-07-05 15:00"), at("2019-07-05 10:00"))
    }


def test_other_office_hours_move_what_runs_in_them_and_nothing_else() -> None:
    c = given_out()
    early = (OfficeSpan(time(6), time(14)),)
    calendar = replace(WORLD.calendar, seasons=(Season(spans=early),))

    found = list(Either(c.context, replace(c.context, calendar=calendar)).moves(c.it))

    assert [one.before.rule for one in found] == ["acknowledge"]


def test_urgent_clocks_and_the_sheet_move_by_their_own_rules() -> None:
    c = case("2019-07-05 09:00").filed(urgency=Urgency.URGENT).accepted(Nature.HELP).assigned()
    limits = {**WORLD.policy.supervision, Grade.KEY: Limit(LimitKind.WORKING_DAYS, 2, "新")}
    changed = replace(
        WORLD.policy,
        acknowledge_urgent=timedelta(minutes=5),
        arrival_town=timedelta(minutes=20),
        supervision=limits,
    )

    assert set(moves(c, changed)) == {"acknowledge_urgent", "arrival_town", "supervision"}


def test_what_would_be_late_at_once_is_said() -> None:
    c = given_out().clock("2019-07-11 08:00")
    (one,) = [move for move in either(c, shorter(3)).moves(c.it) if move.before.rule == "limits"]

    assert one.overdue(c.now)
    assert not one.overdue(at("2019-07-10 08:00"))
    assert not Move("x", one.after, one.before).overdue(c.now)


@given(st.integers(1, 40), st.booleans(), st.sampled_from(["filed", "dispatched", "assigned", "handled"]))
def test_the_same_rules_move_nothing_and_others_only_what_they_speak_of(
    days: int, urgent: bool, how_far: str
) -> None:
    c = case("2019-07-05 09:00")
    if how_far == "handled":
        c.handled()
    else:
        c.filed(urgency=Urgency.URGENT if urgent else Urgency.NORMAL)
        if how_far != "filed":
            c.accepted(Nature.HELP)
            _ = c.dispatched() if how_far == "dispatched" else c.assigned()
    changed = replace(shorter(days), dispatch_wait=timedelta(hours=1))

    assert moves(c, WORLD.policy) == {}
    assert set(moves(c, changed)) <= {"limits", "dispatch_wait"}
