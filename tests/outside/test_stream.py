"""DingTalk's socket dies, goes quiet, is told to go, or repeats what was answered: nothing is lost, nothing done twice."""

import pytest

from bot.stage.phones import Json
from tests.outside.acting import dispatcher, misbehave, stats, until
from tests.scenarios.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")
BOT = "/v1.0/im/bot/messages/get"


def question(here: Town) -> Json:
    return {"person": dispatcher(here), "kind": "text", "text": "/帮助"}


async def ask(here: Town) -> None:
    await here.house.phones.say(question(here))


async def answers(here: Town) -> int:
    return len(await here.heard(dispatcher(here)))


@pytest.fixture(autouse=True)
def a_minute_of_peace(here: Town) -> None:
    """Each test begins as after a minute of life: its trouble is the first, and costs the shortest wait."""
    listener = here.house.program.listener
    assert listener is not None
    assert listener.client is not None
    listener.client._backoff.reset()


async def one_answer(here: Town, before: int, questions: int = 1) -> None:
    """Each question is answered, and once."""
    await until(lambda: _answered(here, before + questions))
    await here.settle()
    assert await answers(here) == before + questions


@pytest.mark.parametrize("ill", ["go_silent", "half_open"])
async def test_a_dead_socket_is_replaced_and_what_was_said_meanwhile_is_answered_once(
    here: Town, ill: str
) -> None:
    sockets, before = await here.sockets(), await answers(here)
    await misbehave(here, ill)

    await ask(here)
    await one_answer(here, before)

    assert set(await here.sockets()) - set(sockets)
    await here.control("misbehave", {}, "DELETE")


async def test_a_late_message_on_a_socket_that_was_told_to_go_is_answered_once(here: Town) -> None:
    await here.control("settings", {"linger_seconds": 0.5}, "PUT")
    sockets, before = await here.sockets(), await answers(here)

    await misbehave(here, "disconnect_with_late_message", **question(here))
    await one_answer(here, before)
    await until(lambda: _only_new(here, sockets))
    await ask(here)

    await one_answer(here, before, 2)


async def test_what_was_answered_and_comes_again_is_not_done_again(here: Town) -> None:
    sent, before = await _pushes(here), await answers(here)
    await misbehave(here, "duplicate", path=BOT, count=1, ms=300)

    await ask(here)
    await until(lambda: _pushed(here, sent + 2))

    await one_answer(here, before)


@pytest.mark.parametrize("way", [{"fault": "close", "code": 1011}, {"fault": "reset"}], ids=["1011", "reset"])
async def test_a_broken_socket_costs_one_repeat(here: Town, way: dict[str, object]) -> None:
    before = await answers(here)
    await here.control("misbehave", way)

    await ask(here)

    await one_answer(here, before)


async def _answered(here: Town, count: int) -> bool:
    return await answers(here) >= count


async def _only_new(here: Town, before: list[str]) -> bool:
    now = await here.sockets()
    return bool(now) and not set(now) & set(before)


async def _pushes(here: Town) -> int:
    counts = (await stats(here))["counts"]
    assert isinstance(counts, dict)
    return int(counts["pushes_sent"])


async def _pushed(here: Town, count: int) -> bool:
    return await _pushes(here) >= count
