"""/进度: where a ticket stands, how its due time came about (the same reckoning as card and report), and who was called."""

from config.texts import answers, sendings
from domain.deciding.clocks import is_urgent
from domain.ticket import Ticket
from domain.vocabulary import Office
from handlers.commands.command import EVERYBODY, Call, CommandSpec, Unclear
from handlers.commands.steps import seen, the_ticket
from handlers.speaking import Spoken

READERS = frozenset({Office.INSPECTOR, Office.CONFIRMER})


async def run(call: Call) -> Spoken:
    """State, items, latest report, due time line by line."""
    ticket = await the_ticket(call)
    check_may_read(call, ticket)
    view = await seen(call, ticket)
    called = await call.work.outbox.calls_about(ticket.id) if is_urgent(ticket) else ()
    words = (answers.progress(view), sendings.calls(view, called))
    return Spoken("\n".join(part for part in words if part), ticket.id)


def check_may_read(call: Call, ticket: Ticket) -> None:
    """The centre and the inspectors read all, a unit its own, a town its whistles, nobody a complaint about their own unit."""
    directory, day = call.context.directory, call.context.today
    if directory.of_the_centre(call.speaker.id, day) or call.offices & READERS:
        return
    units = directory.units_of(call.speaker.id, day)
    parts = {part.unit for part in (*ticket.assignments, *ticket.released)}
    if ticket.whistle:
        parts.add(ticket.whistle.unit)
    if not units & parts or ticket.about_unit in units:
        raise Unclear(answers.not_yours_to_read())


SPEC = CommandSpec(
    names=("进度",),
    aliases=("progress", "status"),
    usage="/进度 工单号",
    example="/进度 K7M2",
    purpose="查看办理进度和时限的由来",
    offices=EVERYBODY,
    run=run,
)
