"""`duban doctor` and `duban run` over broken files, with little memory: one sentence, exit code 1, soon, nothing begun."""

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.duban import WITHIN_S, centre
from tests.config.hostile import Hostile, everything

LITTLE = 1024 * 1024 * 1024
"""Octets of address space: a program that only reads a centre's files needs less."""
START = f"""
import resource, runpy
resource.setrlimit(resource.RLIMIT_AS, ({LITTLE}, {LITTLE}))
runpy.run_module("bot", run_name="__main__")
"""
WORST = (
    ("duban.toml", "a deep name"),
    ("duban.toml", "huge"),
    ("texts.toml", "deep"),
    ("policy.yaml", "a billion laughs"),
    ("policy.yaml", "huge"),
    ("policy.yaml", "deep"),
    ("people.csv", "GBK"),
    ("people.csv", "huge"),
    ("units.csv", "a NUL"),
    ("offices.csv", "cut off in a row"),
)
CHOSEN = {str(one): one for one in everything() if (one.file, one.what) in WORST}


def test_the_worst_are_all_there() -> None:
    assert len(CHOSEN) == len(WORST)


@pytest.mark.parametrize(
    ("hostile", "command"),
    list(zip(CHOSEN.values(), itertools.cycle(["doctor", "run"]), strict=False)),
    ids=CHOSEN,
)
def test_a_hostile_file_stops_the_command_with_one_sentence(
    tmp_path: Path, hostile: Hostile, command: str
) -> None:
    folder = centre(tmp_path / "centre")
    file = folder / hostile.file
    file.write_bytes(hostile.spoil(file.read_bytes()))

    stopped = subprocess.run(
        [sys.executable, "-c", START, command, "--dir", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN_S,
    )

    assert stopped.returncode == 1
    (sentence,) = (stopped.stdout + stopped.stderr).splitlines()
    assert sentence.startswith(hostile.file)
    assert hostile.named in sentence
    assert not (folder / "data").exists()
