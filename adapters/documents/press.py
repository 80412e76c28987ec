"""Makes papers: one at a time, each in a process of its own that ends with it.

The running program loads none of the libraries that make documents; it writes an order and waits for a file.
"""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from adapters.documents import ordering
from adapters.documents.office import Office, pages
from adapters.documents.orders import MOST_LINES, MOST_ROWS, ROWS_A_LINE, Answer, Made, Order, Trouble, Value
from adapters.documents.tables import Sheet, sheets_of
from config.texts.papers import sentences
from config.texts.papers.markdown import markdown
from config.texts.papers.titles import file_name, template_name, title
from domain.papers.kinds import FORMS, Form
from domain.papers.paper import File, Mark, NotMade, Paper

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
_LONGEST_HEAD = 64 * 1024
_log = structlog.get_logger("documents")


class Press:
    """Makes papers as files. `own`: the centre's folder of templates; `scratch`: where temporary files may lie."""

    def __init__(
        self,
        own: Path,
        scratch: Path,
        office: Office,
        *,
        fonts: Sequence[str] = FONT_FOLDERS,
        timeout_s: float = 60,
    ) -> None:
        self._own = own
        self._scratch = scratch
        self._office = office
        self._fonts = [*fonts]
        self._timeout_s = timeout_s
        self._one_at_a_time = asyncio.Lock()

    async def make(self, paper: Paper, form: Form, mark: Mark | None = None) -> File | NotMade:
        """The finished paper, or in one sentence why not. `mark`: who takes it out, where somebody does."""
        if form not in FORMS[paper.kind]:
            return NotMade(sentences.no_such_form(title(paper.kind), form.value))
        if form is Form.MARKDOWN:
            return File.of(file_name(paper, form), markdown(paper, mark).encode())
        async with self._one_at_a_time:
            self._scratch.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=self._scratch) as folder:
                return await self._made(paper, form, mark, Path(folder))

    async def _made(self, paper: Paper, form: Form, mark: Mark | None, folder: Path) -> File | NotMade:
        match form:
            case Form.PDF if not self._office.soffice:
                return NotMade(sentences.no_office())
            case Form.PDF:
                return await self._pdf(paper, mark, folder)
            case Form.PICTURE:
                return await self._picture(paper, mark, folder)
            case _:
                return await self._file(paper, form, mark, folder)

    async def _pdf(self, paper: Paper, mark: Mark | None, folder: Path) -> File | NotMade:
        source = Form.DOCX if Form.DOCX in FORMS[paper.kind] else Form.XLSX
        made = await self._file(paper, source, mark, folder)
        if isinstance(made, NotMade):
            return made
        pdf = await self._office.pdf(made.content, source.value, folder)
        if pdf is None:
            return NotMade(sentences.office_failed())
        return File.of(file_name(paper, Form.PDF), pdf, made.warnings)

    async def _picture(self, paper: Paper, mark: Mark | None, folder: Path) -> File | NotMade:
        """The first page as it is printed; where that cannot be, the same words drawn as a table."""
        if self._office.soffice and self._office.pdftoppm and Form.PDF in FORMS[paper.kind]:
            pdf = await self._pdf(paper, mark, folder)
            page = None if isinstance(pdf, NotMade) else await self._office.first_page(pdf.content, folder)
            if page is not None and isinstance(pdf, File):
                count = pages(pdf.content)
                more = (sentences.first_page_only(count),) if count > 1 else ()
                return File.of(file_name(paper, Form.PICTURE), page, (*pdf.warnings, *more))
        made = await self._asked(ordering.picture(paper, mark, self._fonts), (), folder)
        return self._told(paper, Form.PICTURE, made)

    async def _file(self, paper: Paper, form: Form, mark: Mark | None, folder: Path) -> File | NotMade:
        if form is Form.XLSX:
            sheets = sheets_of(paper)
            if any(sheet.order["count"] > MOST_ROWS for sheet in sheets):
                return NotMade(sentences.too_many(MOST_ROWS))
            made = await self._asked(ordering.xlsx(paper, sheets, mark, self._fonts), sheets, folder)
        else:
            if ordering.longest_list(paper) > MOST_LINES:
                return NotMade(sentences.too_many(MOST_LINES))
            made = await self._asked(ordering.docx(paper, self._own, mark, self._fonts), (), folder)
        return self._told(paper, form, made)

    def _told(self, paper: Paper, form: Form, made: Made | None) -> File | NotMade:
        if made is None:
            return NotMade(sentences.too_slow(round(self._timeout_s)))
        if made.content:
            warnings = (sentences.chart_as_table(),) if Trouble.CHART_AS_TABLE in made.troubles else ()
            return File.of(file_name(paper, form), made.content, warnings)
        if Trouble.TEMPLATE in made.troubles:
            return NotMade(made.sentence)
        if Trouble.NO_FONT in made.troubles:
            return NotMade(sentences.no_picture())
        _log.warning(
            "a paper was not made", action="documents", kind=paper.kind, form=form, fault=made.sentence
        )
        own = self._own / template_name(paper.kind)
        if form is Form.DOCX and own.is_file():
            return NotMade(sentences.template_failed(own.name))
        return NotMade(sentences.failed())

    async def _asked(self, order: Order, sheets: Sequence[Sheet], folder: Path) -> Made | None:
        """What the process brought about; None where its time was over."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "adapters.documents",
            str(folder),
            cwd=folder,
            env=self._environment(folder),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LONGEST_HEAD,
        )
        try:
            async with asyncio.timeout(self._timeout_s):
                await _order(process, order, sheets)
                return await _answer(process)
        except TimeoutError:
            return None
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _environment(self, folder: Path) -> dict[str, str]:
        """Nothing of ours: no secret of the running program reaches the process."""
        return {
            "PATH": os.defpath,
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "TMPDIR": str(folder),
            "MPLCONFIGDIR": str(self._scratch / "matplotlib"),
            "OPENBLAS_NUM_THREADS": "1",
        }


async def _order(process: asyncio.subprocess.Process, order: Order, sheets: Sequence[Sheet]) -> None:
    """Write the order and its rows, some at a time, so that chat goes on between."""
    if process.stdin is None:
        return
    with contextlib.suppress(ConnectionError):
        process.stdin.write(json.dumps(order).encode() + b"\n")
        for number, sheet in enumerate(sheets):
            for rows in _some(sheet.rows):
                process.stdin.write(json.dumps([number, rows]).encode() + b"\n")
                await process.stdin.drain()
                await asyncio.sleep(0)
        process.stdin.close()
        await process.stdin.wait_closed()


def _some(rows: Iterator[list[Value]]) -> Iterator[list[list[Value]]]:
    while some := [*islice(rows, ROWS_A_LINE)]:
        yield some


async def _answer(process: asyncio.subprocess.Process) -> Made:
    if process.stdout is None:
        return Made(b"", (Trouble.FAILED,))
    try:
        head: Answer = json.loads(await process.stdout.readline())
        content = await process.stdout.readexactly(head["size"])
    except (ValueError, asyncio.IncompleteReadError):
        return Made(b"", (Trouble.FAILED,), "no answer")
    return Made(content, tuple(Trouble(one) for one in head["troubles"]), head["sentence"])
