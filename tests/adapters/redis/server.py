"""A Redis of our own that a test may kill, stall, empty and start again on the same port."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import pytest

from config.secret import Secret
from tests.servers import answers, free_port


@dataclass
class OwnRedis:
    program: str
    port: int
    words: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> Secret:
        return Secret(f"redis://127.0.0.1:{self.port}/0")

    def start(self) -> None:
        keeps_nothing = ("--save", "", "--appendonly", "no")
        command = [self.program, "--port", str(self.port), "--bind", "127.0.0.1", *keeps_nothing, *self.words]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while not answers(self.port):
            assert time.monotonic() < until, "our Redis does not start"

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
            self.process.wait()
            self.process = None

    def stall(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def empty(self) -> None:
        with closing(socket.create_connection(("127.0.0.1", self.port), 10)) as line:
            line.sendall(b"FLUSHALL\r\n")
            assert line.recv(100) == b"+OK\r\n"

    def wake(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def our_redis(*words: str) -> Iterator[OwnRedis]:
    """One that runs; skipped where none is installed, which is a failure where CI=true."""
    program = shutil.which("redis-server")
    if program is None:
        assert os.environ.get("CI") != "true", "no redis-server is installed"
        pytest.skip("no redis-server is installed")
    server = OwnRedis(program, free_port(), words)
    try:
        server.start()
        yield server
    finally:
        server.kill()
