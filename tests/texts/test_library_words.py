"""What is typed to the store of answers, and the grams by which entries are found."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts.heard.library import (
    LibraryVerb,
    hear_days,
    hear_entry,
    hear_library,
    holds_personal_data,
    search_grams,
)


@pytest.mark.parametrize(
    ("written", "verb", "entry", "title", "body"),
    [
        ("增 老年卡 / 带身份证办理", LibraryVerb.ADD, None, "老年卡", "带身份证办理"),
        ("新增：老年卡／带身份证办理", LibraryVerb.ADD, None, "老年卡", "带身份证办理"),
        ("增 老年卡\n带身份证办理", LibraryVerb.ADD, None, "老年卡", "带身份证办理"),
        ("改 12 老年卡 | 带身份证/户口本办理", LibraryVerb.CHANGE, 12, "老年卡", "带身份证/户口本办理"),
        ("修改 库12 老年卡 / 带身份证", LibraryVerb.CHANGE, 12, "老年卡", "带身份证"),
        ("停用 库３", LibraryVerb.STOP, 3, "", ""),
        ("改水管", LibraryVerb.SEARCH, None, "", ""),
        ("停水通知", LibraryVerb.SEARCH, None, "", ""),
    ],
)
def test_a_wish_is_heard_however_it_is_typed(
    written: str, verb: LibraryVerb, entry: int | None, title: str, body: str
) -> None:
    heard = hear_library(written)

    assert (heard.verb, heard.entry, heard.draft.title, heard.draft.body) == (verb, entry, title, body)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2026-01-01至2026-12-31", (date(2026, 1, 1), date(2026, 12, 31))),
        ("2026年1月1日起", (date(2026, 1, 1), None)),
        ("自2026/1/1", (date(2026, 1, 1), None)),
        ("至2026-12-31", (None, date(2026, 12, 31))),
        ("长期", None),
        ("2026-13-01", None),
        ("2026-01-01、2026-02-01、2026-03-01", None),
    ],
)
def test_days_are_read_as_written(written: str, days: tuple[date | None, date | None] | None) -> None:
    assert hear_days(written) == days


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("13812345678", True),
        ("138 1234 5678", True),
        ("＋86-138-1234-5678", True),
        ("33010619600101001X", True),
        ("0571-87654321", False),
        ("请拨12345", False),
        ("文号〔2026〕13号，金额1381234元", False),
        ("编号202607060000113812345678", False),
    ],
)
def test_a_persons_number_is_told_from_an_offices(text: str, personal: bool) -> None:
    assert holds_personal_data(text) is personal


def test_an_entry_is_named_by_its_number() -> None:
    assert [hear_entry(word) for word in ("库12", "答复库3号", "12", "库存")] == [12, 3, None, None]
    assert hear_entry("12", bare=True) == 12


def test_grams_are_pairs_of_letters_and_whole_words() -> None:
    assert search_grams("公积金 APP，水") == {"公积", "积金", "app", "水"}


@given(st.text(max_size=120))
def test_whatever_is_typed_there_is_a_wish(written: str) -> None:
    heard = hear_library(written)

    assert heard.verb in LibraryVerb
    assert "\n" not in heard.draft.title
    assert all(len(gram) <= 40 for gram in search_grams(written))
