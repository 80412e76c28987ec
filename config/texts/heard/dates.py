"""Dates as people say them (10号、7月10日前、下周三、月底前、3个工作日), resolved against the local day (`domain.md` §15.2).

What is heard is always shown in full before it changes a right or a limit, so the rules here only have to be
plain: a day without month or a weekday is the next such day; a month and day without year is this year's unless that
passed long ago; a date with its year is kept and marked as past if it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from re import Match

from config.texts.heard.date_forms import FORMS, DateFault, Here, Impossible, Resolve
from config.texts.heard.day_times import hear_time
from config.texts.heard.letters import fold
from domain.calendar import WorkCalendar
from domain.calendar_clock import local

__all__ = ["DateFault", "HeardDate", "HeardNoDate", "hear_date", "hear_dates", "hear_whole_date"]

_TOO_FAR_YEARS = 5


@dataclass(frozen=True, slots=True)
class HeardDate:
    """A day somebody named. `until`: the time of day if they said one; `words`: what they said, as typed.

    `past`: it lies before today. `working_days`: they named a number of working days, not a day. Offsets are of the
    text it was heard in.
    """

    on: date
    until: time | None
    words: str
    past: bool
    start: int
    end: int
    working_days: int | None = None


@dataclass(frozen=True, slots=True)
class HeardNoDate:
    """Somebody named a day that does not exist (2月30日, 13月) or lies too far off to be meant."""

    words: str
    fault: DateFault
    start: int
    end: int


def hear_dates(text: str, now: datetime, calendar: WorkCalendar) -> tuple[HeardDate | HeardNoDate, ...]:
    """Every date in a text, in the order said; `now` is an aware instant."""
    here = Here(local(now), calendar)
    folded = fold(text)
    found: list[HeardDate | HeardNoDate] = []
    for match, resolve in _leftmost_longest(folded):
        heard = _resolved(text, folded, match, resolve, here)
        if heard and (not found or heard.start >= found[-1].end):
            found.append(heard)
    return tuple(found)


def hear_date(text: str, now: datetime, calendar: WorkCalendar) -> HeardDate | HeardNoDate | None:
    """The first date in a text; None when it names none."""
    return next(iter(hear_dates(text, now, calendar)), None)


def hear_whole_date(word: str, now: datetime, calendar: WorkCalendar) -> HeardDate | HeardNoDate | None:
    """The date a word is from its first to its last letter; None when it says anything else as well."""
    stripped = word.strip()
    # A bare 3天 is a limit where a limit is expected; in running text it may be anything.
    for written, extra in ((stripped, 0), (f"{stripped}内", 1)):
        heard = hear_date(written, now, calendar)
        if heard and heard.start == 0 and heard.end == len(written):
            return replace(heard, words=stripped, end=heard.end - extra)
    return None


def _leftmost_longest(folded: str) -> Iterator[tuple[Match[str], Resolve]]:
    """Matches of all forms that do not overlap: the leftmost first, the longest of those at one place."""
    matches = [
        (match, resolve)
        for form, resolve in FORMS
        for match in form.finditer(folded)
        if match.end() > match.start()
    ]
    end = 0
    for match, resolve in sorted(matches, key=lambda found: (found[0].start(), -found[0].end())):
        if match.start() >= end:
            end = match.end()
            yield match, resolve


def _resolved(
    text: str, folded: str, match: Match[str], resolve: Resolve, here: Here
) -> HeardDate | HeardNoDate | None:
    said = resolve(match, here)
    if said is None:
        return None
    start, end = match.start(), match.end()
    if isinstance(said, Impossible):
        return HeardNoDate(text[start:end], said.fault, start, end)
    if said.on.year > here.today.year + _TOO_FAR_YEARS:
        return HeardNoDate(text[start:end], DateFault.TOO_FAR, start, end)
    until = said.until
    if until is None and (clock := hear_time(folded, end)):
        until, end = clock.at, clock.end
    end = _with_before(folded, end)
    return HeardDate(
        on=said.on,
        until=until,
        words=text[start:end],
        past=said.on < here.today,
        start=start,
        end=end,
        working_days=said.working_days,
    )


def _with_before(folded: str, end: int) -> int:
    """The place after 之前, 以前 or 前, which belong to the date and change nothing about its last day."""
    for word in ("之前", "以前", "前"):
        if folded.startswith(word, end):
            return end + len(word)
    return end
