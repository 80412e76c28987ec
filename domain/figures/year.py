"""The year's report (年度统计): the figures by which a centre tells what it did, in the order they are told (`domain.md` §1.2)."""

from dataclasses import dataclass
from enum import StrEnum

from domain.figures.centre_figures import CentreFigures
from domain.figures.rate import Rate
from domain.figures.satisfaction import Satisfaction, satisfaction
from domain.vocabulary import Channel


class YearRow(StrEnum):
    """A line of the report; its Chinese is in `config/texts/year.py`."""

    RECEIVED = "received"
    CALLS = "calls"
    OTHER_CHANNELS = "other_channels"
    VALID = "valid"
    AT_ONCE = "at_once"
    PASSED_ON = "passed_on"
    SATISFACTION = "satisfaction"
    MEETINGS = "meetings"
    MEETING_ITEMS = "meeting_items"
    MEETING_ITEMS_DONE = "meeting_items_done"
    DIFFICULT = "difficult"
    UNITS_ON_DUTY = "units_on_duty"


@dataclass(frozen=True, slots=True)
class Institution:
    """What the year's report tells besides the tickets: meetings held (批次), items given there and done, units on duty."""

    meetings: int = 0
    items: int = 0
    items_done: int = 0
    units_on_duty: int = 0


@dataclass(frozen=True, slots=True)
class YearLine:
    """One line: a count, a rate, or a count and its share of another line's. None: this line has none."""

    row: YearRow
    count: int | None
    rate: Rate | None = None


def year_report(
    figures: CentreFigures, institution: Institution, formula: Satisfaction
) -> tuple[YearLine, ...]:
    """Every line, in order."""
    total, valid = figures.total_received, figures.valid
    calls = figures.received.get(Channel.CALL, 0)
    done = Rate(institution.items_done, institution.items)
    return (
        YearLine(YearRow.RECEIVED, total),
        YearLine(YearRow.CALLS, calls, Rate(calls, total)),
        YearLine(YearRow.OTHER_CHANNELS, total - calls, Rate(total - calls, total)),
        YearLine(YearRow.VALID, valid),
        YearLine(YearRow.AT_ONCE, figures.answered_at_once, Rate(figures.answered_at_once, valid)),
        YearLine(YearRow.PASSED_ON, figures.passed_on, Rate(figures.passed_on, valid)),
        YearLine(YearRow.SATISFACTION, None, satisfaction(figures.ratings, formula)),
        YearLine(YearRow.MEETINGS, institution.meetings),
        YearLine(YearRow.MEETING_ITEMS, institution.items),
        YearLine(YearRow.MEETING_ITEMS_DONE, institution.items_done, done),
        YearLine(YearRow.DIFFICULT, figures.difficult),
        YearLine(YearRow.UNITS_ON_DUTY, institution.units_on_duty),
    )
