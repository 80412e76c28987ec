"""`duban answers`: fills the store of answers (答复库) from a file, all of it or nothing."""

from pathlib import Path
from typing import Annotated

import typer

from bot.build import Parts
from bot.cli.parts import with_parts
from bot.cli.reading import HERE, Folder
from config.library import read_answers
from config.texts import library as words
from domain.failures import DubanError
from domain.ids import PersonId
from domain.library import AnswerDraft
from handlers.answering import Taken, take_in
from store.connection import Connection
from store.work import SqlWork

OPERATOR = PersonId("operator")
"""Who stands in the versions where nobody was named: whoever may log in on the server."""

app = typer.Typer(no_args_is_help=True)

File = Annotated[
    Path, typer.Argument(help="CSV 文件，列：标题、正文，可加 分类、来源、起、止；UTF-8 或 GBK。")
]
Hand = Annotated[str, typer.Option("--by", help="经办人的人员编号（people.csv），记入各版本。")]


class NotImported(DubanError):
    """Nothing was imported; the text says why and what to do."""


@app.command("import", help="从 CSV 导入答复；标题相同的更新为新版本，有一行不对就全部不导入。")
def bring_in(file: File, by: Hand = OPERATOR, folder: Folder = HERE) -> None:
    """Read the whole file first, then keep it in one transaction."""

    async def work(parts: Parts) -> None:
        context = parts.around().context
        if by != OPERATOR and context.directory.person(PersonId(by)) is None:
            raise NotImported(words.unknown_hand(by))
        drafts: tuple[AnswerDraft, ...] = read_answers(file, context.policy.categories)

        async def kept(connection: Connection) -> Taken:
            return await take_in(drafts, PersonId(by), SqlWork(connection, parts.tools), context)

        typer.echo(words.imported(*await parts.database.write(kept)))

    with_parts(folder, work)
