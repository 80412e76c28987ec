"""The lines of the bench's table, and what a section hands over."""

from collections.abc import Iterable
from typing import NamedTuple

HEAD = "| What | Found | Wanted | Met |\n| --- | --- | --- | --- |"


class Line(NamedTuple):
    """One thing measured. `met`: None where nothing was promised, or nothing could be measured."""

    what: str
    found: str
    wanted: str
    met: bool | None


class Found(NamedTuple):
    """What one section measured, and the notes that stand under the table."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def row(line: Line) -> str:
    """The line in the table."""
    return f"| {line.what} | {line.found} | {line.wanted} | {_MET[line.met]} |".replace("\n", " ")


def show(lines: Iterable[Line]) -> None:
    """Print a table of their own: a section run by itself."""
    print(HEAD)
    for line in lines:
        print(row(line), flush=True)


_MET = {True: "yes", False: "NO", None: "-"}
