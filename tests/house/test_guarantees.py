"""Every line of docs/guarantees.md names a test that exists."""

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PAGE = HOUSE / "docs" / "guarantees.md"
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def promises() -> list[str]:
    rows = PAGE.read_text(encoding="utf-8").partition("## What we promise")[2].splitlines()
    return [row for row in rows if row.startswith("| ") and not row.startswith(("| When", "| ---"))]


def test_there_are_promises() -> None:
    assert promises()


def test_every_promise_names_a_test_that_exists() -> None:
    for row in promises():
        named = _NAMED.findall(row)
        assert named, f"no test is named: {row}"
        for file, test in named:
            assert f"def {test}(" in (HOUSE / file).read_text(encoding="utf-8"), (
                f"{file}::{test} is not there"
            )
