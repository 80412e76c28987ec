"""`duban policy diff --tickets`: every open ticket is looked at, in batches, and none is changed."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from bot.cli import policy_diff
from bot.cli.policy import app
from config.init import write_sample
from domain import commands as asked
from domain.ids import TicketId
from domain.ticket import Limit
from domain.vocabulary import DeclineReason, LimitKind, Nature
from store.connection import Connection
from store.database import open_database
from store.work import SqlWork, Tools
from tests.world import TRANSPORT, Case, by, case

OPEN = 7
SAID = Limit(LimitKind.WORKING_DAYS, 7, "会议确定")


@pytest.fixture(autouse=True)
def _log_of_its_own() -> Iterator[None]:
    """A command logs to the stderr it was given, which ends with it: the next test must not log there."""
    yield
    structlog.reset_defaults()


def ticket(number: int) -> Case:
    """Help by the shipped rules: due at the end of Friday 12 July 2019; the third one's limit was said by a person."""
    c = case("2019-07-05 09:00")
    c.filed(ticket=TicketId(number), number=f"NX20190705{number:05d}", short_code=f"A{number}")
    said = SAID if number == 3 else None
    return c.accepted(Nature.HELP).does(asked.Dispatch(by("dispatcher"), TRANSPORT, limit=said))


@pytest.fixture
def filled(database_url: str, tools: Tools) -> str:
    """A database with open tickets and one that has ended."""

    async def keep(connection: Connection) -> None:
        work = SqlWork(connection, tools)
        for number in range(1, OPEN + 1):
            c = ticket(number)
            await work.tickets.append(c.history, c.it)
        ended = case("2019-07-05 09:00").filed(
            ticket=TicketId(99), number="NX2019070500099", short_code="A99"
        )
        ended.does(asked.Decline(by("operator"), DeclineReason.SECRETS))
        await work.tickets.append(ended.history, ended.it)

    async def fill() -> None:
        database = open_database(database_url)
        await database.write(keep)
        await database.close()

    asyncio.run(fill())
    return database_url


def test_every_open_ticket_is_looked_at_in_batches(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy_diff, "AT_ONCE", 3)
    monkeypatch.setenv("DUBAN_DATABASE_URL", filled)
    write_sample(tmp_path / "centre")
    rules = tmp_path / "centre" / "policy.yaml"
    other = tmp_path / "other.yaml"
    text = rules.read_text(encoding="utf-8").replace("{nature: 求助, limit: 5个", "{nature: 求助, limit: 3个")
    other.write_text(text.replace("acknowledge: 4小时", "acknowledge: 5小时"), encoding="utf-8")
    here = ("--tickets", "--examples", "2", "--dir", str(tmp_path / "centre"))

    told = CliRunner().invoke(app, ["diff", str(rules), str(other), *here]).stdout
    same = CliRunner().invoke(app, ["diff", str(rules), str(rules), *here]).stdout

    assert f"共查看在办工单 {OPEN} 件。" in told
    limits = told[told.index("limits（") :].splitlines()
    assert "5个工作日（7.1 求助） → 3个工作日（7.1 求助）：6 项，涉及 6 件" in limits[0]
    assert limits[1:4] == [
        "  NX2019070500001  2019-07-12 24:00 → 2019-07-10 24:00",
        "  NX2019070500002  2019-07-12 24:00 → 2019-07-10 24:00",
        "  ……另有 4 项",
    ]
    assert "acknowledge（普通工单签收时限（办公时间））：7 项，涉及 7 件" in told
    assert "  NX2019070500001  2019-07-05 15:00 → 2019-07-05 16:00" in told
    assert "NX2019070500099" not in told
    assert same.splitlines() == [
        "两份政策没有差别。",
        f"共查看在办工单 {OPEN} 件。",
        "在办工单的时限都不会变动。",
    ]
