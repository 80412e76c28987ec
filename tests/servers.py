"""Runs a command with a PostgreSQL and a Redis to test against: those that answer already, else its own on free ports.

Usage: python tests/servers.py COMMAND [ARG ...]. Where a program is not installed its tests say that they are skipped;
with CI set in the environment such a skip is a failure (see tests/databases.py).
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

POSTGRES_PORT = 5432
REDIS_PORT = 6379


def answers(port: int) -> bool:
    """Whether somebody listens on that loopback port."""
    with closing(socket.socket()) as knock:
        knock.settimeout(1)
        return knock.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port nobody uses just now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl, newest version first; Debian keeps them off the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return versions[0].parent if versions else None


def as_postgres_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as its own user."""
    if os.geteuid() != 0:
        return command
    pwd.getpwnam("postgres")
    return ["runuser", "-u", "postgres", "--", *command]


@contextmanager
def own_postgres(programs: Path) -> Iterator[str]:
    """A PostgreSQL of our own in a temporary folder, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="duban-pg-") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data, port = f"{folder}/data", free_port()
        control = str(programs / "pg_ctl")
        subprocess.run(
            as_postgres_user(
                [str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
            ),
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        start = [control, "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start"]
        subprocess.run(as_postgres_user(start), check=True, stdout=subprocess.DEVNULL, cwd=folder)
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            stop = [control, "-D", data, "-m", "immediate", "stop"]
            subprocess.run(as_postgres_user(stop), check=False, stdout=subprocess.DEVNULL, cwd=folder)


@contextmanager
def own_redis(program: str) -> Iterator[str]:
    """A Redis of our own that keeps nothing on disk."""
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


def servers(stack: ExitStack) -> dict[str, str]:
    """Addresses for the tests; an entry is missing where nothing answers and nothing is installed."""
    found: dict[str, str] = {}
    if answers(POSTGRES_PORT):
        found["DUBAN_TEST_POSTGRES"] = f"postgresql://postgres@127.0.0.1:{POSTGRES_PORT}/postgres"
    elif programs := postgres_programs():
        found["DUBAN_TEST_POSTGRES"] = stack.enter_context(own_postgres(programs))
    if answers(REDIS_PORT):
        found["DUBAN_TEST_REDIS"] = f"redis://127.0.0.1:{REDIS_PORT}/0"
    elif program := shutil.which("redis-server"):
        found["DUBAN_TEST_REDIS"] = stack.enter_context(own_redis(program))
    return found


def main(command: list[str]) -> int:
    """Run the command with the servers' addresses in its environment, and give back its exit code."""
    with ExitStack() as stack:
        environment = {**servers(stack), **os.environ}
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
