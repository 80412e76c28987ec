"""`python -m bench`: prints one table. Ratios are measured side by side in one run; absolute numbers are this machine's."""

import asyncio
import os
import platform
import sqlite3
import ssl
from importlib.metadata import version

from bench import intake, memory, reply

MS = 1000


async def _measured() -> tuple[intake.Intake, reply.Replies, float]:
    return await intake.measure(), await reply.measure(), await memory.measure()


def _line(what: str, found: str, wanted: str, *, met: bool) -> str:
    return f"| {what} | {found} | {wanted} | {'yes' if met else 'NO'} |"


def main() -> None:
    """Measure, then print."""
    took, replies, held = asyncio.run(_measured())
    ratio = took.ours / took.bare
    rows = ", ".join(f"{count} {name}" for name, count in sorted(took.rows.items()))
    rounds = "; ".join(f"{ours:.0f}/{bare:.0f}" for ours, bare in took.rounds)
    print(
        f"{platform.platform()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, SQLAlchemy {version('sqlalchemy')}, "
        f"aiohttp {version('aiohttp')}, {ssl.OPENSSL_VERSION}"
    )
    print("\n| What | Found | Wanted | Met |\n| --- | --- | --- | --- |")
    print(
        _line(
            f"intake of texts over HTTP, {intake.CLIENTS} clients, ours : bare",
            f"{took.ours:.0f}/s : {took.bare:.0f}/s = {ratio:.2f}",
            "0.25 or more",
            met=ratio >= 0.25,
        )
    )
    print(
        _line(
            f"intake at {intake.RATE}/s, p99 (p50)",
            f"{took.steady_p99 * MS:.0f} ms ({took.steady_p50 * MS:.0f} ms)",
            "under 100 ms",
            met=took.steady_p99 < 0.1,
        )
    )
    print(
        _line(
            f"chat reply to card update at {reply.RATE}/s, 20-calls-a-second limit lifted, p99 (p50)",
            f"{replies.p99 * MS:.0f} ms ({replies.p50 * MS:.0f} ms), {replies.measured} updates",
            "under 100 ms",
            met=replies.p99 < 0.1,
        )
    )
    print(_line("idle embedded process", f"{held:.0f} MB", "under 150 MB", met=held < 150))
    print(
        f"\nIntake: medians of {intake.ROUNDS} alternating rounds of {intake.PER_ROUND} texts from phones never seen before "
        f"(ours/bare: {rounds}). One intake writes {rows}. Bare: an aiohttp handler that parses the push, and a plain sqlite3 "
        "thread with group commit that writes the same rows into the same tables and indexes with the same settings, "
        "without triggers, rules, sealing, look-ups or ids of its own. Ours is the whole program: it also sends every "
        "receipt meanwhile and takes the gateway's report on it. Both answer after the commit, each in its own process."
    )


if __name__ == "__main__":
    main()
