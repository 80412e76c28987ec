"""One event is followed through the log from the wire to the wire; no exception is quoted, whoever logs it."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.clock import BusinessClock
from bot.stage.theatre import theatre
from tests.bot.test_auditor import MORNING, VILLAGER, WORDS, House, Machine, sample
from tests.databases import PostgresServer
from tests.scenarios.logged import everything_logged


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest) -> str:
    """Empty: the centre's own file."""
    if request.param == "sqlite":
        return ""
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.emptied()


@dataclass(slots=True)
class Lines:
    """The JSON lines of a log."""

    text: str

    def __iter__(self) -> Iterator[dict[str, object]]:
        return (json.loads(line) for line in self.text.splitlines() if line.startswith("{"))

    def of(self, **wanted: object) -> list[dict[str, object]]:
        return [line for line in self if wanted.items() <= line.items()]


async def test_an_events_key_leads_from_the_wire_to_the_wire(empty_database: str, tmp_path: Path) -> None:
    clock = BusinessClock(stopped_at=MORNING)
    with everything_logged() as log:
        async with theatre(
            sample(tmp_path / "centre"), clock, database=empty_database, ticking=False
        ) as stage:
            await stage.phones.text(VILLAGER, WORDS)
            await stage.travel.settle()
            house = House(stage.program, Machine(), stage.program.centre.database_url.reveal())
            ((key,),) = house.rows("SELECT key FROM inbox_keys WHERE key LIKE 'up:%'")
            queued = {row for (row,) in house.rows("SELECT id FROM outbox WHERE cause = ?", f"alibaba:{key}")}
    lines = Lines(log.getvalue())
    cause = f"alibaba:{key}"

    assert [line["outcome"] for line in lines.of(action="intake", cause=cause)] == ["handled"]
    sent = lines.of(action="send", cause=cause)
    assert {row for line in sent for row in line["rows"]} == queued  # type: ignore[attr-defined]  # a JSON list
    assert "sms" in {line["kind"] for line in sent}
    assert all("cause" in line for line in lines.of(action="intake"))
    assert all("cause" in line for line in lines.of(action="send"))


async def test_an_event_that_fails_says_which_one_it_was_and_never_its_words(
    empty_database: str, tmp_path: Path
) -> None:
    clock = BusinessClock(stopped_at=MORNING)
    with everything_logged() as log:
        async with theatre(
            sample(tmp_path / "centre"), clock, database=empty_database, ticking=False
        ) as stage:

            def broken() -> None:
                raise ValueError(WORDS)

            stage.program.parts.intake.around = broken  # type: ignore[assignment]  # a fault in the making
            await stage.phones.text(VILLAGER, WORDS)
            house = House(stage.program, Machine(), stage.program.centre.database_url.reveal())
            while not house.rows("SELECT id FROM inbox_raw"):
                await stage.phones.quiet()
    (failed,) = Lines(log.getvalue()).of(action="intake", level="error")

    assert str(failed["key"]).startswith("alibaba:up:")
    assert failed["cause"] == failed["key"]
    assert failed["fault"] == "ValueError"
    assert str(failed["where"]).startswith("bot/test_logs.py:")
    assert WORDS not in log.getvalue()


@pytest.mark.parametrize("whose", ["ours", "a library's"])
def test_no_exception_is_quoted(whose: str) -> None:
    with everything_logged() as log:
        try:
            int(VILLAGER + "x")
        except ValueError:
            if whose == "ours":
                structlog.get_logger("ours").exception("It failed.")
            else:
                logging.getLogger("aiohttp.server").exception("It failed.", extra={"gateway": "alibaba"})
    (line,) = Lines(log.getvalue()).of(event="It failed.")

    assert line["fault"] == "ValueError"
    assert str(line["where"]).startswith("bot/test_logs.py:")
    assert VILLAGER not in json.dumps(line)
    if whose != "ours":
        assert (line["logger"], line["gateway"]) == ("aiohttp.server", "alibaba")
