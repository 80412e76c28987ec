"""Turns, absences and the time nobody was there, within a period."""

from datetime import timedelta

from domain.ids import PersonId
from domain.rosters.statistics import Served, served
from domain.rosters.turns import Span, Turn
from tests.world import at

JULY = Span(at("2019-07-01 00:00"), at("2019-07-08 00:00"))


def turn(since: str, until: str, *, absent: bool = False) -> Turn:
    return Turn(1, PersonId("w1"), at(since), at(until), absent=absent)


def test_gaps_count_from_the_first_turn_on() -> None:
    turns = (turn("2019-07-05 08:00", "2019-07-06 08:00"), turn("2019-07-06 10:00", "2019-07-08 08:00"))

    assert served(turns, JULY) == Served(2, 0, timedelta(hours=2))


def test_an_absence_nobody_stands_in_for_is_time_unmanned() -> None:
    turns = (
        turn("2019-07-05 08:00", "2019-07-06 08:00", absent=True),
        turn("2019-07-06 08:00", "2019-07-09 08:00"),
    )

    assert served(turns, JULY) == Served(2, 1, timedelta(hours=24))


def test_without_a_roster_nothing_was_unmanned() -> None:
    assert served((), JULY) == Served(0, 0, timedelta(0))
