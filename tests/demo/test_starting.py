"""Starting where another listens already, and ending with Ctrl+C."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bot.stage.theatre import free_port


def test_a_demo_on_a_taken_port_says_so_and_touches_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "centre" / "duban.toml"
    kept.parent.mkdir()
    kept.write_text("of the demo that is running")
    with closing(socket.socket()) as first:
        first.bind(("127.0.0.1", 0))
        first.listen()
        port = first.getsockname()[1]

        second = subprocess.run(
            [sys.executable, "-m", "bot", "demo", "--port", str(port), "--data", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert second.returncode == 1
    assert second.stderr.splitlines() == [
        f"不能在 127.0.0.1 的端口 {port} 上监听（Address already in use）。请换一个，例如：make demo PORT=8031"
    ]
    assert kept.exists()


def test_ctrl_c_ends_the_demo_and_its_stand_ins_without_a_word_of_complaint(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", str(free_port()), "--data", str(tmp_path / "town")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as demo:
        assert demo.stdout is not None
        assert "http://" in demo.stdout.readline()

        os.killpg(demo.pid, signal.SIGINT)  # as a terminal does: everybody in the group hears it
        _, complaints = demo.communicate(timeout=30)

    assert demo.returncode == 0
    assert complaints == ""
