"""Three real workers in processes of their own play written stories on PostgreSQL: everybody sees what one worker would show.

The driver only holds the phones and moves time: which worker takes a text, a timer or a message is left to them.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest

from bot.cli.rehearse import told
from bot.rehearsal.casting import cast
from bot.rehearsal.performance import Outcome
from bot.rehearsal.player import Player
from bot.rehearsal.sitework import SiteWork
from bot.rehearsal.story import read_story
from bot.stage.theatre import GROUP
from bot.travel import Travel
from domain.calendar_clock import local_date
from domain.vocabulary import Office
from tests.databases import PostgresServer, postgres_server
from tests.outages.fleet import Fleet, fleet
from tests.scenarios.looking import asked

__all__ = ["postgres_server"]

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(400)]

STORIES = Path(__file__).parents[1] / "stories"
WORKER = ("-m", "tests.outages.worker")
PLAYED = ("14_which_ticket", "16_texts")
"""Few steps in time: every step waits until three processes have taken it up, and the longest story takes a minute."""
SENT_BY = "SELECT count(DISTINCT worker) FROM outbox WHERE state = 'done'"
TEXTS_SENT = "SELECT count(*) FROM outbox WHERE state = 'done' AND recipient LIKE 'appellant:%'"
IN_DOUBT = "SELECT count(*) FROM outbox WHERE state IN ('unknown', 'failed')"


@dataclass(frozen=True, slots=True)
class OnFleet:
    """What a player needs of the running program, of three of them."""

    travel: Travel

    async def settle(self) -> None:
        await self.travel.settle()

    async def travel_to(self, instant: datetime) -> None:
        await self.travel.to(instant)

    def now(self) -> datetime:
        return self.travel.now()

    def next_morning(self) -> datetime:
        return self.travel.next_morning()


async def bind_group(town: Fleet, travel: Travel) -> None:
    """The administrator makes the group the supervision group."""
    admin = town.centre.directory.holders(Office.ADMINISTRATOR, local_date(town.clock.now()))[0].staff_id
    await town.phones.say({"person": admin, "to": GROUP, "kind": "text", "text": "/绑定 督办群"})
    await travel.settle()


async def texts_to(town: Fleet, phone: str) -> list[object]:
    """What that citizen's phone shows from the centre."""
    messages = (await town.phones.texts(phone))["messages"]
    assert isinstance(messages, list)
    return [one for one in messages if one["author"] == "centre"]


@pytest.mark.parametrize("name", PLAYED)
async def test_three_workers_tell_the_story_as_one_does(
    name: str, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    story = read_story(STORIES / f"{name}.yaml")
    url = postgres_server.emptied()
    async with (
        fleet(tmp_path, url, 3, run=WORKER, begins=story.begins_at) as three,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as visitor,
    ):
        travel = three.travel()
        await bind_group(three, travel)
        casting = cast(story, three.centre.directory, GROUP)
        player = Player(story, casting, three.phones, OnFleet(travel), SiteWork(visitor))
        difference = await player.play()
        citizens = [role.phone for role in casting.roles.values() if role.phone]
        shown = [one for phone in citizens for one in await texts_to(three, phone)]

    assert difference is None, told(Outcome(story, tuple(player.lines), difference, {}))
    sent_by, texts_sent, in_doubt = (
        int(str(rows[0][0])) for rows in asked(url, (SENT_BY, ()), (TEXTS_SENT, ()), (IN_DOUBT, ()))
    )
    assert sent_by > 1, "one worker did it all: nothing was tried"
    assert in_doubt == 0
    assert len(shown) == texts_sent, "as many texts on the phones as were meant: none twice, none lost"
