"""Reads a duty roster (值班表) whatever it comes as: CSV, XLSX or iCalendar. Right as a whole, or nothing of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from operator import itemgetter

from config.rosters.calendarfile import draft_of_calendar
from config.rosters.grid import csv_rows, workbook_rows
from config.rosters.naming import Naming
from config.rosters.tabular import draft_of
from config.rosters.written import Draft, Place, RosterFaulty
from config.texts import rosters as told
from domain.ids import UnitId
from domain.people import Directory
from domain.rosters.turns import Span, Turn, Turns, gaps, overlaps

LARGEST = 4 * 1024 * 1024
"""Octets of a file: a year of sixty units is a tenth of it."""
MOST_TOLD = 20
"""So many sentences at once: more nobody reads, and the first mend most."""

_ZIP, _OLE, _CALENDAR = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"BEGIN:VCALENDAR"
_MARKS = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class RosterRead:
    """The turns of each unit in the order listed, numbered by nobody yet, and what should be looked at all the same."""

    turns: Mapping[UnitId, Turns]
    remarks: tuple[str, ...]


def read_roster(octets: bytes, directory: Directory, today: date, unit: UnitId | None = None) -> RosterRead:
    """Everything in the file. `unit`: whose roster it is where no line says. RosterFaulty, and nothing else, is raised."""
    if len(octets) > LARGEST:
        raise RosterFaulty((told.too_big(LARGEST),))
    draft = _draft(octets, today)
    naming = Naming(directory, unit)
    placed: dict[UnitId, list[tuple[Place, Turn]]] = {}
    for written in draft.written:
        for at, turn in naming.turns(written):
            placed.setdefault(at, []).append((written.place, _in_utc(turn)))
    faults = (*draft.faults, *naming.faults)
    if faults:
        raise RosterFaulty(_the_first(faults))
    if not placed:
        raise RosterFaulty((told.no_turns(),))
    remarks = [sentence for at, listed in placed.items() for sentence in _remarks(directory, at, listed)]
    assumed = sum(written.assumed for written in draft.written)
    return RosterRead(
        {at: tuple(turn for _, turn in listed) for at, listed in placed.items()},
        (*((told.hours_assumed(assumed),) if assumed else ()), *_the_first(remarks)),
    )


def _draft(octets: bytes, today: date) -> Draft:
    if octets.startswith(_OLE):
        raise RosterFaulty((told.old_workbook(),))
    if octets.startswith(_ZIP):
        return draft_of(workbook_rows(octets), today)
    if octets.lstrip(_MARKS)[: len(_CALENDAR)].upper() == _CALENDAR:
        return draft_of_calendar(octets, today)
    return draft_of(csv_rows(octets), today)


def _in_utc(turn: Turn) -> Turn:
    return replace(turn, since=turn.since.astimezone(UTC), until=turn.until.astimezone(UTC))


def _remarks(directory: Directory, unit: UnitId, listed: Sequence[tuple[Place, Turn]]) -> Iterator[str]:
    name = directory.units[unit].name
    turns = [turn for _, turn in listed]
    # By identity: the same line may be listed twice, and looking equal turns up would cost by their number squared.
    order = {id(turn): (no, place) for no, (place, turn) in enumerate(listed)}
    for earlier, later in overlaps(turns):
        (_, first), (_, second) = sorted((order[id(earlier)], order[id(later)]), key=itemgetter(0))
        if first != second:
            yield told.overlap(first, second)
    whole = Span(min(turn.since for turn in turns), max(turn.until for turn in turns))
    for gap in gaps(turns, whole):
        yield told.gap(name, gap)


def _the_first(sentences: Sequence[str]) -> tuple[str, ...]:
    more = len(sentences) - MOST_TOLD
    return (*sentences[:MOST_TOLD], *((told.and_more(more),) if more > 0 else ()))
