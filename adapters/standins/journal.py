"""What a stand-in must still know after it was killed: the world behind it forgets nothing because a server of it dies.

One JSON line per fact, handed to the operating system before the caller hears of it, so that SIGKILL loses no fact anybody
was told. Whoever drives the stand-in may read along: these lines are what the phones show.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

Fact = tuple[str, dict[str, object]]


class Journal:
    """`file` None: nothing is kept, and a killed stand-in starts with an empty world."""

    def __init__(self, file: Path | None) -> None:
        self._before = tuple(facts(file)) if file is not None and file.exists() else ()
        self._handle = None if file is None else os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._quiet = False
        if self._handle is not None and self._before:
            os.write(self._handle, b"\n")  # a line torn by the kill ends here

    def keep(self, kind: str, value: Mapping[str, object]) -> None:
        """Remember one fact."""
        if self._handle is not None and not self._quiet:
            line = json.dumps({"kind": kind, **value}, ensure_ascii=False, separators=(",", ":"))
            os.write(self._handle, line.encode() + b"\n")

    def recalled(self) -> Iterator[Fact]:
        """Every fact of earlier lives, oldest first; what is done with them is not kept again."""
        self._quiet = True
        try:
            yield from self._before
        finally:
            self._quiet = False

    def close(self) -> None:
        """Let the file go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def facts(file: Path) -> Iterator[Fact]:
    """The facts of a journal as (kind, value); a torn line, the last of a killed life, is passed over."""
    for line in file.read_bytes().split(b"\n"):
        if (fact := read_fact(line)) is not None:
            yield fact


def read_fact(line: bytes) -> Fact | None:
    """One line, if it is whole."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    if not isinstance(value, dict):
        return None
    return str(value.pop("kind", "")), value
