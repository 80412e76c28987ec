"""The lines of the bench's table."""

from collections.abc import Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """One thing measured. `met`: None where nothing was promised and the figure stands for comparison."""

    what: str
    found: str
    wanted: str
    met: bool | None


def show(lines: Iterable[Line]) -> None:
    """Print them as a table."""
    print("| What | Found | Wanted | Met |\n| --- | --- | --- | --- |")
    for line in lines:
        print(f"| {line.what} | {line.found} | {line.wanted} | {_MET[line.met]} |", flush=True)


_MET = {True: "yes", False: "NO", None: "-"}
