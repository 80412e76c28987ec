"""`python -m bench [--full] [SECTION ...]`: one table. Ratios are measured side by side; absolute figures are this machine's."""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter

from bench.lines import HEAD, Found, Line, row
from bench.machine import described, load, servers
from bench.section import not_measured
from bench.sections import SECTIONS


async def table(names: list[str], *, full: bool) -> None:
    """Measure section after section, each printed when it is done."""
    answering = await servers()
    sizes = (
        "full sizes"
        if full
        else "smaller sizes than promised where a line says so: `make bench FULL=1` has them all"
    )
    print(f"{described(answering)}\nLoad at the start {load()}; {sizes}.\n\n{HEAD}", flush=True)
    notes: list[str] = []
    met: Counter[bool | None] = Counter()
    for name in names:
        section = SECTIONS[name]
        missing = [server for server in section.needs if server not in answering]
        began = time.monotonic()
        if missing:
            found = not_measured(section, f"no answer from {', '.join(missing)}")
        else:
            found = await _in_its_own_process(name, full=full)
        for line in found.lines:
            print(row(line), flush=True)
        took = f"{name}: {time.monotonic() - began:.0f} s, load {load()} at its end"
        notes += [*found.notes, took]
        met.update(line.met for line in found.lines)
    print("\n" + "\n\n".join(notes))
    print(f"\n{met[True]} met, {met[False]} not met, {met[None]} for comparison or not measured.")


async def _in_its_own_process(name: str, *, full: bool) -> Found:
    words = ["-m", "bench.section", name, *(["full"] if full else [])]
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    last = said.decode().splitlines()[-1:]
    if process.returncode or not last:
        return not_measured(SECTIONS[name], f"its process ended with {process.returncode}")
    lines, notes = json.loads(last[0])
    return Found(tuple(Line(*line) for line in lines), tuple(notes))


def main() -> None:
    """Measure, then print."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--full", action="store_true", help="10,000,000 timers, 1,000,000 tickets")
    parser.add_argument("--only", default="", help=f"some of {','.join(SECTIONS)}")
    told = parser.parse_args()
    names = [name for name in told.only.split(",") if name] or list(SECTIONS)
    if unknown := [name for name in names if name not in SECTIONS]:
        parser.error(f"no such section: {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    asyncio.run(table(names, full=told.full))


if __name__ == "__main__":
    main()
