"""A wrong `database.url`: one sentence with the setting's name, never the password, whichever command meets it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from config.texts import database as told
from domain.failures import Misconfigured
from store import migrate
from store.postgres import engine_for
from store.reaching import with_rights
from tests.cli.duban import centre, duban
from tests.outages.server import OwnServer, own_server
from tests.servers import free_port

PASSWORD = "aVerySecretWord"
COMMANDS = ("run", "doctor", "migrate")


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server(auth="scram-sha-256", password=PASSWORD) as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return centre(tmp_path_factory.mktemp("setting") / "centre")


@pytest.mark.postgres
def test_every_command_says_it_in_one_sentence_and_shows_no_password(server: OwnServer, folder: Path) -> None:
    wrong = server.url().replace(PASSWORD, f"{PASSWORD}x")

    with ThreadPoolExecutor() as pool:
        said = list(
            pool.map(lambda word: duban(word, "--dir", str(folder), DUBAN_DATABASE_URL=wrong), COMMANDS)
        )

    for command, one in zip(COMMANDS, said, strict=True):
        everything = one.stdout + one.stderr
        assert one.returncode == 1, command
        assert everything.count(told.NOT_LET_IN) == 1, everything
        assert "Traceback" not in everything
        assert PASSWORD not in everything
    assert all("database.url" in one.stdout + one.stderr for one in said)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((PASSWORD, "no"), told.NOT_LET_IN),
        (("postgres:", "nobody:"), told.NOT_LET_IN),
        (("/postgres", "/none_such"), told.NO_DATABASE),
        (("127.0.0.1", "no-such-host.invalid"), told.UNKNOWN_HOST),
        (("/postgres", "/postgres?nonsense=1"), told.UNKNOWN_OPTION),
        (("postgresql://", "mysql://"), told.UNREADABLE_URL),
        (("postgresql://", "postgres//"), told.UNREADABLE_URL),
        (("/postgres", ""), told.UNREADABLE_URL),
    ],
)
async def test_what_is_wrong_is_said(server: OwnServer, change: tuple[str, str], sentence: str) -> None:
    base, at, rest = server.url().rpartition("@")
    wrong = (base + at + rest.replace(*change)) if change[0] in rest else server.url().replace(*change)

    for look in (migrate.check, migrate.upgrade):
        with pytest.raises(Misconfigured) as said:
            await look(wrong)
        assert str(said.value) == sentence


@pytest.mark.postgres
async def test_a_user_without_rights_and_a_full_server_have_their_sentences(server: OwnServer) -> None:
    server.asked(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
    server.asked("CREATE DATABASE narrow CONNECTION LIMIT 0")
    guest = server.url().replace("//postgres:", "//guest:")

    with pytest.raises(Misconfigured, match=told.NO_RIGHTS):
        await migrate.upgrade(guest)
    with pytest.raises(Misconfigured, match=told.NO_CONNECTION_LEFT.partition("，")[0]):
        await migrate.check(guest.replace("/postgres", "/narrow"))


@pytest.mark.postgres
async def test_a_server_that_goes_away_while_the_schema_is_looked_at(server: OwnServer) -> None:
    engine = engine_for(server.url())
    try:
        async with engine.connect() as connection:
            with pytest.raises(Misconfigured) as said, with_rights():
                await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    finally:
        await engine.dispose()
    assert str(said.value) == told.AWAY


@pytest.mark.parametrize("setting", ["nonsense", "sqlite://", "postgresql://u:p@host:port/name"])
async def test_what_is_no_url_is_not_shown(setting: str) -> None:
    with pytest.raises(Misconfigured) as said:
        await migrate.check(setting)
    assert str(said.value) == told.UNREADABLE_URL


async def test_nobody_there_and_somebody_else_there() -> None:
    with pytest.raises(Misconfigured) as nobody:
        await migrate.check(f"postgresql://u:{PASSWORD}@127.0.0.1:{free_port()}/duban")
    assert str(nobody.value) == told.REFUSED


async def test_a_file_that_is_no_database_and_a_place_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("dear centre, " * 500, encoding="ascii")

    with pytest.raises(Misconfigured) as letter:
        await migrate.upgrade(f"sqlite:///{tmp_path}/letter.db")
    with pytest.raises(Misconfigured) as place:
        await migrate.upgrade(f"sqlite:///{tmp_path}/letter.db/duban.db")

    assert str(letter.value) == told.NO_DATABASE_FILE
    assert str(place.value) == told.UNUSABLE_FILE
