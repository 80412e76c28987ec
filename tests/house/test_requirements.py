"""docs/requirements.md: every requirement has its row, and every place and test it names is there."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PAGE = HOUSE / "docs" / "requirements.md"
_PLACE = re.compile(r"`([\w/]+\.(?:py|yaml|md))(?:::(test_\w+))?`")


def rows() -> dict[str, str]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return {line.split("|")[1].strip(): line for line in lines if re.match(r"\| R\d\d ", line)}


def test_there_are_all_of_them_in_order() -> None:
    assert list(rows()) == [f"R{n:02d}" for n in range(1, 34)]


@pytest.mark.parametrize("row", sorted(rows()))
def test_every_place_and_test_it_names_is_there(row: str) -> None:
    *_, state, where, shown, _ = rows()[row].split("|")
    assert re.match(r" (?:there|partly: |coming)", state)
    assert _PLACE.findall(where)
    named = _PLACE.findall(shown)
    assert named
    for file, test in _PLACE.findall(where) + named:
        written = (HOUSE / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in written, f"{file}::{test} is not there"
