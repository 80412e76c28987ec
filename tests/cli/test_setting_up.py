"""init, doctor, migrate, audit: what an operator reads, and the exit code a script reads."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.duban import centre, duban, edit


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "centre"
    made = duban("init", str(folder))
    assert made.returncode == 0, made.stderr
    return folder


def test_a_fresh_centre_is_ready_to_start(fresh: Path) -> None:
    looked = duban("doctor", "--dir", str(fresh))

    assert looked.returncode == 0, looked.stdout
    assert "检查完毕" in looked.stdout


def test_init_never_writes_over_what_is_there(fresh: Path) -> None:
    before = {file: file.read_bytes() for file in fresh.rglob("*") if file.is_file()}

    again = duban("init", str(fresh))

    assert again.returncode == 1
    assert len(again.stderr.strip().splitlines()) == 1
    assert {file: file.read_bytes() for file in before} == before


def test_init_keeps_the_keys_to_their_owner(fresh: Path) -> None:
    for name in ("keys/master.key", "keys/site.key", "duban.toml"):
        assert (fresh / name).stat().st_mode & 0o077 == 0, name


def test_migrate_says_what_it_did_and_then_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")

    first = duban("migrate", "--dir", str(folder))
    second = duban("migrate", "--dir", str(folder))

    assert (first.returncode, second.returncode) == (0, 0)
    assert "空库" in first.stdout
    assert "已是最新" in second.stdout


def test_an_untouched_record_verifies_and_a_touched_one_does_not(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")
    duban("migrate", "--dir", str(folder))

    whole = duban("audit", "verify", "--dir", str(folder))
    with closing(sqlite3.connect(folder / "data" / "duban.db")) as attacker, attacker:
        attacker.execute("PRAGMA foreign_keys = OFF")
        attacker.execute(
            "INSERT INTO seals (no, at, leaves, root, prev, hash) VALUES (1, 0, 0, 'x', 'y', 'z')"
        )
    touched = duban("audit", "verify", "--dir", str(folder))

    assert whole.returncode == 0
    assert "留痕完整" in whole.stdout
    assert touched.returncode == 1
    assert "不符：" in touched.stdout


@dataclass(frozen=True)
class Slip:
    """Something written wrongly in one file, and what the sentence about it must name."""

    file: str
    line: str
    instead: str
    named: str
    command: str = "doctor"


SLIPS = {
    "an address that is none": Slip("duban.toml", "public_url", "public_url = 7 # ", "public_url", "run"),
    "an unknown setting": Slip("duban.toml", "[redis]", "colour = 3\n[redis]", "colour", "migrate"),
    "toml that breaks off": Slip("duban.toml", "[redis]", "[redis", "duban.toml"),
    "a person of no unit": Slip(
        "people.csv", "zx09,冯示例,13900000009,zx", "zx09,冯示例,13900000009,no", "no"
    ),
    "an office that is none": Slip("offices.csv", "zx05,回访员", "zx05,闲人", "闲人"),
    "a phone that is none": Slip("people.csv", "zx09,冯示例,13900000009", "zx09,冯示例,12", "people.csv"),
    "a rule that is none": Slip("policy.yaml", "acknowledge:", "acknowledgement:", "acknowledgement", "run"),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_wrong_value_stops_everything_with_one_sentence(tmp_path: Path, slip: Slip) -> None:
    folder = centre(tmp_path / "centre")
    edit(folder / slip.file, _whole(folder / slip.file, slip.line), slip.instead)

    stopped = duban(slip.command, "--dir", str(folder))

    assert stopped.returncode == 1
    assert "Traceback" not in stopped.stderr
    assert slip.file in stopped.stderr
    assert "行" in stopped.stderr, "it names the line"
    assert slip.named in stopped.stderr
    assert not (folder / "data").exists()


def _whole(file: Path, start: str) -> str:
    """`start`, or the beginning of its line as it stands."""
    text = file.read_text(encoding="utf-8")
    if text.count(start) == 1:
        return start
    return next(line for line in text.splitlines() if line.startswith(start))


def test_a_folder_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    stopped = duban("run", "--dir", str(tmp_path))

    assert stopped.returncode == 1
    assert "Traceback" not in stopped.stderr
    assert "duban.toml" in stopped.stderr


def test_doctor_names_what_cannot_be_reached(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")
    edit(folder / "duban.toml", 'client_id = ""', 'client_id = "abc"')
    edit(folder / "duban.toml", 'client_secret = ""', 'client_secret = "top-secret-of-ours"')
    edit(folder / "duban.toml", 'corp_id = ""', 'corp_id = "ding1"')
    edit(folder / "duban.toml", '# api_base = "https://api.dingtalk.com"', 'api_base = "http://127.0.0.1:9"')
    edit(
        folder / "duban.toml", '# oapi_base = "https://oapi.dingtalk.com"', 'oapi_base = "http://127.0.0.1:9"'
    )

    looked = duban("doctor", "--dir", str(folder))

    assert looked.returncode == 1
    assert "钉钉接口不通" in looked.stdout
    assert "top-secret-of-ours" not in looked.stdout + looked.stderr


def test_doctor_names_a_missing_key(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")
    (folder / "keys" / "site.key").unlink()

    looked = duban("doctor", "--dir", str(folder))

    assert looked.returncode == 1
    assert "site.key" in looked.stdout + looked.stderr
