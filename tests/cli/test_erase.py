"""`duban erase`: shows, refuses, forgets; the record stays whole. On both databases, as an operator runs it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeVar

import pytest
from sqlalchemy import select

from bot.clock import real_now
from domain.events import AppellantErased
from domain.phones import normalised
from domain.ticket import Ticket
from domain.vocabulary import State
from store.database import open_database
from store.ids import TimeOrderedIds
from store.sealing import KeyRing
from store.tables.record import looks
from store.work import SqlWork, Tools
from tests.cli.duban import centre, duban
from tests.databases import PostgresServer, postgres_server
from tests.handlers.house import NOISE, PHONE, House

__all__ = ["postgres_server"]
T = TypeVar("T")


@dataclass(frozen=True)
class City:
    """A centre's folder and its database, with whatever citizens said to it."""

    folder: Path
    url: str
    tools: Tools

    def erase(self, *words: str, phone: str = PHONE, reason: str = "本人申请") -> CompletedProcess[str]:
        return self.runs("erase", "--phone", phone, "--reason", reason, *words)

    def runs(self, *words: str) -> CompletedProcess[str]:
        return duban(*words, "--dir", str(self.folder), DUBAN_DATABASE_URL=self.url)

    def does(self, job: Callable[[House], Awaitable[T]]) -> T:
        """Something happens at the centre."""

        async def whole() -> T:
            database = open_database(self.url)
            house = House(database, self.tools)
            try:
                await house.enrol()
                return await job(house)
            finally:
                await database.close()

        return asyncio.run(whole())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def city(request: pytest.FixtureRequest, tmp_path: Path) -> City:
    folder = centre(tmp_path / "centre")
    url = f"sqlite:///{folder}/data/duban.db"
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.emptied()
    made = duban("migrate", "--dir", str(folder), DUBAN_DATABASE_URL=url)
    assert made.returncode == 0, made.stderr
    return City(folder, url, Tools(KeyRing.load(folder / "keys" / "master.key"), TimeOrderedIds(real_now, 7)))


async def declined(house: House) -> Ticket:
    ticket = await house.filed()
    await house.says("operator", f"/不予受理 {ticket.number} 信访")
    return await house.ticket()


async def filed(house: House) -> Ticket:
    return await house.filed()


async def left(house: House) -> tuple[list[str], bool, list[tuple[str, str]], list[object]]:
    """The words still readable, whether the number is known, the look log, and the erasures on the record."""
    ticket = await house.ticket()

    async def read(work: object, _: object) -> tuple[list[str], bool, list[tuple[str, str]], list[object]]:
        assert isinstance(work, SqlWork)
        opened = await work.words.open([appeal.words for appeal in ticket.appeals])
        logged = await work.connection.execute(select(looks.c.looker, looks.c.reason))
        history = await work.tickets.history(ticket.id)
        erased = [r.event for r in history if isinstance(r.event, AppellantErased)]
        known = await work.appellants.known(normalised(PHONE)) is not None
        return list(opened.values()), known, [(row.looker, row.reason) for row in logged], list(erased)

    return await house.handle(read)


def test_it_shows_what_would_go_and_goes_only_with_a_yes(city: City) -> None:
    ticket = city.does(declined)
    assert ticket.state is State.DECLINED

    shown = city.erase()

    assert shown.returncode == 1
    assert "将删除该诉求人的姓名、电话和全部文字内容，涉及已结束工单1件" in shown.stdout
    assert "--yes" in shown.stderr
    assert len(shown.stderr.strip().splitlines()) == 1
    assert NOISE not in shown.stdout
    assert city.does(left) == ([NOISE], True, [], [])


def test_what_is_erased_is_gone_is_logged_and_leaves_the_record_whole(city: City) -> None:
    ticket = city.does(declined)

    gone = city.erase("--yes", "--by", "zx01", reason="本人来电申请 13800001111")

    assert gone.returncode == 0, gone.stderr
    assert "已删除" in gone.stdout
    words, known, logged, erasures = city.does(left)
    assert (words, known) == ([], False)
    assert [looker for looker, _ in logged] == ["zx01"]
    assert logged[0][1].startswith("删除：本人来电申请")
    assert PHONE not in logged[0][1]
    assert erasures == [AppellantErased(ticket.appellants[0])]
    assert city.runs("audit", "verify").returncode == 0
    again = city.erase("--yes")
    assert again.returncode == 1
    assert "没有这个号码的资料" in again.stderr


def test_nobody_is_forgotten_while_a_request_of_theirs_is_open(city: City) -> None:
    ticket = city.does(filed)

    refused = city.erase("--yes")

    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert f"还有1件工单没有办结（{ticket.number}），请办结后再删除" in refused.stderr
    assert city.does(left) == ([NOISE], True, [], [])


def test_bad_input_gets_one_sentence_and_erases_nothing(city: City) -> None:
    city.does(declined)

    for refused, told in (
        (city.erase("--yes", phone="幺三八"), "号码应为"),
        (city.erase("--yes", phone="13899990000"), "没有这个号码的资料"),
        (city.erase("--yes", reason="  "), "--reason"),
        (city.erase("--yes", "--by", "nobody"), "人员名册里没有编号 nobody"),
    ):
        assert refused.returncode == 1
        assert told in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1
    assert city.does(left) == ([NOISE], True, [], [])
