"""The whole program with both stand-ins, in a process of its own: `python -m bench.ours FOLDER [MATTERS [URL]]`.

Prints one line of JSON with where to knock, then runs until its input is closed. `MATTERS`: so many tickets are filed and
dispatched first, so that their leaders can reply. `URL`: a migrated PostgreSQL database in place of the embedded one.
"""

import asyncio
import json
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bench.pushes import MATTERS
from bot.cli.reading import log_to_stderr
from bot.clock import BusinessClock, real_now
from bot.stage.theatre import GROUP, Theatre, theatre, with_accounts
from config.init import write_sample
from config.load import load
from config.settings import LogSettings
from domain.calendar_clock import local_date
from domain.people import Directory, Person
from domain.vocabulary import Office, UnitKind
from store.database import Connection
from store.sealing import KeyRing
from store.tables.tickets import tickets


async def serve(folder: Path, matters: int, url: str) -> None:
    """Until whoever started us closes our input."""
    log_to_stderr(LogSettings(level="critical"))
    write_sample(folder / "centre")
    centre = load(folder / "centre", {})
    centre = replace(centre, directory=with_accounts(centre.directory))
    if url:
        KeyRing.create(centre.places.master_key)  # an embedded centre makes its own
    # In office hours, so that nothing waits for the morning.
    clock = BusinessClock()
    clock.set(centre.calendar.next_working_morning(real_now()) + timedelta(hours=1))
    # Unlimited: a reply makes three calls here (the answer, the leader's card, the liaison's card), so that fifteen a second
    # are more than the standard edition's twenty calls, and its queue is all that would be measured.
    async with theatre(centre, clock, database=url, ticking=True, limited=False) as house:
        settings = house.program.centre.settings
        told = {
            "door": f"{house.url}/intake/alibaba/{settings.sms.webhook_secret.reveal()}",
            "chat": house.phones.chat,
            "database": house.program.centre.database_url.reveal().removeprefix("sqlite:///"),
            "replies": await _with_leaders(house, matters),
            "offset_s": clock.offset.total_seconds(),
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


async def _with_leaders(house: Theatre, matters: int) -> list[tuple[str, str]]:
    """File and dispatch so many tickets; each with its leader's chat id and its number."""
    if not matters:
        return []
    for turn in range(matters):
        await house.phones.text(f"138{turn:08d}", f"{MATTERS[turn % len(MATTERS)]}，{turn}号")
    await house.travel.settle()
    numbers = await house.program.parts.database.read(_numbers)
    directory, day = house.program.parts.who.directory, local_date(house.program.now())
    dispatcher = directory.holders(Office.DISPATCHER, day)[0]
    leaders = _leaders(directory, house)
    replies = []
    for turn, number in enumerate(numbers):
        unit, leader = leaders[turn % len(leaders)]
        text = f"/派单 {number} {unit} 求助 地点：幸福路{turn + 1}号"
        order = {"person": dispatcher.staff_id, "to": GROUP, "kind": "text", "text": text}
        await house.phones.say(order)
        replies.append((leader.staff_id or "", number))
    await house.travel.settle()
    return replies


async def _numbers(connection: Connection) -> list[str]:
    return list((await connection.execute(select(tickets.c.number).order_by(tickets.c.id))).scalars())


def _leaders(directory: Directory, house: Theatre) -> list[tuple[str, Person]]:
    day = local_date(house.program.now())
    return [
        (unit.name, leader)
        for unit in directory.units.values()
        if unit.kind is not UnitKind.CENTRE and (leader := directory.accountable_of(unit.id, day)) is not None
    ]


if __name__ == "__main__":
    told = dict(enumerate(sys.argv))
    asyncio.run(serve(Path(told[1]), int(told.get(2, "0")), told.get(3, "")))
