"""A whistle (吹哨) goes out: the ticket is made, the units are called, the earlier case is looked at again (§12)."""

from dataclasses import replace

from config.texts import whistles
from domain.actor import SYSTEM
from domain.commands import BlowWhistle, StartLookBack
from domain.context import Context
from domain.ids import PersonId, UnitId
from domain.refusals import Refusal
from handlers.keeping import carry_out
from handlers.ports import Work
from handlers.speaking import Spoken
from handlers.surroundings import Surroundings
from handlers.views import view_of


async def send_out(command: BlowWhistle, speaker: PersonId, work: Work, around: Surroundings) -> Spoken:
    """The number, who is called and until when; or why not."""
    outcome = await carry_out(None, command, work, around.context)
    if isinstance(outcome, Refusal):
        return not_blown(outcome, work, around)
    await work.marks.touch(speaker, outcome.id, around.context.now)
    earlier = await work.tickets.get(command.earlier) if command.earlier is not None else None
    if earlier is not None:
        # Where it is still open there is nothing to look back at: the link alone remains.
        await carry_out(earlier, StartLookBack(SYSTEM, because_again=True), work, around.context)
    return Spoken(whistles.blown(await view_of(outcome, work, around.context, speaker)), outcome.id)


def not_blown(refusal: Refusal, work: Work, around: Surroundings) -> Spoken:
    """Why not: there is no ticket yet by which the units could be named, so they are named here."""
    work.refused(refusal.reason)
    named = tuple(UnitId(unit_name(unit, around.context)) for unit in refusal.units)
    return Spoken(around.texts.refusal(replace(refusal, units=named, text="".join(named[:1]))))


def unit_name(unit: UnitId, context: Context) -> str:
    """As people know it, or its code."""
    found = context.directory.units.get(unit)
    return found.name if found else unit
