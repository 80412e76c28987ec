"""Whatever is done to a roster by anybody in any order: its history gives it, and every minute is covered or in a gap."""

from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.actor import official
from domain.docket import Entry, folded
from domain.ids import DocketId, PersonId
from domain.rosters.deciding import absence, drop, imported, swap
from domain.rosters.foresight import gaps_ahead
from domain.rosters.refusals import NoTurn
from domain.rosters.roster import ROSTERS, Roster, RosterEvent, Swap
from domain.rosters.turns import Turn, on_duty
from tests.world import WATER, WORLD, at

START = at("2019-07-05 08:00")
PEOPLE = [PersonId(f"water-{role}") for role in ("leader", "head", "liaison", "duty")]
ASKERS = [*PEOPLE, PersonId("power-duty"), PersonId("admin"), PersonId("nobody")]
HOUR = timedelta(hours=1)
Entries = list[Entry[RosterEvent]]


def listed(draw: Random) -> tuple[Turn, ...]:
    """Turns as a file lists them: with gaps and overlaps."""
    since = START + HOUR * draw.randint(-20, 80)
    turns = []
    for _ in range(draw.randint(1, 5)):
        until = since + HOUR * draw.randint(1, 15)
        deputy = draw.choice([None, *PEOPLE])
        turns.append(Turn(0, draw.choice(PEOPLE), since, until, deputy=deputy))
        since = until + HOUR * draw.randint(-3, 3)
    return tuple(turns)


def wished(roster: Roster | None, draw: Random, hour: int) -> tuple[RosterEvent, ...] | NoTurn:
    """Anything anybody may ask."""
    context = WORLD.context(START + HOUR * hour)
    no, who = draw.randint(1, 12), draw.choice(ASKERS)
    if roster is None or draw.random() < 0.3:
        return imported(roster, WATER, listed(draw), "digest", DocketId(1))
    match draw.randint(0, 3):
        case 0:
            back = draw.choice([None, draw.randint(1, 12)])
            return swap(roster, Swap(no, draw.choice(ASKERS), who, back), context)
        case 1:
            return drop(roster, no, who, context)
        case _:
            return absence(roster, no, who, context, absent=draw.random() < 0.7)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_any_history_folds_to_the_roster_and_leaves_every_minute_covered_or_in_a_gap(seed: int) -> None:
    draw = Random(seed)
    roster: Roster | None = None
    entries: Entries = []
    for hour in range(12):
        events = wished(roster, draw, hour)
        for event in () if isinstance(events, NoTurn) else events:
            when = START + HOUR * hour
            entries.append(Entry(len(entries) + 1, when, official(PersonId("admin")), event))
            roster = folded(ROSTERS, roster, entries[-1:])

    assert roster is not None
    assert folded(ROSTERS, None, entries) == roster
    assert len({turn.no for turn in roster.turns}) == len(roster.turns)
    assert all(turn.since < turn.until and turn.no < roster.next_no for turn in roster.turns)
    begins = min(turn.since for turn in roster.turns)
    for hour in range(0, 120, 7):
        moment = begins + HOUR * hour
        gaps = gaps_ahead(roster, moment, moment + HOUR / 60)
        assert bool(on_duty(roster.turns, moment)) != any(gap.covers(moment) for gap in gaps)
