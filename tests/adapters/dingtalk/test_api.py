"""Tokens, failures and unlucky answers, over real sockets."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from adapters.dingtalk.api import Api
from adapters.dingtalk.calls import CREATE_CARD, SEND_TO_GROUP, USER, Call
from adapters.dingtalk.errors import Cure, trouble_of
from domain.failures import DeliveryFailed, Permanent, Transient, Unknown
from tests.adapters.dingtalk.office import TOKEN_PATH, hangs, hangs_up, says, says_words

SECOND, MINUTE, BAN = timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=5)
DENIED = "Forbidden.AccessDenied."

CARD_CODES = (
    *("empty", "invalid", "outTrackIdEmpty", "cardTemplateIdEmpty", "openSpaceIdEmpty", "openSpaceIdInvalid"),
    *("openDeliverModelEmpty", "openDeliverModelError", "openSpaceModelInvalid", "cardPublicDataEmpty"),
    *("userIdEmpty", "userIdNotExist", "cardNotExist", "cardAlreadyExist", "templateNotExist"),
    *("templateUnpublished", "contentUnsafe", "cardDataAndPrivateDataBothEmpty"),
)


def answer(kind: str, code: str, status: int) -> tuple[int, dict[str, Any]]:
    if kind == "old":
        return 200, {"errcode": int(code), "errmsg": "x", "request_id": "r"}
    return status, {"code": code, "message": "x", "requestid": "r"}


@pytest.mark.parametrize(
    ("kind", "status", "code", "failure", "detail"),
    [
        ("new", 400, "invalidClientIdOrSecret", Permanent, True),
        ("new", 400, "invalid.client", Permanent, True),
        ("new", 403, DENIED + "AccessTokenPermissionDenied", Permanent, True),
        ("old", 200, "60011", Permanent, True),
        ("new", 403, DENIED + "IpNotInWhiteList", Permanent, True),
        ("old", 200, "60020", Permanent, True),
        ("new", 403, DENIED + "QpsLimitForAppkeyAndApi", Transient, SECOND),
        ("old", 200, "90018", Transient, SECOND),
        ("new", 403, DENIED + "QpsLimitForApi", Transient, None),
        ("old", 200, "90002", Transient, None),
        ("new", 403, DENIED + "QpmLimitForAppkeyAndApi", Transient, MINUTE),
        ("new", 403, DENIED + "ApiCountLimitForOrg", Transient, timedelta(hours=1)),
        ("old", 200, "90020", Transient, timedelta(hours=1)),
        ("new", 429, "system.busy", Transient, None),
        ("new", 429, "systemBusy", Transient, None),
        ("new", 500, "system.busy", Transient, None),
        ("new", 500, "system.error", Transient, None),
        ("new", 500, "unknownError", Transient, None),
        ("new", 503, "system.busy", Transient, None),
        ("old", 200, "-1", Transient, None),
        ("old", 200, "15", Unknown, None),
        ("new", 400, "invalidParameter.robotCode.auth", Permanent, True),
        ("new", 400, "invalidParameter.robotCode.notExsit", Permanent, True),
        ("new", 400, "invalidParameter.robotCode.downloadCode", Permanent, False),
        ("new", 400, "invalidParameter.robotCode.empty", Permanent, False),
        ("new", 400, "invalidParameter.msgKey.invalid", Permanent, False),
        ("new", 400, "invalidParameter.msgParam.invalid", Permanent, False),
        ("new", 400, "invalidParameter.msgParam.tooLong", Permanent, False),
        ("new", 400, "invalidParameter.userIds.overMax", Permanent, False),
        ("new", 400, "invalid.openConversationId", Permanent, False),
        ("new", 400, "group.disbanded", Permanent, False),
        ("new", 400, "bot.stopped", Permanent, True),
        ("new", 400, "staffId.notExisted", Permanent, False),
        ("new", 400, "chatbotId.notAllow.sendOTO", Permanent, False),
        ("new", 400, "robot.oto.notExist", Permanent, False),
        ("new", 400, "send.too.fast", Transient, SECOND),
        ("new", 400, "send.byToken.tooFast", Transient, SECOND),
        ("new", 400, "too.many.people", Permanent, False),
        ("new", 400, "contain.notAllowed.text", Permanent, False),
        ("new", 400, "contain.notAllowed.picture", Permanent, False),
        ("new", 400, "contain.unsafe.url", Permanent, False),
        ("new", 400, "conversation.org.notMatch", Permanent, False),
        *[("new", 400, f"param.{name}", Permanent, False) for name in CARD_CODES],
        ("new", 400, "send.ding.exception", Permanent, False),
        ("new", 400, "invalid.chatbotId", Permanent, True),
        ("new", 400, "miss.staffId", Permanent, False),
        ("new", 400, "toomuch.msg", Transient, SECOND),
        ("new", 400, "ding.receivercount.limit", Permanent, False),
        ("new", 400, "ding.serverquota.insufficient", Permanent, False),
        ("old", 200, "40004", Permanent, False),
        ("old", 200, "40078", Permanent, False),
        ("old", 200, "40104", Permanent, False),
        ("old", 200, "60121", Permanent, False),
        ("old", 200, "50002", Permanent, False),
        ("new", 400, "never.heard.of", Permanent, False),
        ("new", 500, "never.heard.of", Transient, None),
    ],
)
def test_every_code_is_one_of_our_failures(
    kind: str, status: int, code: str, failure: type, detail: object
) -> None:
    trouble = trouble_of(*answer(kind, code, status))
    assert trouble is not None
    found = trouble.failure(repeatable=False)

    assert type(found) is failure
    assert found.code == code
    assert str(found)
    match found:
        case Permanent():
            assert found.for_everyone is detail
        case Transient():
            assert found.wait == detail


@pytest.mark.parametrize(
    ("status", "body", "text", "failure", "code"),
    [
        (504, None, "", Unknown, "http_504"),
        (504, None, "<html>", Unknown, "http_504"),
        (502, None, "<html>", Unknown, "http_502"),
        (500, None, "<html>", Transient, "http_500"),
        (503, None, "", Transient, "http_503"),
        (200, None, "<!doctype html>", Transient, "html"),
        (403, None, " <html>", Transient, "html"),
        (200, None, "", Unknown, "not_json"),
        (200, [], "[]", Unknown, "not_json"),
        (404, None, "gone", Permanent, "http_404"),
        (302, None, "", Permanent, "http_302"),
        (200, {"status": 1111, "wait": 5, "punish": "deny"}, "", Transient, "1111"),
        (200, {"errcode": 88, "errmsg": "x", "sub_code": "", "sub_msg": ""}, "", Unknown, "88"),
        (200, {"errcode": 88, "sub_code": "60011", "sub_msg": "x"}, "", Permanent, "60011"),
        (
            200,
            {"errcode": 88, "sub_code": "isp.top-remote-connection-timeout"},
            "",
            Unknown,
            "isp.top-remote-connection-timeout",
        ),
        (500, {"message": "x"}, "", Transient, "http_500"),
        (200, {"code": "张三 13800000000"}, "", Permanent, "unreadable_code"),
    ],
)
def test_unlucky_answers(status: int, body: object, text: str, failure: type, code: str) -> None:
    trouble = trouble_of(status, body, text)
    assert trouble is not None
    found = trouble.failure(repeatable=False)

    assert (type(found), found.code) == (failure, code)
    again = trouble.failure(repeatable=True)
    assert type(again) is (Transient if failure is Unknown else failure)


@pytest.mark.parametrize("body", [{}, {"errcode": 0}, {"errcode": "0", "errmsg": "ok"}, {"success": True}])
def test_success_is_not_trouble(body: dict[str, Any]) -> None:
    assert trouble_of(200, body) is None


def test_a_missing_permission_is_named() -> None:
    trouble = trouble_of(
        403,
        {
            "code": DENIED + "AccessTokenPermissionDenied",
            "accessdenieddetail": {"requiredScopes": ["Premium.Ding.Write", "很坏的 scope"]},
        },
    )
    assert trouble is not None
    assert "(Premium.Ding.Write)" in str(trouble.failure(repeatable=False))


@pytest.mark.parametrize(
    "refusal",
    [
        (400, {"code": "InvalidAuthentication"}),
        (200, {"errcode": 40014}),
        (200, {"errcode": 40001}),
        (200, {"errcode": 42001}),
        (200, {"errcode": 88, "sub_code": "x", "sub_msg": "bad access_token"}),
    ],
)
async def test_a_refused_token_is_renewed_and_the_call_made_once_more(
    desk: Any, refusal: tuple[int, dict[str, Any]]
) -> None:
    desk.office.on(SEND_TO_GROUP.path, says(refusal[1], refusal[0]), says({"processQueryKey": "k"}))

    assert await desk.api.ask(SEND_TO_GROUP, {"a": 1}) == {"processQueryKey": "k"}
    shown = [one.headers["x-acs-dingtalk-access-token"] for one in desk.office.calls(SEND_TO_GROUP.path)]
    assert shown == ["token-1", "token-2"]


async def test_a_token_refused_twice_is_given_up_for_now(desk: Any) -> None:
    desk.office.on(SEND_TO_GROUP.path, says({"code": "InvalidAuthentication"}, 400))

    with pytest.raises(Transient):
        await desk.api.ask(SEND_TO_GROUP, {})
    assert len(desk.office.calls(SEND_TO_GROUP.path)) == 2


async def test_a_token_is_fetched_once_for_all_who_wait_and_renewed_five_minutes_early(desk: Any) -> None:
    desk.office.on(USER.path, says({"errcode": 0}))
    await asyncio.gather(*(desk.api.ask(USER, {}) for _ in range(10)))
    assert desk.office.tokens == 1
    assert {one.query["access_token"] for one in desk.office.calls(USER.path)} == {"token-1"}
    token_call = desk.office.calls(TOKEN_PATH)[0]
    assert token_call.body == {"appKey": "dingapp", "appSecret": "very-secret"}

    desk.seconds[0] = 7200 - 301
    await desk.api.ask(USER, {})
    assert desk.office.tokens == 1
    desk.seconds[0] = 7200 - 299
    await desk.api.ask(USER, {})
    assert desk.office.tokens == 2


@pytest.mark.parametrize(
    ("refusal", "failure"),
    [
        (says({"code": "invalidClientIdOrSecret"}, 400), Permanent),
        (says({}), Transient),
        (says_words("<html>"), Transient),
        (hangs_up, Transient),
    ],
)
async def test_without_a_token_nothing_was_sent(desk: Any, refusal: Any, failure: type) -> None:
    desk.office.on(TOKEN_PATH, refusal)

    with pytest.raises(failure) as caught:
        await desk.api.ask(SEND_TO_GROUP, {})
    assert not desk.office.calls(SEND_TO_GROUP.path)
    assert "very-secret" not in str(caught.value)
    assert not desk.spent


@pytest.mark.parametrize("unlucky", [hangs, hangs_up], ids=["time-out", "hang-up"])
@pytest.mark.parametrize(("call", "failure"), [(SEND_TO_GROUP, Unknown), (CREATE_CARD, Transient)])
async def test_no_answer_after_sending_is_unknown_unless_it_may_be_repeated(
    desk: Any, unlucky: Any, call: Call, failure: type
) -> None:
    await desk.api._tokens.current()
    desk.office.on(call.path, unlucky)
    async with aiohttp.ClientSession() as session:
        hasty = Api(
            replace(desk.api.settings, call_timeout_s=0.2), session, desk.api._rate, desk.spent.append
        )
        with pytest.raises(DeliveryFailed) as caught:
            await hasty.ask(call, {})

    assert type(caught.value) is failure
    assert desk.spent == [call.name]


async def test_what_never_left_us_is_harmless(desk: Any) -> None:
    async with aiohttp.ClientSession() as session:
        nowhere = replace(desk.api.settings, api_base="http://127.0.0.1:1")
        with pytest.raises(Transient) as caught:
            await Api(nowhere, session, desk.api._rate, desk.spent.append).ask(SEND_TO_GROUP, {})

    assert "127.0.0.1" not in str(caught.value)
    assert not desk.spent


async def test_while_shut_out_no_call_is_made(desk: Any) -> None:
    desk.office.on(USER.path, says({"status": 1111, "wait": 5}), says({"errcode": 0}))
    for _ in range(3):
        with pytest.raises(Transient) as caught:
            await desk.api.ask(USER, {})
        assert caught.value.wait == BAN
    assert len(desk.office.calls(USER.path)) == 1

    desk.seconds[0] = 301
    assert await desk.api.ask(USER, {}) == {"errcode": 0}


async def test_only_what_the_quota_counts_is_counted(desk: Any) -> None:
    desk.office.on(USER.path, says({"errcode": 0}))
    await desk.api.ask(USER, {})
    throttled = says({"code": DENIED + "QpsLimitForAppkeyAndApi"}, 403)
    desk.office.on(
        SEND_TO_GROUP.path, throttled, says({"code": "group.disbanded"}, 400), says({"processQueryKey": "k"})
    )
    for expected in (Transient, Permanent):
        with pytest.raises(expected):
            await desk.api.ask(SEND_TO_GROUP, {})
    await desk.api.ask(SEND_TO_GROUP, {})

    assert desk.spent == ["groupMessages.send", "groupMessages.send"]


async def test_an_endless_answer_is_not_read_to_the_end(desk: Any) -> None:
    desk.office.on(USER.path, says({"errcode": 0, "words": "x" * (5 * 1024 * 1024)}))
    with pytest.raises(Transient) as caught:
        await desk.api.ask(USER, {})
    assert caught.value.code == "not_json"


def test_the_cure_for_a_stale_token_is_a_new_one() -> None:
    trouble = trouble_of(400, {"code": "InvalidAuthentication"})
    assert trouble is not None
    assert trouble.fault.cure is Cure.TOKEN
