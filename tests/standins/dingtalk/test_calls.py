"""Platform calls on both hosts: what is checked, what is answered, what fails how (`dingtalk.md` §7-12, §14)."""

import json
from typing import Any

import aiohttp
import pytest

from tests.standins.dingtalk.client import CLIENT_ID, CORP, GROUP, SECRET, Client

SEND = "/v1.0/robot/oToMessages/batchSend"
TO_GROUP = "/v1.0/robot/groupMessages/send"
DAY_S = 24 * 3600


def words(**change: object) -> dict[str, Any]:
    """A one-to-one message."""
    whole = {"robotCode": CLIENT_ID, "userIds": ["001"], "msgKey": "sampleText"}
    return {**whole, "msgParam": json.dumps({"content": "请签收"}, ensure_ascii=False), **change}


async def test_a_token_stays_the_same_while_it_lives(client: Client) -> None:
    wish = {"appKey": CLIENT_ID, "appSecret": SECRET}
    tokens = [await client.ask("POST", "/v1.0/oauth2/accessToken", wish) for _ in range(2)]
    assert tokens[0] == tokens[1]
    newer = {"client_id": CLIENT_ID, "client_secret": SECRET, "grant_type": "client_credentials"}
    _, other = await client.ask("POST", f"/v1.0/oauth2/{CORP}/token", newer)
    _, old = await client.ask("GET", f"/gettoken?appkey={CLIENT_ID}&appsecret={SECRET}")
    assert other["access_token"] == old["access_token"] == tokens[0][1]["accessToken"]


async def test_a_form_is_no_body(client: Client) -> None:
    url = client.standin.url + "/v1.0/oauth2/accessToken"
    async with client.session.post(url, data={"appKey": CLIENT_ID, "appSecret": SECRET}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (400, "Missingbody")


@pytest.mark.parametrize(
    ("path", "wish", "status", "code"),
    [
        ("accessToken", {"appKey": CLIENT_ID, "appSecret": "no"}, 400, "invalidClientIdOrSecret"),
        (f"{CORP}/token", {"grant_type": "password"}, 400, "unsupported.grant.type"),
        (f"{CORP}/token", {"grant_type": "client_credentials"}, 400, "invalid.client"),
        ("other-corp/token", {"grant_type": "client_credentials"}, 401, "unauthorized.client"),
    ],
)
async def test_a_wrong_wish_for_a_token(
    client: Client, path: str, wish: dict[str, str], status: int, code: str
) -> None:
    got, answer = await client.ask("POST", f"/v1.0/oauth2/{path}", wish)
    assert (got, answer["code"]) == (status, code)


async def test_an_expired_token_is_400_on_one_host_and_40014_on_the_other(client: Client) -> None:
    await client.send("先", "001")
    await client.control("/misbehave", {"fault": "expire_tokens"})
    status, answer = await client.call(SEND, words())
    assert (status, answer["code"]) == (400, "InvalidAuthentication")
    assert (await client.old("/topapi/v2/user/get", {"userid": "001"}))["errcode"] == 40014


async def test_unknown_people_are_named_in_a_success(client: Client) -> None:
    answer = await client.send("大家看", "001", "nobody", "003")
    assert answer["invalidStaffIdList"] == ["nobody", "003"]
    assert [one["text"] for one in await client.chat("001")] == ["大家看"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"userIds": [str(one) for one in range(21)]}, "invalidParameter.userIds.overMax"),
        ({"msgKey": "sampleTelepathy"}, "invalidParameter.msgKey.invalid"),
        ({"msgParam": {"content": "an object"}}, "invalidParameter.msgParam.invalid"),
        ({"msgParam": "[]"}, "invalidParameter.msgParam.invalid"),
        ({"msgParam": "{}"}, "invalidParameter.msgParam.invalid"),
        ({"msgParam": json.dumps({"content": "x" * 15000})}, "invalidParameter.msgParam.tooLong"),
        ({"robotCode": "other"}, "invalidParameter.robotCode.auth"),
    ],
)
async def test_a_wrong_message_is_refused(client: Client, change: dict[str, object], code: str) -> None:
    status, answer = await client.call(SEND, words(**change))
    assert (status, answer["code"]) == (400, code)
    assert await client.chat("001") == []


async def test_a_group_message_needs_a_known_group_with_the_robot_in_it(client: Client) -> None:
    group = words(openConversationId=GROUP)
    assert (await client.call(TO_GROUP, group))[0] == 200
    assert (await client.chat("002", 1))[0]["text"] == "请签收"
    status, answer = await client.call(TO_GROUP, words(openConversationId=GROUP.lower()))
    assert (status, answer["code"]) == (400, "invalid.openConversationId")
    await client.control("/groups", {"openConversationId": GROUP, "robot": False})
    assert (await client.call(TO_GROUP, group))[0] == 400


async def test_action_cards_show_their_links(client: Client) -> None:
    param = {
        "title": "选",
        "text": "选一个",
        "actionTitle1": "甲",
        "actionURL1": "u1",
        "actionTitle2": "乙",
        "actionURL2": "u2",
    }
    await client.call(SEND, words(msgKey="sampleActionCard2", msgParam=json.dumps(param)))
    assert (await client.chat("001"))[0]["links"] == [
        {"text": "甲", "url": "u1"},
        {"text": "乙", "url": "u2"},
    ]


async def test_read_state_and_recall(client: Client) -> None:
    key = (await client.send("看", "001", "002"))["processQueryKey"]
    await client.control("/read", {"person": "001"})
    async with client.session.get(
        client.standin.url + "/v1.0/robot/oToMessages/readStatus",
        params={"robotCode": CLIENT_ID, "processQueryKey": key},
        headers={"x-acs-dingtalk-access-token": client.token},
    ) as got:
        answer = await got.json()
    assert answer["sendStatus"] == "SUCCESS"
    assert {one["userId"]: one["readStatus"] for one in answer["messageReadInfoList"]} == {
        "001": "READ",
        "002": "UNREAD",
    }
    wish = {"robotCode": CLIENT_ID, "processQueryKeys": [key, "other"]}
    _, answer = await client.call("/v1.0/robot/otoMessages/batchRecall", wish)
    assert answer == {"successResult": [key], "failedResult": {"other": "robot.processQueryKey.notExist"}}
    shown = (await client.chat("001"))[0]
    assert shown["recalled"]
    assert "text" not in shown


async def test_a_group_message_is_queried_and_recalled(client: Client) -> None:
    _, sent = await client.call(TO_GROUP, words(openConversationId=GROUP))
    await client.control("/read", {"person": "002"})
    where = {"robotCode": CLIENT_ID, "openConversationId": GROUP}
    _, query = await client.call("/v1.0/robot/groupMessages/query", where | sent)
    assert query["readUserIds"] == ["002"]
    recall = where | {"processQueryKeys": [sent["processQueryKey"]]}
    assert (await client.call("/v1.0/robot/groupMessages/recall", recall))[1]["successResult"]


async def test_after_a_day_nothing_is_recalled(client: Client) -> None:
    key = (await client.send("看", "001"))["processQueryKey"]
    await client.control("/clock", {"offset_s": DAY_S + 60})
    wish = {"robotCode": CLIENT_ID, "processQueryKeys": [key]}
    _, answer = await client.call("/v1.0/robot/otoMessages/batchRecall", wish)
    assert answer["failedResult"] == {key: "robot.processQueryKey.expired"}


async def test_the_session_link_answers_with_a_real_mention_until_it_expires(client: Client) -> None:
    socket = await client.connect()
    await client.say("001", "在吗", to=GROUP)
    frame = await socket.frame()
    await socket.ack(frame)
    link = json.loads(frame["data"])["sessionWebhook"].removeprefix(client.standin.url)
    reply = {"msgtype": "text", "text": {"content": "在 @001"}, "at": {"atUserIds": ["001", "002"]}}
    assert (await client.old(link, reply))["errcode"] == 0
    assert (await client.chat("002", 1))[-1]["mentions"] == ["001"]
    await client.control("/clock", {"offset_s": 91 * 60})
    assert (await client.old(link, reply))["errcode"] == 300001


async def test_a_ding_shows_and_may_be_refused(client: Client) -> None:
    ding = {"robotCode": CLIENT_ID, "remindType": 1, "receiverUserIdList": ["001"], "content": "快"}
    status, answer = await client.call("/v1.0/robot/ding/send", ding)
    assert status == 200
    await client.call("/v1.0/robot/ding/recall", {"robotCode": CLIENT_ID, **answer})
    shown = (await client.look("/screen/001"))["dings"][0]
    assert (shown["text"], shown["how"], shown["recalled"]) == ("快", "app", True)
    await client.control("/misbehave", {"fault": "refuse_ding", "count": 1})
    status, answer = await client.call("/v1.0/robot/ding/send", ding)
    assert (status, answer["code"]) == (400, "ding.serverquota.insufficient")


async def test_a_missing_permission_names_its_scope(client: Client) -> None:
    await client.control("/settings", {"scopes_withheld": ["Premium.Ding.Write", "qyapi_get_member"]}, "PUT")
    status, answer = await client.call("/v1.0/robot/ding/send", {})
    assert (status, answer["accessdenieddetail"]) == (403, {"requiredScopes": ["Premium.Ding.Write"]})
    assert (await client.old("/topapi/v2/user/get", {"userid": "001"}))["errcode"] == 60011


async def test_contacts(client: Client) -> None:
    await client.control("/departments", {"id": 7, "name": "城管局"})
    await client.control(
        "/people", {"staffId": "009", "name": "新人", "mobile": "13900000009", "departments": [7]}
    )
    user = (await client.old("/topapi/v2/user/get", {"userid": "009"}))["result"]
    assert (user["name"], user["mobile"], user["dept_id_list"]) == ("新人", "13900000009", [7])
    by_mobile = await client.old("/topapi/v2/user/getbymobile", {"mobile": "13900000009"})
    assert by_mobile["result"] == {"userid": "009"}
    by_union = await client.old("/topapi/user/getbyunionid", {"unionid": user["unionid"]})
    assert by_union["result"] == {"contact_type": 0, "userid": "009"}
    assert (await client.old("/topapi/user/listid", {"dept_id": 7}))["result"] == {"userid_list": ["009"]}
    subs = (await client.old("/topapi/v2/department/listsub", {"dept_id": 1}))["result"]
    assert subs == [{"dept_id": 7, "name": "城管局", "parent_id": 1}]
    ids = await client.old("/topapi/v2/department/listsubid", {"dept_id": 1})
    assert ids["result"] == {"dept_id_list": [7]}


@pytest.mark.parametrize(
    ("path", "wish", "errcode"),
    [
        ("v2/user/get", {"userid": "nobody"}, 60121),
        ("v2/user/getbymobile", {"mobile": "12x"}, 40104),
        ("v2/user/getbymobile", {"mobile": "13000000000"}, 60121),
        ("v2/user/getuserinfo", {"code": "never"}, 40078),
        ("user/listid", {"dept_id": 99}, 60003),
    ],
)
async def test_a_wrong_question_to_the_contacts(
    client: Client, path: str, wish: dict[str, object], errcode: int
) -> None:
    assert (await client.old(f"/topapi/{path}", wish))["errcode"] == errcode


async def test_out_of_range_is_50002(client: Client) -> None:
    await client.control("/people", {"staffId": "002", "visible": False})
    assert (await client.old("/topapi/v2/user/get", {"userid": "002"}))["errcode"] == 50002


async def test_a_login_code_opens_once(client: Client) -> None:
    code = await client.control("/authcode", {"person": "001"})
    first = await client.old("/topapi/v2/user/getuserinfo", code)
    assert (first["result"]["userid"], first["result"]["unionid"]) == ("001", "u1")
    assert (await client.old("/topapi/v2/user/getuserinfo", code))["errcode"] == 40078


async def test_a_browser_login_and_a_page_ticket(client: Client) -> None:
    code = await client.control("/authcode", {"person": "001"})
    wish = {"clientId": CLIENT_ID, "clientSecret": SECRET, "grantType": "authorization_code", **code}
    _, given = await client.ask("POST", "/v1.0/oauth2/userAccessToken", wish)
    headers = {"x-acs-dingtalk-access-token": given["accessToken"]}
    _, me = await client.ask("GET", "/v1.0/contact/users/me", **headers)
    assert (me["unionId"], given["corpId"]) == ("u1", CORP)
    status, _ = await client.ask("GET", "/v1.0/contact/users/me")
    assert status == 400
    tickets = [await client.call("/v1.0/oauth2/jsapiTickets") for _ in range(2)]
    assert tickets[0] == tickets[1]


async def test_media_is_kept_and_shown(client: Client) -> None:
    await client.send("先", "001")
    form = aiohttp.FormData({"type": "image"})
    form.add_field("media", b"picture", filename="a.png", content_type="image/png")
    url = f"{client.standin.url}/media/upload"
    async with client.session.post(url, params={"access_token": client.token}, data=form) as got:
        answer = await got.json()
    param = json.dumps({"photoURL": answer["media_id"]})
    await client.call(SEND, words(msgKey="sampleImageMsg", msgParam=param))
    shown = (await client.chat("001"))[-1]
    async with client.session.get(client.standin.url + shown["files"][0]["url"]) as got:
        assert await got.read() == b"picture"


async def test_media_of_a_wrong_type_is_40004(client: Client) -> None:
    await client.send("先", "001")
    form = aiohttp.FormData({"type": "image"})
    form.add_field("media", b"MZ", filename="a.exe")
    url = f"{client.standin.url}/media/upload"
    async with client.session.post(url, params={"access_token": client.token}, data=form) as got:
        assert (await got.json())["errcode"] == 40004


async def test_the_same_notice_twice_a_day_is_dropped_in_silence(client: Client) -> None:
    root = "/topapi/message/corpconversation/"
    notice = {
        "agent_id": 1,
        "userid_list": "001,nobody",
        "msg": {"msgtype": "text", "text": {"content": "催"}},
    }
    first, second = [await client.old(root + "asyncsend_v2", notice) for _ in range(2)]
    assert first["errcode"] == second["errcode"] == 0
    result = (await client.old(root + "getsendresult", {"agent_id": 1, "task_id": second["task_id"]}))[
        "send_result"
    ]
    assert result["forbidden_list"] == [{"code": "143106", "count": 1, "userid": "001"}]
    assert result["invalid_user_id_list"] == ["nobody"]
    await client.old(root + "recall", {"agent_id": 1, "msg_task_id": first["task_id"]})
    shown = (await client.look("/screen/001"))["notices"]
    assert [one["recalled"] for one in shown] == [True]


async def test_a_to_do_lives_and_dies(client: Client) -> None:
    root = "/v1.0/todo/users/u1/tasks"
    todo = {
        "subject": "核实",
        "sourceId": "s1",
        "executorIds": ["u1"],
        "detailUrl": {"appUrl": "u", "pcUrl": "u"},
    }
    _, made = await client.call(root, todo)
    status, again = await client.call(root, todo)
    assert (status, again["message"]) == (400, "task exist")
    status, _ = await client.call(root, {**todo, "sourceId": "s2", "detailUrl": None})
    assert status == 400
    tick = {"executorStatusList": [{"id": "u1", "isDone": True}]}
    await client.call(f"{root}/{made['id']}/executorStatus", tick, "PUT")
    assert (await client.look("/screen/001"))["todos"][0]["done"]
    await client.call(f"{root}/{made['id']}", None, "DELETE")
    assert (await client.look("/screen/001"))["todos"] == []


async def test_the_older_cards_and_custom_robots_of_the_sdk(client: Client) -> None:
    body = {"cardBizId": "old-1", "cardData": "{}", "singleChatReceiver": '{"userId":"001"}'}
    assert (await client.call("/v1.0/im/v1.0/robot/interactiveCards/send", body))[0] == 200
    change = {"cardBizId": "old-1", "cardData": '{"header":1}'}
    assert (await client.call("/v1.0/im/robots/interactiveCards", change, "PUT"))[0] == 200
    assert (await client.chat("001"))[0]["card"] == {"header": 1}
    text = {"msgtype": "text", "text": {"content": "群里"}}
    _, said = await client.ask("POST", f"/robot/send?access_token={GROUP}", text)
    assert said["errcode"] == 0
    _, said = await client.ask("POST", "/robot/send?access_token=none", text)
    assert said["errcode"] == 300005


async def test_too_many_calls_in_a_second(client: Client) -> None:
    await client.control("/settings", {"calls_per_second": 3}, "PUT")
    got = [await client.call(SEND, words()) for _ in range(4)]
    assert [status for status, _ in got] == [200, 200, 200, 403]
    assert got[3][1]["code"] == "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi"
    assert (await client.look("/stats"))["quota"]["calls"] == 3


async def test_the_months_quota_ends_and_begins_again(client: Client) -> None:
    await client.control("/settings", {"monthly_calls": 1}, "PUT")
    await client.send("一", "001")
    status, answer = await client.call(SEND, words())
    assert (status, answer["code"]) == (403, "Forbidden.AccessDenied.ApiCountLimitForOrg")
    await client.control("/clock", {"offset_s": 32 * DAY_S})
    await client.send("二", "001")


@pytest.mark.parametrize(
    ("fault", "status"), [("error_500", 500), ("error_503", 503), ("throttle_403", 403), ("banned", 200)]
)
async def test_a_fault_strikes_as_often_as_told_and_only_there(
    client: Client, fault: str, status: int
) -> None:
    await client.send("先", "001")
    await client.control("/misbehave", {"fault": fault, "count": 1, "path": "/v1.0/robot/oTo"})
    assert (await client.call(TO_GROUP, words(openConversationId=GROUP)))[0] == 200
    async with client.session.post(
        client.standin.url + SEND, json=words(), headers={"x-acs-dingtalk-access-token": client.token}
    ) as got:
        assert got.status == status
        assert "processQueryKey" not in await got.text()
    assert (await client.call(SEND, words()))[0] == 200


async def test_504_but_done(client: Client) -> None:
    await client.control("/misbehave", {"fault": "done_but_504", "count": 1, "path": SEND})
    assert (await client.call(SEND, words()))[0] == 504
    assert len(await client.chat("001")) == 1


async def test_html_instead_of_json(client: Client) -> None:
    await client.control("/misbehave", {"fault": "html", "count": 1})
    async with client.session.post(client.standin.url + SEND, json={}) as got:
        assert (got.status, got.content_type) == (200, "text/html")


async def test_no_answer_at_all(client: Client) -> None:
    await client.control("/misbehave", {"fault": "no_answer", "count": 1})
    with pytest.raises(TimeoutError):
        await client.session.post(
            client.standin.url + SEND, json={}, timeout=aiohttp.ClientTimeout(total=0.1)
        )
    assert (await client.call(SEND, words()))[0] == 200


async def test_a_connection_broken_in_the_middle(client: Client) -> None:
    await client.control("/misbehave", {"fault": "reset_call", "count": 1})
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.session.post(client.standin.url + SEND, json={})


async def test_words_that_content_review_refuses(client: Client) -> None:
    await client.control("/misbehave", {"fault": "refuse_content", "words": ["强拆"]})
    status, answer = await client.call(
        SEND, words(msgParam=json.dumps({"content": "反映强拆"}, ensure_ascii=False))
    )
    assert (status, answer["code"]) == (400, "contain.notAllowed.text")
    assert (await client.call(SEND, words()))[0] == 200


async def test_flow_control_names_people_in_a_success(client: Client) -> None:
    await client.control("/misbehave", {"fault": "flow_control", "count": 1, "words": ["002"]})
    answer = await client.send("慢", "001", "002")
    assert answer["flowControlledStaffIdList"] == ["002"]
    assert await client.chat("002") == []
