"""A whole town for the hostile tests: the real program and both stand-ins over real sockets, and everything it logged."""

import io
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, redirect_stderr
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import structlog

from bot.clock import BusinessClock, real_now
from bot.logs import log_to_stderr
from bot.rhythm import Rhythm
from bot.stage.phones import Json
from bot.stage.theatre import GROUP, Theatre, theatre, with_accounts
from config.init import write_sample
from config.load import Centre, load
from config.settings import LogSettings
from domain.people import Person
from domain.vocabulary import Office
from store.sealing import KeyRing
from tests.scenarios.looking import Rows, asked

WATCHED = ("tickets", "events", "appellants", "site_confirmations", "approvals", "timers", "asks", "cards")
"""What bad input must leave alone."""


class Kept(logging.Handler):
    """Writes a record with its fields into the same log."""

    def __init__(self, log: io.StringIO) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.write(f"{record.getMessage()} {record.__dict__}\n")


@dataclass(slots=True)
class Town:
    """Act as its people, and look at what came of it."""

    house: Theatre
    folder: Path
    log: io.StringIO
    session: aiohttp.ClientSession
    phones_used: set[str] = field(default_factory=set)

    @property
    def door(self) -> str:
        secret = self.house.program.centre.settings.sms.webhook_secret.reveal()
        return f"{self.house.url}/intake/alibaba/{secret}"

    @property
    def database(self) -> str:
        return self.house.program.centre.database_url.reveal()

    def rows(self, wanted: str, *values: object) -> Rows:
        return asked(self.database, (wanted, values))[0]

    def change(self, statement: str, *values: object) -> None:
        asked(self.database, (statement, values))

    def state(self) -> Mapping[str, Rows]:
        """A picture of everything bad input must leave alone."""
        questions = {table: f"SELECT count(*) FROM {table}" for table in WATCHED} | {  # noqa: S608 - ours
            "versions": "SELECT id, version, state FROM tickets ORDER BY id"
        }
        answers = asked(self.database, *((question, ()) for question in questions.values()))
        return dict(zip(questions, answers, strict=True))

    def duban(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The command line beside the running program, on the same database."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words, "--dir", str(self.folder)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env={**os.environ, "DUBAN_DATABASE_URL": self.database},
        )

    def holder(self, office: Office) -> Person:
        day = self.house.program.now().date()
        return self.house.program.parts.who.directory.holders(office, day)[0]

    async def settle(self) -> None:
        await self.house.travel.settle()

    async def text(self, phone: str, words: str, *, twice: bool = False) -> None:
        self.phones_used.add(phone)
        await self.house.phones.text(phone, words, twice=twice)
        await self.settle()

    async def texts_to(self, phone: str) -> list[str]:
        screen = await self.house.phones.texts(phone)
        messages = screen["messages"]
        assert isinstance(messages, list)
        return [one["text"] for one in messages if one["author"] == "centre"]

    async def say(self, person: str, text: str, **more: object) -> None:
        await self.house.phones.say({"person": person, "kind": "text", "text": text, **more})
        await self.settle()

    async def heard(self, person: str, chat: str = "") -> list[str]:
        """What the bot said to this person, one to one (or in that conversation)."""
        screen = await self.house.phones.screen(person)
        chats = screen["chats"]
        assert isinstance(chats, list)
        return [
            str(message.get("text", ""))
            for one in chats
            if (one["id"] == chat if chat else one["kind"] == "one_to_one")
            for message in one["messages"]
            if message["from"] == "bot"
        ]

    async def control(self, path: str, body: Json, method: str = "POST") -> Json:
        async with self.session.request(
            method, f"{self.house.phones.chat}/control/{path}", data=io.BytesIO(json.dumps(body).encode())
        ) as answer:
            assert answer.status < 400, await answer.text()
            return dict(await answer.json())

    async def sockets(self) -> list[str]:
        async with self.session.get(f"{self.house.phones.chat}/control/stats") as answer:
            return [one["id"] for one in (await answer.json())["sockets"]]

    def logged(self) -> str:
        return self.log.getvalue()


@asynccontextmanager
async def town(
    folder: Path,
    database: str = "",
    changed: Callable[[Centre], Centre] = lambda centre: centre,
    real: Callable[[], datetime] = real_now,
    monotonic: Callable[[], float] = time.monotonic,
    *,
    rhythm: Rhythm | None = None,
) -> AsyncIterator[Town]:
    """Open for business, an hour into a working day; its clock ticks only when a test says so.

    `database` is the URL of a migrated, empty one; empty: the SQLite file of the folder. `real` is the machine's clock.
    """
    log = io.StringIO()
    with redirect_stderr(log):
        log_to_stderr(LogSettings(level="debug", form="json"))
    kept = Kept(log)
    logging.getLogger().addHandler(kept)
    try:
        write_sample(folder)
        KeyRing.create(folder / "keys" / "master.key")
        centre = load(folder, {})
        centre = changed(replace(centre, directory=with_accounts(centre.directory)))
        clock = BusinessClock(real=real, monotonic=monotonic)
        clock.set(centre.calendar.next_working_morning(real_now()) + timedelta(hours=1))
        async with (
            theatre(centre, clock, database=database, ticking=False, rhythm=rhythm) as house,
            aiohttp.ClientSession() as session,
        ):
            yield Town(house, folder, log, session)
    finally:
        logging.getLogger().removeHandler(kept)
        structlog.reset_defaults()


__all__ = ["GROUP", "Town", "town"]
