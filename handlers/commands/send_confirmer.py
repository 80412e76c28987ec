"""/踏勘: names who goes to the site; the confirmer gets a card and two working days (design §3)."""

from config.texts import answers_commands as told
from domain.commands import NameConfirmer
from domain.ids import VisitId
from domain.vocabulary import Office
from handlers.commands.command import SUPERVISION, Call, CommandSpec
from handlers.commands.steps import done, incomplete, person_named, the_ticket
from handlers.site import link_for
from handlers.speaking import Spoken

_ANEW = {"重发": True}
"""The phone that opened the page is gone: the same person gets another one."""


async def run(call: Call) -> Spoken:
    """Somebody outside the units; another one than before replaces them. The confirmer alone gets the page."""
    ticket = await the_ticket(call)
    anew = call.arguments.one_of(_ANEW) is not None
    confirmer = person_named(call)
    if confirmer is None and (link := link_for(ticket, call.speaker, call.around)):
        return Spoken(told.confirm_by_page(ticket.number, link), ticket.id)
    if confirmer is None:
        raise incomplete(call, "核查员")
    command = NameConfirmer(call.by, VisitId(call.work.ids.new()), confirmer.id, anew)
    return await done(call, ticket, command, told.confirmer_named)


SPEC = CommandSpec(
    names=("踏勘",),
    aliases=("visit",),
    usage="/踏勘 工单号 @核查员 [重发]",
    example="/踏勘 K7M2 @李核查",
    purpose="指定现场核查员",
    offices=SUPERVISION | {Office.CONFIRMER},
    run=run,
)
