from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.inbound import EventKey, SmsReceived
from domain.sms_parts import looks_like_continuation, parts_of, units

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FIRST = SmsReceived(EventKey("g", "1"), "g", "13800000001", "字" * 67, AT, AT, dest="12345")
NEXT = replace(
    FIRST,
    key=EventKey("g", "2"),
    text="还有这些",
    sent_at=AT + timedelta(seconds=1),
    received_at=AT + timedelta(minutes=5),
)


@pytest.mark.parametrize(
    ("text", "count"), [("", 1), ("字" * 70, 1), ("字" * 71, 2), ("字" * 134, 2), ("字" * 135, 3)]
)
def test_parts_are_counted_as_the_network_counts_them(text: str, count: int) -> None:
    assert parts_of(text) == count


def test_an_emoji_is_two_units() -> None:
    assert units("好😀") == 3


@pytest.mark.parametrize("text", ["字" * 67, "字" * 70, "字" * 65 + "😀"])
def test_words_right_after_a_full_part_belong_to_it_however_late_they_are_pushed(text: str) -> None:
    assert looks_like_continuation(replace(FIRST, text=text), NEXT)


def test_a_part_one_unit_short_is_full_when_an_emoji_follows() -> None:
    assert looks_like_continuation(replace(FIRST, text="字" * 66), replace(NEXT, text="😀还有这些"))


@pytest.mark.parametrize(
    ("label", "earlier", "later"),
    [
        ("a first part that is not full", replace(FIRST, text="字" * 66), NEXT),
        ("another phone", FIRST, replace(NEXT, phone="13800000002")),
        ("another number dialled", FIRST, replace(NEXT, dest="123456")),
        ("sent a minute later", FIRST, replace(NEXT, sent_at=AT + timedelta(minutes=1))),
        ("arrived a minute later, time of sending unknown", FIRST, replace(NEXT, sent_at=None)),
        ("the same words again", FIRST, replace(NEXT, text=FIRST.text)),
        ("the same event again", FIRST, replace(NEXT, key=FIRST.key)),
    ],
)
def test_what_is_no_continuation(label: str, earlier: SmsReceived, later: SmsReceived) -> None:
    assert not looks_like_continuation(earlier, later), label
