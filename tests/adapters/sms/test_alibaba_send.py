"""A text handed over, and every way in which that fails, over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import aiohttp
import pytest
from aiohttp import web

from adapters.sms.alibaba import AlibabaGateway
from adapters.sms.alibaba_codes import INSTALLATION, LATER, MESSAGE, PERHAPS, failure_of
from adapters.standins.sms import Running
from adapters.standins.sms.faults import Fault, FaultKind
from config.secret import Secret
from domain.faces import SmsKind, SmsText
from domain.failures import DeliveryFailed, Permanent, Transient, Unknown
from tests.adapters.sms.conftest import RECEIPT, real_now, settings_for

PHONE = "13800000001"


def shown(standin: Running) -> list[str]:
    return [message.text for message in standin.gateway.phones.screen(PHONE)]


async def failed(gateway: AlibabaGateway, text: SmsText = RECEIPT, phone: str = PHONE) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failure:
        await gateway.send(phone, text, "77")
    assert phone not in str(failure.value)
    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__ or failure.value.__context__ is None
    return failure.value


async def test_a_text_reaches_the_phone(gateway: AlibabaGateway, standin: Running) -> None:
    sent = await gateway.send(PHONE, RECEIPT, "77")

    assert sent.provider_id.endswith("^0")
    assert shown(standin) == ["【某市民声】您的诉求已收到，编号0317。"]


@pytest.mark.parametrize("value", ["a b+c*~'()", "满意/不满意&=?#%", "换\n行"])
async def test_any_value_survives_signing(gateway: AlibabaGateway, standin: Running, value: str) -> None:
    await gateway.send(PHONE, SmsText(SmsKind.RECEIPT, "", (("number", value),)), "7 7&")

    assert shown(standin) == [f"【某市民声】您的诉求已收到，编号{value}。"]


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (Fault(FaultKind.THROTTLE), Transient, "Throttling.User"),
        (Fault(FaultKind.REFUSE, code="isv.BUSINESS_LIMIT_CONTROL"), Transient, "isv.BUSINESS_LIMIT_CONTROL"),
        (Fault(FaultKind.REFUSE, code="isv.AMOUNT_NOT_ENOUGH"), Permanent, "isv.AMOUNT_NOT_ENOUGH"),
        (Fault(FaultKind.REFUSE, code="isv.NEVER_HEARD_OF"), Permanent, "isv.NEVER_HEARD_OF"),
        (Fault(FaultKind.ERROR_500), Unknown, "http_500"),
        (Fault(FaultKind.HTML), Unknown, "http_502"),
        (Fault(FaultKind.CLOSE), Unknown, "lost"),
        (Fault(FaultKind.DONE_BUT_504), Unknown, "http_504"),
        (Fault(FaultKind.DONE_BUT_HTML), Unknown, "http_200"),
        (Fault(FaultKind.DONE_BUT_CLOSE), Unknown, "lost"),
    ],
)
async def test_each_misanswer_is_the_failure_it_is(
    gateway: AlibabaGateway,
    standin: Running,
    fault: Fault,
    kind: type[DeliveryFailed],
    code: str,
) -> None:
    standin.gateway.faults.add(fault)

    failure = await failed(gateway)

    assert (type(failure), failure.code) == (kind, code)
    assert bool(shown(standin)) == fault.kind.startswith("done_but")


async def test_accepted_and_never_answered_is_unknown(
    standin: Running, session: aiohttp.ClientSession
) -> None:
    standin.gateway.faults.add(Fault(FaultKind.DONE_BUT_HANG))
    impatient = AlibabaGateway(settings_for(standin.address, timeout_s=0.2), session, real_now)

    failure = await failed(impatient)

    assert isinstance(failure, Unknown)
    assert len(shown(standin)) == 1


async def test_nobody_there_is_transient(session: aiohttp.ClientSession, unused_tcp_port: int) -> None:
    gateway = AlibabaGateway(settings_for(f"http://127.0.0.1:{unused_tcp_port}"), session, real_now)

    assert isinstance(await failed(gateway), Transient)
    assert not (await gateway.health()).reachable


async def test_health_needs_no_text(gateway: AlibabaGateway, standin: Running) -> None:
    assert (await gateway.health()).reachable
    assert standin.gateway.phones.numbers() == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"access_key_secret": Secret("wrong")}, "SignatureDoesNotMatch"),
        ({"access_key_id": "nobody"}, "InvalidAccessKeyId.NotFound"),
        ({"sign_name": "别人"}, "isv.SMS_SIGNATURE_ILLEGAL"),
        ({"templates": {SmsKind.RECEIPT: "SMS_2"}}, "isv.SMS_TEMPLATE_ILLEGAL"),
    ],
)
async def test_a_wrong_setting_concerns_everyone(
    standin: Running, session: aiohttp.ClientSession, changes: dict[str, object], code: str
) -> None:
    failure = await failed(AlibabaGateway(settings_for(standin.address, **changes), session, real_now))

    assert isinstance(failure, Permanent)
    assert (failure.code, failure.for_everyone) == (code, True)


async def test_a_wrong_clock_concerns_everyone(standin: Running, session: aiohttp.ClientSession) -> None:
    def slow_clock() -> datetime:
        return real_now() - timedelta(hours=1)

    failure = await failed(AlibabaGateway(settings_for(standin.address), session, slow_clock))

    assert isinstance(failure, Permanent)
    assert (failure.code, failure.for_everyone) == ("InvalidTimeStamp.Expired", True)


@pytest.mark.parametrize(
    ("text", "phone", "code"),
    [
        (SmsText(SmsKind.SURVEY, ""), PHONE, "no_template"),
        (SmsText(SmsKind.RECEIPT, ""), PHONE, "isv.TEMPLATE_MISSING_PARAMETERS"),
        (SmsText(SmsKind.RECEIPT, "", (("number", "x" * 36),)), PHONE, "isv.PARAM_LENGTH_LIMIT"),
        (RECEIPT, "057188880000", "isv.MOBILE_NUMBER_ILLEGAL"),
    ],
)
async def test_a_text_that_cannot_go_concerns_itself_only(
    gateway: AlibabaGateway, text: SmsText, phone: str, code: str
) -> None:
    failure = await failed(gateway, text, phone)

    assert isinstance(failure, Permanent)
    assert (failure.code, failure.for_everyone) == (code, False)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b"", Unknown),
        (200, b"[]", Unknown),
        (200, b'{"Code":7}', Unknown),
        (200, b'{"Code":"a b"}', Unknown),
        (200, b"{" * 50_000, Unknown),
        (200, b'{"Code":"OK","Message":"' + b"x" * 100_000 + b'"}', Unknown),
        (302, b"", Permanent),
        (403, b"<html>", Permanent),
        (429, b"", Transient),
        (500, b'{"Code":"Surprise"}', Unknown),
        (503, b'{"Code":"ServiceUnavailable"}', Transient),
    ],
)
async def test_somebody_elses_answer(
    session: aiohttp.ClientSession, status: int, body: bytes, kind: type[DeliveryFailed]
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, headers={"Location": "/elsewhere"})

    async with _server(answer) as address:
        failure = await failed(AlibabaGateway(settings_for(address), session, real_now))

    assert type(failure) is kind


async def test_a_sender_that_stops_is_not_swallowed(gateway: AlibabaGateway, standin: Running) -> None:
    standin.gateway.faults.add(Fault(FaultKind.DONE_BUT_HANG))
    arrived = standin.gateway.phones.listen()
    sending = asyncio.create_task(gateway.send(PHONE, RECEIPT, "77"))
    await asyncio.wait_for(arrived.get(), 5)
    sending.cancel()

    with pytest.raises(asyncio.CancelledError):
        await sending


@pytest.mark.parametrize("code", [*LATER, *INSTALLATION, *MESSAGE, *PERHAPS])
def test_every_code_has_one_meaning_and_a_sentence(code: str) -> None:
    assert sum(code in table for table in (LATER, INSTALLATION, MESSAGE, PERHAPS)) == 1
    assert str(failure_of(code, 200)).endswith(".")


@asynccontextmanager
async def _server(handler: object) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)  # type: ignore[arg-type]  # a handler of this file
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()
