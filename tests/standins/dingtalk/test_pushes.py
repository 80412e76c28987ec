"""Bot messages and events on the wire: bodies, acks, repeats, disorder (`dingtalk.md` §3.5-3.7, §4)."""

import asyncio
from typing import Any

import pytest

from tests.standins.dingtalk.client import BOT, CLIENT_ID, CORP, GROUP, Client, data_of


async def heard(client: Client, person: str, text: str, **more: object) -> dict[str, Any]:
    """What arrives when somebody says that."""
    socket = await client.connect()
    await client.say(person, text, **more)
    frame = await socket.frame()
    await socket.ack(frame)
    return data_of(frame)


async def test_a_one_to_one_text_has_no_group_keys(client: Client) -> None:
    body = await heard(client, "001", "你好")
    assert (body["msgtype"], body["text"], body["conversationType"]) == ("text", {"content": "你好"}, "1")
    assert (body["senderStaffId"], body["senderCorpId"], body["robotCode"]) == ("001", CORP, CLIENT_ID)
    assert not {"atUsers", "isInAtList", "conversationTitle"} & set(body)
    assert body["sessionWebhookExpiredTime"] - body["createAt"] == 90 * 60 * 1000


async def test_in_a_group_names_vanish_and_blanks_stay(client: Client) -> None:
    body = await heard(client, "001", "/踏勘 3 @林晓梅", to=GROUP, mentions=["bot", "002"])
    assert body["text"]["content"] == " /踏勘 3 "
    assert body["isInAtList"]
    assert [one.get("staffId") for one in body["atUsers"]] == [None, "002"]
    assert body["atUsers"][0]["dingtalkId"] == body["chatbotUserId"]
    shown = (await client.chat("002", 1))[0]["text"]
    assert shown == "@督办机器人 /踏勘 3 @林晓梅"


async def test_without_a_mention_nothing_arrives_but_everybody_sees_it(client: Client) -> None:
    said = await client.say("001", "大家好", to=GROUP, mentions=[])
    assert not said["pushed"]
    assert (await client.chat("002", 1))[0]["text"] == "大家好"


async def test_files_cannot_be_said_in_a_group(client: Client) -> None:
    order = {"person": "001", "to": GROUP, "kind": "file", "picture": 1}
    status, answer = await client.ask("POST", "/control/say", order)
    assert status == 400
    assert "picture" in answer["error"]


async def test_an_outsider_has_no_staff_id(client: Client) -> None:
    body = await heard(client, "003", "我是谁", to=GROUP)
    assert "senderStaffId" not in body


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ({"kind": "picture", "picture": 1}, "pictureDownloadCode"),
        ({"kind": "audio", "recognition": "路修好了"}, "recognition"),
        ({"kind": "file", "files": [{"name": "a.pdf", "base64": "JVBERg=="}]}, "fileName"),
        ({"kind": "video", "files": [{"name": "a.mp4", "base64": "AAAA"}]}, "videoType"),
        ({"kind": "chatRecord"}, "chatRecord"),
        ({"kind": "unknownMsgType"}, "unknownMsgType"),
        ({"kind": "richText", "picture": [1, 2]}, "richText"),
    ],
)
async def test_each_kind_carries_its_own_content(client: Client, order: dict[str, object], key: str) -> None:
    body = await heard(client, "001", "看", **order)
    assert body["msgtype"] == order["kind"]
    assert key in body["content"]


async def test_a_picture_can_be_downloaded_by_its_code_until_that_expires(client: Client) -> None:
    body = await heard(client, "001", "", kind="picture", picture="seed")
    wish = {"downloadCode": body["content"]["downloadCode"], "robotCode": CLIENT_ID}
    status, answer = await client.call("/v1.0/robot/messageFiles/download", wish)
    assert status == 200
    async with client.session.get(answer["downloadUrl"]) as picture:
        assert (await picture.read()).startswith(b"\x89PNG")
    await client.control("/misbehave", {"fault": "expire_download_codes"})
    status, answer = await client.call("/v1.0/robot/messageFiles/download", wish)
    assert (status, answer["code"]) == (400, "invalidParameter.robotCode.downloadCode")


async def test_a_quoted_robot_message_is_known_by_its_query_key(client: Client) -> None:
    key = (await client.send("请签收", "001"))["processQueryKey"]
    body = await heard(client, "001", "收到", quote=key)
    assert body["originalProcessQueryKey"] == key
    assert body["text"]["isReplyMsg"]
    assert body["text"]["repliedMsg"]["content"] == {"text": "请签收"}


async def test_a_quoted_card_has_no_content(client: Client) -> None:
    answer = await client.card("case-1")
    body = await heard(client, "001", "正在办", quote="case-1")
    assert body["originalProcessQueryKey"] == answer["result"]["deliverResults"][0]["carrierId"]
    assert "content" not in body["text"]["repliedMsg"]


async def test_a_body_can_be_bent_by_hand(client: Client) -> None:
    body = await heard(client, "001", "x", raw={"senderStaffId": None, "msgtype": "hologram", "text": None})
    assert body["msgtype"] == "hologram"
    assert not {"senderStaffId", "text"} & set(body)


async def test_an_unacked_message_comes_again_under_a_new_message_id(client: Client) -> None:
    socket = await client.connect()
    said = await client.say("001", "重要")
    first = await socket.frame()
    assert not (await client.look("/stats"))["quiet"]
    second = await socket.frame()
    await socket.ack(second)
    assert data_of(first)["msgId"] == data_of(second)["msgId"] == said["msgId"]
    assert first["headers"]["messageId"] != second["headers"]["messageId"]
    stats = await client.until(lambda stats: bool(stats["quiet"]))
    assert stats["quota"]["pushes"] == 2


async def test_the_list_of_acks_tells_how_long_each_took_and_which_never_came(client: Client) -> None:
    socket = await client.connect()
    await client.say("001", "头一次没有回应")
    await socket.frame()
    await socket.ack(await socket.frame())
    await client.until(lambda stats: bool(stats["quiet"]))
    never, acked = (await client.look(f"/acks?topic={BOT}"))["acks"]
    assert never["ms"] is None
    assert acked["ms"] >= 0
    assert acked["at"] > never["at"]
    assert (await client.look("/acks?topic=/other"))["acks"] == []


async def test_after_the_last_repeat_it_is_given_up(client: Client) -> None:
    socket = await client.connect()
    await client.say("001", "没人理")
    for _ in range(3):
        await socket.frame()
    stats = await client.until(lambda stats: bool(stats["quiet"]))
    assert stats["counts"]["pushes_given_up"] == 1


async def test_never_again_when_the_rules_say_so(client: Client) -> None:
    await client.control("/settings", {"retry_seconds": []}, "PUT")
    socket = await client.connect()
    await client.say("001", "一次")
    await socket.frame()
    stats = await client.until(lambda stats: bool(stats["quiet"]))
    assert stats["counts"]["pushes_sent"] == 1


async def test_a_repeat_takes_whatever_socket_is_open(client: Client) -> None:
    first = await client.connect()
    await client.say("001", "换路")
    await first.frame()
    await first.ws.close()
    second = await client.connect()
    frame = await second.frame()
    await second.ack(frame)
    assert "换路" in frame["data"]


async def test_an_event_that_answers_later_comes_again(client: Client) -> None:
    socket = await client.connect()
    await client.control("/event", {"type": "user_leave_org", "people": ["002"]})
    first = await socket.frame()
    await socket.ack(first, {"status": "LATER", "message": "忙"})
    second = await socket.frame()
    await socket.ack(second, {"status": "SUCCESS"})
    assert first["type"] == "EVENT"
    assert first["headers"]["eventType"] == "user_leave_org"
    assert first["headers"]["eventId"] == second["headers"]["eventId"]
    assert data_of(first)["userId"] == ["002"]
    await client.until(lambda stats: bool(stats["quiet"]))


async def test_an_event_that_is_not_ticked_is_not_pushed(client: Client) -> None:
    assert not (await client.control("/event", {"type": "chat_add_member"}))["pushed"]


async def test_reading_is_an_event_with_the_query_key(client: Client) -> None:
    key = (await client.send("请看", "001"))["processQueryKey"]
    socket = await client.connect()
    assert (await client.control("/read", {"person": "001"}))["read"] == 1
    frame = await socket.frame()
    await socket.ack(frame, {"status": "SUCCESS"})
    assert frame["headers"]["eventType"] == "robot_msg_read"
    assert data_of(frame)["processQueryKey"] == key


async def test_a_socket_gets_only_what_it_asked_for(client: Client) -> None:
    events = await client.connect({"type": "EVENT", "topic": "*"})
    messages = await client.connect({"type": "CALLBACK", "topic": BOT})
    for number in range(4):
        await client.say("001", f"第{number}句")
        await messages.ack(await messages.frame())
    await client.control("/event", {"type": "user_leave_org", "people": ["002"]})
    assert (await events.frame())["type"] == "EVENT"


async def test_several_sockets_share_the_pushes(client: Client) -> None:
    await client.control("/settings", {"retry_seconds": []}, "PUT")
    sockets = [await client.connect() for _ in range(2)]
    for number in range(12):
        await client.say("001", f"第{number}句")
    await client.until(lambda stats: stats["counts"].get("pushes_sent") == 12)
    got = [0, 0]
    for index, socket in enumerate(sockets):
        while True:
            try:
                async with asyncio.timeout(0.1):
                    await socket.ws.receive()
            except TimeoutError:
                break
            got[index] += 1
    assert sum(got) == 12
    assert min(got) > 0


async def test_a_dropped_push_arrives_only_as_its_repeat(client: Client) -> None:
    socket = await client.connect()
    await client.control("/misbehave", {"fault": "drop", "count": 1, "path": BOT})
    await client.say("001", "迟到")
    frame = await socket.frame()
    await socket.ack(frame)
    stats = await client.until(lambda stats: bool(stats["quiet"]))
    assert stats["counts"]["redeliveries"] == 1


async def test_a_duplicate_comes_in_spite_of_the_ack(client: Client) -> None:
    socket = await client.connect()
    await client.control("/misbehave", {"fault": "duplicate", "count": 1})
    await client.say("001", "两遍")
    frames = [await socket.frame(), await socket.frame()]
    for one in frames:
        await socket.ack(one)
    assert frames[0]["data"] == frames[1]["data"]
    assert frames[0]["headers"]["messageId"] != frames[1]["headers"]["messageId"]


async def test_order_can_be_turned_around(client: Client) -> None:
    socket = await client.connect()
    await client.control("/misbehave", {"fault": "reorder", "count": 1})
    await client.say("001", "先说的")
    await client.say("001", "后说的")
    words = []
    for _ in range(2):
        frame = await socket.frame()
        await socket.ack(frame)
        words.append(data_of(frame)["text"]["content"])
    assert words == ["后说的", "先说的"]


@pytest.mark.parametrize("fault", ["broken_frame", "unknown_type", "unknown_topic"])
async def test_a_strange_frame_comes_first_and_the_message_follows(client: Client, fault: str) -> None:
    socket = await client.connect()
    await client.control("/misbehave", {"fault": fault, "count": 1})
    await client.say("001", "正文")
    strange = (await socket.ws.receive()).data
    frame = await socket.frame()
    await socket.ack(frame)
    assert "正文" not in strange
    assert "正文" in frame["data"]


async def test_a_delayed_push_waits(client: Client) -> None:
    socket = await client.connect()
    await client.control("/misbehave", {"fault": "delay", "count": 1, "ms": 150})
    await client.say("001", "慢的")
    await client.say("001", "快的")
    first = await socket.frame()
    await socket.ack(first)
    assert "快的" in first["data"]


async def test_a_body_of_any_kind_can_be_pushed(client: Client) -> None:
    socket = await client.connect()
    await client.control("/push", {"data": "{broken"})
    assert (await socket.frame())["data"] == "{broken"
