"""Ratings in text messages, with the traps of `domain.md` §4.5 and `sms.md` §4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts.heard.rating import hear_rating
from domain.vocabulary import Rating

S, B, N, D = Rating.SATISFIED, Rating.BASICALLY, Rating.NO_RATING, Rating.DISSATISFIED


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("1", S), ("１", S), ("一", S), ("1分", S), ("选1", S), (" 1 ", S), ("1。", S), ("1满意", S), ("1、", S), ("(1)", S),
        ("【1】", S), ("评价1", S), ("回复1", S), ("2", B), ("２", B), ("3", N), ("三", N), ("4", D), ("四", D), ("4不满意", D),
        ("满意", S), ("很满意", S), ("非常满意，谢谢", S), ("对结果很满意！", S),
        ("不满意", D), ("不太满意", D), ("很不满意", D), ("非常不满意", D), ("不是很满意", D), ("太差", D), ("没人管", D),
        ("问题没解决", D), ("谈不上满意", D),
        ("基本满意", B), ("比较满意", B), ("还行", B), ("还可以", B), ("一般", B), ("还算满意吧", B),
        ("不予评价", N), ("不评价", N), ("不想评价", N),
    ],
)  # fmt: skip
def test_a_rating_is_heard_in_digits_and_words(text: str, rating: Rating) -> None:
    heard = hear_rating(text)

    assert (heard.rating, heard.supplement, heard.sure) == (rating, "", True)


@pytest.mark.parametrize(
    ("text", "rating", "supplement"),
    [
        ("1 但是路灯还没修", S, "但是路灯还没修"),
        ("4，楼下又开始放音乐了", D, "楼下又开始放音乐了"),
        ("不满意，路灯还是不亮", D, "不满意，路灯还是不亮"),
        ("基本满意，就是慢了点", B, "基本满意，就是慢了点"),
    ],
)
def test_words_beside_the_rating_are_kept(text: str, rating: Rating, supplement: str) -> None:
    heard = hear_rating(text)

    assert (heard.rating, heard.supplement, heard.sure) == (rating, supplement, True)


@pytest.mark.parametrize(
    "text",
    [
        "12", "5", "0", "1不满意", "4满意", "满意吗", "并没觉得满意", "不是不满意", "满意？不满意！", "", "你好", "1号楼漏水",
        "1、小区没水2、没电", "1.小区没水", "2024年的事", "三天没水了", "一个月没水了", "路灯坏了没人管", "1路公交总是晚点",
    ],
)  # fmt: skip
def test_what_may_mean_something_else_is_unsure_and_kept(text: str) -> None:
    heard = hear_rating(text)

    assert (heard.rating, heard.sure) == (None, False)
    assert heard.supplement == text


@given(st.text(max_size=50), st.text(max_size=50))
def test_a_text_with_dissatisfied_in_it_never_rates_better(before: str, after: str) -> None:
    assert hear_rating(f"{before}不满意{after}").rating in {D, None}
