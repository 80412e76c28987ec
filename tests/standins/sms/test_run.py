import asyncio

import pytest

from adapters.standins.sms import StandinSettings, run, serving


async def test_it_says_where_it_is_and_stops_when_cancelled(capsys: pytest.CaptureFixture[str]) -> None:
    running = asyncio.create_task(run(StandinSettings("id", "secret")))
    said = ""
    async with asyncio.timeout(5):
        while not said:
            await asyncio.sleep(0.01)
            said = capsys.readouterr().out
    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await running
    assert said.startswith("sms stand-in at http://127.0.0.1:")


async def test_two_cannot_share_a_port() -> None:
    async with serving(StandinSettings("id", "secret")) as first:
        port = int(first.address.rpartition(":")[2])

        with pytest.raises(OSError, match="address already in use"):
            async with serving(StandinSettings("id", "secret", port=port)):
                pass
