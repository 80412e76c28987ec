"""One torture from the first start to the last look: traffic and kills side by side, then quiet, then the reckoning."""

import asyncio
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import real_now
from bot.stage.theatre import GROUP
from store.quiet import moving
from tests.torture.crowd import BROKEN, Crowd
from tests.torture.deeds import Deed
from tests.torture.killer import Killer
from tests.torture.matters import ADMINISTRATOR, live
from tests.torture.screens import Screens, Tail
from tests.torture.town import Town

QUIET_WITHIN_S = 240.0
LOOK_EVERY_S = 0.5
AT_WORK = timedelta(hours=1)
TELLS_EVERY_S = 30.0
LULL_S = 2.5
"""So long nobody acts while business time is moved: every worker has followed by then."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how hard. `together` matters go on at the same time; time moves every `move_every_s`."""

    kills: int
    seed: int
    within_s: float = 900.0
    together: int = 24
    move_every_s: float = 60.0
    warm_up_s: float = 5.0


@dataclass(slots=True)
class Result:
    """What was done; the rest stands in the journals and in the database."""

    crowd: Crowd
    killer: Killer
    matters: Counter[str] = field(default_factory=Counter)
    stalled: Counter[str] = field(default_factory=Counter)
    noise: list[str] = field(default_factory=list)
    quiet: bool = False
    moved: int = 0

    @property
    def deeds(self) -> list[Deed]:
        """Everything anybody did."""
        return self.crowd.deeds


async def torture(town: Town, plan: Plan) -> Result:
    """Traffic and kills until so many died or the time is over; then everything up, and quiet waited for."""
    dice = random.Random(plan.seed)
    crowd = Crowd(
        town, Screens(Tail(town.chat_journal), Tail(town.sms_journal)), random.Random(dice.random())
    )
    result = Result(crowd, Killer(town, random.Random(dice.random())))
    await _open(town)
    crowd.at_rest.set()
    async with _beside(town.supervise()), _beside(crowd.watch()), _beside(_progress(result)):
        await town.all_ready()
        await _bound(crowd)
        async with _beside(_matters(crowd, plan, result)), _beside(_mornings(result, plan)):
            await asyncio.sleep(plan.warm_up_s)
            await result.killer.kill(plan.kills, plan.within_s)
            await town.all_ready()
            await town.tell_time()
            crowd.at_rest.clear()
            await asyncio.sleep(plan.warm_up_s)
            crowd.stopping = True
        result.quiet = await _quiet(result)
        await asyncio.to_thread(crowd.screens.look)
    return result


async def _progress(result: Result) -> None:
    """A line now and then, so that nobody thinks it hangs."""
    while True:
        await asyncio.sleep(TELLS_EVERY_S)
        ended = sum(result.matters.values())
        sys.stdout.write(
            f"{result.killer.total} kills, {len(result.deeds)} things done, {ended} matters at their end\n"
        )
        sys.stdout.flush()


async def _open(town: Town) -> None:
    """Everything being started, an hour into a working day."""
    now = real_now()
    at = town.centre.calendar.next_working_morning(now) + AT_WORK
    await town.move_time(at - now)
    await asyncio.gather(*(worker.start() for worker in town.workers))


async def _bound(crowd: Crowd) -> None:
    """The group is the supervision group."""
    while not any("督办群" in one.text for one in crowd.screens.messages[GROUP]):
        await crowd.say(ADMINISTRATOR, "/绑定 督办群", to=GROUP)
        await crowd.until(lambda: any("督办群" in one.text for one in crowd.screens.messages[GROUP]), 15)


async def _matters(crowd: Crowd, plan: Plan, result: Result) -> None:
    """So many at the same time; a new one begins when one ends."""

    def ended(kind: str, well: bool) -> None:
        (result.matters if well else result.stalled)[kind] += 1

    places = iter(range(10**6))

    async def one_after_another(first_s: float) -> None:
        await asyncio.sleep(first_s)
        while not crowd.stopping:
            await live(crowd, next(places), ended)

    async with asyncio.TaskGroup() as group:
        for place in range(plan.together):
            group.create_task(one_after_another(place * 0.4))


async def _mornings(result: Result, plan: Plan) -> None:
    """Now and then everybody rests and business time goes on: to the evening, or to the next working morning."""
    crowd, town = result.crowd, result.crowd.town
    while not crowd.stopping:
        await asyncio.sleep(plan.move_every_s)
        now = real_now() + town.offset
        morning = town.centre.calendar.next_working_morning(now) + AT_WORK
        by = crowd.dice.choice([timedelta(minutes=11), timedelta(hours=3), morning - now, morning - now])
        crowd.at_rest.clear()
        result.killer.resting.set()
        try:
            await asyncio.sleep(LULL_S)
            async with asyncio.timeout(60):
                await town.move_time(by)
            result.moved += 1
        except BROKEN as broken:
            result.noise.append(f"time was not moved: {type(broken).__name__}")
        finally:
            result.killer.resting.clear()
        await asyncio.sleep(LULL_S)
        crowd.at_rest.set()


async def _quiet(result: Result) -> bool:
    """Whether inbox, outbox, timers and stand-ins came to rest in time; leases of the dead must run out first."""
    town = result.crowd.town
    ends_at = asyncio.get_running_loop().time() + QUIET_WITHIN_S
    calm = 0
    while calm < 3:
        if asyncio.get_running_loop().time() > ends_at:
            return False
        calm = calm + 1 if await _at_rest(town, real_now() + town.offset) else 0
        await asyncio.sleep(LOOK_EVERY_S)
    return True


async def _at_rest(town: Town, now: datetime) -> bool:
    try:
        still = await town.database.read(lambda connection: moving(connection, now))
        return still.quiet and await town.phones.quiet()
    except BROKEN:
        return False


@asynccontextmanager
async def _beside(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """The work goes on while the block does; a fault of it ends the block, what is left of it is ended after it."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        if not task.done():
            task.cancel()
        ended = (await asyncio.gather(task, return_exceptions=True))[0]
        if isinstance(ended, Exception):
            sys.stderr.write(f"{task.get_name()}: {ended!r}\n")
            raise ended
