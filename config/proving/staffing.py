"""Proves, for every day from today on, that whoever the rules need is there: offices begin and end, and so do findings."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from config.checks import Finding, Severity, offices, unit_findings
from config.policy import Rules
from config.texts import labels
from config.texts import proofs as told
from domain.ids import UnitId
from domain.ladders import Ladder, LadderKind
from domain.people import Directory
from domain.vocabulary import CENTRE_OFFICES, Office, UnitKind, Urgency

_ABOVE = CENTRE_OFFICES | {Office.INSPECTOR}

Look = Callable[[date], Iterator[Finding]]


def staffing(rules: Rules, directory: Directory, today: date) -> Iterator[Finding]:
    """Offices of the centre and of every unit, on every day from today on."""

    def look(day: date) -> Iterator[Finding]:
        yield from offices(rules.policy, directory, day)
        for unit in directory.units.values():
            yield from unit_findings(unit, rules.policy, directory, day)

    yield from _over_time(look, directory, today)


def ladders(rules: Rules, directory: Directory, today: date) -> Iterator[Finding]:
    """A ladder ends with somebody of the centre, climbs, and names offices that somebody holds."""
    for (kind, urgency), ladder in rules.policy.ladders.every().items():
        yield from _shape(rules, kind, urgency, ladder)
        yield from _held(rules, (kind, urgency, ladder), directory, today)
    yield from _of_units(rules, directory, today)


def _shape(rules: Rules, kind: LadderKind, urgency: Urgency | None, ladder: Ladder) -> Iterator[Finding]:
    file = rules.file
    last = {office for rung in ladder if rung.after == ladder[-1].after for office in rung.to}
    if not last & _ABOVE:
        name = told.ladder(kind.value, urgency)
        sentence = told.ends_nowhere(file.name, file.line_of("ladders", kind.value), name)
        yield Finding(Severity.ERROR, sentence)
    known: set[tuple[Office, str]] = set()
    for place, rung in zip(_places(rules, kind, urgency), ladder, strict=False):
        reached = {(office, rung.by.value) for office in rung.to}
        if reached <= known:
            path = ("ladders", kind.value, str(place))
            sentence = told.goes_down(file.name, file.line_of(*path), ".".join(path))
            yield Finding(Severity.WARNING, sentence)
        known |= reached


def _held(
    rules: Rules, which: tuple[LadderKind, Urgency | None, Ladder], directory: Directory, today: date
) -> Iterator[Finding]:
    kind, urgency, ladder = which
    for place, rung in zip(_places(rules, kind, urgency), ladder, strict=False):
        path = ("ladders", kind.value, str(place), "to")
        at = (rules.file.name, rules.file.line_of(*path), ".".join(path[:-1]))
        for office in rung.to:
            for days in _periods(_nobody(office, directory), directory, today):
                yield Finding(Severity.ERROR, told.rung_without_anybody(*at, labels.office(office), days))


def _of_units(rules: Rules, directory: Directory, today: date) -> Iterator[Finding]:
    """Units that lack an office of a ladder, beyond what `unit_findings` says of leaders, liaisons and duty officers."""
    named = {
        office for ladder in rules.policy.ladders.every().values() for rung in ladder for office in rung.to
    }
    if Office.UNIT_HEAD not in named:
        return
    for unit in directory.units.values():
        if unit.kind is UnitKind.CENTRE:
            continue
        for days in _periods(_nobody(Office.UNIT_HEAD, directory, unit.id), directory, today):
            sentence = told.rung_without_a_unit(unit.name, labels.office(Office.UNIT_HEAD), days)
            yield Finding(Severity.WARNING, sentence)


def _nobody(office: Office, directory: Directory, unit: UnitId | None = None) -> Callable[[date], bool]:
    return lambda day: not directory.holders(office, day, unit)


def _places(rules: Rules, kind: LadderKind, urgency: Urgency | None) -> tuple[int, ...]:
    """Where the rungs of a ladder stand in the file's list, which holds those of every urgency."""
    written = rules.file.data.get("ladders")
    rows = written.get(kind.value) if isinstance(written, dict) else None
    if not isinstance(rows, list):
        return tuple(range(len(rules.policy.ladders.of(kind, urgency or Urgency.NORMAL))))
    names = {None, ""} if urgency is None else {urgency.value, labels.urgency(urgency)}
    return tuple(
        place for place, row in enumerate(rows) if isinstance(row, dict) and row.get("urgency") in names
    )


def _over_time(look: Look, directory: Directory, today: date) -> Iterator[Finding]:
    """Each finding once, with the days for which it is so; what is always so says nothing of days."""
    days = _turns(directory, today)
    seen: dict[Finding, list[int]] = {}
    for place, day in enumerate(days):
        for finding in look(day):
            seen.setdefault(finding, []).append(place)
    for finding, places in seen.items():
        if len(places) == len(days):
            yield finding
            continue
        for period in _days(days, places):
            yield Finding(finding.severity, told.for_days(finding.sentence, period))


def _periods(missing: Callable[[date], bool], directory: Directory, today: date) -> Iterator[str]:
    """The days on which something is missing, in words."""
    days = _turns(directory, today)
    yield from _days(days, [place for place, day in enumerate(days) if missing(day)])


def _days(days: list[date], places: list[int]) -> Iterator[str]:
    for first, last in _runs(places):
        until = days[last + 1] - timedelta(days=1) if last + 1 < len(days) else None
        yield told.period(days[first] if first else None, until)


def _turns(directory: Directory, today: date) -> list[date]:
    """Today and every later day on which somebody takes or leaves an office."""
    turns = {today}
    for person in directory.active():
        for held in person.offices:
            turns.add(held.since)
            if held.until is not None and held.until < date.max:
                turns.add(held.until + timedelta(days=1))
    return sorted(day for day in turns if day >= today)


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """Places that follow each other, as first and last."""
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[at - 1] + 1:
            yield places[start], places[at - 1]
            start = at
