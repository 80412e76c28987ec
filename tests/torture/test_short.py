"""A short torture in every test run: a handful of kills, and the whole reckoning. The long one is `make torture`."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.servers import postgres_programs
from tests.torture.checks import findings
from tests.torture.gather import gathered
from tests.torture.run import Plan, torture
from tests.torture.town import town
from tests.torture.verdict import Verdict

QUICK_WORKER = ("-m", "tests.torture.worker")
PLAN = Plan(kills=8, seed=5, within_s=25, together=8, move_every_s=9, warm_up_s=3)


@pytest.fixture
def programs() -> tuple[Path, str]:
    """The programs of PostgreSQL and Redis."""
    postgres, redis = postgres_programs(), shutil.which("redis-server")
    if postgres is None or redis is None:
        if os.environ.get("CI") == "true":
            raise AssertionError("the torture needs PostgreSQL's and Redis' programs installed")
        pytest.skip("PostgreSQL or Redis is not installed here: the torture starts its own")
    return postgres, redis


async def test_a_few_kills_lose_nothing_and_double_nothing(programs: tuple[Path, str]) -> None:
    # The postgres user must be able to enter: pytest's own folders are closed to it.
    with TemporaryDirectory(prefix="duban-torture-") as folder:
        async with town(Path(folder), *programs, QUICK_WORKER) as here:
            result = await torture(here, PLAN)
            history = await gathered(result)
    found = findings(history)

    assert {name: told for name, told in found.items() if told} == {}
    verdict = Verdict.of(history, found, result, PLAN, 0)
    assert verdict.clean, verdict.line()
    assert verdict.messages > 20, "there was hardly any traffic: nothing was tried"
