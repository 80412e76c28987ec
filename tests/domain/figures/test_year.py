"""Table 1.2 of `domain.md` out of figures."""

from datetime import date

from config.texts import figures as words
from config.texts import year as told
from domain.figures.centre_figures import CENTRE, CentreFigures
from domain.figures.period import Period, PeriodKind
from domain.figures.satisfaction import Ratings, Satisfaction
from domain.figures.unit_figures import UnitFigures
from domain.figures.year import Institution, YearRow, year_report
from domain.vocabulary import Channel

FIRST_YEAR = Period(PeriodKind.YEAR, date(2018, 9, 1), date(2019, 8, 31))
FIGURES = CentreFigures(
    FIRST_YEAR,
    received={Channel.CALL: 78_685, Channel.SMS: 2_168, Channel.OPINION: 2_000},
    answered_at_once=41_658,
    passed_on=17_966,
    difficult=125,
    units=(
        UnitFigures(CENTRE, FIRST_YEAR, ratings=Ratings(satisfied=9_000, basically=740, dissatisfied=260)),
    ),
)


def test_the_first_years_table() -> None:
    lines = year_report(FIGURES, Institution(30, 745, 697, 61), Satisfaction.RATED)

    assert [(told.ROWS[line.row], line.count, line.rate and words.percent(line.rate)) for line in lines] == [
        ("受理各类诉求", 82_853, None),
        ("其中接听来电", 78_685, "94.97%"),
        ("其他渠道", 4_168, "5.03%"),
        ("受理有效事项", 59_624, None),
        ("在线办结", 41_658, "69.87%"),
        ("转派工单", 17_966, "30.13%"),
        ("群众满意度", None, "97.40%"),
        ("调度会批次", 30, None),
        ("直接交办", 745, None),
        ("交办已办结", 697, "93.56%"),
        ("疑难工单", 125, None),
        ("重点联动单位", 61, None),
    ]


def test_a_year_without_anything_has_no_rate() -> None:
    lines = year_report(CentreFigures(FIRST_YEAR), Institution(), Satisfaction.RATED)

    assert {words.percent(line.rate) for line in lines if line.rate} == {"—"}
    assert [line.row for line in lines] == list(YearRow)
