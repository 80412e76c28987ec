"""/进度: where a ticket stands, and how its due time came about (the same reckoning as card and report)."""

from config.texts import answers
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
    return Spoken(answers.progress(await seen(call, ticket)), ticket.id)


def check_may_read(call: Call, ticket: Ticket) -> None:
    """The centre and the inspectors read all, a unit its own, nobody a complaint about their own unit (§14)."""
    directory, day = call.context.directory, call.context.today
    if directory.of_the_centre(call.speaker.id, day) or call.offices & READERS:
        return
    units = directory.units_of(call.speaker.id, day)
    parts = {part.unit for part in (*ticket.assignments, *ticket.released)}
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
