"""Reading `calendar.csv`: what stands in it counts, what is wrong in it is named."""

from datetime import date
from pathlib import Path

import pytest

from config.calendar import SHIPPED, read_calendar, warn_provisional
from domain.failures import Misconfigured
from tests.domain.calendars import CALENDAR, at

HEADING = "date,works,name,source\n"


def test_the_shipped_table_reaches_from_2018_to_2026() -> None:
    calendar = read_calendar(SHIPPED)

    assert (calendar.since, calendar.horizon) == (2018, 2026)
    assert calendar.special[date(2026, 1, 4)].works
    assert calendar.special[date(2026, 10, 1)].name == "国庆节"


def test_remarks_empty_lines_and_a_spreadsheets_habits_are_read_over(tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text(
        f"\ufeff# 说明\n\n{HEADING}2027/1/1, NO ,元旦,通知\r\n,,,\n2027-01-02,yes,元旦,\n", encoding="utf-8"
    )

    calendar = read_calendar(path)

    assert (calendar.since, calendar.horizon) == (2027, 2027)
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 1, 2))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "calendar.csv：没有内容"),
        (HEADING, "calendar.csv：没有内容"),
        ("day,works\n", "calendar.csv 第1行：表头是“day”，应包含这些列：日期、上班、名称、依据"),
        (HEADING + "2026-02-30,no,x,y", "第2行：日期 的值是“2026-02-30”，应为2026-01-04 这样的日期"),
        (HEADING + "soon,no,x,y", "第2行：日期 的值是“soon”"),
        (HEADING + "2026-01-01,maybe,x,y", "第2行：上班 的值是“maybe”，应为yes"),
        (HEADING + "2026-01-01,no", "第2行：这一行有2格，应为4格"),
        (HEADING + "2026-01-01,no,,\n# x\n2026-01-01,yes,,", "第4行：日期“2026-01-01”重复，第2行已有"),
        (HEADING + "2026-01-01,no,,\n2028-01-01,no,,", "没有2027年的安排"),
    ],
)
def test_a_wrong_table_is_refused_with_line_value_and_expectation(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Misconfigured) as refused:
        read_calendar(path)

    assert complaint in str(refused.value)


def test_a_missing_file_and_another_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"nowhere\.csv：读不到"):
        read_calendar(tmp_path / "nowhere.csv")
    (tmp_path / "gbk.csv").write_bytes("元旦".encode("gbk"))
    with pytest.raises(Misconfigured, match=r"gbk\.csv：这个文件像是GBK编码"):
        read_calendar(tmp_path / "gbk.csv")


@pytest.mark.parametrize(
    ("now", "missing"),
    [
        ("2025-12-31 10:00", None),
        ("2026-10-31 23:59", None),
        ("2026-11-01 00:00", 2027),
        ("2026-12-31 23:59", 2027),
        ("2027-01-01 00:00", 2027),
        ("2028-05-01 00:00", 2028),
    ],
)
def test_from_november_on_a_missing_next_year_is_called_for(now: str, missing: int | None) -> None:
    assert warn_provisional(at(now), CALENDAR) == missing
