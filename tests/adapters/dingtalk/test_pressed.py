"""Card presses and events: four published shapes, one meaning."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from adapters.dingtalk.events import EventHead, event_of
from adapters.dingtalk.pressed import card_pressed
from adapters.dingtalk.settings import DingTalkSettings
from config.secret import Secret
from domain.failures import Unreadable
from domain.inbound import ChatSender, EventKey, MessageRead, PersonLeft
from tests.adapters.dingtalk.test_said import values

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SETTINGS = DingTalkSettings("dingapp", Secret("s"), "ding-corp")
PARAMS = {"action": "sign", "argument": "2", "revision": "3"}
INSIDE = {"cardPrivateData": {"actionIds": ["b1"], "params": PARAMS}}
BARE = {"outTrackId": "card-7", "userId": "0042", "corpId": "ding-corp"}


def text(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False)


@pytest.mark.parametrize(
    "body",
    [
        {"content": text(INSIDE), "value": text(INSIDE), "userIdType": 1, "type": "actionCallback"},
        {"content": INSIDE},
        {"value": text(INSIDE)},
        {"content": "", "value": text(INSIDE)},
        {"content": text({"cardPrivateData": {"actionIds": ["b1"]}, "params": PARAMS})},
        {"content": text({"cardPrivateData": {"params": text(PARAMS)}})},
        {"content": text({"cardPrivateData": {"params": {**PARAMS, "revision": 3, "argument": 2}}})},
        {"content": text({"cardPrivateData": {"params": {**PARAMS, "revision": 3.0, "argument": 2.0}}})},
    ],
    ids=["both", "object", "value", "empty content", "outside", "params as text", "numbers", "floats"],
)
def test_every_shape_of_press_says_the_same(body: dict[str, Any]) -> None:
    press = card_pressed({**BARE, **body}, SETTINGS, NOW)

    assert (press.card, press.revision, press.action, press.argument) == ("card-7", 3, "sign", "2")
    assert press.presser == ChatSender("ding-corp", "0042")
    assert press.key == card_pressed({**BARE, "content": INSIDE}, SETTINGS, NOW).key


@pytest.mark.parametrize(
    "change",
    [
        {"outTrackId": "card-8"},
        {"userId": "0043"},
        {"content": {"cardPrivateData": {"params": {**PARAMS, "revision": "4"}}}},
        {"content": {"cardPrivateData": {"params": {**PARAMS, "action": "return"}}}},
        {"content": {"cardPrivateData": {"params": {**PARAMS, "argument": "1"}}}},
    ],
)
def test_whatever_differs_makes_another_key(change: dict[str, Any]) -> None:
    first = card_pressed({**BARE, "content": INSIDE}, SETTINGS, NOW)
    second = card_pressed({**BARE, "content": INSIDE, **change}, SETTINGS, NOW)

    assert first.key.source == second.key.source == "dingtalk.card"
    assert first.key.id != second.key.id


def test_the_component_id_is_the_action_only_where_the_template_says_none() -> None:
    press = card_pressed({**BARE, "content": {"cardPrivateData": {"actionIds": ["sign"]}}}, SETTINGS, NOW)

    assert (press.action, press.revision, press.argument) == ("sign", 0, "")


def test_only_the_top_level_user_presses() -> None:
    forged = {"cardPrivateData": {"params": {**PARAMS, "userId": "0001"}}}
    assert card_pressed({**BARE, "content": forged}, SETTINGS, NOW).presser.staff_id == "0042"
    union = card_pressed({**BARE, "userIdType": 2, "content": INSIDE}, SETTINGS, NOW)
    assert union.presser.staff_id is None
    ours = card_pressed({**BARE, "corpId": "", "content": INSIDE}, SETTINGS, NOW)
    assert ours.presser.corp_id == "ding-corp"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"outTrackId": "c"},
        {"outTrackId": "c", "content": "{}"},
        {"content": INSIDE},
        {"outTrackId": "c", "content": "["},
    ],
)
def test_a_press_without_card_or_decision_is_unreadable(body: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        card_pressed(body, SETTINGS, NOW)


@effort(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(["outTrackId", "userId", "corpId", "content", "value", "userIdType"]), values
    ),
    st.dictionaries(st.sampled_from(["action", "argument", "revision"]), values),
)
def test_no_press_whatever_raises_anything_but_unreadable(
    body: dict[str, Any], params: dict[str, Any]
) -> None:
    whole = {"outTrackId": "c", "content": {"cardPrivateData": {"params": params}}, **body}
    try:
        press = card_pressed(whole, SETTINGS, NOW)
    except Unreadable:
        return
    str(press).encode()
    assert press.action


HEAD = EventHead("user_leave_org", "ev-1", "ding-corp", None)
READ = replace(HEAD, event_type="robot_msg_read")
READ_BODY = {"userId": "0042", "processQueryKey": "pqk"}


@pytest.mark.parametrize("people", [["0042", "0043"], '["0042","0043"]', ["0042", 43, "0042"]])
def test_people_who_left_are_named_however_the_list_is_written(people: Any) -> None:
    event = event_of(HEAD, {"userId": people}, SETTINGS, NOW)

    assert isinstance(event, PersonLeft)
    assert event.staff_ids in {("0042", "0043"), ("0042", "43")}
    assert event.key == EventKey("dingtalk.event", "ev-1")


def test_one_person_may_stand_alone() -> None:
    event = event_of(HEAD, {"userId": "manager42"}, SETTINGS, NOW)
    assert isinstance(event, PersonLeft)
    assert event.staff_ids == ("manager42",)


@pytest.mark.parametrize("at", [1763858400000, "1763858400000"])
def test_a_reading_is_known_by_person_and_message(at: Any) -> None:
    event = event_of(READ, {**READ_BODY, "operatTime": at}, SETTINGS, NOW)

    assert event == MessageRead(
        EventKey("dingtalk.event", "ev-1"), datetime.fromtimestamp(1763858400, tz=UTC), "0042", "pqk"
    )


def test_another_organisations_events_and_unused_ones_are_nothing() -> None:
    assert event_of(replace(HEAD, corp_id="other"), {"userId": ["0042"]}, SETTINGS, NOW) is None
    assert event_of(replace(HEAD, event_type="user_add_org"), {"userId": ["0042"]}, SETTINGS, NOW) is None


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (replace(HEAD, event_id=""), {"userId": ["1"]}),
        (HEAD, {}),
        (HEAD, {"userId": []}),
        (READ, {"userId": "1"}),
        (READ, {"processQueryKey": "1"}),
    ],
)
def test_a_wanted_event_without_its_bones_is_unreadable(head: EventHead, body: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        event_of(head, body, SETTINGS, NOW)
