"""Whole frames: whatever comes, `Unreadable` is the only way to say no."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from adapters.dingtalk.frames import TOPIC_PRESSED, TOPIC_SAID
from adapters.dingtalk.parse import reread
from adapters.dingtalk.settings import DingTalkSettings
from config.secret import Secret
from domain.failures import Unreadable
from domain.inbound import ChatSaid
from tests.adapters.dingtalk.gateway import frame
from tests.adapters.dingtalk.test_said import payload, values

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SETTINGS = DingTalkSettings("dingapp", Secret("s"), "ding-corp")


@effort(max_examples=200)
@given(
    st.dictionaries(st.sampled_from(["type", "headers", "data", "specVersion", "x"]), values),
    st.dictionaries(
        st.sampled_from(
            ["topic", "messageId", "time", "eventType", "eventId", "eventCorpId", "eventBornTime"]
        ),
        values,
    ),
    st.sampled_from(["EVENT", "CALLBACK", "SYSTEM", "OTHER"]),
    st.sampled_from([TOPIC_SAID, TOPIC_PRESSED, "*", "ping"]),
)
def test_no_frame_whatever_raises_anything_but_unreadable(
    envelope: dict[str, Any], headers: dict[str, Any], kind: str, topic: str
) -> None:
    whole = {"type": kind, "headers": {"topic": topic, **headers}, **envelope}
    try:
        inbound = reread(json.dumps(whole), SETTINGS, NOW)
    except Unreadable:
        return
    str(inbound).encode()


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_no_text_whatever_raises_anything_but_unreadable(raw: str) -> None:
    try:
        reread(raw, SETTINGS, NOW)
    except Unreadable:
        return


@pytest.mark.parametrize("time", [1790000000123, "1790000000123", "soon", None, 1.5, {}])
@pytest.mark.parametrize("as_text", [True, False])
def test_times_and_data_are_read_in_every_form(time: Any, as_text: bool) -> None:
    body = payload("text")
    whole = json.loads(frame(TOPIC_SAID, body))
    whole["headers"]["time"] = time
    whole["data"] = json.dumps(body) if as_text else body

    assert isinstance(reread(json.dumps(whole), SETTINGS, NOW), ChatSaid)


def test_numbers_of_a_thousand_digits_are_no_accident() -> None:
    raw = (
        json.dumps({"type": "CALLBACK", "headers": {"topic": TOPIC_SAID}, "data": "{}"})[:-1]
        + ', "time": '
        + "9" * 10_000
        + "}"
    )
    with pytest.raises(Unreadable):
        reread(raw, SETTINGS, NOW)
