"""`duban contacts sync`: DingTalk's address book against the centre's own people; no phone number is ever printed."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.build import Parts
from bot.cli.parts import with_parts
from bot.cli.reading import HERE, Folder, centre_of
from bot.contacts import ContactSync, Found
from bot.roll import Roll
from bot.schema import make_ready
from config.texts import contacts as words

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

Dry = Annotated[bool, typer.Option("--dry-run", help="只看会有什么变化，不改动任何内容。")]
Force = Annotated[bool, typer.Option("--force", help="离开的人多得不寻常时仍然停用。")]


@app.callback()
def contacts() -> None:
    """The organisation's address book."""


@app.command("sync", help="核对钉钉通讯录：记住新找到的ID，告知调动，停用离开的人并告警其在办工单。")
def sync(dry_run: Dry = False, force: Force = False, folder: Folder = HERE) -> None:
    """Look, print, and unless it is a rehearsal keep."""
    asyncio.run(make_ready(centre_of(Path(folder))))

    async def work(parts: Parts) -> None:
        await Roll(parts).refresh()
        compare = ContactSync(parts)
        found = await compare.look()
        if not dry_run:
            await compare.keep(found, force=force)
        for line in told(found, done=not dry_run):
            typer.echo(line)

    with_parts(folder, work)


def told(found: Found, *, done: bool) -> Iterator[str]:
    """What there is to say, in the order of its weight."""
    book, compared = found.book, found.compared
    yield words.looked(len(book.departments), len(book.people), compared.known)
    something = [
        *(words.gone(code, done=done) for code in found.gone),
        *ContactSync.told_moves(compared.moved, book.departments),
        *((words.found(tuple(found.resolved)),) if found.resolved else ()),
        *((words.not_found(found.unknown),) if found.unknown else ()),
        *((words.hidden(found.hidden),) if found.hidden else ()),
    ]
    yield from something
    if compared.joined:
        yield words.joined(len(compared.joined))
        for staff_id, name in found.strangers.items():
            yield words.stranger(staff_id, name, book.people[staff_id], book.departments)
        if len(compared.joined) > len(found.strangers):
            yield words.more(len(compared.joined) - len(found.strangers))
    elif not something:
        yield words.NOTHING
    if not done:
        yield words.DRY
