"""Everything anybody logs during a story, at the most talkative: ours, the web server's, the database's, the scheduler's."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr

import structlog

from bot.logs import log_to_stderr
from bot.rehearsal.story import CITIZENS_OWN, Story
from config.load import Centre
from config.settings import LogSettings

LIBRARIES = (
    "aiohttp",
    "aiohttp.web",
    "sqlalchemy.engine",
    "sqlalchemy.pool",
    "apscheduler",
    "asyncio",
    "alembic",
)
PHONE = re.compile(r"1[3-9]\d{9}")
PART = re.compile(r"[一-鿿]{6,}")

_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


class Everything(logging.Handler):
    """Writes every record with all its fields and what was raised."""

    def __init__(self, log: io.StringIO) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.write(f"{self.format(record)} {record.__dict__}\n")


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """What is logged inside, by whomever."""
    log = io.StringIO()
    everything, root = Everything(log), logging.getLogger()
    before = {name: logging.getLogger(name).level for name in ("", *LIBRARIES)}
    with redirect_stderr(log):
        log_to_stderr(LogSettings(level="debug", form="json"))
    root.addHandler(everything)
    for name in before:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.removeHandler(everything)
        for handler in [one for one in root.handlers if one.get_name() == "duban"]:
            root.removeHandler(handler)
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
        structlog.reset_defaults()


def personal(story: Story, centre: Centre) -> frozenset[str]:
    """What must never be logged: names, numbers, and what citizens write, in parts long enough to be nobody else's."""
    people = centre.directory.people.values()
    names = {person.name for person in people} | {person.mobile for person in people}
    phones = {player.phone for player in story.players.values() if player.phone}
    said = [str(step.told) for step in story.steps if step.verb in CITIZENS_OWN]
    words = {part for text in said for part in PART.findall(text)}
    return frozenset(one for one in names | phones | words if one)


def leaks(log: str, story: Story, centre: Centre) -> list[str]:
    """Lines with something personal in them, cut short around it. A log may quote escaped letters: those are read, too."""
    found = []
    secrets = personal(story, centre)
    for line in log.splitlines():
        read = _ESCAPED.sub(lambda letter: chr(int(letter[1], 16)), line) if "\\u" in line else ""
        for secret in secrets:
            for text in (line, read):
                if secret in text:
                    at = text.index(secret)
                    found.append(f"{secret}: …{text[max(0, at - 80) : at + 60]}")
    return found
