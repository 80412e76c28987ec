"""The forms in which days are named, each a pattern and what it means; `config/texts/heard/dates.py` uses them.

Patterns are matched against folded text (half-width). A form that turns out not to name a day returns None.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from re import Match, Pattern

from config.texts.heard.day_times import hear_time
from config.texts.heard.letters import NUMERAL, number
from domain.calendar import WorkCalendar

_N = f"{NUMERAL}{{1,3}}"
_NOT_A_HOUSE = "(?!楼|线|院|门|栋|房|库|井|口|令|文|铺|店|桩|单元|车|路|地|坑|厂|泵|机|公|桥|井|组|村|社|巷|街|会|内|元|[0-9])"
"""3号楼, 5号线, 12号院 are places; 7日内 is a span of days."""

_WEEKDAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 7}
_RELATIVE = {"今": 0, "明": 1, "后": 2, "大后": 3}
_FIXED_HOLIDAYS = {"元旦": (1, 1), "劳动": (5, 1), "国庆": (10, 1)}
_LONG_AGO = timedelta(days=90)
_DECEMBER = 12
_SUNDAY = 7


class DateFault(StrEnum):
    """Why a day that was named cannot be meant."""

    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_MONTH = "no_such_month"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class Here:
    """The moment of speaking, local, and the calendar it is spoken in."""

    now: datetime
    calendar: WorkCalendar

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Named:
    """The day a form names, and a time of day where the form itself has one."""

    on: date
    until: time | None = None
    working_days: int | None = None


@dataclass(frozen=True, slots=True)
class Impossible:
    """The form names a day that does not exist."""

    fault: DateFault


Said = Named | Impossible | None
Resolve = Callable[[Match[str], Here], Said]


def _day(year: int, month: int, day: int) -> Named | Impossible:
    if not 1 <= month <= _DECEMBER:
        return Impossible(DateFault.NO_SUCH_MONTH)
    try:
        return Named(date(year, month, day))
    except ValueError:
        return Impossible(DateFault.NO_SUCH_DAY)


def _month_after(day: date, months: int) -> date:
    """The first day of the month so many months after a day's own."""
    months += day.year * 12 + day.month - 1
    return date(months // 12, months % 12 + 1, 1)


def _month_end(day: date) -> date:
    return _month_after(day, 1) - timedelta(days=1)


def _full(match: Match[str], here: Here) -> Said:
    del here
    year = int(match["y"])
    return _day(year if year > 99 else 2000 + year, int(match["m"]), int(match["d"]))  # noqa: PLR2004 - 26年


def _month_and_day(match: Match[str], here: Here) -> Said:
    month, day = number(match["m"]), number(match["d"])
    if month is None or day is None:
        return None
    year = match.groupdict().get("rel")
    if year:
        return _day(here.today.year + {"去": -1, "今": 0, "本": 0, "明": 1}[year], month, day)
    said = _day(here.today.year, month, day)
    if isinstance(said, Impossible):
        # 29 February may still come.
        return _day(here.today.year + 1, month, day)
    if said.on < here.today - _LONG_AGO:
        return _day(here.today.year + 1, month, day)
    return said


def _slashed(match: Match[str], here: Here) -> Said:
    """7/10 and 7.10; anything that is no date is something else (24/7)."""
    said = _month_and_day(match, here)
    return said if isinstance(said, Named) else None


def _day_of_month(match: Match[str], here: Here) -> Said:
    day = number(match["d"])
    if day is None:
        return None
    if match["rel"]:
        month = _month_after(here.today, match["rel"].count("下"))
        return _day(month.year, month.month, day)
    if not 1 <= day <= 31:  # noqa: PLR2004 - days of a month
        # 12345号 and the like are numbers, but 32号 was meant as a day.
        return Impossible(DateFault.NO_SUCH_DAY) if match["mark"] == "号" and day < 40 else None  # noqa: PLR2004
    for ahead in range(3):
        month = _month_after(here.today, ahead)
        said = _day(month.year, month.month, day)
        if isinstance(said, Named) and said.on >= here.today:
            return said
    return None


def _month_part(match: Match[str], here: Here) -> Said:
    """月底, 下月初, 7月中旬, 本月内."""
    written = match["m"]
    if written:
        month_no = number(written)
        if month_no is None:
            return None
        said = _day(here.today.year, month_no, 1)
        if isinstance(said, Impossible):
            return said
        first = said.on
        if _month_end(first) < here.today - _LONG_AGO:
            first = date(first.year + 1, first.month, 1)
    else:
        first = _month_after(here.today, (match["rel"] or "").count("下"))
    part = match["part"]
    if part.startswith(("初", "上")):
        return Named(first.replace(day=10))
    if part.startswith("中"):
        return Named(first.replace(day=15 if part == "中" else 20))
    return Named(_month_end(first))


def _year_end(match: Match[str], here: Here) -> Said:
    return Named(date(here.today.year + (match["rel"] == "明"), 12, 31))


def _weekday(match: Match[str], here: Here) -> Said:
    written = match["d"]
    weekday = _WEEKDAYS.get(written) or int(written)
    monday = here.today - timedelta(days=here.today.weekday())
    if match["rel"]:
        weeks = match["rel"].count("下") - ("上" in match["rel"])
        return Named(monday + timedelta(weeks=weeks, days=weekday - 1))
    on = monday + timedelta(days=weekday - 1)
    return Named(on if on >= here.today else on + timedelta(weeks=1))


def _week(match: Match[str], here: Here) -> Said:
    """本周内, 下周内: until its Sunday."""
    monday = here.today - timedelta(days=here.today.weekday())
    return Named(monday + timedelta(weeks=match["rel"].count("下"), days=_SUNDAY - 1))


def _relative(match: Match[str], here: Here) -> Said:
    on = here.today + timedelta(days=_RELATIVE[match["rel"]])
    return Named(on)


def _yesterday(match: Match[str], here: Here) -> Said:
    return Named(here.today - timedelta(days=2 if match[0].startswith("前") else 1))


def _span(match: Match[str], here: Here) -> Said:
    """3天内, 5个工作日内, 一周后, 半个月内, 2小时内, 延期3天."""
    written, unit = match["n"], match["unit"]
    if written == "半":
        return _half(unit, here)
    n = number(written)
    if n is None:
        return None
    if unit == "工作日":
        # Nobody is given more; a longer count would only keep the machine busy.
        if n > 365:  # noqa: PLR2004 - a year of days
            return Impossible(DateFault.TOO_FAR)
        return Named(here.calendar.add_working_days(here.today, n), working_days=n)
    if n > 2000:  # noqa: PLR2004 - beyond any limit, and dates end somewhere
        return Impossible(DateFault.TOO_FAR)
    if unit in {"小时", "钟头", "分钟"}:
        return _clock_in(here, timedelta(minutes=n) if unit == "分钟" else timedelta(hours=n))
    if unit == "月":
        return _months_on(here.today, n)
    days = n * (7 if unit in {"周", "星期", "礼拜"} else 1)
    return Named(here.today + timedelta(days=days))


def _half(unit: str, here: Here) -> Said:
    if unit == "月":
        return Named(here.today + timedelta(days=15))
    if unit in {"小时", "钟头"}:
        return _clock_in(here, timedelta(minutes=30))
    return Named(here.today) if unit in {"天", "日"} else None


def _clock_in(here: Here, span: timedelta) -> Named:
    then = here.now + span
    return Named(then.date(), then.time().replace(second=0, microsecond=0))


def _months_on(today: date, n: int) -> Named:
    first = _month_after(today, n)
    return Named(first.replace(day=min(today.day, _month_end(first).day)))


def _before_holiday(match: Match[str], here: Here) -> Said:
    """国庆前, 春节前, 节前: the last day before the next such holiday the calendar knows."""
    wanted = match["name"].replace("五一", "劳动")
    days = sorted(
        day for day, special in here.calendar.special.items() if not special.works and day > here.today
    )
    for day in days:
        if here.calendar.special[day].name.startswith(wanted):
            return Named(day - timedelta(days=1))
    if wanted not in _FIXED_HOLIDAYS:
        return None
    # Beyond the calendar's horizon, but on the same date every year.
    this_year = date(here.today.year, *_FIXED_HOLIDAYS[wanted])
    first = this_year if this_year > here.today else date(this_year.year + 1, this_year.month, this_year.day)
    return Named(first - timedelta(days=1))


def _clock_today(match: Match[str], here: Here) -> Said:
    """下午3点前 without a day: today."""
    heard = hear_time(match[0].removeprefix("今"), 0)
    return Named(here.today, heard.at) if heard else None


_UNIT = "工作日|天|日|周|星期|礼拜|月|小时|钟头|分钟"
_DURATION = rf"(?P<n>[0-9]{{1,4}}|{_N}|半) ?个? ?(?P<unit>{_UNIT})"

FORMS: tuple[tuple[Pattern[str], Resolve], ...] = tuple(
    (re.compile(pattern), resolve)
    for pattern, resolve in (
        (
            r"(?<!\d)(?P<y>\d{4}|\d\d(?=年)) ?[-/.年] ?(?P<m>\d{1,2}) ?[-/.月] ?(?P<d>\d{1,2})(?!\d) ?[日号]?",
            _full,
        ),
        (rf"(?P<rel>[去今本明])年 ?(?P<m>{_N}) ?月份? ?(?P<d>{_N}) ?[日号]?", _month_and_day),
        (
            rf"(?<![0-9年个])(?P<m>{_N}) ?月 ?(?P<d>{_N}) ?(?:[日号]|(?=[前之以到完上下])|$|(?=[ ,。;]))",
            _month_and_day,
        ),
        (r"(?<![\d/.:])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/%])(?: ?[日号])?", _slashed),
        (r"(?<![\d/.:])(?P<m>\d{1,2})\.(?P<d>\d{1,2})(?:[日号]|(?=之?前|以前))", _slashed),
        (
            rf"(?<![0-9第共月])(?P<rel>本月|这个?月|下{{1,2}}个?月)? ?(?P<d>{_N}) ?(?P<mark>[号日]){_NOT_A_HOUSE}",
            _day_of_month,
        ),
        (
            r"(?P<m>)(?P<rel>本|这个?|当|下{1,2}个?)?月(?P<part>底|末|初|中旬|上旬|下旬|中|内(?!容))",
            _month_part,
        ),
        (
            rf"(?<![0-9个])(?P<rel>)(?P<m>{_N}) ?月份?(?P<part>底|末|初|中旬|上旬|下旬|中(?!旬)|内(?!容))",
            _month_part,
        ),
        (rf"(?<!{NUMERAL})(?<![去前每多几半近往])(?P<rel>今|本|明)?(?:年底|年末|年内|年前(?!后))", _year_end),
        (
            r"(?<![每一两二三四五六七八九十几0-9])(?<!每个)(?P<rel>上个?|本|这个?|下{1,2}个?)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天末]|[1-7](?!\d))",
            _weekday,
        ),
        (r"(?P<rel>本|这个?|下{1,2}个?)(?:周|星期|礼拜)(?:之?内|(?![一二三四五六日天末1-7边围]))", _week),
        (r"(?<![然以之最])(?P<rel>大后|今|明|后)[天日]", _relative),
        (r"(?P<rel>今|明)(?=[早晚])", _relative),
        (r"昨[天日晚]|前天", _yesterday),
        (rf"(?<![0-9第每]){_DURATION} ?(?:之内|以内|内|之后|以后|后)", _span),
        (
            rf"(?:再给|再要|还要|还需要?|需要|延期|延长|延迟|推迟|顺延|宽限|限期?|时限) ?{_DURATION}(?!前)",
            _span,
        ),
        (rf"(?<![0-9第每了已过])(?P<n>[0-9]{{1,4}}|{_N}) ?个?(?P<unit>工作日)(?!前)", _span),
        (r"(?P<name>元旦|春节|清明|劳动|五一|端午|中秋|国庆)节?之?前(?!后)", _before_holiday),
        (r"(?<![春旦明动一午秋庆环关季情细])(?P<name>)节前(?!后)", _before_holiday),
        (rf"(?P<part>上午|中午|下午|傍晚|晚上|今晚) ?{_N} ?[点时:](?: ?(?:半|{_N}分?))?", _clock_today),
    )
)
