"""Payload to events: a table of pushes as they come off the wire, and what is not one of them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sms.alibaba_push import PushReader
from domain.failures import Unreadable
from domain.inbound import SmsFate, SmsReceived, SmsReported

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
READER = PushReader("alibaba", b"secret")
UP = {
    "phone_number": "13800000001",
    "content": "小区门口路灯坏了",
    "send_time": "2026-11-23 09:59:58",
    "dest_code": "12345",
    "sequence_id": "1234567890",
}
REPORT = {
    "phone_number": "13800000001",
    "send_time": "2026-11-23 09:00:00",
    "report_time": "2026-11-23 09:00:07",
    "success": True,
    "err_code": "DELIVERED",
    "err_msg": "用户接收成功",
    "sms_size": "1",
    "biz_id": "932702304080415357^0",
    "out_id": "77",
}


def push(*entries: object) -> bytes:
    return json.dumps(entries, ensure_ascii=False).encode()


def one(entry: dict[str, Any]) -> SmsReceived | SmsReported:
    parsed = READER.read(push(entry), NOW)
    assert parsed.unreadable == ()
    (event,) = parsed.events
    return event


def text(**changes: object) -> SmsReceived:
    event = one(UP | changes)
    assert isinstance(event, SmsReceived)
    return event


def report(**changes: object) -> SmsReported:
    event = one(REPORT | changes)
    assert isinstance(event, SmsReported)
    return event


def test_a_citizens_text_is_read_whole() -> None:
    event = text()

    assert event == SmsReceived(
        key=event.key,
        gateway="alibaba",
        phone="13800000001",
        text="小区门口路灯坏了",
        sent_at=datetime(2026, 11, 23, 1, 59, 58, tzinfo=UTC),
        received_at=NOW,
        dest="12345",
        extension="",
    )


def test_a_report_is_read_whole() -> None:
    event = report()

    assert event == SmsReported(
        key=event.key,
        gateway="alibaba",
        phone="13800000001",
        provider_id="932702304080415357^0",
        our_id="77",
        fate=SmsFate.DELIVERED,
        code="DELIVERED",
        at=datetime(2026, 11, 23, 1, 0, 7, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("label", "changes"),
    [
        ("the id is a number in older editions", {"sequence_id": 1234567890}),
        ("older editions name the sign", {"sign_name": "某市民声"}),
        ("keys we do not know", {"tomorrow": {"a": [1]}}),
        ("the country is named", {"phone_number": "+8613800000001"}),
        ("the number is a number", {"phone_number": 13800000001}),
        ("pushed again later with another time", {"send_time": "2026-11-23 10:05:00"}),
    ],
)
def test_the_same_text_in_another_edition_has_the_same_key(label: str, changes: dict[str, Any]) -> None:
    assert text(**changes).key == text().key, label


@pytest.mark.parametrize("odd", [None, "", 1.5, True, [], {}])
def test_without_an_id_phone_words_and_time_make_the_key(odd: object) -> None:
    assert text(sequence_id=odd).key == text(sequence_id=None).key
    assert text(sequence_id=odd).key != text(sequence_id=odd, content="别的").key
    assert text(sequence_id=odd).key != text(sequence_id=odd, send_time="2026-11-23 09:59:59").key
    assert text(sequence_id=odd).key != text(sequence_id=odd, phone_number="13800000002").key


def test_one_id_on_two_phones_is_two_texts() -> None:
    assert text(phone_number="13800000002").key != text().key


def test_a_key_tells_nobody_the_number_nor_the_words() -> None:
    for event in (text(), text(sequence_id=None), report()):
        assert "13800000001" not in event.key.id
        assert event.key.id != PushReader("alibaba", b"other").read(push(UP, REPORT), NOW).events[0].key.id


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-23 09:59:58", datetime(2026, 11, 23, 1, 59, 58, tzinfo=UTC)),
        ("20261123095958", datetime(2026, 11, 23, 1, 59, 58, tzinfo=UTC)),
        (20261123095958, datetime(2026, 11, 23, 1, 59, 58, tzinfo=UTC)),
        ("2026-11-23 24:00:00", None),
        ("0001-01-01 00:00:00", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_times_are_beijing_time_and_impossible_ones_are_none(
    written: object, expected: datetime | None
) -> None:
    assert text(send_time=written).sent_at == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ""),
        ("1", "1"),
        (1, "1"),
        ("第一行\r\n第二行\r第三行", "第一行\n第二行\n第三行"),
        ("零\x00字\x07符\t", "零字符"),
        ("好😀", "好😀"),
        ("\ud83d半个", "\ufffd半个"),
    ],
)
def test_words_arrive_as_a_database_can_take_them(content: object, expected: str) -> None:
    body = json.dumps([UP | {"content": content}]).encode()

    (event,) = READER.read(body, NOW).events

    assert isinstance(event, SmsReceived)
    assert event.text == expected
    event.text.encode()


@pytest.mark.parametrize(
    ("changes", "fate", "code"),
    [
        ({}, SmsFate.DELIVERED, "DELIVERED"),
        ({"success": "true"}, SmsFate.DELIVERED, "DELIVERED"),
        ({"success": False, "err_code": "MK:0001"}, SmsFate.FAILED, "MK:0001"),
        ({"success": "false", "err_code": "MBBLACK"}, SmsFate.FAILED, "MBBLACK"),
        ({"success": None}, SmsFate.DELIVERED, "DELIVERED"),
        ({"success": None, "err_code": None}, SmsFate.UNKNOWN, ""),
        (
            {"success": False, "err_code": "坏 13800000001\n" + "x" * 100},
            SmsFate.FAILED,
            "13800000001" + "x" * 53,
        ),
    ],
)
def test_a_reports_fate(changes: dict[str, Any], fate: SmsFate, code: str) -> None:
    event = report(**changes)

    assert (event.fate, event.code) == (fate, code)


def test_a_report_that_changes_its_mind_is_another_event() -> None:
    assert report().key == report(report_time="2026-11-23 09:01:00").key
    assert report().key != report(success=False, err_code="UNDELIV").key


def test_a_report_without_a_time_counts_from_its_arrival() -> None:
    assert report(report_time="").at == NOW


def test_texts_and_reports_may_come_in_one_push_in_their_order() -> None:
    events = READER.read(push(UP, REPORT, UP | {"sequence_id": 2}), NOW).events

    assert [type(event) for event in events] == [SmsReceived, SmsReported, SmsReceived]


@pytest.mark.parametrize(
    ("label", "bad"),
    [
        ("not an object", 7),
        ("nothing", None),
        ("no number", {k: v for k, v in UP.items() if k != "phone_number"}),
        ("no words", {k: v for k, v in UP.items() if k != "content"}),
        ("words that are a list", UP | {"content": ["a"]}),
        ("letters for a number", UP | {"phone_number": "abc"}),
        ("a report about nothing", REPORT | {"biz_id": "", "out_id": None}),
    ],
)
def test_one_bad_entry_does_not_lose_the_rest(label: str, bad: object) -> None:
    parsed = READER.read(push(UP, bad, REPORT), NOW)

    assert len(parsed.events) == 2, label
    (kept,) = parsed.unreadable
    assert json.loads(kept.raw) == [bad]
    assert "13800000001" not in kept.reason
    assert READER.read(kept.raw, NOW).unreadable == (kept,)


@pytest.mark.parametrize(
    ("label", "body"),
    [
        ("nothing", b""),
        ("not JSON", b"hello"),
        ("cut off", push(UP)[:-3]),
        ("an object", json.dumps(UP).encode()),
        ("not UTF-8", json.dumps([UP], ensure_ascii=False).encode("gb18030")),
        ("too deep", b"[" * 60_000),
        ("a number nobody can read", b"[" + b"9" * 6_000 + b"]"),
        ("not a number", b"[NaN]"),
        (
            "the international edition",
            push({"To": "8613800000001", "SendDate": "Mon, 23 Nov 2026", "Content": "x"}),
        ),
    ],
)
def test_a_body_that_is_no_push_is_refused_with_a_sentence(label: str, body: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$") as refusal:
        READER.read(body, NOW)

    assert "13800000001" not in str(refusal.value), label


def test_an_empty_array_holds_nothing_and_a_mark_before_it_is_no_harm() -> None:
    assert READER.read(b"[]", NOW).events == ()
    assert len(READER.read(b"\xef\xbb\xbf" + push(UP), NOW).events) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*UP, *REPORT, "To", "x"]), inner),
)


@given(
    st.binary()
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.lists(JSON | st.dictionaries(st.sampled_from([*UP, *REPORT]), JSON)).map(
        lambda v: json.dumps(v).encode()
    )
)
def test_whatever_comes_is_read_or_refused_and_every_event_can_be_stored(body: bytes) -> None:
    try:
        parsed = READER.read(body, NOW)
    except Unreadable:
        return
    for event in parsed.events:
        repr(event).encode()
        assert event.key.source == "alibaba"
    for kept in parsed.unreadable:
        json.loads(kept.raw)


@given(st.lists(st.sampled_from(["good", "bad"]), max_size=8))
def test_nothing_is_lost_and_nothing_is_invented(kinds: list[str]) -> None:
    entries = [UP | {"sequence_id": i} if kind == "good" else i for i, kind in enumerate(kinds)]

    parsed = READER.read(push(*entries), NOW)

    assert (len(parsed.events), len(parsed.unreadable)) == (kinds.count("good"), kinds.count("bad"))
    assert len({event.key for event in parsed.events}) == len(parsed.events)
