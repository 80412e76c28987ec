"""Ratings by text message (domain.md §4.5, §9; design §3): which question, how sure, and what 不满意 leads to."""

import pytest

from domain.notices import NoticeKind
from domain.vocabulary import Rating, State
from tests.handlers.house import House

RESULT = "7月6日现场检查，已责令商户22点后停止播放，并电话告知诉求人，持续巡查"


async def _surveyed(house: House, words: str = "幸福小区楼下音响夜里太吵") -> str:
    """A matter on the ordinary track whose citizen has just been asked to rate it."""
    ticket = await house.filed(words)
    await house.says("operator", f"/受理 {ticket.number} 投诉 幸福路12号")
    await house.says("dispatcher", f"/派单 {ticket.number} 交通局")
    await house.says("transport-liaison", f"/办结 {ticket.number} {RESULT}")
    await house.says("dispatcher", f"/审核 {ticket.number} 通过")
    house.later(minutes=20)
    return ticket.number


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("1", Rating.SATISFIED),
        ("２", Rating.BASICALLY),
        ("基本满意", Rating.BASICALLY),
        ("3", Rating.NO_RATING),
    ],
)
async def test_a_rating_closes_an_ordinary_matter(house: House, words: str, rating: Rating) -> None:
    number = await _surveyed(house)

    await house.texts(words)

    ticket = await house.ticket(number)
    assert ticket.state is State.CLOSED
    assert ticket.ratings[-1].rating is rating


async def test_not_satisfied_opens_the_review_and_asks_once_why(house: House) -> None:
    number = await _surveyed(house)

    await house.texts("不满意")
    await house.texts("夜里还是放到一点")

    ticket = await house.ticket(number)
    assert ticket.state is State.DISSATISFIED_REVIEW
    assert ticket.ratings[-1].words is not None
    assert (await house.texted_back()).count(NoticeKind.SURVEY_WHY) == 1
    assert len(await house.tickets()) == 1


async def test_words_beside_the_digit_are_kept(house: House) -> None:
    number = await _surveyed(house)

    await house.texts("1 但是路灯还没修")

    assert (await house.ticket(number)).ratings[-1].words is not None


async def test_a_bare_digit_goes_to_the_latest_question(house: House) -> None:
    first = await _surveyed(house)
    second = await _surveyed(house, "人民路路灯坏了三盏")

    await house.texts("1")

    assert (await house.ticket(first)).state is State.CALLBACK
    assert (await house.ticket(second)).state is State.CLOSED


async def test_a_number_in_the_text_beats_the_latest_question(house: House) -> None:
    first = await _surveyed(house)
    second = await _surveyed(house, "人民路路灯坏了三盏")

    await house.texts(f"{first} 满意")

    assert (await house.ticket(first)).state is State.CLOSED
    assert (await house.ticket(second)).state is State.CALLBACK


async def test_a_rating_that_cannot_be_read_is_asked_once_then_called(house: House) -> None:
    await _surveyed(house)

    await house.texts("5")
    await house.texts("12")

    assert (await house.texted_back()).count(NoticeKind.ASK_RATING) == 1
    assert "caller" in {n.to.person for n in await house.notices(NoticeKind.CALL_WANTED)}


async def test_a_digit_without_any_question_is_asked_back_and_makes_no_ticket(house: House) -> None:
    await house.texts("1")

    assert await house.texted_back() == [NoticeKind.ASK_WORDS]
    assert not await house.tickets()


async def test_dissatisfied_words_without_any_question_are_a_request(house: House) -> None:
    await house.texts("不满意，人民路路灯一直没修好")

    assert await house.texted_back() == [NoticeKind.RECEIPT]


async def test_dissatisfied_within_thirty_days_of_closing_opens_the_review(house: House) -> None:
    number = await _surveyed(house)
    await house.texts("1")
    house.later(days=10)

    await house.texts("不满意")

    assert (await house.ticket(number)).state is State.DISSATISFIED_REVIEW


async def test_a_rating_long_after_the_question_still_finds_the_only_matter_waiting(house: House) -> None:
    number = await _surveyed(house)
    house.later(hours=30)

    await house.texts("满意")

    assert (await house.ticket(number)).state is State.CLOSED
