"""One town whose patience is short, so that silence costs a second and not ten."""

from collections.abc import AsyncIterator
from dataclasses import replace
from types import MappingProxyType

import pytest
import pytest_asyncio

from config.load import Centre
from tests.scenarios.town import Town, town


def impatient(centre: Centre) -> Centre:
    """Calls are given up after a second, a dead socket is found after one and a half."""
    settings = centre.settings
    chat = replace(settings.dingtalk, call_timeout_s=1, heartbeat_s=1)
    sms = replace(settings.sms, section=MappingProxyType({**settings.sms.section, "timeout_s": 1.0}))
    return replace(centre, settings=replace(settings, dingtalk=chat, sms=sms))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """What fails outside does not know which database is inside: one is enough."""
    async with town(tmp_path_factory.mktemp("outage") / "centre", changed=impatient) as opened:
        await opened.control("settings", {"retry_seconds": [2.5, 6], "ack_seconds": 0.5}, "PUT")
        yield opened
