"""A second start on a taken port says so in one sentence and leaves the first alone."""

import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path


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
