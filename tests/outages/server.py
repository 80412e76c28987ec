"""A PostgreSQL of a test's own, on its own port, that may be stopped, stalled, filled, copied and replaced."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.outages.disk import small_disk
from tests.scenarios.looking import Rows, asked
from tests.servers import as_postgres_user, free_port, postgres_programs


class OwnServer:
    """`start` it first; whatever was done to it, `end` leaves nothing running."""

    def __init__(self, programs: Path, folder: Path, *, auth: str = "trust", password: str = "") -> None:
        self._programs = programs
        self._folder = folder
        self._data = folder / "data"
        self._port = free_port()
        self._small: Path | None = None
        self._login = f"postgres:{password}" if password else "postgres"
        secret = folder / "secret"
        secret.write_text(password or "unused", encoding="ascii")
        self._own(secret)
        self._run("initdb", "-U", "postgres", "-A", auth, "--pwfile", str(secret), "-E", "UTF8")

    def url(self, database: str = "postgres", login: str = "") -> str:
        return f"postgresql://{login or self._login}@127.0.0.1:{self._port}/{database}"

    def asked(self, statement: str, database: str = "postgres") -> Rows:
        """On a connection of its own, each statement in a transaction of its own."""
        return asked(self.url(database), (statement, ()))[0]

    def start(self) -> None:
        options = (
            f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} "
            "-c fsync=off -c max_connections=40 -c max_wal_senders=2 -c wal_level=replica"
        )
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Immediate: as if every process of it were killed."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def signal(self, number: signal.Signals) -> None:
        """To every process of the server, and to no other."""
        for pid in self._processes():
            with suppress(ProcessLookupError):  # a backend may end meanwhile
                os.kill(pid, number)

    @contextmanager
    def stalled(self) -> Iterator[None]:
        """Inside the block connections are accepted by the machine, and nothing ever answers."""
        # Twice: a backend may have been born while the others were stopped.
        self.signal(signal.SIGSTOP)
        self.signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.signal(signal.SIGCONT)

    def drop_connections(self, role: str) -> None:
        """End every connection of that role; whoever comes again finds what was changed meanwhile."""
        self.asked(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}'")  # noqa: S608 - ours

    def copy(self) -> Path:
        """A base backup of the running server, as a stand-by keeps one."""
        target = self._folder / "copy"
        command = [
            *(str(self._programs / "pg_basebackup"), "-h", "127.0.0.1", "-p", str(self._port)),
            *("-U", "postgres", "-X", "stream", "--checkpoint=fast", "-D", str(target)),
        ]
        if self._small is not None:
            command += ["--tablespace-mapping", f"{self._small}={self._folder / 'other'}"]
        subprocess.run(as_postgres_user(command), check=True, stdout=subprocess.DEVNULL, cwd=self._folder)
        return target

    def replace_by(self, copy: Path) -> None:
        """The server is gone; what answers at its address from now on is the copy."""
        self.stop()
        shutil.rmtree(self._data)
        copy.rename(self._data)
        self.start()

    @contextmanager
    def small_tablespace(self, name: str, megabytes: int) -> Iterator[Path]:
        """A tablespace of that name on a disk of its own, which can be filled without touching any other."""
        place = self._folder / name
        place.mkdir()
        with small_disk(place, megabytes):
            self._own(place)
            self.asked(f"CREATE TABLESPACE {name} LOCATION '{place}'")
            self._small = place
            try:
                yield place
            finally:
                self.end()

    def end(self) -> None:
        self.signal(signal.SIGCONT)
        with suppress(subprocess.CalledProcessError):  # it may be down already
            self.stop()

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), "-D", str(self._data), *words]
        subprocess.run(
            as_postgres_user(command),
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
        )

    def _processes(self) -> list[int]:
        file = self._data / "postmaster.pid"
        if not file.exists():
            return []
        master = int(file.read_text(encoding="ascii").split()[0])
        children = Path(f"/proc/{master}/task/{master}/children")
        born = children.read_text(encoding="ascii").split() if children.exists() else []
        return [master, *map(int, born)]

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(path, "postgres")


@contextmanager
def own_server(*, auth: str = "trust", password: str = "") -> Iterator[OwnServer]:
    """Started; gone afterwards. Skips where PostgreSQL is not installed on this machine."""
    programs = postgres_programs()
    if programs is None:
        if os.environ.get("CI") == "true":
            raise FileNotFoundError("PostgreSQL's own programs are not installed")
        pytest.skip("PostgreSQL's own programs are not installed")
    with tempfile.TemporaryDirectory(prefix="duban-outage-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        # A link may lead to initdb alone; the others lie where it leads.
        programs = (programs / "initdb").resolve().parent
        server = OwnServer(programs, folder, auth=auth, password=password)
        try:
            server.start()
            yield server
        finally:
            server.end()
