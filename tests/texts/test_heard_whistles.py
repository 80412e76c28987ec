"""What a whistle says: the time to be there, the same thing again, the same place (`domain.md` §12)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts.heard.whistles import (
    LONGEST,
    hear_arrival_limit,
    hear_kind,
    same_place,
    says_again,
)
from config.texts.masking import mask_words
from domain.vocabulary import WhistleKind


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("限时 1小时", 60),
        ("限时1小时", 60),
        ("限时：３０分钟", 30),
        ("到场时限 两个小时", 120),
        ("限时 半小时", 30),
        ("限时 半个小时", 30),
        ("限时 一个半小时", 90),
        ("30分钟内", 30),
        ("2小时内到场", 120),
        ("四十分钟内赶到", 40),
    ],
)
def test_a_time_to_be_there(words: str, minutes: int) -> None:
    heard = hear_arrival_limit(["Y村河边", *words.split(), "采砂"])
    assert heard is not None
    assert heard.minutes == minutes
    assert "".join(heard.words) == words.replace(" ", "")


@pytest.mark.parametrize("words", ["停电 2小时 没人管", "10分钟 一趟", "采砂 水务局", ""])
def test_a_time_that_tells_of_something_else_is_left_alone(words: str) -> None:
    assert hear_arrival_limit(words.split()) is None


@pytest.mark.parametrize(
    "words", ["限时 尽快", "限时", "限时 0分钟", "限时 1000小时", "限时十点", "限时 半分钟半"]
)
def test_a_time_nobody_can_understand_is_asked_again(words: str) -> None:
    heard = hear_arrival_limit(words.split())
    assert heard is not None
    assert heard.minutes is None


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_words_are_heard_or_left(words: list[str]) -> None:
    heard = hear_arrival_limit(words)
    if heard is not None:
        assert set(heard.words) <= set(words)
        assert heard.minutes is None or 0 < heard.minutes <= LONGEST


@given(st.integers(1, LONGEST))
def test_every_number_of_minutes_can_be_said(minutes: int) -> None:
    heard = hear_arrival_limit([f"限时{minutes}分钟"])
    assert heard is not None
    assert heard.minutes == (minutes if minutes <= 9999 else None)


@pytest.mark.parametrize("words", ["洗砂机又响了", "又开工了", "夜里又来倒渣土", "问题反弹", "再次偷排"])
def test_again(words: str) -> None:
    assert says_again(words)


@pytest.mark.parametrize("words", ["洗砂机响了", "又大又响的音响"[:2], "路面又宽又平", "有人偷排"])
def test_not_again(words: str) -> None:
    assert not says_again(words)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Y村洗砂厂", "青石乡Y村洗砂厂", True),
        ("Y村洗砂厂附近", "Y村 洗砂厂", True),
        ("湖滨路夜市", "湖滨路夜市北口", True),
        ("Y村洗砂厂", "Z村洗砂厂", False),
        ("Y村", "", False),
        ("，", "Y村", False),
    ],
)
def test_two_places_are_one(one: str, other: str, same: bool) -> None:
    assert same_place(one, other) is same
    assert same_place(other, one) is same


@given(st.text(max_size=20), st.text(max_size=20))
def test_it_does_not_matter_which_place_was_first(one: str, other: str) -> None:
    assert same_place(one, other) is same_place(other, one)


def test_a_kind_nobody_named_is_proposed_from_the_matter() -> None:
    assert hear_kind("无证洗砂") is WhistleKind.JOINT
    assert hear_kind("油烟扰民") is WhistleKind.PROMINENT


def test_whoever_told_the_town_is_masked_though_no_colon_stands_there() -> None:
    assert "王大明" not in mask_words("举报人王大明13911110115，请马上来")
    assert "王大明" not in mask_words("反映人王大明电话13911110115")
    assert mask_words("举报人要求13日前答复") == "举报人要求13日前答复"
