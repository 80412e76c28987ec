"""The gateway does not answer, refuses, reports early or never, and strangers hold its door: nothing lost, nobody told twice."""

import asyncio
import time

import pytest
from yarl import URL

from tests.outside.acting import gateway_misbehaves, operator, somebody, text, told, until
from tests.scenarios.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")
UNKNOWN, FAILED = "不知是否送达", "有消息没有发出"


async def receipts(here: Town, phone: str) -> int:
    return sum("已受理" in one for one in await here.texts_to(phone))


def rows(here: Town, state: str) -> int:
    return len(here.rows("SELECT id FROM outbox WHERE state = ?", state))


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("done_but_hang", 1),
        ("done_but_close", 1),
        ("done_but_504", 1),
        ("done_but_html", 1),
        ("error_500", 0),
    ],
)
async def test_a_text_that_may_have_gone_out_is_not_sent_again_and_its_report_settles_it(
    here: Town, kind: str, shown: int
) -> None:
    before = len(await told(here, operator(here), UNKNOWN))
    await gateway_misbehaves(here, kind, times=1)

    phone = await text(here, "楼道灯不亮，老人摔了一跤")
    await until(lambda: _more(here, UNKNOWN, before))
    await here.settle()

    assert await receipts(here, phone) == shown
    assert len(await told(here, operator(here), UNKNOWN)) == before + 1
    ((fate,),) = here.rows(
        "SELECT fate FROM outbox WHERE recipient LIKE 'appellant%' ORDER BY id DESC LIMIT 1"
    )
    assert (fate == "delivered") is bool(shown)


async def test_asked_to_be_slower_the_text_goes_a_little_later_and_once(here: Town) -> None:
    await gateway_misbehaves(here, "throttle", times=1)

    phone = await text(here, "公厕没有水")
    await until(lambda: receipts(here, phone))
    await here.settle()

    assert await receipts(here, phone) == 1


async def test_a_number_that_had_its_share_waits_an_hour_and_nobody_else_waits_with_it(here: Town) -> None:
    await gateway_misbehaves(here, "refuse", times=1, code="isv.BUSINESS_LIMIT_CONTROL")
    limited = await text(here, "树枝压到电线")
    await until(lambda: _waits_an_hour(here))
    other = await text(here, "下水道堵了")
    await until(lambda: receipts(here, other))

    assert await receipts(here, limited) == 0
    here.house.program.parts.fleet.shares.monotonic = lambda: time.monotonic() + 3600  # the hour is over
    here.change("UPDATE outbox SET retry_at = NULL WHERE state = 'waiting'")
    await until(lambda: receipts(here, limited))
    await here.settle()
    assert await receipts(here, limited) == 1


@pytest.mark.parametrize("code", ["isv.AMOUNT_NOT_ENOUGH", "isv.BLACK_KEY_CONTROL_LIMIT"])
async def test_a_text_that_will_never_go_is_told_to_the_operator_with_its_reason(
    here: Town, code: str
) -> None:
    before = len(await told(here, operator(here), FAILED))
    await gateway_misbehaves(here, "refuse", times=1, code=code)

    phone = await text(here, "路面结冰没人撒盐")
    await until(lambda: _more(here, FAILED, before))
    await here.settle()

    assert await receipts(here, phone) == 0
    assert len(await told(here, operator(here), FAILED)) == before + 1


async def test_a_report_before_the_answer_to_its_call_is_not_lost(here: Town) -> None:
    await gateway_misbehaves(here, "slow", times=1, ms=700)

    phone = await text(here, "公交站没有顶棚")
    await until(lambda: receipts(here, phone))
    await here.settle()

    newest = here.rows(
        "SELECT state, fate FROM outbox WHERE recipient LIKE 'appellant%' ORDER BY id DESC LIMIT 1"
    )
    assert newest == [("done", "delivered")]


async def test_a_report_that_never_comes_changes_nothing(here: Town) -> None:
    await gateway_misbehaves(here, "no_reports", times=1)
    troubles = rows(here, "failed") + rows(here, "unknown")

    phone = await text(here, "广场喷泉漏电")
    await until(lambda: receipts(here, phone))
    await here.settle()

    assert here.rows(
        "SELECT state, fate FROM outbox WHERE recipient LIKE 'appellant%' ORDER BY id DESC LIMIT 1"
    ) == [("done", None)]
    assert rows(here, "failed") + rows(here, "unknown") == troubles


async def test_a_report_of_failure_reaches_the_operator(here: Town) -> None:
    await gateway_misbehaves(here, "report_failed", times=1, code="MK:0001")

    await text(here, "健身器材断了")
    await until(
        lambda: _any(here, "SELECT id FROM outbox WHERE key LIKE 'sms-failed:%' AND state <> 'dropped'")
    )


async def test_strangers_who_hold_the_door_open_for_ever_keep_nobody_out(here: Town) -> None:
    url = URL(here.house.url)
    strangers = await asyncio.gather(
        *(asyncio.open_connection(url.host, url.port) for _ in range(200)),
    )
    for number, (_, writer) in enumerate(strangers):
        half = b"POST /intake/alibaba/x HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
        writer.write(half if number % 2 else half + b"\r\n[")
        await writer.drain()

    phone = await text(here, "路牌倒了", somebody())
    await until(lambda: receipts(here, phone))

    async with here.session.get(f"{here.house.url}/healthz") as answer:
        assert answer.status == 200
    for _, writer in strangers:
        writer.close()
    await here.settle()
    assert await receipts(here, phone) == 1


async def _more(here: Town, words: str, before: int) -> bool:
    return len(await told(here, operator(here), words)) > before


async def _waits_an_hour(here: Town) -> bool:
    return bool(here.rows("SELECT id FROM outbox WHERE state = 'waiting' AND retry_at IS NOT NULL"))


async def _any(here: Town, wanted: str) -> bool:
    return bool(here.rows(wanted))
