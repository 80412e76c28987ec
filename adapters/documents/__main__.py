"""`python -m adapters.documents SCRATCH`: the short-lived process that makes one paper. Order on stdin, file on stdout.

It exists so that the running program never imports what makes documents: 100 MB, and seconds of work that would keep
chat waiting. It is polite (nice), bounded in memory, and says nothing of what it read, not even when it fails.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import IO, assert_never

from adapters.documents.orders import Answer, Order, Task, Trouble, Value
from domain.failures import Misconfigured

_NICE = 5
"""A third of the processor where chat wants it too, all of it where nothing does."""
_MOST_MEMORY = 1024 * 1024 * 1024


def main() -> None:
    """Read one order, answer once."""
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    asked, answer_to = sys.stdin.buffer, sys.stdout.buffer
    order: Order = json.loads(asked.readline())
    with redirect_stdout(sys.stderr):
        content, troubles, sentence = _made(order, asked, Path(sys.argv[1]))
    head: Answer = {"size": len(content), "troubles": troubles, "sentence": sentence}
    answer_to.write(json.dumps(head).encode() + b"\n" + content)
    answer_to.flush()


def _made(order: Order, asked: IO[bytes], scratch: Path) -> tuple[bytes, list[Trouble], str]:
    try:
        content, troubles = _by_task(order, asked, scratch)
    except Misconfigured as wrong:
        return b"", [Trouble.TEMPLATE], str(wrong)
    except Exception as fault:  # noqa: BLE001 - whatever a centre's template or a library does: the program goes on
        # The kind of fault and no more: its words may hold those of the paper.
        return b"", [Trouble.FAILED], type(fault).__name__
    return content, troubles, ""


def _by_task(order: Order, asked: IO[bytes], scratch: Path) -> tuple[bytes, list[Trouble]]:
    task = Task(order["task"])
    match task:
        case Task.DOCX:
            from adapters.documents.filling import filled  # noqa: PLC0415 - each pays for its own libraries only

            return filled(order)
        case Task.XLSX:
            from adapters.documents.workbook import workbook  # noqa: PLC0415

            return workbook(order, _lines(asked), scratch), []
        case Task.PICTURE:
            from adapters.documents.drawn import drawn  # noqa: PLC0415

            picture = drawn(order)
            return (b"", [Trouble.NO_FONT]) if picture is None else (picture, [])
        case _:
            assert_never(task)


def _lines(asked: IO[bytes]) -> Iterator[tuple[int, Sequence[Sequence[Value]]]]:
    for line in asked:
        sheet, rows = json.loads(line)
        yield sheet, rows


if __name__ == "__main__":
    main()
