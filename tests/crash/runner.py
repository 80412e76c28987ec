"""Starts `duban run` in processes that can be told where to die. The program itself holds no hook for this.

`python -m tests.crash.runner` imports the program once and then forks a worker for every order on its input, so that
restarting one takes a fraction of a second. An armed worker wraps one named call and sends itself SIGKILL there.
"""

import asyncio
import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any, NoReturn

from bot.cli.reading import centre_of
from bot.cli.run import serve
from bot.rhythm import Rhythm
from tests.crash.steps import Step, When

NOTHING: tuple[object, ...] = ((), False)
"""Answers of a call that found nothing to do: the step has not come yet."""


@dataclass(frozen=True, slots=True)
class Start:
    """A worker to be started: its folder, its log, where it reads its step, and how long its leases are."""

    folder: str
    log: str
    orders: str
    step: str = ""
    lease_s: float = 60
    stream_lease_s: float = 6


def die() -> NoReturn:
    """As if the machine lost its power, from this process's point of view."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


def arm(step: Step) -> None:
    """Wrap the step's call so that the process dies there."""
    module, _, path = step.value.call.partition(":")
    owner: Any = importlib.import_module(module)
    *outer, name = path.split(".")
    for one in outer:
        owner = getattr(owner, one)
    setattr(owner, name, deadly(getattr(owner, name), step.value.when))


def deadly(call: Callable[..., Any], when: When) -> Callable[..., Any]:
    """The same call, at which the process dies."""

    @wraps(call, updated=())
    async def waiting(*args: Any, **more: Any) -> Any:
        if when is When.BEFORE:
            die()
        result = await call(*args, **more)
        return result if result in NOTHING else die()

    @wraps(call, updated=())
    def at_once(*args: Any, **more: Any) -> Any:
        if when is When.BEFORE:
            die()
        result = call(*args, **more)
        return result if result in NOTHING else die()

    return waiting if iscoroutinefunction(call) else at_once


def work(start: Start) -> None:
    """One worker, from the reading of its folder to its end."""
    orders = Path(start.orders)

    def on_order(_signal: int, _frame: object) -> None:
        arm(Step[orders.read_text(encoding="ascii")])
        orders.unlink()

    signal.signal(signal.SIGUSR1, on_order)
    if start.step:
        arm(Step[start.step])
    rhythm = Rhythm(
        reap_s=0.2,
        seal_s=0.5,
        lease=timedelta(seconds=start.lease_s),
        stream_lease=timedelta(seconds=start.stream_lease_s),
        stream_renew_s=0.2,
    )
    asyncio.run(serve(centre_of(Path(start.folder)), rhythm))


def fork(start: Start) -> int:
    """The worker's process id."""
    child = os.fork()
    if child:
        return child
    try:
        log = os.open(start.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for handle, place in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(handle, place)
        work(start)
        sys.stderr.flush()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a forked process must never run on as a second runner
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
        os._exit(1)


def look(child: int) -> int | None:
    """How that worker ended, as `subprocess` counts; None while it lives."""
    found, status = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def main() -> None:
    """One order a line, one answer a line; the workers end with us."""
    children: set[int] = set()
    try:
        for line in sys.stdin:
            order = json.loads(line)
            if "look" in order:
                answer = look(order["look"])
                if answer is not None:
                    children.discard(order["look"])
            else:
                answer = fork(Start(**order))
                children.add(answer)
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


if __name__ == "__main__":
    main()
