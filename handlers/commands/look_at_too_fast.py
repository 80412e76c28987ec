"""/复看: a supervisor has looked at a ticket that was closed within minutes, and clears the mark (domain.md §8.5)."""

from config.texts import answers_commands as told
from domain.commands import LookAtTooFast
from handlers.commands.command import SUPERVISION, Call, CommandSpec
from handlers.commands.steps import done, the_ticket, words_if_any
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """With a word on what was found, if wanted."""
    ticket = await the_ticket(call)
    return await done(
        call, ticket, LookAtTooFast(call.by, await words_if_any(call, ticket)), told.too_fast_cleared
    )


SPEC = CommandSpec(
    names=("复看",),
    aliases=("toofast",),
    usage="/复看 工单号 [说明]",
    example="/复看 K7M2 系解释类事项，属实",
    purpose="核看办结过快的工单",
    offices=SUPERVISION,
    run=run,
)
