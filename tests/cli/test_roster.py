"""`duban roster import` as an operator runs it, on both databases: the whole file or nothing, and what is wrong in sentences."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from domain.rosters.roster import Roster
from store.database import open_database
from store.duty import newer_rosters
from tests.cli.duban import centre, duban
from tests.databases import PostgresServer, postgres_server

__all__ = ["postgres_server"]

TOMORROW = date.fromordinal(datetime.now(UTC).date().toordinal() + 1)
DAY = f"{TOMORROW:%Y-%m-%d}"
NEXT = f"{TOMORROW + timedelta(days=1):%Y-%m-%d}"


@dataclass(frozen=True)
class City:
    """A centre's folder, its database, a place for files."""

    folder: Path
    url: str
    files: Path

    def imports(self, text: bytes | str, *words: str) -> CompletedProcess[str]:
        file = self.files / "roster.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode("gbk"))
        where = ("--dir", str(self.folder))
        return duban("roster", "import", str(file), *words, *where, DUBAN_DATABASE_URL=self.url)

    def rosters(self) -> dict[str, Roster]:
        async def read() -> dict[str, Roster]:
            database = open_database(self.url)
            try:
                found = await database.read(lambda connection: newer_rosters(connection, {}))
            finally:
                await database.close()
            return {roster.unit: roster for roster in found}

        return asyncio.run(read())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def city(request: pytest.FixtureRequest, tmp_path: Path) -> City:
    folder = centre(tmp_path / "centre")
    url = f"sqlite:///{folder}/data/duban.db"
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.emptied()
    made = duban("migrate", "--dir", str(folder), DUBAN_DATABASE_URL=url)
    assert made.returncode == 0, made.stderr
    return City(folder, url, tmp_path)


def test_tried_out_wrong_then_right_and_replaced(city: City) -> None:
    people = (city.folder / "people.csv").read_text(encoding="utf-8").splitlines()
    officers = [line.split(",")[1] for line in people if ",dhjd," in line]
    rows = f"日期,班次,值班人\n{DAY},白班,{officers[0]}\n{DAY},夜班,{officers[1]}\n"

    tried = city.imports(rows, "--unit", "东湖", "--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert "2班，将替换" in tried.stdout
    assert city.rosters() == {}

    wrong = city.imports(f"{rows}{NEXT},白班,没有此人\n", "--unit", "东湖")
    assert wrong.returncode == 1
    assert (
        wrong.stderr.strip()
        == "第4行：值班人或带班领导不在人员名册中，请核对姓名，或先把本人加入 people.csv。"
    )
    assert city.rosters() == {}

    done = city.imports(rows, "--unit", "东湖", "--by", "zx01")
    assert done.returncode == 0, done.stderr
    assert "东湖街道" in done.stdout
    again = city.imports(f"日期,班次,值班人\n{DAY},夜班,{officers[0]}\n", "--unit", "dhjd")
    assert again.returncode == 0, again.stderr
    roster = city.rosters()["dhjd"]
    assert [turn.shift for turn in roster.turns] == ["白班", "夜班"]
    assert roster.turns[0].person == roster.turns[1].person
