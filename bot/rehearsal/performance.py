"""One story, start to end: a fresh town, the performance, and what became of it."""

import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import aiohttp

from bot.clock import BusinessClock
from bot.program import Program
from bot.rehearsal.casting import cast, with_story_offices
from bot.rehearsal.player import Difference, Player
from bot.rehearsal.sitework import SiteWork
from bot.rehearsal.story import Story, StoryUnreadable
from bot.rehearsal.watching import Watcher
from bot.stage.theatre import GROUP, Theatre, theatre, with_accounts
from config.init import write_sample
from config.load import Centre, load
from config.rosters.reading import read_roster
from config.rosters.written import RosterFaulty
from domain.actor import SYSTEM
from domain.policy import Policy
from handlers.rosters.importing import import_roster
from store.connection import Connection
from store.migrate import upgrade
from store.sealing import KeyRing
from store.work import SqlWork

AtRest = Callable[[Program], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The transcript, and the first difference if there was one."""

    story: Story
    lines: tuple[str, ...]
    difference: Difference | None
    heard: dict[str, tuple[int, ...]]
    """How many things each role was told in all: on their own screen, in the group, by strong reminder."""
    spent: dict[str, int] = field(default_factory=dict)
    """Calls of the chat platform by name."""
    pushes: int = 0
    """What the chat platform pushed to us."""


@dataclass(frozen=True, slots=True)
class OnStage:
    """What a player needs of the running program."""

    house: Theatre
    at_rest: AtRest | None = None

    async def settle(self) -> None:
        """Wait until all is quiet."""
        await self.house.travel.settle()

    async def travel_to(self, instant: datetime) -> None:
        """Move business time."""
        await self.house.travel.to(instant)
        if self.at_rest is not None:
            await self.house.travel.settle()
            await self.at_rest(self.house.program)

    def now(self) -> datetime:
        """Business time."""
        return self.house.travel.now()

    def next_morning(self) -> datetime:
        """The next working morning."""
        return self.house.travel.next_morning()


async def perform(
    story: Story,
    folder: Path | None,
    database: str,
    *,
    everything: bool = False,
    twice: bool = False,
    swap: int | None = None,
    at_rest: AtRest | None = None,
    policy: Policy | None = None,
) -> Outcome:
    """Play a story. `folder`: a centre's own files, else the sample set; `database`: another than a fresh SQLite.

    `database` must be empty; its tables are made here. `everything`: the transcript has all that appears on any screen.
    `policy`: other rules over the sample set's people.
    `at_rest`: called after every move of the clock and at the end, when nothing moves.
    `twice`: whatever is pushed to us comes twice; `swap`: a seed, by whose chances neighbours overtake each other.
    """
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="duban-story-")))
        centre = _centre(folder, home)
        centre = replace(centre, directory=with_story_offices(story, with_accounts(centre.directory)))
        centre = centre if policy is None else replace(centre, policy=policy)
        begins = story.begins_at
        clock = BusinessClock(stopped_at=begins)
        if database:
            await upgrade(database)
            KeyRing.create(centre.places.master_key)
        house = await stack.enter_async_context(theatre(centre, clock, database=database, ticking=False))
        visitor = await stack.enter_async_context(
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        )
        await _hang_rosters(story, house.program)
        casting = cast(story, house.program.parts.who.directory, GROUP)
        watcher = Watcher(casting, house.phones) if everything else None
        player = Player(
            story, casting, house.phones, OnStage(house, at_rest), SiteWork(visitor), watcher, swap=swap
        )
        await house.phones.deliver(twice=twice, swap=swap)
        difference = await player.play()
        if at_rest is not None:
            await at_rest(house.program)
        spending = house.program.parts.spending
        spent = dict(spending.by_name)
        heard = await player.eyes.heard()
        return Outcome(story, tuple(player.lines), difference, heard, spent, spending.came)


async def _hang_rosters(story: Story, program: Program) -> None:
    """The story's duty rosters are in force when it begins."""
    if not story.roster:
        return
    parts = program.parts
    try:
        read = read_roster(story.roster.encode(), parts.who.directory, story.begins_at.date())
    except RosterFaulty as faulty:
        raise StoryUnreadable(f"{story.file} 值班表：{faulty}") from None

    async def hang(connection: Connection) -> None:
        await import_roster(read.turns, "", SYSTEM, SqlWork(connection, parts.tools), parts.around())

    await parts.database.write(hang)


def _centre(folder: Path | None, home: Path) -> Centre:
    """The centre's own rules and people on a stage of its own: nothing of its data is touched."""
    write_sample(home / "centre")
    staged = load(home / "centre", {})
    if folder is None:
        return staged
    own = load(folder, {})
    return replace(own, settings=staged.settings, places=staged.places, warnings=())
