"""One worker of a fleet, in a process of its own: makes calls to DingTalk as fast as it is given leave.

Usage: python -m tests.adapters.redis.worker STANDIN REDIS NAME CALLS. Prints one line of JSON at the end.
"""

import asyncio
import json
import sys

import aiohttp

from adapters.dingtalk.api import Api
from adapters.dingtalk.messages import Messages
from adapters.dingtalk.settings import DingTalkSettings
from adapters.redis.connection import Link
from adapters.redis.shelf import TokenShelf
from adapters.redis.window import FleetRate
from bot.clock import real_now
from config.secret import Secret
from domain.faces import ChatText
from domain.failures import DeliveryFailed

SECRET = Secret("very-secret")


async def work(standin: str, redis: str, name: str, calls: int) -> dict[str, object]:
    settings = DingTalkSettings(
        client_id="dingapp", client_secret=SECRET, corp_id="ding-corp", api_base=standin, oapi_base=standin
    )
    link, refused = Link(Secret(redis)), list[str]()
    await link.look()
    looking = asyncio.create_task(link.run())
    rate = FleetRate(link, name, 20)
    async with aiohttp.ClientSession() as session:
        api = Api(
            settings, session, rate, lambda _name: None, shelf=TokenShelf(link, name, SECRET, lambda: None)
        )
        messages = Messages(api, real_now)

        async def call(number: int) -> None:
            try:
                await messages.send_to_person(("0042",), ChatText("提醒", f"第{number}次"))
            except DeliveryFailed as failure:
                refused.append(failure.code)

        async with asyncio.TaskGroup() as group:
            for number in range(calls):
                group.create_task(call(number))
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    await link.close()
    return {"refused": refused, "shared": rate.counts.shared, "local": rate.counts.local}


if __name__ == "__main__":
    _, at, by, shared_as, how_many = sys.argv
    sys.stdout.write(json.dumps(asyncio.run(work(at, by, shared_as, int(how_many)))))
