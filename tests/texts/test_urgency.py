"""Proposals from words: urgency, emergency, nature, secrecy (`domain.md` §4.4, §5.1, §5.3, §14)."""

import gzip
import json
from pathlib import Path

import pytest

from config.texts.heard.dates import hear_dates
from config.texts.heard.texts import TextKind, hear_text
from config.texts.heard.urgency import hear_emergency, hear_nature, hear_urgency, wants_secrecy
from config.texts.masking import mask_words
from domain.vocabulary import Nature, Urgency
from tests.domain.calendars import CALENDAR, at

PUBLIC_ROWS = Path(__file__).parents[3] / "shared" / "data" / "messages_dev_raw.jsonl.gz"


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("小区旁加油站有强烈汽油味", Urgency.URGENT),
        ("公司停电了", Urgency.URGENT),
        ("停水三天", Urgency.URGENT),
        ("有人落水", Urgency.CRITICAL),
        ("路面塌陷，有人被困", Urgency.CRITICAL),
        ("个人信息被泄露", Urgency.NORMAL),
        ("路灯不亮", Urgency.NORMAL),
    ],
)
def test_words_raise_urgency(text: str, urgency: Urgency) -> None:
    heard = hear_urgency(text)

    assert heard.urgency is urgency
    assert all(word in text for word in heard.words)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("楼上着火了，快来", ("119",)),
        ("有人正在打架", ("110",)),
        ("去年这里发生过火灾", ()),
        ("有人触电昏迷！", ("120",)),
    ],
)
def test_an_emergency_is_what_happens_now(text: str, numbers: tuple[str, ...]) -> None:
    assert hear_emergency(text) == numbers


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("请问医保怎么办理", Nature.ENQUIRY),
        ("投诉楼下烧烤店油烟扰民", Nature.COMPLAINT),
        ("举报非法洗砂", Nature.REPORT),
        ("建议增加公交班次", Nature.SUGGESTION),
        ("表扬城管队员", Nature.PRAISE),
        ("请求帮助解决供水", Nature.HELP),
        ("路灯不亮", Nature.OTHER),
    ],
)
def test_the_nature_is_proposed_from_words(text: str, nature: Nature) -> None:
    assert hear_nature(text) is nature


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("请为我保密", True), ("匿名举报", True), ("不要透露我的电话", True), ("别让他知道是我", True), ("不希望被邻居知道", True),
        ("怕他们报复", True), ("不需要保密", False), ("保密局门口堵车", False), ("路灯不亮", False),
    ],
)  # fmt: skip
def test_a_wish_for_secrecy_is_heard(text: str, secret: bool) -> None:
    assert wants_secrecy(text) is secret


@pytest.mark.skipif(not PUBLIC_ROWS.exists(), reason="the public rows are not on this machine")
def test_real_letters_are_requests_with_a_sensible_spread_of_proposals() -> None:
    with gzip.open(PUBLIC_ROWS, "rt", encoding="utf-8") as rows:
        letters = [f"{row['title']} {row['body']}" for row in map(json.loads, rows)][:400]

    kinds = [hear_text(letter).kind for letter in letters]
    natures = [hear_nature(letter) for letter in letters]
    urgent = sum(hear_urgency(letter).urgency is not Urgency.NORMAL for letter in letters)
    secret = sum(wants_secrecy(letter) for letter in letters)

    assert kinds.count(TextKind.REQUEST) >= 0.99 * len(letters)
    assert natures.count(Nature.OTHER) < 0.35 * len(letters)
    assert urgent < 0.2 * len(letters)
    assert secret < 0.1 * len(letters)
    for letter in letters[:150]:
        mask_words(letter)
        hear_dates(letter, at("2026-07-08 10:00"), CALENDAR)
