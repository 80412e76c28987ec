import aiohttp
import pytest

from adapters.sms import GATEWAYS
from adapters.sms.alibaba import Settings
from config.secret import Secret
from domain.faces import SmsKind
from domain.failures import Misconfigured
from tests.adapters.sms.conftest import real_now, settings_for

SECTION: dict[str, object] = {
    "access_key_id": "id",
    "access_key_secret": "very-secret",
    "sign_name": "某市民声",
    "templates": {"receipt": "SMS_1"},
}


async def test_a_section_makes_a_gateway(session: aiohttp.ClientSession) -> None:
    gateway = GATEWAYS["alibaba"](SECTION, session, real_now)

    assert gateway.name == "alibaba"
    assert not gateway.capabilities.free_text


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"access_key_secret": ""}, "access_key_secret"),
        ({"access_key_secret": 7}, "access_key_secret"),
        ({"sign_name": ""}, "sign_name"),
        ({"templates": {"recipt": "SMS_1"}}, "templates.recipt"),
        ({"endpoint": "dysmsapi.aliyuncs.com"}, "endpoint"),
        ({"endpoint": "https://dysmsapi.aliyuncs.com/path"}, "endpoint"),
        ({"endpoint": "http://host:port"}, "endpoint"),
        ({"endpoint": "http://user:word@host"}, "endpoint"),
        ({"endpoint": "ftp://host"}, "endpoint"),
        ({"endpoint": None}, "endpoint"),
        ({"timeout_s": 0}, "timeout_s"),
        ({"time_out": 3}, "time_out"),
    ],
)
async def test_a_wrong_section_names_the_key_and_no_secret(
    session: aiohttp.ClientSession, changes: dict[str, object], named: str
) -> None:
    with pytest.raises(Misconfigured, match=rf"sms\.alibaba\.{named}") as fault:
        GATEWAYS["alibaba"](SECTION | changes, session, real_now)

    assert "very-secret" not in str(fault.value)


def test_settings_do_not_show_their_secret() -> None:
    assert "key-of-a-test" not in repr(settings_for("http://127.0.0.1:1"))


def test_settings_know_which_texts_cannot_be_sent() -> None:
    settings = Settings("id", Secret("s"), "某市民声", {SmsKind.RECEIPT: "SMS_1"})

    assert SmsKind.RECEIPT not in settings.without_template()
    assert SmsKind.SURVEY in settings.without_template()
