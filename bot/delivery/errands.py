"""Fetches files people sent in chat; each comes back as an inbound event like any other (design §2)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from adapters.dingtalk.files import Files
from bot.delivery.attached import fault_of
from domain.faces import Answer, Sent
from domain.failures import DeliveryFailed, Permanent
from domain.inbound import EventKey, FileFetched, FileLost, Inbound
from domain.outgoing import FetchFile, FilePurpose, PrintPaper
from domain.retrying import TRIES
from store.blobs import Blobs

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Errands:
    """`receive` is the intake; `clock` business time."""

    files: Files
    blobs: Blobs
    receive: Callable[[Inbound], Awaitable[Answer]]
    clock: Callable[[], datetime]
    roster: Callable[[EventKey, FetchFile, int, bytes], Awaitable[Inbound]]
    """Reads duty rosters (`bot/rosters.py`)."""
    printed: Callable[[PrintPaper, int], Awaitable[Inbound]]
    """Makes papers (`bot/papers/`)."""

    async def run(self, wanted: FetchFile | PrintPaper, row: int, attempts: int) -> Sent:
        """Do it, and hand in what came of it."""
        if isinstance(wanted, PrintPaper):
            await self.receive(await self.printed(wanted, row))
            return Sent()
        return await self._fetched(wanted, row, attempts)

    async def _fetched(self, fetch: FetchFile, row: int, attempts: int) -> Sent:
        """Fetch, keep, and hand in. A file that is lost for good, or is not what it claims to be, is handed in as lost."""
        try:
            fetched = await self.files.fetch(fetch.file.code)
        except DeliveryFailed as failure:
            if isinstance(failure, Permanent) or attempts >= TRIES:
                return await self._lost(row, failure.code)
            raise
        fault = fault_of(fetch.file, fetched.content, fetched.media_type)
        if fault is not None:
            return await self._lost(row, fault.value)
        if fetch.purpose is FilePurpose.ROSTER:
            await self.receive(await self.roster(_key(row), fetch, row, fetched.content))
            return Sent()
        blob = await self.blobs.put(fetched.content)
        event = FileFetched(_key(row), self.clock(), row, blob, fetched.media_type)
        await self.receive(event)
        return Sent()

    async def _lost(self, row: int, code: str) -> Sent:
        key = _key(row)
        log.warning(
            "A file sent in chat was not taken; its sender is told.",
            action="fetch",
            key=f"{key.source}:{key.id}",
            code=code,
        )
        await self.receive(FileLost(key, self.clock(), row, code))
        return Sent()


def _key(row: int) -> EventKey:
    return EventKey("file", str(row))
