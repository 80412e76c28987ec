"""From a heard command to its answer: known, allowed here, allowed to this person; then its own function."""

from config.texts import answers
from config.texts.heard.arguments import Arguments
from config.texts.heard.commands import HeardCommand, nearest_name
from domain.inbound import ChatSaid, ConversationKind
from domain.people import Person
from handlers.commands import BY_NAME
from handlers.commands.command import Call, CommandSpec, Unclear, may_give
from handlers.ports import Work
from handlers.speaking import Spoken
from handlers.surroundings import Surroundings


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
    try:
        return await spec.run(Call(spec, heard, Arguments(heard), said, speaker, work, around))
    except Unclear as unclear:
        return Spoken(unclear.words)


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
