"""The itemised list under /交办 (design §3)."""

import pytest

from config.texts.heard.commands import HeardLine
from config.texts.heard.items import HeardItem, HeardItemFault, ItemFault, hear_items
from tests.domain.calendars import CALENDAR, at, day

NOW = at("2026-07-08 10:00")


def one(line: str, *units: str) -> HeardItem | HeardItemFault:
    heard = hear_items((HeardLine(2, line),), NOW, CALENDAR, units)
    assert len(heard.items) + len(heard.faults) == 1
    return (*heard.items, *heard.faults)[0]


@pytest.mark.parametrize(
    "line",
    [
        "1. 减速带",
        "１．减速带",
        "1、减速带",
        "(1)减速带",
        "①减速带",
        "一、减速带",
        "1 减速带",
        "- 减速带",
        "减速带 |",
        "1) 减速带",
    ],
)
def test_a_line_is_an_item_however_it_is_numbered(line: str) -> None:
    assert one(line) == HeardItem(2, "减速带")


def test_all_four_columns_are_read_with_either_bar() -> None:
    for line in (
        "1. 减速带 | 间距 5 米，两侧 | 交通局 | 7月10日前",
        "1. 减速带｜间距 5 米，两侧｜交通局｜7月10日前",
    ):
        item = one(line)
        assert isinstance(item, HeardItem)
        assert (item.words, item.standard, item.unit) == ("减速带", "间距 5 米，两侧", "交通局")
        assert item.limit is not None
        assert item.limit.on == day("2026-07-10")


def test_empty_columns_are_left_to_the_policy() -> None:
    assert one("1. 减速带 | | 交通局 |") == HeardItem(2, "减速带", None, "交通局", None)


def test_in_a_shorter_line_a_date_is_the_limit_and_a_known_unit_the_unit() -> None:
    item = one("1. 减速带 | 交通局 | 7月10日", "交通局")

    assert isinstance(item, HeardItem)
    assert (item.standard, item.unit, item.limit and item.limit.on) == (None, "交通局", day("2026-07-10"))
    assert one("1. 减速带 | 装到位") == HeardItem(2, "减速带", "装到位")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("1. | 标准", ItemFault.NO_WORDS),
        ("1. 甲 | 乙 | 丙 | 丁 | 戊", ItemFault.TOO_MANY_COLUMNS),
        ("1. 甲 | 乙 | 丙 | 尽快", ItemFault.NO_DATE),
        ("1. 甲 | 乙 | 丙 | 2月30日", ItemFault.IMPOSSIBLE_DATE),
    ],
)
def test_a_wrong_line_is_named_with_its_fault(line: str, fault: ItemFault) -> None:
    wrong = one(line)

    assert isinstance(wrong, HeardItemFault)
    assert (wrong.line, wrong.fault) == (2, fault)


def test_lines_that_are_no_items_are_kept_as_remarks() -> None:
    heard = hear_items((HeardLine(2, "请两天内到现场"), HeardLine(3, "1. 减速带")), NOW, CALENDAR)

    assert heard.remarks == (HeardLine(2, "请两天内到现场"),)
    assert heard.items == (HeardItem(3, "减速带"),)
