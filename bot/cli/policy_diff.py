"""`duban policy diff A B [--tickets]`: which rules differ, and which open due times would move; nothing is written."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.reading import HERE, Folder, centre_of
from bot.clock import real_now
from config.calendar import SHIPPED, read_calendar
from config.difference import differences
from config.load import SETTINGS_FILE, Centre, read_settings
from config.policy import Rules, read_policy
from config.texts import policy as rules
from config.texts import policy_diff as words
from config.texts import rules_shown as shown
from domain.context import Context
from domain.failures import DubanError
from domain.ticket import Ticket
from domain.whatif import SAID, Due, Either, Move
from store import clock as stored_clock
from store.database import open_database
from store.walking import FROM_THE_FIRST, open_after

AT_ONCE = 500
"""Tickets read at a time: some megabytes."""

Old = Annotated[Path, typer.Argument(metavar="甲", help="原政策：policy.yaml，或中心配置目录。")]
New = Annotated[Path, typer.Argument(metavar="乙", help="新政策：policy.yaml，或中心配置目录。")]
Tickets = Annotated[bool, typer.Option("--tickets", help="查看 --dir 所指中心的在办工单，列出会变动的时限。")]
Most = Annotated[int, typer.Option("--examples", min=0, max=1000, help="每条规则最多列出多少个工单。")]


class NothingToLookInto(DubanError):
    """No store; the text says what to do."""


def diff(old: Old, new: New, *, tickets: Tickets = False, folder: Folder = HERE, examples: Most = 5) -> None:
    """Compare in words; with `--tickets` go through every open ticket, without changing any."""
    one, other = _rules(old), _rules(new)
    found = differences(one, other)
    typer.echo("\n".join((words.RULES, *(f"  {line}" for line in found))) if found else words.SAME)
    if not tickets:
        return
    centre = centre_of(Path(folder))
    url = centre.database_url.reveal()
    if url.startswith("sqlite") and not Path(url.removeprefix("sqlite:///")).exists():
        raise NothingToLookInto(words.no_store(url))
    for line in asyncio.run(_gone_through(centre, one, other, examples)).lines():
        typer.echo(line)


@dataclass(slots=True)
class Group:
    """The moves under one rule: counted all, kept only so many as examples."""

    count: int = 0
    tickets: int = 0
    overdue: int = 0
    examples: list[Move] = field(default_factory=list)
    last: str = ""

    def keep(self, move: Move, now: datetime, examples: int) -> None:
        """One more; moves of one ticket come one after the other."""
        self.count += 1
        self.tickets += move.ticket != self.last
        self.overdue += move.overdue(now)
        self.last = move.ticket
        if len(self.examples) < examples:
            self.examples.append(move)


@dataclass(slots=True)
class Ledger:
    """What was found on the way through all open tickets."""

    either: Either
    examples: int
    tickets: int = 0
    groups: dict[str, Group] = field(default_factory=dict)

    def look_at(self, ticket: Ticket) -> None:
        """Put its moves under their rules."""
        self.tickets += 1
        for move in self.either.moves(ticket):
            group = self.groups.setdefault(_named(move), Group())
            group.keep(move, self.either.old.now, self.examples)

    def lines(self) -> Iterator[str]:
        """What there is to say, what moves most first."""
        yield words.looked(self.tickets)
        if not self.groups:
            yield words.NO_MOVES
            return
        yield words.MOVES
        for name, group in sorted(self.groups.items(), key=lambda one: -one[1].count):
            yield words.group(name, group.count, group.tickets, group.overdue)
            yield from (words.example(one.ticket, one.before.at, one.after.at) for one in group.examples)
            if group.count > len(group.examples):
                yield words.more(group.count - len(group.examples))
        yield words.ONLY_NEW


async def _gone_through(centre: Centre, old: Rules, new: Rules, examples: int) -> Ledger:
    database = open_database(centre.database_url.reveal())
    try:
        now = real_now() + await database.read(stored_clock.offset)
        context = Context(now, centre.policy, centre.calendar, centre.directory)
        either = Either(_under(old, context, centre), _under(new, context, centre))
        ledger, last = Ledger(either, examples), FROM_THE_FIRST
        while batch := await database.read(partial(open_after, last=last, most=AT_ONCE)):
            last = batch[-1].id
            for ticket in batch:
                ledger.look_at(ticket)
    finally:
        await database.close()
    return ledger


def _under(read: Rules, context: Context, centre: Centre) -> Context:
    """The same moment under these rules, whose office hours are part of the calendar."""
    own = centre.places.root / centre.settings.files.calendar
    file = own if own.exists() else SHIPPED
    calendar = read_calendar(file, seasons=read.seasons, quiet=read.quiet)
    return replace(context, policy=read.policy, calendar=calendar)


def _rules(path: Path) -> Rules:
    """The rules of a file, or of a centre's folder."""
    if not path.is_dir():
        return read_policy(path)
    settings = path / SETTINGS_FILE
    named = read_settings(settings, os.environ).files.policy if settings.exists() else "policy.yaml"
    return read_policy(path / named)


def _named(move: Move) -> str:
    before, after = (_limit(due) for due in (move.before, move.after))
    key = move.before.rule
    return words.rule(key, rules.RULES[key], before, after) if key != SAID else words.BY_CALENDAR


def _limit(due: Due) -> str:
    return shown.limit(due.limit) if due.limit else ""
