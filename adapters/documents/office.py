"""LibreOffice and pdftoppm, where they are installed: a document as PDF, a page of it as a picture.

Each run has a profile of its own, a time limit and its own process group, so that nothing of it is left behind.
"""

import asyncio
import contextlib
import os
import re
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from adapters.documents.packing import packed, unpacked

_DPI = 110
_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
_CHARACTER_GRID = re.compile(rb'(<w:docGrid [^>]*w:type=)"linesAndChars"')
_DEFAULT_LOOK = re.compile(rb"<w:rPrDefault>\s*<w:rPr>")
_NARROWER = b'<w:spacing w:val="-5"/>'
"""A quarter of a point: 28 letters of 16 pt in 156 mm."""
_TIMES = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)\d{14}")
_IDENTITY = re.compile(rb"/ID\s*\[\s*<[0-9A-F]{32}>\s*<[0-9A-F]{32}>\s*\]|/DocChecksum\s*/[0-9A-F]{32}")


@dataclass(frozen=True, slots=True)
class Office:
    """Paths of the programs; empty where one is not installed."""

    soffice: str
    pdftoppm: str
    timeout_s: float = 120

    @classmethod
    def installed(cls) -> Self:
        """What is found on this machine."""
        return cls(
            shutil.which("soffice") or shutil.which("libreoffice") or "", shutil.which("pdftoppm") or ""
        )

    async def pdf(self, content: bytes, ending: str, scratch: Path) -> bytes | None:
        """A document as PDF, the same octets for the same document; None where it did not come about."""
        source = scratch / f"paper.{ending}"
        source.write_bytes(as_office_reads_it(content) if ending == "docx" else content)
        profile = (scratch / "profile").as_uri()
        done = await self._ran(
            scratch,
            self.soffice,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--nologo",
            "--convert-to",
            "pdf",
            "--outdir",
            str(scratch),
            str(source),
        )
        made = scratch / "paper.pdf"
        return settled(made.read_bytes()) if done and made.is_file() else None

    async def first_page(self, pdf: bytes, scratch: Path) -> bytes | None:
        """The first page as PNG; None where it did not come about."""
        source = scratch / "page.pdf"
        source.write_bytes(pdf)
        target = scratch / "page"
        done = await self._ran(
            scratch,
            self.pdftoppm,
            "-png",
            "-r",
            str(_DPI),
            "-f",
            "1",
            "-singlefile",
            str(source),
            str(target),
        )
        made = target.with_suffix(".png")
        return made.read_bytes() if done and made.is_file() else None

    async def _ran(self, scratch: Path, *command: str) -> bool:
        """Whether it ended well within its time; whatever it started ends with it."""
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=scratch,
            env={"HOME": str(scratch), "PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": str(scratch)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(self.timeout_s):
                return await process.wait() == 0
        except TimeoutError:
            return False
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def as_office_reads_it(docx: bytes) -> bytes:
    """The same document with 28 characters a line by narrower spacing instead of by the grid.

    LibreOffice gives a letter that is wider than its cell of the grid two cells; GB/T 9704 has letters of 16 pt in cells
    of 15.8 pt, which Word and WPS understand.
    """
    parts = unpacked(docx)
    for place in ("word/document.xml", "word/styles.xml"):
        if place in parts:
            lines = _CHARACTER_GRID.sub(rb'\g<1>"lines"', parts[place])
            parts[place] = _DEFAULT_LOOK.sub(rb"\g<0>" + _NARROWER, lines, count=1)
    return packed(parts)


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(_PAGE.findall(pdf))


def settled(pdf: bytes) -> bytes:
    """Without the moment it was made; lengths are kept, so that every offset in it still holds."""
    timeless = _TIMES.sub(rb"\g<1>20000101000000", pdf)
    return _IDENTITY.sub(lambda found: re.sub(rb"[0-9A-F]{32}", b"0" * 32, found[0]), timeless)
