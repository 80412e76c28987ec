"""`duban run` as a process: it starts, stops when told, and loses nothing when it is killed."""

import asyncio
import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.stage.processes import standin
from config.load import load
from tests.cli.duban import centre, edit, get, port_of, post, running, wait_until

TEXTS = 40


def test_it_answers_its_watchdog_and_stops_cleanly(tmp_path: Path) -> None:
    folder, log = centre(tmp_path / "centre"), tmp_path / "log"

    with running(folder, log) as process:
        assert get(folder, "/healthz") == (200, "ok")
        ready, told = get(folder, "/readyz")
        assert (ready, json.loads(told)["ready"]) == (200, True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0

    written = log.read_text(encoding="utf-8")
    assert "duban has stopped." in written
    assert "Traceback" not in written
    assert get(folder, "/healthz")[0] == 0


async def test_killed_again_and_again_it_loses_no_text_and_takes_none_twice(tmp_path: Path) -> None:
    folder, log = centre(tmp_path / "centre"), tmp_path / "log"
    secret = load(folder, {}).settings.sms.webhook_secret.reveal()
    async with standin("sms", _gateway(f"http://127.0.0.1:{port_of(folder)}/intake/alibaba/{secret}")) as sms:
        _connect(folder, sms)
        phones = [f"1370000{number:04d}" for number in range(TEXTS)]
        await asyncio.to_thread(_send_while_killed, folder, log, sms, phones)

        assert _numbers(folder) == TEXTS
        with closing(sqlite3.connect(folder / "data" / "duban.db")) as connection:
            assert connection.execute("SELECT count(*) FROM texts_received").fetchone() == (TEXTS,)
    assert not [phone for phone in phones if phone in log.read_text(encoding="utf-8")]


def _send_while_killed(folder: Path, log: Path, sms: str, phones: list[str]) -> None:
    for place in range(0, TEXTS, 10):
        with running(folder, log) as process:
            for phone in phones[place : place + 10]:
                post(f"{sms}/control/text", {"phone": phone, "text": f"第{phone[-3:]}号楼下水道堵了"})
            wait_until(lambda before=place: _numbers(folder) > before, process)
            process.kill()
    with running(folder, log) as process:
        wait_until(lambda: _numbers(folder) == TEXTS, process)


def _numbers(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "data" / "duban.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM tickets").fetchone()[0])


def _gateway(door: str) -> dict[str, object]:
    return {
        "access_key_id": "key",
        "access_key_secret": "secret",
        "sign_names": ["民声"],
        "templates": [],
        "callback_url": door,
        "rules": {"second_s": 0.01, "retry_s": [60, 200, 400, 600, 600, 600]},
    }


def _connect(folder: Path, sms: str) -> None:
    settings = folder / "duban.toml"
    edit(settings, 'gateway = ""', 'gateway = "alibaba"')
    edit(settings, "# [sms.alibaba]", "[sms.alibaba]")
    edit(settings, '# access_key_id = ""', 'access_key_id = "key"')
    edit(settings, '# access_key_secret = ""', f'endpoint = "{sms}"\naccess_key_secret = "secret" #')
    edit(settings, '# sign_name = "民声"', 'sign_name = "民声"')
