"""A bulletin over a year of 100,000 tickets, made while something else wants the loop every few milliseconds."""

import asyncio
import resource
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.documents.office import Office
from adapters.documents.press import Press
from bench.lines import Found, Line, show
from domain.papers.bulletin import Bulletin, TicketLine, TicketList
from domain.papers.kinds import Form
from domain.papers.paper import File
from tests.documents.samples import BULLETIN

TICKETS, LISTS = 100_000, 20
WITHIN_S, AT_MOST_MB, NOBODY_WAITS_MS = 10, 300, 50
_BEAT_S = 0.005
_ALONE_S = 10
_MS, _KB = 1000, 1024


async def found(full: bool) -> Found:  # noqa: ARG001 - as every section: this one has a single size
    """Time, memory and the longest wait of the loop, both files one after the other."""
    paper = year()
    late: list[float] = []
    alone = await _alone()
    with TemporaryDirectory() as folder:
        press = Press(Path(folder) / "papers", Path(folder), Office("", ""))
        beating = asyncio.create_task(_beat(late))
        began, spent = time.perf_counter(), _cpu()
        sizes = [await _size(press, paper, form) for form in (Form.DOCX, Form.XLSX)]
        took, worked = time.perf_counter() - began, _cpu() - spent
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
    here, child = (
        resource.getrusage(who).ru_maxrss / _KB for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    longest = max(late) * _MS
    return Found(
        (
            Line(
                f"bulletin over {TICKETS:,} tickets as .docx and .xlsx ({sum(sizes) / _KB:,.0f} KB)",
                f"{took:.1f} s ({worked:.1f} s of processor)",
                f"< {WITHIN_S} s",
                took < WITHIN_S,
            ),
            Line(
                "its memory: this process with the paper, and the one that makes it",
                f"{here:.0f} + {child:.0f} MB",
                f"< {AT_MOST_MB} MB",
                here + child < AT_MOST_MB,
            ),
            Line(
                "longest the loop was kept meanwhile",
                f"{longest:.0f} ms ({alone * _MS:.0f} ms on this machine without it)",
                f"< {NOBODY_WAITS_MS} ms",
                longest < NOBODY_WAITS_MS,
            ),
        )
    )


def year() -> Bulletin:
    """A bulletin whose figures lead to that many tickets."""
    return replace(BULLETIN, ticket_lists=tuple(_lists()))


def _lists() -> Iterator[TicketList]:
    line = BULLETIN.ticket_lists[0].tickets[0]
    each = TICKETS // LISTS
    for ref in range(LISTS):
        numbers = range(ref * each, (ref + 1) * each)
        yield TicketList(f"9-{ref}", line.lead_unit, tuple(_ticket(line, number) for number in numbers))


def _ticket(line: TicketLine, number: int) -> TicketLine:
    return replace(line, ticket_number=f"NX20190701{number:06d}")


async def _size(press: Press, paper: Bulletin, form: Form) -> int:
    made = await press.make(paper, form)
    if not isinstance(made, File):
        raise TypeError(made.sentence)
    return len(made.content)


async def _beat(late: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(_BEAT_S)
        late.append(time.perf_counter() - began - _BEAT_S)


async def _alone() -> float:
    """The longest wait while nothing is made: what the machine's other work costs."""
    late: list[float] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(_ALONE_S):
            await _beat(late)
    return max(late)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    show(asyncio.run(found(full=False)).lines)
