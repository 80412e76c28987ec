"""For every minute of any roster there is exactly one officer, or it lies in a gap; whatever is done to turns keeps the minutes."""

import itertools
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import PersonId, UnitId
from domain.rosters.turns import (
    DutyBook,
    Span,
    Turn,
    Turns,
    following,
    gaps,
    handed_over,
    on_duty,
    outside,
    overlaps,
)
from tests.world import at

START = at("2019-07-01 00:00")
PEOPLE = [PersonId(f"p{n}") for n in range(4)]
minutes = st.integers(0, 3 * 24 * 60)


def moment(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


@st.composite
def rosters(draw: st.DrawFn) -> Turns:
    turns = []
    for no in range(draw(st.integers(0, 6))):
        since = draw(minutes)
        until = since + draw(st.integers(1, 24 * 60))
        turns.append(
            Turn(
                no,
                draw(st.sampled_from(PEOPLE)),
                moment(since),
                moment(until),
                deputy=draw(st.none() | st.sampled_from(PEOPLE)),
                absent=draw(st.booleans()),
            )
        )
    return tuple(turns)


def covered(turns: Turns, minute: int) -> bool:
    return any(turn.span.covers(moment(minute)) and turn.people for turn in turns)


@given(rosters(), minutes)
def test_at_every_minute_there_is_one_officer_or_a_gap_and_never_both(turns: Turns, minute: int) -> None:
    found = gaps(turns, Span(START, moment(5 * 24 * 60)))

    in_gap = [gap for gap in found if gap.covers(moment(minute))]

    called = on_duty(turns, moment(minute))
    assert len(in_gap) == (0 if called else 1)
    assert len(set(called)) == len(called)


@given(rosters())
def test_gaps_are_in_order_and_never_touch(turns: Turns) -> None:
    within = Span(START, moment(2 * 24 * 60))

    found = gaps(turns, within)

    assert all(one.until < other.since for one, other in itertools.pairwise(found))
    assert all(within.since <= gap.since < gap.until <= within.until for gap in found)


@given(rosters(), st.data(), minutes)
def test_a_swap_keeps_every_covered_minute(turns: Turns, data: st.DataObject, now: int) -> None:
    present = tuple(turn for turn in turns if not turn.absent)
    no = data.draw(st.sampled_from([turn.no for turn in present] or [0]))

    after = handed_over(present, no, PersonId("other"), moment(now), fresh=100)

    for minute in data.draw(st.lists(minutes, max_size=30)):
        assert covered(after, minute) == covered(present, minute)
        changed = on_duty(after, moment(minute)) != on_duty(present, moment(minute))
        assert not changed or minute >= now
    assert len({turn.no for turn in after}) == len(after)


@given(rosters(), minutes, st.integers(1, 2000), minutes)
def test_an_import_leaves_what_is_outside_its_span_as_it_was(
    turns: Turns, since: int, length: int, minute: int
) -> None:
    span = Span(moment(since), moment(since + length))

    kept = outside(turns, span, fresh=100)

    assert not any(turn.span.meets(span) for turn in kept)
    assert len({turn.no for turn in kept}) == len(kept)
    if not span.covers(moment(minute)):
        assert on_duty(kept, moment(minute)) == on_duty(turns, moment(minute))


def turn(no: int, who: str, since: str, until: str, deputy: str = "") -> Turn:
    return Turn(no, PersonId(who), at(since), at(until), deputy=PersonId(deputy) if deputy else None)


DAY = turn(1, "zhang", "2019-07-05 08:00", "2019-07-05 20:00", "chief")
NIGHT = turn(2, "li", "2019-07-05 20:00", "2019-07-06 08:00")


def test_a_turn_ends_as_the_next_begins() -> None:
    assert on_duty((DAY, NIGHT), at("2019-07-05 19:59")) == ("zhang", "chief")
    assert on_duty((DAY, NIGHT), at("2019-07-05 20:00")) == ("li",)
    assert on_duty((DAY, NIGHT), at("2019-07-06 08:00")) == ()
    assert following((DAY, NIGHT), at("2019-07-05 12:00")) == NIGHT


def test_where_turns_overlap_the_first_listed_has_it_and_the_second_is_the_deputy() -> None:
    longer = turn(3, "wang", "2019-07-05 06:00", "2019-07-05 12:00")

    assert on_duty((DAY, longer), at("2019-07-05 09:00")) == ("zhang", "wang", "chief")
    assert list(overlaps((DAY, longer))) == [(longer, DAY)]


def test_who_is_absent_is_stood_in_for_by_the_deputy() -> None:
    away = Turn(1, DAY.person, DAY.since, DAY.until, absent=True, deputy=DAY.deputy)

    assert on_duty((away,), at("2019-07-05 09:00")) == ("chief",)
    assert gaps((Turn(1, DAY.person, DAY.since, DAY.until, absent=True),), DAY.span) == (DAY.span,)


def test_a_turn_over_midnight_counts_for_both_days() -> None:
    book = DutyBook({UnitId("water"): (NIGHT,)})

    assert book.units_on(PersonId("li"), at("2019-07-05 12:00").date()) == {"water"}
    assert book.units_on(PersonId("li"), at("2019-07-06 12:00").date()) == {"water"}
    assert not book.units_on(PersonId("li"), at("2019-07-07 12:00").date())
