"""/metrics tells what happened: scraped during a story and compared with it; strangers learn not even that it exists."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp.test_utils import make_mocked_request
from prometheus_client.parser import text_string_to_metric_families

from bot.clock import BusinessClock
from bot.metrics import GAUGES, LABELS, TOTALS, Metrics
from bot.scraping import LOOKED_AT_FOR_S, is_private
from bot.stage.theatre import Theatre, account_of, theatre, with_accounts
from config.init import write_sample
from config.load import load
from domain.vocabulary import Office
from store.sealing import KeyRing
from tests.bot.test_auditor import MORNING, VILLAGER, WORDS, House, Machine
from tests.databases import PostgresServer

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"


class Stopwatch:
    """Every look at it is long after the last."""

    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        self.s += LOOKED_AT_FOR_S + 1
        return self.s


class Figures:
    """One scrape."""

    def __init__(self, text: str) -> None:
        self.samples = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def of(self, name: str, **labels: str) -> float | None:
        return self.samples.get((f"duban_{name}", frozenset(labels.items())))

    def sum(self, name: str, **labels: str) -> float:
        wanted = set(labels.items())
        return sum(
            value
            for (found, told), value in self.samples.items()
            if found == f"duban_{name}" and wanted <= told
        )


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest) -> str:
    """Empty: the centre's own file."""
    if request.param == "sqlite":
        return ""
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.emptied()


@pytest_asyncio.fixture
async def stage(empty_database: str, tmp_path: Path) -> AsyncIterator[Theatre]:
    write_sample(tmp_path / "centre")
    KeyRing.create(tmp_path / "centre" / "keys" / "master.key")
    centre = load(tmp_path / "centre", {})
    centre = replace(centre, directory=with_accounts(centre.directory))
    clock = BusinessClock(stopped_at=MORNING)
    async with theatre(centre, clock, database=empty_database, ticking=False) as opened:
        # Figures are kept for some seconds: a test wants them fresh.
        opened.program.scraping.monotonic = Stopwatch()
        yield opened


async def scraped(stage: Theatre, **headers: str) -> tuple[int, Figures]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{stage.url}/metrics", headers=headers) as answer,
    ):
        return answer.status, Figures(await answer.text() if answer.status == 200 else "")


async def test_what_happens_is_counted(stage: Theatre) -> None:
    _, before = await scraped(stage)
    await stage.phones.text(VILLAGER, WORDS)
    await stage.travel.settle()
    operator = stage.program.parts.who.directory.holders(Office.OPERATOR, MORNING.date())[0]
    person = account_of(operator)
    await stage.phones.say({"person": person, "kind": "text", "text": "/催办 NX20260706-00001"})
    await stage.travel.settle()
    await stage.program.auditor.listen()
    await stage.program.auditor.audit()

    status, after = await scraped(stage)

    assert status == 200

    def grown(name: str, **labels: str) -> float:
        return after.sum(name, **labels) - before.sum(name, **labels)

    texts = {"source": "alibaba", "kind": "SmsReceived", "outcome": "handled"}
    assert grown("events_total", **texts) == 1
    assert grown("events_total", kind="ChatSaid", outcome="handled") == 1
    assert grown("sends_total", kind="sms", outcome="done") == 1, "the receipt"
    assert grown("sends_total", kind="reply", outcome="done") == 1, "the answer to the command"
    assert grown("door_pushes_total", outcome="taken") >= 1
    assert after.of("stream_sockets") == 1
    assert grown("stream_frames_total", outcome="pushes") == 1
    assert after.of("quota_spent", kind="pushes") == after.sum("stream_frames_total", outcome="pushes")
    assert after.of("quota_budget", kind="calls")
    assert (after.of("quota_forecast", kind="calls") or 0) >= (after.of("quota_spent", kind="calls") or 1)
    assert grown("rate_limit_leaves_total") >= 1
    assert after.of("store_up") == 1
    assert after.of("redis_up") is None, "none is configured: 0 would be a false alarm"
    assert after.of("findings", kind="no_timer") is None
    assert after.of("auditor_age_seconds") is not None
    assert after.of("timer_lag_seconds") == 0
    assert after.samples[("process_resident_memory_bytes", frozenset())] > 0
    if stage.program.parts.database.dialect == "postgresql":
        assert after.of("database_oldest_snapshot_seconds") is not None
    assert (after.of("database_connections", state="most") or 0) >= 1


async def test_a_worker_that_listens_no_more_shows_no_silence(stage: Theatre) -> None:
    _, before = await scraped(stage)
    stage.program.scraping.stream = lambda: None
    _, after = await scraped(stage)

    assert before.of("stream_silence_seconds") is not None
    assert after.of("stream_silence_seconds") is None, "another worker listens: it would grow for ever"


async def test_what_waits_is_shown_with_its_age_and_is_gone_when_it_is(stage: Theatre) -> None:
    await stage.phones.text(VILLAGER, WORDS)
    await stage.travel.settle()
    house = House(stage.program, Machine(), stage.program.centre.database_url.reveal())
    later = house.time(house.machine.real() + timedelta(days=1))
    before = house.time(MORNING - timedelta(minutes=2))
    ((receipt,),) = house.rows("SELECT min(id) FROM outbox WHERE recipient LIKE 'appellant%'")
    house.sql(
        "UPDATE outbox SET state = 'waiting', retry_at = ?, not_before = ? WHERE id = ?",
        later,
        before,
        receipt,
    )
    house.sql(
        "INSERT INTO inbox_raw (id, source, key, kind, body, parked_at, attempts, quarantined_at, reason) "
        "VALUES (1, 'gone', 'k', 'Nonsense', 0, ?, 1, ?, 'r')",
        before,
        before,
    )
    house.sql("UPDATE timers SET due_at = ? WHERE ticket IS NULL", before)

    _, figures = await scraped(stage)
    assert figures.of("outbox_rows", kind="Notify", state="waiting") == 1
    assert figures.of("outbox_oldest_age_seconds", kind="Notify", state="waiting") == 120
    assert figures.of("quarantine_events") == 1
    assert figures.of("inbox_pending_events") == 0
    assert figures.of("timer_lag_seconds") == 120

    house.sql("UPDATE outbox SET state = 'done'")
    _, figures = await scraped(stage)
    assert figures.of("outbox_rows", kind="Notify", state="waiting") is None


async def test_a_refused_command_is_counted_by_its_reason(stage: Theatre) -> None:
    await stage.phones.text(VILLAGER, WORDS)
    await stage.travel.settle()
    house = House(stage.program, Machine(), stage.program.centre.database_url.reveal())
    ((number,),) = house.rows("SELECT number FROM tickets")
    dispatcher = stage.program.parts.who.directory.holders(Office.DISPATCHER, MORNING.date())[0]
    # Nothing was asked to be closed, so there is nothing to review.
    said = {"person": account_of(dispatcher), "kind": "text", "text": f"/审核 {number} 通过"}
    assert (await scraped(stage))[1].sum("refusals_total") == 0
    await stage.phones.say(said)
    await stage.travel.settle()

    assert (await scraped(stage))[1].sum("refusals_total") == 1


async def test_strangers_learn_not_even_that_there_are_figures(stage: Theatre) -> None:
    status, _ = await scraped(stage, **{"X-Forwarded-For": "203.0.113.9"})
    assert status == 404

    settings = stage.program.centre.settings
    off = replace(settings, server=replace(settings.server, metrics="off"))
    stage.program.parts.centre = replace(stage.program.centre, settings=off)
    assert (await scraped(stage))[0] == 404


@pytest.mark.parametrize(
    ("caller", "welcome"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.1.2.3", True),
        ("192.168.7.1", True),
        ("8.8.8.8", False),
        ("2400:3200::1", False),
        ("", False),
    ],
)
def test_who_may_ask(caller: str, welcome: bool) -> None:
    request = make_mocked_request("GET", "/metrics").clone(remote=caller)

    assert is_private(request) is welcome


async def test_a_scrape_answers_while_the_database_is_gone(stage: Theatre) -> None:
    await stage.phones.text(VILLAGER, WORDS)
    await stage.travel.settle()
    house = House(stage.program, Machine(), stage.program.centre.database_url.reveal())
    house.sql("ALTER TABLE findings RENAME TO elsewhere")

    status, figures = await scraped(stage)

    house.sql("ALTER TABLE elsewhere RENAME TO findings")
    assert status == 200
    assert figures.of("store_up") == 0
    assert figures.sum("events_total", kind="SmsReceived") == 1


def described() -> list[str]:
    """What the page must say: every family of the registry."""
    metrics = Metrics()
    told = {f"duban_{name}": labels for name, (_, *labels) in (GAUGES | TOTALS).items()}
    rows = []
    for family in metrics.registry.collect():
        if not family.name.startswith("duban_"):
            continue
        shown = family.name + ("_total" if family.type == "counter" else "")
        labels = told.get(family.name, LABELS.get(family.name, []))
        names = "、".join(f"`{label}`" for label in labels) or "-"
        rows.append(f"| `{shown}` | {family.type} | {names} | {family.documentation} |")
    return sorted(rows)


def test_every_metric_is_on_the_page_and_nothing_else_is() -> None:
    page = PAGE.read_text(encoding="utf-8").splitlines()

    assert sorted(row for row in page if row.startswith("| `duban_")) == described()


def test_what_was_never_looked_at_is_absent_and_not_zero() -> None:
    metrics = Metrics()
    assert metrics.registry.get_sample_value("duban_auditor_age_seconds") is None

    metrics.set("auditor_age_seconds", 7)
    assert metrics.registry.get_sample_value("duban_auditor_age_seconds") == 7


def test_names_follow_the_conventions() -> None:
    for row in described():
        name, kind = row.split("|")[1].strip(" `"), row.split("|")[2].strip()
        assert name.islower()
        assert name.endswith("_total") == (kind == "counter")
        assert not name.endswith(("_ms", "_minutes", "_count"))


def test_two_programs_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.refused("not_yours")

    assert one.registry.get_sample_value("duban_refusals_total", {"reason": "not_yours"}) == 1
    assert other.registry.get_sample_value("duban_refusals_total", {"reason": "not_yours"}) is None
