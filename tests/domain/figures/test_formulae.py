"""Every worked example of `domain.md` §9.3 and §13.7, and what must hold of any figures."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures.counts import Doings, Figure, Workload, summed
from domain.figures.period import day_of
from domain.figures.rate import Rate, change_of, points_between
from domain.figures.rules import FigureRules, ScoreGrades, ScoreWeights
from domain.figures.satisfaction import Ratings, Satisfaction, participation, satisfaction
from domain.figures.score import ScoreGrade, grade_of, score_of
from domain.figures.unit_figures import UnitFigures, together
from domain.ids import UnitId

PERIOD = day_of(date(2019, 7, 8))
ROADS = UnitId("roads")
COUNT = st.integers(0, 10_000)


def percent(rate: Rate) -> str:
    return "—" if rate.percent is None else str(rate.percent)


EXAMPLE = Ratings(satisfied=150, basically=30, no_rating=15, dissatisfied=4, excluded=1)
"""Of five dissatisfied one is excluded."""


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [(Satisfaction.RATED, "97.83"), (Satisfaction.ALL_CALLED, "90.45"), (Satisfaction.VERY, "81.52")],
)
def test_satisfaction_by_each_formula(formula: Satisfaction, wanted: str) -> None:
    assert percent(satisfaction(EXAMPLE, formula)) == wanted


def test_participation_leaves_the_excluded_ticket_out_of_all() -> None:
    assert participation(EXAMPLE) == Rate(184, 199)
    assert percent(participation(EXAMPLE)) == "92.46"


def test_the_raw_figure_takes_the_exclusion_back() -> None:
    assert satisfaction(EXAMPLE.raw, Satisfaction.RATED) == Rate(180, 185)


def test_six_content_and_one_not_reached() -> None:
    seven = Ratings(satisfied=6, no_rating=1)

    assert satisfaction(seven, Satisfaction.RATED) == Rate(6, 6)
    assert satisfaction(seven, Satisfaction.ALL_CALLED) == Rate(6, 7)


def test_nothing_of_nothing_is_no_rate_at_all() -> None:
    nobody = Ratings()

    assert [satisfaction(nobody, formula).percent for formula in Satisfaction] == [None, None, None]
    assert participation(nobody).percent is None
    assert Rate(0, 5).percent == Decimal("0.00")


UNIT = UnitFigures(
    ROADS,
    PERIOD,
    Workload(
        open_at_start=3,
        assigned=20,
        within_limit=4,
        handled=17,
        handled_on_time=15,
        overdue_open=2,
        first_handled=17,
    ),
)
"""The worked example of §13.7."""


def test_what_was_due_and_the_rates_over_it() -> None:
    assert UNIT.work.due == 19
    assert percent(UNIT.handled_rate) == "89.47"
    assert percent(UNIT.on_time_rate) == "78.95"
    assert percent(UNIT.overdue_rate) == "21.05"


SOME = st.integers(0, 50)


@given(SOME, SOME, SOME, SOME, SOME)
def test_what_was_due_is_what_was_handled_and_what_is_overdue(
    handled: int, taken: int, within: int, late: int, shelved: int
) -> None:
    work = Workload(
        assigned=handled + taken + within + late + shelved,
        taken_away=taken,
        handled=handled,
        within_limit=within,
        overdue_open=late,
        shelved=shelved,
    )

    assert work.due == handled + late
    assert work.in_hand == within + late + shelved


def test_batches_of_the_first_year() -> None:
    assert percent(Rate(697, 745)) == "93.56"


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [
        (Rate(1, 80_000), "0.00"),
        (Rate(1, 20_000), "0.01"),  # 0.005 %: half goes up
        (Rate(1, 20_001), "0.00"),
        (Rate(41_658, 59_624), "69.87"),
        (Rate(3, 2), "150.00"),
    ],
)
def test_two_decimals_half_up(rate: Rate, wanted: str) -> None:
    assert percent(rate) == wanted


def test_a_rate_is_made_of_counts() -> None:
    with pytest.raises(ValueError, match="counts"):
        Rate(-1, 2)


def test_change_on_the_last_period() -> None:
    assert change_of(230, 200) == Decimal("15.00")
    assert change_of(199, 200) == Decimal("-0.50")
    assert change_of(5, 0) is None
    assert points_between(Rate(180, 184), Rate(180, 199)) == Decimal("7.38")
    assert points_between(Rate(1, 2), Rate(0, 0)) is None


def test_rework_counts_the_first_and_returns_the_refused() -> None:
    unit = UnitFigures(
        ROADS,
        PERIOD,
        Workload(assigned=10, handled=9, first_handled=8),
        doings=Doings(sent_back=2, first_sent_back=1, returns_refused=1, returns_granted=3),
    )

    assert unit.rework_rate == Rate(1, 8)
    assert unit.return_rate == Rate(1, 10)


def test_arrivals_contacts_and_solutions() -> None:
    unit = UnitFigures(
        ROADS,
        PERIOD,
        Workload(
            assigned=8,
            acknowledged_on_time=7,
            contacted_on_time=6,
            urgent_calls=4,
            arrived_on_time=3,
            arrived_late=1,
        ),
        ratings=Ratings(satisfied=3, no_rating=2, reached=4, solved=3),
    )

    assert (unit.acknowledged_rate, unit.contact_rate) == (Rate(7, 8), Rate(6, 8))
    assert (unit.arrival_rate, unit.solved_rate) == (Rate(3, 4), Rate(3, 4))


# --- the score ----------------------------------------------------------------------------------------------------


def scored(unit: UnitFigures, rules: FigureRules | None = None) -> str:
    score = score_of(unit, rules or FigureRules())
    return "—" if score is None else str(score.points)


ALL_WELL = UnitFigures(
    ROADS,
    PERIOD,
    Workload(assigned=10, acknowledged_on_time=10, handled=10, handled_on_time=10, within_limit=0),
    ratings=Ratings(satisfied=10, reached=10, solved=10),
)


def test_everything_in_time_and_everybody_content_is_a_hundred() -> None:
    assert scored(ALL_WELL) == "100.00"


def test_each_rate_by_its_weight() -> None:
    unit = UnitFigures(
        ROADS,
        PERIOD,
        Workload(assigned=10, acknowledged_on_time=5, handled=8, handled_on_time=6, overdue_open=2),
        ratings=Ratings(satisfied=6, dissatisfied=2, reached=8, solved=4),
    )

    # 10·0.5 + 30·0.6 + 30·0.5 + 30·0.75
    assert scored(unit) == "60.50"


def test_the_weight_of_a_missing_rate_is_spread_over_the_others() -> None:
    silent = UnitFigures(ROADS, PERIOD, ALL_WELL.work)
    half = UnitFigures(
        ROADS, PERIOD, Workload(assigned=10, acknowledged_on_time=10, handled=10, handled_on_time=5)
    )

    assert scored(silent) == "100.00"
    assert scored(half) == "62.50"  # 10 and 30 of 40: 25 + 75·0.5
    assert scored(UnitFigures(ROADS, PERIOD)) == "—"


@pytest.mark.parametrize(
    ("doings", "missed", "wanted"),
    [
        (Doings(false_closings=1), 0, "98.00"),
        (Doings(false_closings=9), 0, "90.00"),
        (Doings(returns_refused=1), 0, "99.00"),
        (Doings(returns_refused=40), 0, "95.00"),
        (Doings(), 3, "97.00"),
        (Doings(), 30, "95.00"),
        (Doings(false_closings=9, returns_refused=9), 9, "80.00"),
    ],
)
def test_what_is_taken_off_and_its_bounds(doings: Doings, missed: int, wanted: str) -> None:
    work = Workload(
        assigned=10, acknowledged_on_time=10, handled=10, handled_on_time=10, arrival_missed=missed
    )

    assert scored(UnitFigures(ROADS, PERIOD, work, ratings=ALL_WELL.ratings, doings=doings)) == wanted


def test_praise_by_hand_is_bounded_too() -> None:
    unit = UnitFigures(ROADS, PERIOD, Workload(assigned=2, acknowledged_on_time=1, within_limit=2), praise=9)

    assert scored(unit) == "53.00"


def test_weights_are_the_centres_own() -> None:
    rules = FigureRules(weights=ScoreWeights(0, 100, 0, 0))

    assert scored(UNIT, rules) == "78.95"
    with pytest.raises(ValueError, match="hundred"):
        ScoreWeights(10, 30, 30, 31)


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("90.00", ScoreGrade.EXCELLENT),
        ("89.99", ScoreGrade.GOOD),
        ("80", ScoreGrade.GOOD),
        ("60", ScoreGrade.PASSING),
        ("59.99", ScoreGrade.FAILING),
    ],
)
def test_grades_by_score(points: str, grade: ScoreGrade) -> None:
    assert grade_of(Decimal(points), ScoreGrades()) is grade


def test_grades_fall() -> None:
    with pytest.raises(ValueError, match="fall"):
        ScoreGrades(80, 80, 60)


# --- what holds of any figures ------------------------------------------------------------------------------------

RATINGS = st.builds(
    Ratings, satisfied=COUNT, basically=COUNT, no_rating=COUNT, dissatisfied=COUNT, excluded=COUNT
)


@given(RATINGS)
def test_excluding_never_makes_satisfaction_worse_and_the_full_count_never_better(ratings: Ratings) -> None:
    rated, raw = (satisfaction(r, Satisfaction.RATED).value for r in (ratings, ratings.raw))
    full, very = (satisfaction(ratings, f).value for f in (Satisfaction.ALL_CALLED, Satisfaction.VERY))

    if rated is not None and raw is not None:
        assert 0 <= raw <= rated <= 1
        assert full is not None
        assert very is not None
        assert full <= rated
        assert very <= rated


@given(COUNT, st.integers(1, 10_000))
def test_a_percentage_lies_within_half_a_hundredth_of_the_truth(part: int, whole: int) -> None:
    rate = Rate(part, whole)

    assert rate.percent is not None
    assert abs(Decimal(part) * 100 / whole - rate.percent) <= Decimal("0.005")


UNITS = st.lists(
    st.builds(
        UnitFigures,
        st.just(ROADS),
        st.just(PERIOD),
        st.builds(Workload, assigned=COUNT, handled=COUNT),
        ratings=RATINGS,
        doings=st.builds(Doings, sheets=COUNT),
    ),
    max_size=4,
)


@given(UNITS)
def test_the_line_of_totals_is_the_sum_of_the_lines(units: list[UnitFigures]) -> None:
    total = together(UnitId(""), PERIOD, units)

    assert total.work.handled == sum(u.work.handled for u in units)
    assert total.ratings.called_back == sum(u.ratings.called_back for u in units)
    assert total.doings == summed(Doings, [u.doings for u in units])


def test_every_count_has_a_figure_by_which_its_tickets_are_listed() -> None:
    names = {figure.value for figure in Figure}
    counted = {name for kind in (Workload, Ratings, Doings) for name in kind.__dataclass_fields__}

    assert counted <= names
