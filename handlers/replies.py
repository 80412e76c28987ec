"""Something was said in chat: by whom, where, and whether it is a command, an answer or a leader's plain words (design §4)."""

from config.texts import answers
from config.texts.heard.commands import hear_command
from config.texts.heard.letters import says_something
from domain.asks import AskKind
from domain.faces import Answer
from domain.inbound import ChatSaid, ConversationKind
from domain.people import Person
from handlers.commands import BY_NAME
from handlers.commands.running import run_command
from handlers.leader_words import go, leader_said
from handlers.open_questions import answer_to
from handlers.ports import Work
from handlers.rosters.sending import fetch_roster, roster_among
from handlers.speaking import Spoken, answer, ear_of
from handlers.strays import stray_seen
from handlers.surroundings import Surroundings
from handlers.talk import talk_of


async def chat_said(said: ChatSaid, work: Work, around: Surroundings) -> Answer | None:
    """Answered in chat through the outbox; people are known by organisation and staff id only (`dingtalk.md` §4.6)."""
    directory = around.context.directory
    speaker = directory.by_staff_id(said.sender.corp_id, said.sender.staff_id)
    if speaker is None:
        elsewhere = bool(said.sender.corp_id) and said.sender.corp_id != directory.corp_id
        spoken = Spoken(answers.other_organisation() if elsewhere else answers.outsider())
    else:
        spoken = await _answered(said, speaker, work, around)
    await answer(spoken, ear_of(said, speaker), work, around)
    return None


async def _answered(said: ChatSaid, speaker: Person, work: Work, around: Surroundings) -> Spoken:
    if said.quote is not None and said.quote.of_robot and not await work.marks.knows(said.quote.message_ids):
        await stray_seen(work, around)
    heard = hear_command(said.text, BY_NAME)
    if heard is not None:
        return await run_command(heard, said, speaker, work=work, around=around)
    if said.conversation.kind is ConversationKind.GROUP:
        return await _in_group(said, speaker, work, around)
    if not says_something(said.text) and not said.files:
        # A lone slash is neither progress nor a signature.
        return Spoken(answers.cannot_read())
    roster = roster_among(said, speaker, around)
    if roster is not None:
        return await fetch_roster(roster, said, speaker, work, around)
    return await leader_said(talk_of(said, speaker, work, around))


async def _in_group(said: ChatSaid, speaker: Person, work: Work, around: Surroundings) -> Spoken:
    """Only commands, and in the supervision group the yes or no to a command that was read back there."""
    if await work.groups.supervision() == said.conversation.id:
        question = await work.asks.latest_of_person(
            speaker.id, around.context.now, (AskKind.CONFIRM, AskKind.ITEMS_PROPOSED)
        )
        if question is not None:
            answered = await answer_to(question, talk_of(said, speaker, work, around), go)
            if answered is not None:
                return answered
    return Spoken(answers.group_only_commands())
