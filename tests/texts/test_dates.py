"""Dates as people say them, on Wednesday 8 July 2026, 10:00 (`domain.md` §15.2)."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts.heard.dates import DateFault, HeardDate, HeardNoDate, hear_date, hear_dates, hear_whole_date
from tests.domain.calendars import CALENDAR, at, day

NOW = at("2026-07-08 10:00")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("10号", "2026-07-10"),
        ("8号", "2026-07-08"),
        ("5号", "2026-08-05"),
        ("31号", "2026-07-31"),
        ("二十五号", "2026-07-25"),
        ("7月10日前", "2026-07-10"),
        ("７月１０日", "2026-07-10"),
        ("七月十日", "2026-07-10"),
        ("1月10日", "2027-01-10"),
        ("2026-07-10", "2026-07-10"),
        ("2026年07月10日", "2026-07-10"),
        ("26年7月10日", "2026-07-10"),
        ("明年3月1日", "2027-03-01"),
        ("7/10", "2026-07-10"),
        ("7.10前", "2026-07-10"),
        ("下周三", "2026-07-15"),
        ("周三", "2026-07-08"),
        ("周二", "2026-07-14"),
        ("周五前", "2026-07-10"),
        ("本周五之前", "2026-07-10"),
        ("下下周一", "2026-07-20"),
        ("星期天", "2026-07-12"),
        ("本周内", "2026-07-12"),
        ("月底前", "2026-07-31"),
        ("下个月底", "2026-08-31"),
        ("12月中旬", "2026-12-20"),
        ("下月5号", "2026-08-05"),
        ("年底前", "2026-12-31"),
        ("后天", "2026-07-10"),
        ("大后天", "2026-07-11"),
        ("3天内", "2026-07-11"),
        ("两周内", "2026-07-22"),
        ("半个月内", "2026-07-23"),
        ("一个月内", "2026-08-08"),
        ("国庆前", "2026-09-30"),
        ("节前", "2026-09-24"),
        ("五一前", "2027-04-30"),
        ("延期5天", "2026-07-13"),
    ],
)
def test_a_day_is_heard_and_resolved(said: str, meant: str) -> None:
    heard = hear_date(f"我们{said}完成", NOW, CALENDAR)

    assert isinstance(heard, HeardDate)
    assert heard.on == day(meant)
    assert heard.words == said
    assert not heard.past


@pytest.mark.parametrize(
    ("said", "on", "until"),
    [
        ("明天下午", "2026-07-09", time(17, 30)),
        ("明天下午3点半", "2026-07-09", time(15, 30)),
        ("明早8点", "2026-07-09", time(8)),
        ("今天下班前", "2026-07-08", time(17, 30)),
        ("今晚20:30", "2026-07-08", time(20, 30)),
        ("7月10日上午", "2026-07-10", time(12)),
        ("下午3点前", "2026-07-08", time(15)),
        ("2小时内", "2026-07-08", time(12)),
        ("半小时内", "2026-07-08", time(10, 30)),
    ],
)
def test_a_time_of_day_is_heard_with_its_day(said: str, on: str, until: time) -> None:
    heard = hear_date(said, NOW, CALENDAR)

    assert isinstance(heard, HeardDate)
    assert (heard.on, heard.until, heard.words) == (day(on), until, said)


@pytest.mark.parametrize(("said", "days"), [("3个工作日", 3), ("两个工作日", 2), ("5个工作日内", 5)])
def test_working_days_are_counted_by_the_calendar(said: str, days: int) -> None:
    heard = hear_date(said, NOW, CALENDAR)

    assert isinstance(heard, HeardDate)
    assert heard.working_days == days
    assert heard.on == CALENDAR.add_working_days(day("2026-07-08"), days)


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("昨天", "2026-07-07"),
        ("7月1日", "2026-07-01"),
        ("上周三", "2026-07-01"),
        ("2025年12月31日", "2025-12-31"),
    ],
)
def test_a_day_gone_by_is_kept_and_marked(said: str, on: str) -> None:
    heard = hear_date(f"{said}已装好", NOW, CALENDAR)

    assert isinstance(heard, HeardDate)
    assert (heard.on, heard.past) == (day(on), True)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("2月30日", DateFault.NO_SUCH_DAY),
        ("2月29日", DateFault.NO_SUCH_DAY),
        ("32号", DateFault.NO_SUCH_DAY),
        ("13月5日", DateFault.NO_SUCH_MONTH),
        ("2026-13-01", DateFault.NO_SUCH_MONTH),
        ("9999年1月1日", DateFault.TOO_FAR),
        ("9000天内", DateFault.TOO_FAR),
    ],
)
def test_a_day_that_cannot_be_is_named_with_its_fault(said: str, fault: DateFault) -> None:
    heard = hear_date(said, NOW, CALENDAR)

    assert isinstance(heard, HeardNoDate)
    assert (heard.fault, heard.words) == (fault, said)


@pytest.mark.parametrize(
    "said",
    [
        "3号楼漏水", "坐5号线", "12345号", "已经三天没水了", "三天前就报了", "一周三次", "三年前", "然后天黑了", "24/7",
        "3.5米", "每周五", "13组", "收到", "", "工单NX2026070600012",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(said: str) -> None:
    assert hear_dates(said, NOW, CALENDAR) == ()


def test_several_dates_are_heard_in_order() -> None:
    heard = hear_dates("原定7月10日，申请延期到15号", NOW, CALENDAR)

    assert [date.on for date in heard if isinstance(date, HeardDate)] == [
        day("2026-07-10"),
        day("2026-07-15"),
    ]


def test_a_word_is_a_date_only_as_a_whole() -> None:
    bare = hear_whole_date("3天", NOW, CALENDAR)

    assert isinstance(bare, HeardDate)
    assert (bare.on, bare.words) == (day("2026-07-11"), "3天")
    assert hear_whole_date("请在7月10日前装好", NOW, CALENDAR) is None
    assert hear_whole_date("", NOW, CALENDAR) is None


@given(
    st.dates(date(2026, 7, 8), date(2030, 12, 31)),
    st.sampled_from(["{0}年{1}月{2}日", "{0}-{1:02}-{2:02}", "{0}/{1}/{2}"]),
)
def test_every_full_date_is_heard_as_itself(on: date, form: str) -> None:
    heard = hear_date(form.format(on.year, on.month, on.day), NOW, CALENDAR)

    assert isinstance(heard, HeardDate)
    assert heard.on == on


@given(st.text(alphabet="0123456789年月日号周天个工作内前后下上本一二三十半底/-.: ", max_size=30))
def test_no_text_breaks_the_reader_and_offsets_are_true(text: str) -> None:
    for heard in hear_dates(text, NOW, CALENDAR):
        assert text[heard.start : heard.end] == heard.words
