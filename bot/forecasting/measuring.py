"""What a matter costs: its model story is played through the whole real program against the stand-ins, and counted."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from adapters.dingtalk import calls
from bot.rehearsal.performance import perform
from bot.rehearsal.story import read_story
from config.texts import forecasting as words
from domain.failures import DubanError
from domain.forecasting import Costs, Matter, Spend
from domain.policy import Policy

STORIES = Path(__file__).parent / "stories"

KINDS: Mapping[str, Spend] = {
    calls.CREATE_CARD.name: Spend.CARDS_PUT,
    calls.UPDATE_CARD.name: Spend.CARDS_UPDATED,
    calls.SEND_TO_PEOPLE.name: Spend.NOTICES,
    calls.SEND_TO_GROUP.name: Spend.GROUP_NEWS,
    calls.DING.name: Spend.DINGS,
    calls.DOWNLOAD.name: Spend.DOWNLOADS,
    calls.UPLOAD.name: Spend.UPLOADS,
    calls.REPLY.name: Spend.SESSION_REPLIES,
}


class NotMeasured(DubanError):
    """A model story went otherwise than written; the text says which and where."""


async def measure(matter: Matter, policy: Policy | None) -> Costs:
    """What one matter of that kind costs under these rules (None: the shipped ones), by kind of spending."""
    story = read_story(STORIES / f"{matter.value}.yaml")
    outcome = await perform(story, None, "", policy=policy)
    if outcome.difference is not None:
        step = outcome.difference.step
        raise NotMeasured(words.not_measured(story.title, step.line, outcome.difference.expected))
    spent: Counter[Spend] = Counter()
    for name, count in outcome.spent.items():
        spent[KINDS.get(name, Spend.OTHER)] += count
    spent[Spend.PUSHES] = outcome.pushes
    return spent


async def measured(policy: Policy | None) -> Mapping[Matter, Costs]:
    """Every kind of matter, one after the other."""
    return {matter: await measure(matter, policy) for matter in Matter}
