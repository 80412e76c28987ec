"""From a heard command to its answer: known, allowed here, allowed to this person; then its own function."""

from dataclasses import replace

from config.texts import answers, gates
from config.texts.heard.arguments import TRIAL, Arguments
from config.texts.heard.commands import HeardCommand, nearest_name
from domain.inbound import ChatSaid, ConversationKind
from domain.people import Person
from handlers.commands import BY_NAME
from handlers.commands.command import Call, CommandSpec, Unclear, may_give
from handlers.ports import Work
from handlers.speaking import Spoken
from handlers.surroundings import Surroundings
from handlers.views import view_of


async def run_command(
    heard: HeardCommand, said: ChatSaid, speaker: Person, *, work: Work, around: Surroundings
) -> Spoken:
    """The command's answer; a wrong name, place or hand changes nothing and says what to do instead."""
    spec = BY_NAME.get(heard.name)
    if spec is None:
        return Spoken(_unknown(heard.name, speaker, around))
    if not await _allowed_here(spec, said, work):
        return Spoken(answers.only_one_to_one(spec.name))
    offices = around.context.directory.offices_of(speaker.id, around.context.today)
    if not may_give(spec, offices):
        return Spoken(answers.not_your_command(spec.name))
    call = Call(spec, heard, Arguments(heard), said, speaker, work, around)
    try:
        return await (_tried(call) if call.arguments.flag(TRIAL) else spec.run(call))
    except Unclear as unclear:
        return Spoken(unclear.words)


async def _tried(call: Call) -> Spoken:
    """--试算: what the command would answer and which gates would still be shut; nothing of it happens."""

    async def trial(work: Work) -> Spoken:
        spoken = await call.spec.run(replace(call, work=work))
        ticket = await work.tickets.get(spoken.ticket) if spoken.ticket is not None else None
        if ticket is None:
            return Spoken(answers.only_tried(spoken.words, ""))
        viewer = None if call.in_group else call.speaker.id
        view = await view_of(ticket, work, call.context, viewer)
        return Spoken(answers.only_tried(spoken.words, gates.missing(view)))

    return await call.work.tried(trial)


def _unknown(name: str, speaker: Person, around: Surroundings) -> str:
    near = nearest_name(name, BY_NAME)
    spec = BY_NAME[near] if near else None
    offices = around.context.directory.offices_of(speaker.id, around.context.today)
    if spec is None or not may_give(spec, offices):
        return answers.unknown_command(name)
    return answers.did_you_mean(name, spec.name, spec.example)


async def _allowed_here(spec: CommandSpec, said: ChatSaid, work: Work) -> bool:
    """One-to-one always; in a group only the bound one, what may hold personal data in none (design §3)."""
    if said.conversation.kind is ConversationKind.ONE_TO_ONE:
        return True
    if spec.private:
        return False
    return spec.any_group or await work.groups.supervision() == said.conversation.id
