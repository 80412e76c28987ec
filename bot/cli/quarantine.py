"""`duban quarantine list|show|retry`: what could not be read or handled is kept here, not lost."""

from typing import Annotated

import typer

from bot.build import Parts
from bot.cli.parts import with_parts
from bot.cli.reading import HERE, Folder
from bot.clock import real_now
from bot.unread import read_again
from domain.calendar_clock import local
from domain.failures import DubanError, Unreadable
from store.database import Connection
from store.quarantine import UNREAD, Quarantine

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
Number = Annotated[int, typer.Argument(help="隔离编号，见 duban quarantine list。")]


class NotThere(DubanError):
    """No such event in the quarantine."""


@app.command("list", help="列出隔离的消息（不含内容）。")
def listed(folder: Folder = HERE) -> None:
    """One line each, without content."""

    async def look(parts: Parts) -> None:
        found = await parts.database.read(lambda connection: Quarantine(connection, parts.tools).listed())
        for one in found:
            when = local(one.quarantined_at).strftime("%Y-%m-%d %H:%M")
            typer.echo(f"{one.id}  {when}  {one.key.source}  {one.kind}  试过{one.attempts}次  {one.reason}")
        typer.echo(f"共 {len(found)} 条。" if found else "隔离区是空的。")

    with_parts(folder, look)


@app.command("show", help="显示一条隔离消息的原文（含个人信息，请注意场合）。")
def show(number: Number, folder: Folder = HERE) -> None:
    """The raw event, for an operator's eyes."""

    async def look(parts: Parts) -> None:
        body = await parts.database.read(lambda connection: Quarantine(connection, parts.tools).show(number))
        if body is None:
            raise NotThere(f"隔离区没有 {number} 号，请先运行 duban quarantine list。")
        typer.echo(body)

    with_parts(folder, look)


@app.command("retry", help="让一条隔离消息重新处理。")
def retry(number: Number, folder: Folder = HERE) -> None:
    """Handled now if it never could be read before; else by the running program within seconds."""

    async def again(parts: Parts) -> None:
        found = await parts.database.read(
            lambda connection: Quarantine(connection, parts.tools).listed(limit=10_000)
        )
        one = next((one for one in found if one.id == number), None)
        if one is None:
            raise NotThere(f"隔离区没有 {number} 号，请先运行 duban quarantine list。")
        if one.kind == UNREAD:
            await _read_now(parts, number, one.key.source)
        else:
            await parts.database.write(
                lambda connection: Quarantine(connection, parts.tools).retry(number, real_now())
            )
            typer.echo(f"{number} 号已放回，运行中的督办会在几秒内重试。")

    with_parts(folder, again)


async def _read_now(parts: Parts, number: int, source: str) -> None:
    body = await parts.database.read(lambda connection: Quarantine(connection, parts.tools).show(number))
    try:
        events = read_again(parts, source, (body or "").encode(), parts.clock.now())
    except Unreadable as still:
        raise NotThere(f"{number} 号仍然读不懂（{still}），已留在隔离区。") from None
    await parts.intake.receive_all(events)

    async def forget(connection: Connection) -> None:
        await Quarantine(connection, parts.tools).read_at_last(number)

    await parts.database.write(forget)
    typer.echo(f"{number} 号已读懂并处理（{len(events)} 件）。")
