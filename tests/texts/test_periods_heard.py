from datetime import date

import pytest

from config.texts.heard.periods import hear_period
from domain.figures.period import Period, PeriodKind
from domain.figures.rules import Cadence

TODAY = date(2019, 7, 8)
MEETINGS = (date(2019, 6, 17), date(2019, 6, 26), date(2019, 7, 8), date(2019, 7, 16))


def heard(word: str, cadence: Cadence = Cadence.THIRDS) -> Period | None:
    return hear_period(word, TODAY, cadence, MEETINGS)


@pytest.mark.parametrize(
    ("word", "kind", "first", "last"),
    [
        ("今天", PeriodKind.DAY, (2019, 7, 8), (2019, 7, 8)),
        ("昨天", PeriodKind.DAY, (2019, 7, 7), (2019, 7, 7)),
        ("本月", PeriodKind.MONTH, (2019, 7, 1), (2019, 7, 31)),
        ("上月", PeriodKind.MONTH, (2019, 6, 1), (2019, 6, 30)),
        ("本期", PeriodKind.THIRD, (2019, 7, 1), (2019, 7, 10)),
        ("上期", PeriodKind.THIRD, (2019, 6, 21), (2019, 6, 30)),
        ("2019年7月", PeriodKind.MONTH, (2019, 7, 1), (2019, 7, 31)),
        ("7月份", PeriodKind.MONTH, (2019, 7, 1), (2019, 7, 31)),
        ("12月", PeriodKind.MONTH, (2018, 12, 1), (2018, 12, 31)),
        ("6月下旬", PeriodKind.THIRD, (2019, 6, 21), (2019, 6, 30)),
        ("2018年9月上旬", PeriodKind.THIRD, (2018, 9, 1), (2018, 9, 10)),
        ("7月5日", PeriodKind.DAY, (2019, 7, 5), (2019, 7, 5)),
    ],
)
def test_periods_as_people_name_them(
    word: str, kind: PeriodKind, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert heard(word) == Period(kind, date(*first), date(*last))


def test_this_period_from_meeting_to_meeting() -> None:
    this, last = heard("本期", Cadence.MEETINGS), heard("上期", Cadence.MEETINGS)

    assert this == Period(PeriodKind.MEETING, date(2019, 7, 8), date(2019, 7, 15))
    assert last == Period(PeriodKind.MEETING, date(2019, 6, 26), date(2019, 7, 7))


@pytest.mark.parametrize("word", ["交通局", "13月", "2月30日", "2019年", "0月", "旬", "7月5", "99"])
def test_no_period(word: str) -> None:
    assert heard(word) is None
