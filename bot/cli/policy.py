"""`duban policy check|apply|log`: proves a centre's rules, records on whose word they count, and shows the record."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from bot import rulebook
from bot.build import Parts
from bot.cli.parts import with_parts
from bot.cli.policy_diff import diff
from bot.cli.reading import HERE, Folder, centre_of
from bot.clock import real_now
from bot.schema import make_ready
from config.checks import Severity
from config.proving.centre import prove
from config.texts import labels
from config.texts import proofs as words
from config.texts import rulebook as told
from domain.actor import official
from domain.calendar_clock import local_date
from domain.failures import DubanError
from domain.ids import PersonId
from domain.vocabulary import Office
from handlers.rulebook import digest_of
from store.work import SqlWork

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

MAY_CHANGE_RULES = (Office.CENTRE_HEAD, Office.DEPUTY_HEAD, Office.ADMINISTRATOR)

By = Annotated[str, typer.Option("--by", metavar="人员编号", help="批准人，people.csv 中的编号。")]
Reason = Annotated[str, typer.Option("--reason", metavar="原因", help="为什么改，一句话。")]
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


app.command("diff", help="用文字列出两份政策的差别；加 --tickets 列出在办工单会变动的时限。不改动任何内容。")(
    diff
)


class NotApplied(DubanError):
    """The rules were not put into effect; the text says why and what to do."""


@app.command("apply", help="由批准人启用现在的政策文件：先检查，有错误则不生效；记下是谁、何时、为何。")
def apply(by: By, reason: Reason, folder: Folder = HERE) -> None:
    """Record the rules as those in force, on somebody's word. The programs read them when they are restarted."""
    if not reason.strip():
        raise NotApplied(told.NO_REASON)
    found = prove(Path(folder), os.environ, local_date(real_now()))
    if any(one.severity is Severity.ERROR for one in found):
        raise NotApplied(told.NOT_OPEN)
    asyncio.run(make_ready(centre_of(Path(folder))))

    async def work(parts: Parts) -> None:
        _may(parts, PersonId(by))
        digest = digest_of(parts.centre.policy_text)
        before = await rulebook.history(parts)
        if before and before[-1].digest == digest:
            typer.echo(told.same(digest))
            return
        await rulebook.take_effect(parts, official(PersonId(by)), reason.strip())
        typer.echo(told.applied(PersonId(by), digest))

    with_parts(folder, work)


@app.command("log", help="列出历次生效的政策：何时、谁、指纹、原因。")
def log(folder: Folder = HERE) -> None:
    """One line for each time rules took effect."""
    asyncio.run(make_ready(centre_of(Path(folder))))

    async def work(parts: Parts) -> None:
        books = await rulebook.history(parts)
        refs = [book.reason for book in books if book.reason]
        opened = await parts.database.read(lambda c: SqlWork(c, parts.tools).words.open(refs))
        for book in books:
            reason = opened.get(book.reason.ref, "") if book.reason else ""
            typer.echo(told.entry(book.version, book.since, book.by, book.digest, reason))
        if not books:
            typer.echo(told.NOTHING)

    with_parts(folder, work)


def _may(parts: Parts, person: PersonId) -> None:
    directory, day = parts.who.directory, local_date(parts.clock.now())
    found = directory.person(person)
    if found is None or found.suspended:
        raise NotApplied(told.unknown_person(person))
    if not any(directory.holds(person, office, day) for office in MAY_CHANGE_RULES):
        offices = "、".join(labels.office(one) for one in MAY_CHANGE_RULES)
        raise NotApplied(told.may_not(person, offices))
