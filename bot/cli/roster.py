"""`duban roster import`: a duty roster (值班表) out of a file - CSV, XLSX or iCalendar - as a whole or not at all."""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot.build import Parts
from bot.cli.parts import with_parts
from bot.cli.reading import HERE, Folder
from bot.intake import LOST_RACES
from config.rosters.reading import LARGEST, RosterRead, read_roster
from config.rosters.written import RosterFaulty
from config.texts import duty as told
from config.texts import rosters as wrong
from domain.actor import official
from domain.failures import Stale
from domain.ids import PersonId, UnitId
from handlers.rosters.importing import import_roster
from store.connection import Connection
from store.work import SqlWork

app = typer.Typer(no_args_is_help=True)

OPERATOR = PersonId("operator")
"""Who stands in the roster's history where nobody was named: whoever may log in on the server."""

File = Annotated[Path, typer.Argument(help="值班表：.csv、.xlsx 或 .ics。")]
Whose = Annotated[str, typer.Option("--unit", help="单位编码或名称；文件里没有“单位”一栏时必须写。")]
Dry = Annotated[bool, typer.Option("--dry-run", help="只检查并显示会怎样，不导入。")]
Hand = Annotated[str, typer.Option("--by", help="经办人的人员编号（people.csv），记入值班表的历史。")]


@app.callback()
def roster() -> None:
    """Keeps the sub-commands apart."""


@app.command("import", help="导入各单位的值班表；同一时段以后导入的为准。")
def take_in(
    file: File, unit: Whose = "", dry_run: Dry = False, by: Hand = OPERATOR, folder: Folder = HERE
) -> None:
    """Read it, say what is wrong or what it means, and take it over."""
    octets = _octets(file)

    async def work(parts: Parts) -> None:
        read = read_roster(octets, parts.who.directory, parts.around().context.today, _unit(unit, parts))
        if by != OPERATOR and parts.who.directory.person(PersonId(by)) is None:
            raise RosterFaulty((f"人员名册里没有编号 {by}，请核对 --by；没有导入任何内容。",))
        if not dry_run:
            await _keep(read, octets, by, parts)
        typer.echo(_said(read, parts, dry_run=dry_run))

    with_parts(folder, work)


async def _keep(read: RosterRead, octets: bytes, by: str, parts: Parts) -> None:
    """Again where somebody swapped turns in the same moment."""
    for _ in range(LOST_RACES):
        with suppress(Stale):
            await parts.database.write(lambda connection: _kept(connection, read, octets, by, parts))
            return
    raise RosterFaulty((wrong.changed_meanwhile(),))


async def _kept(connection: Connection, read: RosterRead, octets: bytes, by: str, parts: Parts) -> None:
    store = SqlWork(connection, parts.tools)
    digest = hashlib.sha256(octets).hexdigest()
    await import_roster(read.turns, digest, official(PersonId(by)), store, parts.around())


def _said(read: RosterRead, parts: Parts, *, dry_run: bool) -> str:
    units = parts.who.directory.units
    taken = [told.imported(units[unit].name, turns, dry_run=dry_run) for unit, turns in read.turns.items()]
    return "\n".join((*taken, *read.remarks, *((told.DRY_RUN,) if dry_run else ())))


def _octets(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise RosterFaulty((wrong.unreadable_file(file.name),))
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as unreadable:
        raise RosterFaulty((wrong.unreadable_file(file.name),)) from unreadable


def _unit(words: str, parts: Parts) -> UnitId | None:
    if not words:
        return None
    found = parts.who.directory.unit_named(words)
    if len(found) != 1:
        raise RosterFaulty(("--unit 不是单位编码、全称或简称，请核对 units.csv；没有导入任何内容。",))
    return found[0].id
