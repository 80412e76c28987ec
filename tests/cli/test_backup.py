"""`duban backup` and `duban restore` as an operator runs them: beside a running centre, and from one database to the other."""

from pathlib import Path

import pytest

from tests.cli.duban import centre, duban, running
from tests.databases import PostgresServer, postgres_server

__all__ = ["postgres_server"]


def one_sentence(told: str) -> str:
    """What stands on stderr, which must be a sentence and no traceback."""
    assert len(told.strip().splitlines()) == 1, told
    return told


def copied_keys(source: Path, folder: Path) -> None:
    """What the operator keeps apart, put back."""
    for name in ("master.key", "site.key"):
        (folder / "keys" / name).write_bytes((source / "keys" / name).read_bytes())
        (folder / "keys" / name).chmod(0o600)


def test_a_running_centre_is_saved_proven_and_brought_back(tmp_path: Path) -> None:
    old, new = centre(tmp_path / "old"), centre(tmp_path / "new")
    file = tmp_path / "one.tar"
    with running(old, tmp_path / "log"):
        saved = duban("backup", str(file), "--dir", str(old))
    assert saved.returncode == 0, saved.stderr
    assert "备份已核验" in saved.stdout
    assert "备份不含密钥" in saved.stdout
    assert [path.name for path in tmp_path.glob("*.tar*")] == ["one.tar"]

    refused = duban("restore", str(file), "--dir", str(new))
    assert refused.returncode == 1
    assert "不成对" in one_sentence(refused.stderr)

    copied_keys(old, new)
    restored = duban("restore", str(file), "--dir", str(new))
    assert restored.returncode == 0, restored.stderr
    assert "恢复完成" in restored.stdout
    audited = duban("audit", "verify", "--dir", str(new))
    assert audited.returncode == 0, audited.stdout

    again = duban("restore", str(file), "--dir", str(new))
    assert again.returncode == 1
    assert "已有内容" in one_sentence(again.stderr)
    assert "恢复完成" not in again.stdout


@pytest.mark.postgres
def test_an_embedded_centre_moves_to_postgresql(tmp_path: Path, postgres_server: PostgresServer) -> None:
    old = centre(tmp_path / "old")
    assert duban("migrate", "--dir", str(old)).returncode == 0
    saved = duban("backup", str(tmp_path), "--dir", str(old))
    assert saved.returncode == 0, saved.stderr
    (file,) = tmp_path.glob("duban-*.tar")
    url = postgres_server.bare()
    try:
        moved = duban("restore", str(file), "--dir", str(old), DUBAN_DATABASE_URL=url)
        ready = duban("audit", "verify", "--dir", str(old), DUBAN_DATABASE_URL=url)
        back = duban("backup", str(tmp_path / "two.tar"), "--dir", str(old), DUBAN_DATABASE_URL=url)
    finally:
        postgres_server.drop(url)

    assert "恢复完成" in moved.stdout, moved.stderr
    assert ready.returncode == 0, ready.stdout
    assert "备份已核验" in back.stdout, back.stderr


def test_what_cannot_be_done_is_one_sentence(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")
    there = tmp_path / "there.tar"
    there.write_bytes(b"something else")

    for words, told in (
        (["backup", str(tmp_path / "one.tar")], "找不到数据库"),
        (["backup", str(tmp_path / "nowhere" / "one.tar")], "写不进"),
        (["backup", "--verify", str(tmp_path / "none.tar")], "找不到备份文件"),
        (["restore", str(there)], "不是完整的督办备份"),
    ):
        refused = duban(*words, "--dir", str(folder))
        assert refused.returncode == 1, words
        assert told in one_sentence(refused.stderr)
    assert there.read_bytes() == b"something else"

    wrong = duban(
        "backup", str(tmp_path), "--dir", str(folder), DUBAN_DATABASE_URL="postgresql://a@127.0.0.1:1/b"
    )
    assert "数据库连不上" in one_sentence(wrong.stderr)


def test_unproven_it_has_another_name(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")
    assert duban("migrate", "--dir", str(folder)).returncode == 0

    saved = duban("backup", str(tmp_path / "one.tar"), "--no-verify", "--dir", str(folder))

    unproven = tmp_path / "one.tar.unverified"
    assert "尚未核验" in saved.stdout
    assert unproven.exists()
    assert not (tmp_path / "one.tar").exists()
    assert "备份已核验" in duban("backup", "--verify", str(unproven), "--dir", str(folder)).stdout
