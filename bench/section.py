"""One section in a process of its own, so that none measures what another left behind: `python -m bench.section NAME [full]`.

Prints what it found as one line of JSON. The words of a fault go to the log, its kind into the table.
"""

import asyncio
import json
import logging
import signal
import sys
import traceback

import structlog

from bench.lines import Found, Line
from bench.sections import SECTIONS, Section


def not_measured(section: Section, why: str) -> Found:
    """The line of a section that has no figures."""
    return Found((Line(section.what, f"not measured: {why}", "-", None),))


async def measured(section: Section, *, full: bool) -> Found:
    """What it found, or why it did not. It has as long as it has, and tidies up after itself."""
    lasts_s = section.lasts_s(full=full)
    try:
        async with asyncio.timeout(lasts_s):
            return await section.measure(full)
    except TimeoutError:
        traceback.print_exc()
        return not_measured(section, f"not done within {lasts_s} s")
    except Exception as fault:  # noqa: BLE001 - one section that fails costs its own lines
        traceback.print_exc()
        return not_measured(section, f"{type(fault).__name__}, see the output above the table")


def main() -> None:
    """Measure one, print it."""
    name, *rest = sys.argv[1:]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it ends what it started, too
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    found = asyncio.run(measured(SECTIONS[name], full="full" in rest))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
