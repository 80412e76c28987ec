"""What stands in the table when something is missing, fails, or takes too long."""

import asyncio
import json

import pytest

from bench import machine
from bench.__main__ import table
from bench.lines import Found, Line, row
from bench.section import measured, not_measured
from bench.sections import SECTIONS, Section


async def _fails(_full: bool) -> Found:
    raise OSError("gone")


async def _hangs(_full: bool) -> Found:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.mark.parametrize(("met", "shown"), [(True, "yes"), (False, "NO"), (None, "-")])
def test_a_line_is_one_row(met: bool | None, shown: str) -> None:
    assert row(Line("what\nit is", "1 ms", "2 ms", met)) == f"| what it is | 1 ms | 2 ms | {shown} |"


async def test_a_section_that_fails_says_so_in_its_row() -> None:
    found = await measured(Section("this", 5, _fails), full=False)
    (line,) = found.lines
    assert (line.what, line.met) == ("this", None)
    assert line.found.startswith("not measured: OSError")


async def test_a_section_that_does_not_end_is_given_up() -> None:
    found = await measured(Section("this", 0, _hangs), full=True)
    assert found.lines[0].found == "not measured: not done within 0 s"


def test_what_a_section_found_survives_the_way_between_processes() -> None:
    found = not_measured(SECTIONS["memory"], "why")
    lines, notes = json.loads(json.dumps(found))
    assert Found(tuple(Line(*line) for line in lines), tuple(notes)) == found


async def test_without_its_servers_a_section_is_named_and_not_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "SERVER", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setattr(machine, "REDIS", "redis://127.0.0.1:1/0")
    await table(["chat"], full=False)
    text = capsys.readouterr().out
    assert "PostgreSQL does not answer, Redis does not answer" in text
    assert f"| {SECTIONS['chat'].what} | not measured: no answer from PostgreSQL, Redis | - | - |" in text
    assert text.rstrip().endswith("0 met, 0 not met, 1 for comparison or not measured.")
