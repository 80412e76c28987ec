"""Reads the duty rosters people send in chat, outside any transaction: a workbook takes longer than a commit should."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from config.rosters.reading import read_roster
from config.rosters.written import RosterFaulty
from domain.inbound import EventKey, Inbound, RosterSent
from domain.outgoing import FetchFile
from domain.rosters.deciding import only_unit
from handlers.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class RosterReader:
    """`around`: as a handler's, for the directory and the day."""

    around: Callable[[], Surroundings]

    async def read(self, key: EventKey, fetch: FetchFile, row: int, content: bytes) -> Inbound:
        """What the file says, or what is wrong with it, as an event."""
        context = self.around().context
        unit = only_unit(fetch.person, context)
        digest = hashlib.sha256(content).hexdigest()
        try:
            found = await asyncio.to_thread(read_roster, content, context.directory, context.today, unit)
        except RosterFaulty as faulty:
            return RosterSent(key, context.now, row, digest, faults=faulty.sentences)
        turns = tuple(sorted(found.turns.items()))
        return RosterSent(key, context.now, row, digest, turns, found.remarks)
