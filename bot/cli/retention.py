"""`duban retention`: what the policy keeps no longer, a row a rule; gone only with `--yes`."""

from typing import Annotated

import typer

from bot import retention as keeping
from bot.build import Parts
from bot.cli.parts import with_parts
from bot.cli.reading import HERE, Folder
from bot.clock import real_now
from config.texts import retention as words
from domain.failures import DubanError

Dry = Annotated[bool, typer.Option("--dry-run", help="只显示每条规则到期多少，不清理。")]
Sure = Annotated[bool, typer.Option("--yes", help="核对无误，真正清理。")]


class NotCleaned(DubanError):
    """Nothing went; the text says what to do."""


def retention(dry_run: Dry = False, yes: Sure = False, folder: Folder = HERE) -> None:
    """Print every rule with what is due, and take it away only with `--yes`."""
    sure = yes and not dry_run

    async def work(parts: Parts) -> None:
        counts = await (keeping.clean if sure else keeping.due)(parts, real_now())
        for rule, count in counts.items():
            typer.echo(words.line(rule, keeping.kept_for(parts, rule), count, done=sure))
        for month in await (keeping.drop_empty if sure else keeping.empty)(parts, real_now()):
            typer.echo(words.month(month, done=sure))
        if parts.centre.policy.forget_by_itself:
            typer.echo(words.BY_ITSELF)

    with_parts(folder, work)
    if sure:
        typer.echo(words.BACKUPS)
    elif not dry_run:
        raise NotCleaned(words.NOT_DONE)
