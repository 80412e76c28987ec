from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from yarl import URL

from adapters.sms.alibaba import AlibabaGateway, Settings
from adapters.standins.sms import Rules, Running, StandinSettings, Template, serving
from config.secret import Secret
from domain.faces import SmsKind, SmsText

KEY = "key-of-a-test"
RECEIPT = SmsText(SmsKind.RECEIPT, "【某市民声】已收到，编号 0317。", (("number", "0317"),))


def real_now() -> datetime:
    return datetime.now(UTC)


def settings_for(endpoint: str, **changes: object) -> Settings:
    values: dict[str, object] = {
        "access_key_id": "id-of-a-test",
        "access_key_secret": Secret(KEY),
        "sign_name": "某市民声",
        "templates": {SmsKind.RECEIPT: "SMS_1"},
        "endpoint": URL(endpoint),
        "timeout_s": 5.0,
    }
    return Settings(**(values | changes))  # type: ignore[arg-type]  # values are a test's own


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as shared:
        yield shared


@pytest.fixture
async def standin() -> AsyncIterator[Running]:
    settings = StandinSettings(
        access_key_id="id-of-a-test",
        access_key_secret=KEY,
        sign_names=("某市民声",),
        templates=(Template("SMS_1", "您的诉求已收到，编号${number}。"),),
        rules=Rules(second_s=0.001),
    )
    async with serving(settings) as running:
        yield running


@pytest.fixture
def gateway(standin: Running, session: aiohttp.ClientSession) -> AlibabaGateway:
    return AlibabaGateway(settings_for(standin.address), session, real_now)
