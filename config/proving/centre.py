"""Reads a centre's files one after the other and proves them all; what cannot be read is a finding, not the end."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from config.calendar import SHIPPED, read_calendar
from config.checks import Finding, Severity, names
from config.load import SETTINGS_FILE, read_settings
from config.people import read_directory
from config.policy import Rules, read_policy
from config.proving import catalogue, reports, staffing, tables
from config.settings import FileSettings, Settings
from config.texts.overrides import read_overrides
from domain.failures import Misconfigured
from domain.people import Directory

T = TypeVar("T")


@dataclass(slots=True)
class _Desk:
    """What could be read, and the sentences about what could not."""

    broken: list[Finding] = field(default_factory=list)

    def read(self, reading: Callable[[], T]) -> T | None:
        """The file's content; None, and its sentence kept, where it cannot be read."""
        try:
            return reading()
        except Misconfigured as wrong:
            self.broken.append(Finding(Severity.ERROR, str(wrong)))
            return None


def prove(root: Path, environ: Mapping[str, str], today: date) -> tuple[Finding, ...]:
    """Everything to be said about the centre's files, errors first. Raises nothing of its own."""
    desk = _Desk()
    settings: Settings | None = desk.read(lambda: read_settings(root / SETTINGS_FILE, environ))
    files = settings.files if settings else FileSettings()
    rules = desk.read(lambda: read_policy(root / files.policy))
    corp_id = settings.dingtalk.corp_id if settings else ""
    directory = desk.read(
        lambda: read_directory(corp_id, root / files.units, root / files.people, root / files.offices)
    )
    desk.read(lambda: read_overrides(root / files.texts))
    if rules is not None:
        seasons, own = rules.seasons, root / files.calendar
        desk.read(lambda: read_calendar(own if own.exists() else SHIPPED, seasons=seasons))
    found = [*desk.broken, *proofs(rules, directory, today)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.severity is not Severity.ERROR))


def proofs(rules: Rules | None, directory: Directory | None, today: date) -> Iterator[Finding]:
    """What the files that could be read contradict, leave out, or can never use."""
    if rules is not None:
        yield from tables.contradictions(rules)
        yield from tables.limits(rules, today)
        yield from tables.grades(rules)
        yield from tables.clocks(rules)
        yield from catalogue.kinds(rules)
        yield from reports.meetings(rules)
    if rules is not None and directory is not None:
        yield from catalogue.units(rules, directory)
        yield from reports.figures(rules, directory, today)
        yield from staffing.ladders(rules, directory, today)
        yield from staffing.staffing(rules, directory, today)
    if directory is not None:
        yield from names(directory)
