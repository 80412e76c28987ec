"""Carries out `PrintPaper`: reads in a reading transaction, prints in a process apart, keeps the files, says what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.papers import bulletin, meeting
from bot.papers.job import Job
from bot.printing import Printing
from domain.bulletins.bulletin import BULLETINS
from domain.ids import DocketId
from domain.inbound import EventKey, PaperPrinted, PrintedFile
from domain.meetings.meeting import MEETINGS
from domain.outgoing import PrintPaper
from domain.papers.paper import NotMade
from handlers.ports import Work
from handlers.surroundings import Surroundings
from store.blobs import Blobs
from store.database import Connection, Database
from store.work import SqlWork, Tools

Composed = Callable[[DocketId, Work, Surroundings], Awaitable[Job | None]]

JOBS: dict[str, Composed] = {BULLETINS.name: bulletin.job, MEETINGS.name: meeting.job}
"""By the kind's name. To add one: write its file, add its line here and in `handlers/papers.py`."""


@dataclass(frozen=True, slots=True)
class Printer:
    """`clock` business time."""

    database: Database
    tools: Tools
    around: Callable[[], Surroundings]
    printing: Printing
    blobs: Blobs
    clock: Callable[[], datetime]

    async def printed(self, wanted: PrintPaper, row: int) -> PaperPrinted:
        """What came of it: the files, or the one sentence why not; nothing at all where nothing is wanted any more."""
        key = EventKey("paper", str(row))
        job = await self._job(wanted)
        if job is None:
            return PaperPrinted(key, self.clock(), wanted.docket, "")
        files: list[PrintedFile] = []
        for paper, forms in job.papers:
            for form in forms:
                made = await self.printing.make(paper, form)
                if isinstance(made, NotMade):
                    return PaperPrinted(key, self.clock(), wanted.docket, wanted.kind, trouble=made.sentence)
                files.append(PrintedFile(await self.blobs.put(made.content), made.name))
        return PaperPrinted(key, self.clock(), wanted.docket, wanted.kind, job.content, tuple(files))

    async def _job(self, wanted: PrintPaper) -> Job | None:
        composed = JOBS.get(wanted.kind)
        if composed is None:
            return None

        async def read(connection: Connection) -> Job | None:
            return await composed(wanted.docket, SqlWork(connection, self.tools), self.around())

        return await self.database.read(read)
