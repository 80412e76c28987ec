"""`duban erase`: a citizen's wish to be forgotten, or the end of the time for keeping (`domain.md` §14).

Shows first what would go, never a word of it, and erases only with `--yes`. The tickets and their record stay.
"""

from typing import Annotated

import typer

from bot.build import Parts
from bot.cli.parts import with_parts
from bot.cli.reading import HERE, Folder
from config.texts.masking import mask_words
from domain.failures import DubanError
from domain.ids import PersonId
from domain.phones import is_dialable, normalised
from handlers.erasing import Known, erase, known_of
from store.connection import Connection
from store.work import SqlWork

OPERATOR = PersonId("operator")
"""Who stands in the look log where nobody was named: whoever may log in on the server."""

Phone = Annotated[str, typer.Option("--phone", prompt="诉求人号码", help="诉求人的号码；不写会询问。")]
Why = Annotated[str, typer.Option("--reason", prompt="删除原因", help="为什么删除，记入查看日志。")]
Hand = Annotated[str, typer.Option("--by", help="经办人的人员编号（people.csv），记入查看日志。")]
Sure = Annotated[bool, typer.Option("--yes", help="核对无误，真正删除。")]


class NotErased(DubanError):
    """Nothing was erased; the text says why and what to do."""


def forget(phone: Phone, reason: Why, by: Hand = OPERATOR, yes: Sure = False, folder: Folder = HERE) -> None:
    """Show what there is; erase it only with `--yes`."""
    number, why = normalised(phone), reason.strip()
    if not is_dialable(number):
        raise NotErased("号码应为3至20位数字，请核对后重试；没有删除任何内容。")
    if not why:
        raise NotErased("请用 --reason 写明删除原因，例如：--reason 本人申请；没有删除任何内容。")

    async def work(parts: Parts) -> None:
        if by != OPERATOR and parts.centre.directory.person(PersonId(by)) is None:
            raise NotErased(f"人员名册里没有编号 {by}，请核对 --by；没有删除任何内容。")

        async def erased(connection: Connection) -> Known:
            store = SqlWork(connection, parts.tools)
            known = _closed(await known_of(number, store))
            if yes:
                await erase(known, PersonId(by), f"删除：{mask_words(why)}", store, parts.around().context)
            return known

        known = await (parts.database.write(erased) if yes else parts.database.read(erased))
        typer.echo(_told(known, done=yes))

    with_parts(folder, work)
    if not yes:
        raise NotErased("尚未删除。核对无误后，在同一条命令后加 --yes 再运行一次。")


def _closed(known: Known | None) -> Known:
    """Only somebody we know, and for whom nothing is open."""
    if known is None:
        raise NotErased("没有这个号码的资料，请核对号码；没有删除任何内容。")
    if known.open:
        numbers = "、".join(ticket.number for ticket in known.open)
        raise NotErased(f"该诉求人还有{len(known.open)}件工单没有办结（{numbers}），请办结后再删除。")
    return known


def _told(known: Known, *, done: bool) -> str:
    what = f"该诉求人的姓名、电话和全部文字内容，涉及已结束工单{len(known.ended)}件"
    if done:
        return f"已删除{what}；工单编号和办理留痕保留，已记入日志。\n此前的备份仍含这些内容，请按备份保存期限清理。"
    return f"将删除{what}；工单编号和办理留痕保留。删除后不能恢复。"
