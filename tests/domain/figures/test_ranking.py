from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.figures.counts import Workload
from domain.figures.period import day_of
from domain.figures.ranking import in_groups, ranked
from domain.figures.rules import FigureRules
from domain.figures.satisfaction import Ratings
from domain.figures.score import ScoreGrade
from domain.figures.unit_figures import UnitFigures
from domain.ids import UnitId
from domain.vocabulary import UnitKind
from tests.world import UNITS

PERIOD = day_of(date(2019, 7, 8))
RULES = FigureRules()


def unit(code: str, on_time: int, of: int = 20, **more: Ratings) -> UnitFigures:
    work = Workload(assigned=of, handled=of, handled_on_time=on_time, acknowledged_on_time=of)
    return UnitFigures(UnitId(code), PERIOD, work, **more)


def test_ties_share_the_rank_and_the_next_is_left_out() -> None:
    lines = ranked([unit("d", 5), unit("b", 10), unit("a", 15), unit("c", 10)], RULES)

    assert [(line.unit, line.rank) for line in lines] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]


def test_a_small_sample_is_listed_and_not_ranked() -> None:
    lines = ranked([unit("small", 4, of=4), unit("b", 10), unit("five", 5, of=5)], RULES)

    assert [(line.unit, line.rank, line.small_sample) for line in lines] == [
        ("five", 1, False),
        ("b", 2, False),
        ("small", None, True),
    ]
    assert lines[2].grade is None


def test_who_had_nothing_stands_in_the_group_with_nothing() -> None:
    groups = in_groups(PERIOD, [unit("transport", 20), unit("power", 10)], UNITS, RULES)

    assert list(groups) == [UnitKind.TOWN, UnitKind.DEPARTMENT, UnitKind.UTILITY]
    assert [(line.unit, line.rank, line.points) for line in groups[UnitKind.TOWN]] == [("town", None, None)]
    assert groups[UnitKind.DEPARTMENT][0].rank == 1
    assert groups[UnitKind.UTILITY][0].rank == 1
    assert all(line.unit != "centre" for lines in groups.values() for line in lines)


def test_the_raw_score_stands_beside_the_adjusted_one() -> None:
    (line,) = ranked([unit("a", 20, ratings=Ratings(satisfied=5, excluded=5))], RULES)

    assert (str(line.points), str(line.raw_points)) == ("100.00", "78.57")
    assert line.grade is ScoreGrade.EXCELLENT


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), max_size=12))
def test_ranks_follow_the_scores(parts: list[tuple[int, int]]) -> None:
    lines = ranked([unit(f"u{n}", min(done, of), of) for n, (done, of) in enumerate(parts)], RULES)

    assert len(lines) == len(parts)
    placed = [line for line in lines if line.rank is not None]
    assert lines[: len(placed)] == tuple(placed)
    for line in placed:
        assert line.rank == 1 + sum(1 for other in placed if (other.points or 0) > (line.points or 0))
