"""The centre with its press: what the sender would fetch from it is fetched here, by the same code."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.documents.office import Office
from adapters.documents.press import Press
from bot.papers.printer import Printer
from config.texts.texts import Texts
from domain.inbound import PaperPrinted
from domain.outgoing import PrintPaper, SendFile, Tell
from handlers.papers import paper_printed
from handlers.surroundings import Surroundings
from store.blobs import FolderBlobs
from tests.databases import sqlite_template, tools
from tests.handlers.conftest import house
from tests.handlers.house import House, PlainLinks

__all__ = ["house", "sqlite_template", "tools"]


@dataclass
class Desk:
    """A house, its press, and where its papers lie."""

    house: House
    printer: Printer
    blobs: FolderBlobs
    done: set[int]

    async def print_all(self) -> list[PaperPrinted]:
        """Everything sent to the press and not yet printed comes back, as the sender would bring it."""
        found = []
        for row, outgoing in await self.house.rows():
            if isinstance(outgoing, PrintPaper) and row not in self.done:
                self.done.add(row)
                event = await self.printer.printed(outgoing, row)
                await self.house.handle(lambda work, around, e=event: paper_printed(e, work, around))  # type: ignore[misc]
                found.append(event)
        return found

    async def got(self, person: str) -> list[str]:
        """Names of the files handed to somebody, in order."""
        rows = [one for _, one in await self.house.rows() if isinstance(one, SendFile)]
        return [one.name for one in rows if one.to.person == person]

    async def told(self, person: str) -> list[str]:
        """What the institution told somebody, in order."""
        rows = [
            one for _, one in await self.house.rows() if isinstance(one, Tell) and one.to.person == person
        ]
        return [await self.house.opened(one.words) for one in rows]

    async def file(self, event: PaperPrinted, ending: str) -> bytes:
        """The bytes of the file that ends so."""
        (blob,) = [one.blob for one in event.files if one.name.endswith(ending)]
        content = await self.blobs.get(blob)
        assert content is not None
        return content


@pytest.fixture
async def desk(house: House, tmp_path: Path) -> Desk:
    """Without LibreOffice: what is made is .docx and .xlsx."""
    blobs = FolderBlobs(tmp_path / "blobs")

    def around() -> Surroundings:
        return Surroundings(house.world.context(house.now), Texts(), PlainLinks())

    press = Press(tmp_path / "papers", tmp_path / "scratch", Office("", ""))
    printer = Printer(house.database, house.tools, around, press, blobs, lambda: house.now)
    return Desk(house, printer, blobs, set())
