"""Facts worth a look for the inspecting bodies; no judgement, and nothing against whoever tells of a problem (§10.2, R33)."""

from dataclasses import replace

import pytest

from domain.figures.counts import Doings, Workload
from domain.figures.period import day_of
from domain.figures.proposals import Fact, Sign, proposals
from domain.figures.ranking import ranked
from domain.figures.rules import FigureRules
from domain.figures.satisfaction import Ratings
from domain.figures.unit_figures import UnitFigures
from domain.ids import UnitId
from domain.vocabulary import UnitKind
from tests.world import at

RULES = FigureRules()
DAY = day_of(at("2019-07-05 09:00").date())


def unit(name: str = "roads", **counts: object) -> UnitFigures:
    return replace(UnitFigures(UnitId(name), DAY), **counts)  # type: ignore[arg-type]  # fields of the figures


def about(*units: UnitFigures) -> dict[str, tuple[Fact, ...]]:
    return dict(proposals({UnitKind.DEPARTMENT: ranked(units, RULES)}, RULES))


@pytest.mark.parametrize(
    ("counts", "fact"),
    [
        ({"doings": Doings(false_closings=1)}, Fact(Sign.FALSE_CLOSING, 1)),
        ({"work": Workload(arrival_missed=1)}, Fact(Sign.ARRIVAL_MISSED, 1)),
        ({"work": Workload(overdue_open=5)}, Fact(Sign.OVERDUE, 5)),
        ({"doings": Doings(returns_refused=3)}, Fact(Sign.RETURNS_REFUSED, 3)),
        ({"doings": Doings(closeouts_refused=3)}, Fact(Sign.CLOSEOUTS_REFUSED, 3)),
        ({"ratings": Ratings(satisfied=8, dissatisfied=2)}, Fact(Sign.LOW_SATISFACTION, 80)),
    ],
)
def test_a_fact_in_the_record_is_named(counts: dict[str, object], fact: Fact) -> None:
    assert about(unit(**counts)) == {"roads": (fact,)}


@pytest.mark.parametrize(
    "counts",
    [
        {"work": Workload(open_at_start=30, assigned=40, within_limit=70)},
        {"work": Workload(assigned=9, shelved=9)},
        {"work": Workload(overdue_open=4)},
        {"doings": Doings(extensions_granted=9, returns_granted=9, sent_back=1)},
        {"ratings": Ratings(dissatisfied=4)},
        {"ratings": Ratings(satisfied=9, dissatisfied=1)},
    ],
)
def test_honest_work_small_samples_and_rights_used_are_no_facts_against_anybody(
    counts: dict[str, object],
) -> None:
    assert about(unit(**counts)) == {}


def handled(name: str, on_time: int) -> UnitFigures:
    return unit(name, work=Workload(assigned=10, handled=10, handled_on_time=on_time))


def test_the_last_of_a_group_is_named_where_there_is_a_group() -> None:
    three = about(handled("a", 10), handled("b", 9), handled("c", 5))

    assert three == {"c": (Fact(Sign.LAST, 3),)}
    assert about(handled("a", 10), handled("b", 5)) == {}
    assert about(handled("a", 9), handled("b", 9), handled("c", 9)) == {}


def test_those_with_most_signs_come_first() -> None:
    both = unit("z", work=Workload(overdue_open=9), doings=Doings(false_closings=1))
    one = unit("a", work=Workload(overdue_open=9))

    assert list(about(one, both)) == ["z", "a"]
