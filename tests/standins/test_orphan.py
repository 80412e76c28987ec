"""A stand-in never outlives whoever started it, even where that one had no time to end it."""

import asyncio
import signal
import sys

BEGIN = """
import asyncio
from bot.stage.processes import standin

async def hold():
    async with standin("dingtalk", {"client_id": "c", "client_secret": "s", "corp_id": "d"}) as address:
        print(address, flush=True)
        await asyncio.Event().wait()

asyncio.run(hold())
"""


async def test_a_standin_ends_when_its_starter_is_killed() -> None:
    starter = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BEGIN, stdout=asyncio.subprocess.PIPE
    )
    assert starter.stdout is not None
    async with asyncio.timeout(60):
        address = (await starter.stdout.readline()).decode().strip()
        host, _, port = address.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))

        starter.send_signal(signal.SIGKILL)
        await starter.wait()

        # Its end is what closes a connection on which nothing was ever said.
        assert await reader.read() == b""
    writer.close()
