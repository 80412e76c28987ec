"""/并单: several people, one matter (多人同诉): parts go into an open main ticket, and come out again undone (domain.md §4.6)."""

from config.texts import answers
from config.texts import answers_commands as told
from domain.commands import LetGo, MergeInto, TakeIn, TakenAppeal, UndoMerge
from domain.decide import decide
from domain.ids import AppellantId
from domain.refusals import Refusal
from domain.ticket import Ticket
from domain.vocabulary import Track
from handlers.commands.command import DISPATCH, Call, CommandSpec, Unclear
from handlers.commands.steps import incomplete, refused, seen
from handlers.keeping import carry_out
from handlers.speaking import Spoken

_UNDO = {"撤销": True, "取消": True, "拆分": True, "undo": True}
_PAIR = 2


async def run(call: Call) -> Spoken:
    """The first number is the main ticket; with 撤销 the one number is the part that stands by itself again."""
    undoing = call.arguments.one_of(_UNDO)
    tickets = [await _ticket(call, reference.code) for reference in call.arguments.references()]
    if undoing:
        if not tickets:
            raise incomplete(call, "要恢复的附单")
        return await _undo(call, tickets[0])
    if len(tickets) < _PAIR:
        raise incomplete(call, "主单和附单的工单号")
    main, *parts = tickets
    for part in parts:
        merged = await _merge(call, main, part)
        if isinstance(merged, Spoken):
            return merged
        main = merged
    return Spoken(told.merged(await seen(call, main), [part.number for part in parts]), main.id)


async def _ticket(call: Call, code: str) -> Ticket:
    ticket = await call.work.tickets.by_number(code)
    if ticket is None:
        raise Unclear(answers.no_such_ticket(code))
    return ticket


async def _merge(call: Call, main: Ticket, part: Ticket) -> Ticket | Spoken:
    """Both sides or neither: both are asked before either is changed."""
    into = MergeInto(call.by, main.id, main.is_open, main.track is Track.LIST)
    appeals = tuple(
        TakenAppeal(a.appellant, a.words, a.at, a.channel, a.confidential, a.fixed_line) for a in part.appeals
    )
    take = TakeIn(call.by, part.id, appeals, part.track is Track.LIST)
    for ticket, command in ((part, into), (main, take)):
        foreseen = decide(ticket, command, call.context)
        if isinstance(foreseen, Refusal):
            return await refused(call, ticket, foreseen)
    await carry_out(part, into, call.work, call.context)
    outcome = await carry_out(main, take, call.work, call.context)
    return await refused(call, main, outcome) if isinstance(outcome, Refusal) else outcome


async def _undo(call: Call, part: Ticket) -> Spoken:
    main = await call.work.tickets.get(part.merged_into) if part.merged_into is not None else None
    undo = UndoMerge(call.by)
    foreseen = decide(part, undo, call.context)
    if isinstance(foreseen, Refusal) or main is None:
        return await _undone(call, part, undo)
    let_go = LetGo(call.by, part.id, _brought_by(part, main))
    foreseen = decide(main, let_go, call.context)
    if isinstance(foreseen, Refusal):
        return await refused(call, main, foreseen)
    await carry_out(main, let_go, call.work, call.context)
    return await _undone(call, part, undo)


async def _undone(call: Call, part: Ticket, undo: UndoMerge) -> Spoken:
    """The part by itself again, with state and limits as they were."""
    outcome = await carry_out(part, undo, call.work, call.context)
    if isinstance(outcome, Refusal):
        return await refused(call, part, outcome)
    return Spoken(told.merge_undone(await seen(call, outcome)), outcome.id)


def _brought_by(part: Ticket, main: Ticket) -> tuple[AppellantId, ...]:
    """Appellants the main ticket has through this part alone."""
    words = {appeal.words for appeal in part.appeals}
    staying = {appeal.appellant for appeal in main.appeals if appeal.words not in words}
    return tuple(dict.fromkeys(a.appellant for a in part.appeals if a.appellant not in staying))


SPEC = CommandSpec(
    names=("并单",),
    aliases=("merge",),
    usage="/并单 主单 附单…；恢复：/并单 撤销 附单",
    example="/并单 K7M2 P3Q8",
    purpose="多人同诉并单（每位诉求人都回访），可撤销",
    offices=DISPATCH,
    run=run,
)
