"""`duban policy check`: proves a centre's rules without touching anything; exit 1 while there is an error."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import real_now
from config.checks import Severity
from config.proving.centre import prove
from config.texts import proofs as words
from domain.calendar_clock import local_date

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

Centre = Annotated[Path, typer.Argument(metavar="[目录]", help="中心配置目录；不写则为当前目录。")]


@app.callback()
def policy() -> None:
    """The centre's rules as files."""


@app.command(
    "check", help="检查政策和名册：自相矛盾、永远轮不到的规则、有效期空档、缺人；有错误时退出码为 1。"
)
def check(directory: Centre = Path()) -> None:
    """One sentence per finding, errors first."""
    found = prove(directory, os.environ, local_date(real_now()))
    for finding in found:
        typer.echo(f"{'✗' if finding.severity is Severity.ERROR else '！'} {finding.sentence}")
    errors = sum(one.severity is Severity.ERROR for one in found)
    typer.echo(words.total(errors, len(found) - errors))
    if errors:
        raise typer.Exit(1)
