"""Whatever octets come, a roster is read or refused in words; nothing else is ever raised."""

import io
import zipfile
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.rosters.reading import RosterRead, read_roster
from config.rosters.written import RosterFaulty
from config.texts.heard.roster_times import hear_day, hear_hours, hear_moment
from tests.config.rosters.files import DIRECTORY, UNIT, calendar, workbook

TODAY = date(2019, 7, 1)
BOOK = workbook(
    ["日期", "开始", "结束", "值班人"], ["7月5日", "8:00", "20:00", "张三"], [date(2019, 7, 6), 8, 20, "李四"]
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CELLS = [
    "日期",
    "值班人",
    "开始",
    "结束",
    "班次",
    "单位",
    "电话",
    "张三",
    "李四",
    "7月5日",
    "2月30日",
    "25:00",
    "8:00",
    "次日",
    "0",
    "99",
]
words = st.sampled_from([*CELLS, ",", "\n", '"', ";", "\t"]) | st.text(max_size=6)


def answered(octets: bytes) -> None:
    """Read, or refused with a sentence for each thing."""
    found, refused = _outcome(octets)
    assert (found is None) == bool(refused)
    assert all(sentence.endswith("。") for sentence in refused)
    if found is not None:
        assert all(turn.since < turn.until for turns in found.turns.values() for turn in turns)


def _outcome(octets: bytes) -> tuple[RosterRead | None, tuple[str, ...]]:
    try:
        return read_roster(octets, DIRECTORY, TODAY, UNIT), ()
    except RosterFaulty as fault:
        return None, fault.sentences


@QUICK
@given(st.binary(max_size=400))
def test_any_octets(octets: bytes) -> None:
    answered(octets)


@QUICK
@given(st.lists(words, max_size=40))
def test_any_table(parts: list[str]) -> None:
    answered(("日期,值班人,开始,结束\n" + "".join(parts)).encode())


@QUICK
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=8))
def test_a_workbook_with_any_octets_changed(at: int, other: bytes) -> None:
    answered(BOOK[:at] + other + BOOK[at + len(other) :])


@QUICK
@given(st.data())
def test_a_workbook_with_any_part_changed(data: st.DataObject) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as good, zipfile.ZipFile(out, "w") as bad:
        spoilt = data.draw(st.sampled_from(good.namelist()))
        for name in good.namelist():
            part = good.read(name)
            if name == spoilt:
                at = data.draw(st.integers(0, len(part)))
                part = (
                    part[:at] + data.draw(st.binary(max_size=30)) + part[at + data.draw(st.integers(0, 30)) :]
                )
            bad.writestr(name, part)
    answered(out.getvalue())


@QUICK
@given(
    st.lists(
        st.sampled_from(
            [
                "DTSTART:20190705T200000", "DTEND:20190706T080000", "DTSTART;VALUE=DATE:20190705", "DURATION:PT12H",
                "DURATION:-P99999999D", "SUMMARY:张三", "SUMMARY:夜班", "DESCRIPTION:值班人：李四", "DTSTART:99991231T235959Z",
                "DTEND;TZID=Nowhere/Else:00010101T000000", "BEGIN:VALARM", "RRULE:FREQ=DAILY", "DTSTART;TZID=:x", ";;;:", "X",
            ]
        )
        | st.text(max_size=12),
        max_size=8,
    )
)  # fmt: skip
def test_any_event(lines: list[str]) -> None:
    answered(calendar("\r\n".join(lines)))


@given(st.text(max_size=20) | st.floats() | st.integers(), st.integers(1, 3650))
def test_any_cell_is_a_day_an_hour_or_neither(cell: str | float, days: int) -> None:
    today = date.fromordinal(736_000 + days)

    hear_day(cell, today)
    hear_moment(cell, today)
    if isinstance(cell, str):
        hear_hours(cell)
