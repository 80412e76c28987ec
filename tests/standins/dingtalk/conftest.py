from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.standins.dingtalk import Group, Person, Rules, StandinSettings, serve
from tests.standins.dingtalk.client import CLIENT_ID, CORP, GROUP, SECRET, TEMPLATE, Client

PEOPLE = (
    Person("001", "周启明", mobile="13800000001", union_id="u1", admin=True),
    Person("002", "林晓梅", mobile="13800000002"),
    Person("003", "外单位王工", outsider=True),
)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    settings = StandinSettings(
        client_id=CLIENT_ID,
        client_secret=SECRET,
        corp_id=CORP,
        people=PEOPLE,
        groups=(Group(GROUP, "督办群", ("001", "002", "003")),),
        template_ids=(TEMPLATE,),
        rules=Rules(ack_seconds=0.3, retry_seconds=(0.4, 0.6), card_seconds=0.5, linger_seconds=0.2),
    )
    standin = await serve(settings)
    async with aiohttp.ClientSession() as session:
        yield Client(standin, session)
    await standin.stop()
