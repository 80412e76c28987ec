"""Fetches files people sent in chat; each comes back as an inbound event like any other (design §2)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.dingtalk.files import Files
from domain.faces import Answer, Sent
from domain.failures import DeliveryFailed, Permanent
from domain.inbound import EventKey, FileFetched, FileLost, Inbound
from domain.outgoing import FetchFile
from domain.retrying import TRIES
from store.blobs import Blobs


@dataclass(frozen=True, slots=True)
class Errands:
    """`receive` is the intake; `clock` business time."""

    files: Files
    blobs: Blobs
    receive: Callable[[Inbound], Awaitable[Answer]]
    clock: Callable[[], datetime]

    async def run(self, fetch: FetchFile, row: int, attempts: int) -> Sent:
        """Fetch, keep, and hand in. A file that is lost for good is handed in as lost."""
        try:
            fetched = await self.files.fetch(fetch.file.code)
        except DeliveryFailed as failure:
            if isinstance(failure, Permanent) or attempts >= TRIES:
                lost = FileLost(EventKey("file", str(row)), self.clock(), row, failure.code)
                await self.receive(lost)
                return Sent()
            raise
        blob = await self.blobs.put(fetched.content)
        event = FileFetched(EventKey("file", str(row)), self.clock(), row, blob, fetched.media_type)
        await self.receive(event)
        return Sent()
