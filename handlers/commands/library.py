"""/答复库: the centre's store of answers; looked up by words, added to, changed, taken out of use."""

from config.texts import library as told
from config.texts.heard.library import (
    HeardLibrary,
    LibraryVerb,
    hear_entry,
    hear_library,
    holds_personal_data,
)
from domain.library import AnswerDraft, AnswerEntry, fault_of
from handlers.answering import fitting
from handlers.commands.command import CENTRE, INTAKE, Call, CommandSpec, Unclear
from handlers.commands.steps import incomplete
from handlers.speaking import Spoken

_SHOWN = 5


async def run(call: Call) -> Spoken:
    """Anybody of the centre looks; who answers at intake keeps it up."""
    heard = hear_library(call.text)
    if heard.verb is LibraryVerb.SEARCH:
        return Spoken(await _looked_up(call, heard.words))
    if not call.offices & INTAKE:
        raise Unclear(told.not_yours())
    match heard.verb:
        case LibraryVerb.ADD:
            return Spoken(await _added(call, heard))
        case LibraryVerb.CHANGE:
            return Spoken(await _changed(call, heard))
        case _:
            return Spoken(await _stopped(call, heard))


async def _looked_up(call: Call, words: str) -> str:
    if not words:
        raise incomplete(call, "关键词")
    today = call.context.today
    if (number := hear_entry(words, bare=True)) is not None:
        entry = await call.work.library.get(number)
        return told.unknown(number) if entry is None else told.whole(entry, today)
    return told.found(await fitting(words, _SHOWN, call.work, call.around), today)


async def _added(call: Call, heard: HeardLibrary) -> str:
    draft = _draft(call, heard)
    for entry in await call.work.library.titled(draft.title):
        if not entry.stopped and entry.draft == draft:
            return told.same_again(entry.entry)
    return told.added(await call.work.library.add(draft, call.speaker.id, call.context.now))


async def _changed(call: Call, heard: HeardLibrary) -> str:
    old = await _meant(call, heard)
    draft = _draft(call, heard)
    if not old.stopped and old.draft == draft:
        return told.same_again(old.entry)
    return told.changed(await call.work.library.change(old, draft, call.speaker.id, call.context.now))


async def _stopped(call: Call, heard: HeardLibrary) -> str:
    old = await _meant(call, heard)
    if old.stopped:
        return told.already_stopped(old.entry)
    return told.stopped(await call.work.library.stop(old, call.speaker.id, call.context.now))


async def _meant(call: Call, heard: HeardLibrary) -> AnswerEntry:
    if heard.entry is None:
        raise incomplete(call, "编号")
    entry = await call.work.library.get(heard.entry)
    if entry is None:
        raise Unclear(told.unknown(heard.entry))
    return entry


def _draft(call: Call, heard: HeardLibrary) -> AnswerDraft:
    if heard.wrong_days:
        raise Unclear(told.wrong_days(heard.wrong_days))
    personal = holds_personal_data(call.text)
    wrong = fault_of(heard.draft, call.context.policy.categories, personal=personal)
    if wrong is not None:
        raise Unclear(told.fault(wrong))
    return heard.draft


SPEC = CommandSpec(
    names=("答复库", "知识库"),
    aliases=("library", "answers"),
    usage="/答复库 关键词|库编号|增 标题 / 正文|改 编号 标题 / 正文|停用 编号",
    example="/答复库 增 公积金提取 / 带身份证和购房合同，到政务大厅3号窗口办理，当场审核。",
    purpose="查找和维护常用答复",
    offices=CENTRE,
    run=run,
)
