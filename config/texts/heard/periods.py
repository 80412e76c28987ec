"""A period as people name it: 今天, 本月, 上期, 2019年7月, 7月上旬, 7月8日."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from domain.figures.period import (
    Period,
    between_meetings,
    day_of,
    month_of,
    period_before,
    third_of,
)
from domain.figures.rules import Cadence

_WRITTEN = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:份|(上|中|下)旬|(\d{1,2})[日号])?")
_FIRST_OF_THIRD = {"上": 1, "中": 11, "下": 21}
_YESTERDAY = timedelta(days=1)


def hear_period(word: str, today: date, cadence: Cadence, meetings: Sequence[date]) -> Period | None:
    """The period a word names, or None for a word that names none. A month without its year is the last such month.

    `meetings`: the meeting days around today, for 本期 and 上期 where a centre counts from meeting to meeting.
    """
    match word:
        case "今天" | "今日" | "当天" | "today":
            return day_of(today)
        case "昨天" | "昨日" | "yesterday":
            return day_of(today - _YESTERDAY)
        case "本月" | "当月" | "这个月" | "month":
            return month_of(today)
        case "上月" | "上个月":
            return period_before(month_of(today))
        case "本旬":
            return third_of(today)
        case "上一旬":
            return period_before(third_of(today))
        case "本期" | "当期" | "期":
            return _this(today, cadence, meetings)
        case "上期" | "上一期":
            return period_before(_this(today, cadence, meetings), meetings)
    return _written(word, today)


def _this(today: date, cadence: Cadence, meetings: Sequence[date]) -> Period:
    return between_meetings(meetings, today) if cadence is Cadence.MEETINGS else third_of(today)


def _written(word: str, today: date) -> Period | None:
    found = _WRITTEN.fullmatch(word)
    if found is None:
        return None
    year, month, third, day = found[1], int(found[2]), found[3], found[4]
    first = _FIRST_OF_THIRD[third] if third else int(day or 1)
    try:
        on = date(int(year) if year else today.year, month, first)
        if not year and on > today:
            on = on.replace(year=on.year - 1)
    except ValueError:
        return None
    if third:
        return third_of(on)
    return day_of(on) if day else month_of(on)
