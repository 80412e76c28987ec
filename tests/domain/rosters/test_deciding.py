"""Who may change a roster, what an import replaces, and what is seen coming."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from domain.actor import official
from domain.docket import Entry, folded
from domain.ids import DocketId, PersonId, UnitId
from domain.rosters.deciding import absence, asked_for, drop, imported, swap
from domain.rosters.foresight import gaps_ahead, unreachable
from domain.rosters.refusals import NoTurn
from domain.rosters.roster import ROSTERS, Roster, RosterEvent, Swap, next_look
from domain.rosters.turns import DutyBook, Turn, on_duty
from domain.vocabulary import Office
from tests.world import WATER, WORLD, at

ZHANG, LI = PersonId("water-duty"), PersonId("water-leader")
OTHER_UNIT = PersonId("power-duty")
NOW = at("2019-07-05 12:00")
CONTEXT = WORLD.context(NOW)


def turn(who: PersonId, since: str, until: str) -> Turn:
    return Turn(0, who, at(since), at(until))


JULY = (
    turn(ZHANG, "2019-07-05 08:00", "2019-07-05 20:00"),
    turn(PersonId("water-spare"), "2019-07-05 20:00", "2019-07-06 08:00"),
)
SPARE = replace(WORLD.directory.people[ZHANG], id=PersonId("water-spare"), offices=(), staff_id="staff-spare")
THERE = WORLD.with_people(SPARE).context(NOW)


def kept(
    events: Sequence[RosterEvent] | NoTurn, before: Roster | None = None, when: datetime = NOW
) -> Roster:
    assert not isinstance(events, NoTurn), events
    start = before.version if before else 0
    entries = [Entry(start + n, when, official(ZHANG), event) for n, event in enumerate(events, start=1)]
    return folded(ROSTERS, before, entries)


def july() -> Roster:
    return kept(imported(None, WATER, JULY, "digest", DocketId(1)))


def test_the_first_import_begins_the_roster_and_numbers_its_turns() -> None:
    roster = july()

    assert (roster.unit, [one.no for one in roster.turns], roster.version) == (WATER, [1, 2], 2)


def test_a_later_import_replaces_the_turns_of_its_span_alone() -> None:
    later = (turn(ZHANG, "2019-07-06 00:00", "2019-07-07 00:00"),)

    roster = kept(imported(july(), WATER, later, "another", DocketId(2)), july())

    assert on_duty(roster.turns, at("2019-07-05 23:59")) == ("water-spare",)
    assert on_duty(roster.turns, at("2019-07-06 07:00")) == (ZHANG,)
    assert len({one.no for one in roster.turns}) == len(roster.turns) == 3


def test_the_two_of_them_agree_to_a_swap() -> None:
    roster = july()
    asked = kept(swap(roster, Swap(2, ZHANG, SPARE.id), THERE), roster)
    assert asked_for(asked, 2) is not None
    assert on_duty(asked.turns, at("2019-07-05 21:00")) == (SPARE.id,)

    done = kept(swap(asked, Swap(2, ZHANG, ZHANG), THERE), asked)

    assert on_duty(done.turns, at("2019-07-05 21:00")) == (ZHANG,)
    assert done.swaps == ()


def test_a_swap_in_return_changes_both_turns() -> None:
    roster = july()
    wish = Swap(2, ZHANG, SPARE.id, back=1)
    asked = kept(swap(roster, wish, THERE), roster)

    done = kept(swap(asked, replace(wish, by=ZHANG), THERE), asked)

    assert on_duty(done.turns, at("2019-07-05 21:00")) == (ZHANG,)
    assert on_duty(done.turns, at("2019-07-05 19:00")) == (SPARE.id,)
    assert on_duty(done.turns, at("2019-07-05 09:00")) == (ZHANG,), "what is over stays as it was"


def test_the_liaison_changes_hands_alone() -> None:
    roster = july()

    done = kept(swap(roster, Swap(1, LI, PersonId("water-liaison")), THERE), roster)

    assert on_duty(done.turns, at("2019-07-05 13:00")) == (LI,)


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (Swap(9, LI, ZHANG), NoTurn.NO_SUCH_TURN),
        (Swap(1, OTHER_UNIT, ZHANG), NoTurn.NOT_OF_UNIT),
        (Swap(1, ZHANG, ZHANG), NoTurn.SAME_PERSON),
        (Swap(1, SPARE.id, OTHER_UNIT), NoTurn.NOT_YOURS),
        (Swap(2, ZHANG, PersonId("power-liaison")), NoTurn.NOT_YOURS),
    ],
)
def test_what_cannot_be_swapped_says_why(wish: Swap, reason: NoTurn) -> None:
    assert swap(july(), wish, THERE) is reason


def test_what_is_over_is_not_swapped() -> None:
    late = WORLD.with_people(SPARE).context("2019-07-05 20:00")

    assert swap(july(), Swap(1, SPARE.id, ZHANG), late) is NoTurn.OVER


def test_saying_it_twice_is_no_agreement() -> None:
    roster = july()
    asked = kept(swap(roster, Swap(2, ZHANG, SPARE.id), THERE), roster)

    assert swap(asked, Swap(2, ZHANG, SPARE.id), THERE) is NoTurn.ALREADY_ASKED


def test_the_other_may_say_no() -> None:
    roster = july()
    asked = kept(swap(roster, Swap(2, ZHANG, SPARE.id), THERE), roster)

    assert drop(asked, 2, OTHER_UNIT, THERE) is NoTurn.NOT_YOURS
    assert kept(drop(asked, 2, ZHANG, THERE), asked).swaps == ()


def test_an_absence_leaves_a_gap_until_it_is_taken_back() -> None:
    roster = july()
    away = kept(absence(roster, 1, ZHANG, THERE, absent=True), roster)
    assert [gap.since for gap in gaps_ahead(away, NOW, at("2019-07-05 21:00"))] == [at("2019-07-05 08:00")]

    back = kept(absence(away, 1, ZHANG, THERE, absent=False), away)

    assert gaps_ahead(back, NOW, at("2019-07-05 21:00")) == ()
    assert absence(back, 1, ZHANG, THERE, absent=False) is NoTurn.ALREADY
    assert absence(back, 1, OTHER_UNIT, THERE, absent=True) is NoTurn.NOT_YOURS


def test_the_end_of_a_roster_is_a_gap_with_the_same_name_every_day() -> None:
    roster = july()

    seen = {
        gap.since
        for day in (5, 6, 7)
        for gap in gaps_ahead(roster, at(f"2019-07-0{day} 16:00"), at("2019-07-10 16:00"))
    }

    assert seen == {at("2019-07-06 08:00")}


def test_people_nobody_can_reach_are_found() -> None:
    gone = replace(WORLD.directory.people[ZHANG], suspended=True)
    world = WORLD.with_people(gone)

    found = unreachable(july(), world.context(NOW).directory, NOW, at("2019-07-08 12:00"))

    assert [one.person for one in found] == [ZHANG, SPARE.id], "the other is in nobody's directory"


def test_the_directory_calls_whom_the_roster_says_by_the_minute() -> None:
    book = DutyBook({WATER: july().turns})
    directory = replace(THERE.directory, duty=book)

    night = directory.duty_officer_of(WATER, at("2019-07-05 21:12"))
    after = directory.duty_officer_of(WATER, at("2019-07-06 08:00"))

    assert night is not None
    assert night.id == SPARE.id
    assert after is not None
    assert after.id == "water-duty", "in a gap: by office, as without a roster"


def test_whoever_has_a_turn_holds_the_office_that_day() -> None:
    directory = replace(THERE.directory, duty=DutyBook({WATER: july().turns}))
    day, later = at("2019-07-06 12:00").date(), at("2019-07-07 12:00").date()

    assert directory.holds(SPARE.id, Office.DUTY_OFFICER, day, WATER)
    assert not directory.holds(SPARE.id, Office.DUTY_OFFICER, day, UnitId("power"))
    assert Office.DUTY_OFFICER in directory.offices_of(SPARE.id, day)
    assert not directory.offices_of(SPARE.id, later)


def test_rosters_are_looked_at_every_day_at_four() -> None:
    assert next_look(at("2019-07-05 12:00")) == at("2019-07-05 16:00")
    assert next_look(at("2019-07-05 16:00")) == at("2019-07-06 16:00")
