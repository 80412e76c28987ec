"""The `duban` command as its operators run it: a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.init import write_sample
from store.sealing import KeyRing
from tests.servers import free_port

WITHIN_S = 60


def duban(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run to the end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN_S,
        env={**os.environ, **environment},
    )


def centre(folder: Path) -> Path:
    """A fresh centre as `duban init` makes it, on a free port."""
    write_sample(folder)
    KeyRing.create(folder / "keys" / "master.key")
    edit(folder / "duban.toml", "port = 8086", f"port = {free_port()}")
    return folder


def edit(file: Path, line: str, instead: str) -> None:
    """Put other words in the place of some that stand there exactly once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(line) == 1, f"{file.name} has {text.count(line)} times {line!r}"
    file.write_text(text.replace(line, instead), encoding="utf-8")


def port_of(folder: Path) -> int:
    """The port of that centre."""
    for line in (folder / "duban.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("port = "):
            return int(line.removeprefix("port = ").split()[0])
    raise AssertionError("no port")


@contextmanager
def running(folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`duban run`, ready when the block begins and gone when it ends; its log goes to that file."""
    with log.open("ab") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--dir", str(folder)], stdout=told, stderr=told
        )
        try:
            wait_until(lambda: get(folder, "/healthz")[0] == 200, process)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(WITHIN_S)


def get(folder: Path, path: str) -> tuple[int, str]:
    """Ask the running program; status 0: nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port_of(folder)}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
    except OSError:
        return 0, ""


def post(url: str, body: object) -> dict[str, object]:
    """Tell a stand-in something."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - loopback
        return dict(json.loads(answer.read()))


def wait_until(holds: Callable[[], bool], process: subprocess.Popen[bytes] | None = None) -> None:
    """Look again until it holds; fails after a minute, or when the process has ended."""
    ends_at = time.monotonic() + WITHIN_S
    while not holds():
        assert process is None or process.poll() is None, "the program has ended"
        assert time.monotonic() < ends_at, "it never came to that"
        time.sleep(0.05)
