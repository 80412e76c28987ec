"""The sample set in a folder of its own, and small changes to it."""

from pathlib import Path

from config.init import write_sample
from config.load import Centre, load


def sample(folder: Path) -> Path:
    """The files of `duban init`, freshly written."""
    directory = folder / "centre"
    write_sample(directory)
    return directory


def changed(directory: Path, file: str, old: str, new: str) -> Centre:
    """The centre after one change to one of its files; the change must be possible."""
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load(directory, {})


def line_of(directory: Path, file: str, words: str) -> int:
    """The line on which these words first stand, from 1."""
    lines = (directory / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)
