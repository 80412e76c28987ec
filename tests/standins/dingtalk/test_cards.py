"""Cards: what is refused, who sees what, and a press (`dingtalk.md` §5)."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

import config
from tests.standins.dingtalk.client import CARD, CLIENT_ID, GROUP, Client, Socket, card_body, data_of

BUTTONS = json.dumps([{"action": "sign", "text": "签收", "argument": "2"}], ensure_ascii=False)
BY_KEY = {"updateCardDataByKey": True, "updatePrivateDataByKey": True}


def answer(public: dict[str, str] | None = None, private: dict[str, str] | None = None) -> dict[str, Any]:
    """What a client answers to a press."""
    response: dict[str, Any] = {"cardUpdateOptions": BY_KEY}
    if public is not None:
        response["cardData"] = {"cardParamMap": public}
    if private is not None:
        response["userPrivateData"] = {"cardParamMap": private}
    return {"response": response}


async def face(client: Client, person: str, index: int = 0) -> dict[str, Any]:
    """The first card in a chat, as this person sees it."""
    return dict(next(one["card"] for one in await client.chat(person, index) if one["kind"] == "card"))


async def press(client: Client, socket: Socket, reply: object, **order: object) -> tuple[dict[str, Any], Any]:
    """Press, let the client answer; gives the frame and what the presser saw."""
    body = {"person": "001", "outTrackId": "c1", "action": "sign", **order}
    pressing = asyncio.create_task(client.control("/press", body))
    frame = await socket.frame()
    await socket.ack(frame, reply)
    return frame, await pressing


async def group_card(client: Client) -> None:
    body = card_body("c1", buttons=BUTTONS)
    body |= {
        "openSpaceId": f"dtv1.card//im_group.{GROUP}",
        "imGroupOpenSpaceModel": {"supportForward": False},
        "imGroupOpenDeliverModel": {"robotCode": CLIENT_ID},
        "privateData": {"002": {"cardParamMap": {"title": "给林晓梅看的"}}},
    }
    status, got = await client.call("/v1.0/card/instances/createAndDeliver", body)
    assert status == 200
    assert got["result"]["deliverResults"][0]["success"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"cardTemplateId": "nobody.schema"}, "param.templateNotExist"),
        ({"cardTemplateId": ""}, "param.cardTemplateIdEmpty"),
        ({"outTrackId": ""}, "param.outTrackIdEmpty"),
        ({"outTrackId": "x" * 101}, "param.invalid"),
        ({"cardData": {"cardParamMap": {"n": 1}}}, "param.invalid"),
        ({"cardData": {"cardParamMap": {"n": ["a"]}}}, "param.invalid"),
        ({"cardData": {"cardParamMap": {"n": "长" * 400}}}, "param.invalid"),
        ({"openSpaceId": "IM_ROBOT.001"}, "param.openSpaceIdInvalid"),
        ({"openSpaceId": ""}, "param.openSpaceIdEmpty"),
        ({"imRobotOpenDeliverModel": None}, "param.openDeliverModelEmpty"),
        ({"imRobotOpenSpaceModel": {}}, "param.openSpaceModelInvalid"),
        ({"privateData": {"nobody": {"cardParamMap": {}}}}, "param.userIdNotExist"),
    ],
)
async def test_a_wrong_card_is_refused(client: Client, change: dict[str, object], code: str) -> None:
    status, got = await client.call("/v1.0/card/instances/createAndDeliver", card_body("c1") | change)
    assert (status, got["code"]) == (400, code)
    assert await client.chat("001") == []


async def test_a_long_value_passes_where_the_rules_only_warn(client: Client) -> None:
    await client.control("/settings", {"value_limit": "warn"}, "PUT")
    await client.card("c1", long="长" * 400)
    assert any("1 KB" in one for one in (await client.look("/stats"))["warnings"])


async def test_an_unpublished_template_is_refused(client: Client) -> None:
    await client.control("/templates/draft.schema", {"published": False}, "PUT")
    status, got = await client.call(
        "/v1.0/card/instances/createAndDeliver", card_body("c1") | {"cardTemplateId": "draft.schema"}
    )
    assert (status, got["code"]) == (400, "param.templateUnpublished")


@pytest.mark.parametrize("place", ["IM_ROBOT.nobody", "IM_GROUP.cidNowhere="])
async def test_an_unknown_place_fails_inside_a_success(client: Client, place: str) -> None:
    body = card_body("c1") | {
        "openSpaceId": f"dtv1.card//{place}",
        "imGroupOpenDeliverModel": {"robotCode": CLIENT_ID},
    }
    status, got = await client.call("/v1.0/card/instances/createAndDeliver", body)
    assert (status, got["success"]) == (200, True)
    assert got["result"]["deliverResults"][0] == {
        "spaceType": place.partition(".")[0],
        "spaceId": place.partition(".")[2],
        "success": False,
        "carrierId": "",
        "errorMsg": "spaceId is illegal",
    }


async def test_create_and_deliver_apart_answers_a_list(client: Client) -> None:
    whole = card_body("c1")
    status, got = await client.call("/v1.0/card/instances", whole)
    assert (status, got) == (200, {"success": True, "result": "c1"})
    status, got = await client.call("/v1.0/card/instances/deliver", whole)
    assert got["result"][0]["success"]
    assert (await face(client, "001"))["values"]["title"] == "督办单"


async def test_the_same_id_shows_no_second_card(client: Client) -> None:
    first = await client.card("c1")
    again = await client.card("c1", title="别的")
    assert first == again
    assert len(await client.chat("001")) == 1
    assert (await face(client, "001"))["values"]["title"] == "督办单"


async def test_the_same_id_with_other_data_can_be_refused(client: Client) -> None:
    await client.control("/settings", {"repeated_card": "refuse"}, "PUT")
    await client.card("c1")
    status, got = await client.call("/v1.0/card/instances/createAndDeliver", card_body("c1", title="别的"))
    assert (status, got["code"]) == (400, "param.cardAlreadyExist")


async def test_everybody_sees_public_values_unless_they_have_their_own(client: Client) -> None:
    await group_card(client)
    assert (await face(client, "001", 1))["values"]["title"] == "督办单"
    assert (await face(client, "002", 1))["values"]["title"] == "给林晓梅看的"


async def test_recipients_alone_see_a_group_card(client: Client) -> None:
    body = card_body("c1") | {
        "openSpaceId": f"dtv1.card//IM_GROUP.{GROUP}",
        "imGroupOpenDeliverModel": {"robotCode": CLIENT_ID, "recipients": ["002"]},
    }
    await client.call("/v1.0/card/instances/createAndDeliver", body)
    assert await client.chat("001", 1) == []
    assert len(await client.chat("002", 1)) == 1


async def test_without_by_key_an_update_empties_the_rest(client: Client) -> None:
    await client.card("c1", state="新")
    await client.call(
        "/v1.0/card/instances", {"outTrackId": "c1", "cardData": {"cardParamMap": {"state": "旧"}}}, "PUT"
    )
    assert (await face(client, "001"))["values"] == {"state": "旧"}


async def test_by_key_an_update_leaves_the_rest(client: Client) -> None:
    await client.card("c1", state="新")
    update = {"outTrackId": "c1", "cardData": {"cardParamMap": {"state": "旧"}}, "cardUpdateOptions": BY_KEY}
    await client.call("/v1.0/card/instances", update, "PUT")
    assert (await face(client, "001"))["values"] == {"title": "督办单", "revision": "4", "state": "旧"}


@pytest.mark.parametrize(
    ("update", "code"),
    [
        ({"outTrackId": "none", "cardData": {"cardParamMap": {}}}, "param.cardNotExist"),
        ({"outTrackId": "c1"}, "param.cardDataAndPrivateDataBothEmpty"),
    ],
)
async def test_a_wrong_update_is_refused(client: Client, update: dict[str, object], code: str) -> None:
    await client.card("c1")
    status, got = await client.call("/v1.0/card/instances", update, "PUT")
    assert (status, got["code"]) == (400, code)


async def test_a_press_carries_action_argument_and_revision(client: Client) -> None:
    await client.card("c1", buttons=BUTTONS)
    frame, seen = await press(client, await client.connect(), answer({"state": "已签收"}), argument="2")
    body = data_of(frame)
    assert frame["headers"]["topic"] == CARD
    assert (body["userId"], body["outTrackId"], body["content"]) == ("001", "c1", body["value"])
    assert json.loads(body["content"])["cardPrivateData"] == {
        "actionIds": ["press"],
        "params": {"action": "sign", "argument": "2", "revision": "4"},
    }
    assert seen["ok"]
    assert seen["values"]["state"] == "已签收"
    assert (await client.look("/screen/001"))["toast"]["failed"] is False


async def test_the_answer_reaches_the_presser_only_until_an_update(client: Client) -> None:
    await group_card(client)
    await press(client, await client.connect(), answer({"state": "我签了"}, {"mine": "是"}))
    assert (await face(client, "001", 1))["values"]["state"] == "我签了"
    assert "state" not in (await face(client, "002", 1))["values"]
    update = {"outTrackId": "c1", "cardData": {"cardParamMap": {"by": "周"}}, "cardUpdateOptions": BY_KEY}
    await client.call("/v1.0/card/instances", update, "PUT")
    mine = (await face(client, "001", 1))["values"]
    assert "state" not in mine
    assert (mine["by"], mine["mine"]) == ("周", "是")


async def test_no_answer_in_time_is_a_failed_toast_and_no_second_push(client: Client) -> None:
    await client.card("c1", buttons=BUTTONS)
    socket = await client.connect()
    seen = await client.control("/press", {"person": "001", "outTrackId": "c1", "button": 0})
    await socket.frame()
    assert (seen["ok"], seen["why"]) == (False, "no answer in time")
    assert seen["toast"]
    assert (await client.look("/screen/001"))["toast"]["failed"]
    stats = await client.look("/stats")
    assert stats["quiet"]
    assert stats["counts"]["pushes_sent"] == 1


@pytest.mark.parametrize("reply", ["no object", {"response": {"cardData": {"cardParamMap": {"done": True}}}}])
async def test_an_answer_of_the_wrong_shape_is_a_failed_toast(client: Client, reply: object) -> None:
    await client.card("c1", buttons=BUTTONS)
    _, seen = await press(client, await client.connect(), reply)
    assert not seen["ok"]


@pytest.mark.parametrize(
    ("shape", "keys"),
    [("content_only", {"content"}), ("value_only", {"value"}), ("params_outside", {"content"})],
)
async def test_a_callback_can_have_each_published_shape(client: Client, shape: str, keys: set[str]) -> None:
    await client.control("/settings", {"callback_shape": shape}, "PUT")
    await client.card("c1", buttons=BUTTONS)
    frame, _ = await press(client, await client.connect(), answer())
    body = data_of(frame)
    assert {"content", "value"} & set(body) == keys
    outside = json.loads(body[keys.pop()]).get("params")
    assert (outside is not None) == (shape == "params_outside")


async def test_a_button_that_is_not_there_cannot_be_pressed_but_replayed(client: Client) -> None:
    await client.card("c1", buttons="[]")
    order = {"person": "001", "outTrackId": "c1", "action": "sign"}
    status, _ = await client.ask("POST", "/control/press", order)
    assert status == 409
    frame, _ = await press(
        client, await client.connect(), answer(), params={"action": "sign", "revision": "1"}
    )
    assert '\\"revision\\":\\"1\\"' in frame["data"]


async def test_a_card_is_pressed_only_by_who_has_it(client: Client) -> None:
    await client.card("c1", buttons=BUTTONS)
    status, _ = await client.ask("POST", "/control/press", {"person": "002", "outTrackId": "c1", "button": 0})
    assert status == 404


async def test_without_callback_type_a_button_is_dead(client: Client) -> None:
    await client.call(
        "/v1.0/card/instances/createAndDeliver", card_body("c1", buttons=BUTTONS) | {"callbackType": "stream"}
    )
    seen = await client.control("/press", {"person": "001", "outTrackId": "c1", "button": 0})
    assert not seen["pushed"]


async def test_an_update_while_the_callback_is_open_is_noted(client: Client) -> None:
    await client.card("c1", buttons=BUTTONS)
    socket = await client.connect()
    pressing = asyncio.create_task(
        client.control("/press", {"person": "001", "outTrackId": "c1", "button": 0})
    )
    frame = await socket.frame()
    await client.call(
        "/v1.0/card/instances", {"outTrackId": "c1", "cardData": {"cardParamMap": {"a": "b"}}}, "PUT"
    )
    await socket.ack(frame, answer())
    await pressing
    assert any("still open" in one for one in (await client.look("/stats"))["warnings"])


async def test_declared_buttons_show_by_condition_and_fill_their_params(client: Client) -> None:
    plan = {
        "variables": ["title", "revision", "canSign", "item"],
        "buttons": [
            {"id": "ok", "text": "签 ${item}", "show_if": "canSign", "params": {"item": "${item}", "n": 1}}
        ],
    }
    await client.control(f"/templates/{'declared.schema'}", plan, "PUT")
    for name, can in (("c1", "false"), ("c2", "true")):
        body = card_body(name, canSign=can, item="3") | {"cardTemplateId": "declared.schema"}
        await client.call("/v1.0/card/instances/createAndDeliver", body)
    cards = [one["card"] for one in await client.chat("001")]
    assert cards[0]["buttons"] == []
    assert cards[1]["buttons"] == [{"index": 0, "id": "ok", "text": "签 3", "params": {"item": "3", "n": 1}}]


async def test_our_own_template_file_is_understood(client: Client) -> None:
    file = Path(config.__file__).parent / "files" / "card_template.json"
    await client.control("/templates/ours.schema", json.loads(file.read_text(encoding="utf-8")), "PUT")
    body = card_body("c1", buttons=BUTTONS, nonsense="1") | {"cardTemplateId": "ours.schema"}
    await client.call("/v1.0/card/instances/createAndDeliver", body)
    assert any(one.endswith("nonsense") for one in (await client.look("/stats"))["warnings"])
    seen = await client.control("/press", {"person": "001", "outTrackId": "c1", "button": 0})
    assert seen["toast"] == "未能送达，请稍后再点"


async def test_streamed_text_grows(client: Client) -> None:
    await client.card("c1", text="")
    for part in ("一", "二"):
        body = {"outTrackId": "c1", "guid": part, "key": "text", "content": part, "isFull": False}
        assert (await client.call("/v1.0/card/streaming", body, "PUT"))[0] == 200
    assert (await face(client, "001"))["values"]["text"] == "一二"
