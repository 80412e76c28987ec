"""Redis as an operator meets it: a wrong `redis.url` in one sentence, and a program that is ready with or without it."""

import json
from pathlib import Path

from config.texts import redis as told
from tests.adapters.redis.server import our_redis
from tests.cli.duban import centre, duban, get, running, wait_until

PASSWORD = "aVerySecretWord"


def test_the_doctor_says_what_is_wrong_and_shows_no_password(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")
    with our_redis("--requirepass", "another") as server:
        url = f"redis://:{PASSWORD}@127.0.0.1:{server.port}/0"
        said = duban("doctor", "--dir", str(folder), DUBAN_REDIS_URL=url)

    assert said.returncode == 1
    assert said.stdout.count(told.TROUBLES["wrong_password"]) == 1
    assert PASSWORD not in said.stdout + said.stderr


def test_an_address_that_is_none_is_one_sentence_with_the_name_of_the_setting(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")
    said = duban("run", "--dir", str(folder), DUBAN_REDIS_URL=f"localhost:{PASSWORD}")

    assert said.returncode == 1
    assert len(said.stderr.splitlines()) == 1
    assert "redis.url" in said.stderr
    assert PASSWORD not in said.stderr


def test_it_is_ready_while_redis_comes_goes_and_comes_back(tmp_path: Path) -> None:
    folder, log = centre(tmp_path / "centre"), tmp_path / "log"
    with our_redis() as server:
        toml = folder / "duban.toml"
        words = toml.read_text(encoding="utf-8")
        toml.write_text(
            words.replace('[redis]\nurl = ""', f'[redis]\nurl = "{server.url.reveal()}"'), encoding="utf-8"
        )
        server.kill()
        with running(folder, log) as process:

            def stands(redis: str, *, shared: bool) -> bool:
                status, body = get(folder, "/readyz")
                found = json.loads(body)
                assert status == 200, body
                return (found["redis"], found["limits"]["shared"]) == (redis, shared)

            wait_until(lambda: stands("away", shared=False), process)
            assert json.loads(get(folder, "/readyz")[1])["limits"]["calls_per_second"] == 5
            server.start()
            wait_until(lambda: stands("fine", shared=True), process)
            server.kill()
            wait_until(lambda: stands("away", shared=False), process)

    written = log.read_text(encoding="utf-8")
    assert told.TROUBLES["unreachable"] in written
    assert written.count("Redis is away") == 2, "said when it goes, not again and again"
    assert "Traceback" not in written
