"""What a citizen's text is (design §3, `domain.md` §4.5, `sms.md` §10.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts.heard.texts import TextKind, hear_text

NUMBER = "NX2026070600012"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"查询{NUMBER}", TextKind.QUERY),
        (f"查 {NUMBER}", TextKind.QUERY),
        ("查", TextKind.QUERY),
        ("进度", TextKind.QUERY),
        (f"{NUMBER} 办到哪了", TextKind.QUERY),
        (NUMBER, TextKind.QUERY),
        ("查询K7M2", TextKind.QUERY),
        ("我的诉求怎么样了", TextKind.QUERY),
        ("查询　ＮＸ２０２６０７０６０００１２", TextKind.QUERY),  # noqa: RUF001 - full width is what is tested
        ("1", TextKind.RATING),
        ("不满意", TextKind.RATING),
        ("12", TextKind.RATING),
        ("满意吗", TextKind.RATING),
        ("1 但是路灯还没修", TextKind.RATING),
        ("1不满意", TextKind.RATING),
        ("TD", TextKind.OPT_OUT),
        ("ｔ", TextKind.OPT_OUT),
        ("N", TextKind.OPT_OUT),
        ("r", TextKind.OPT_OUT),
        ("0000", TextKind.OPT_OUT),
        ("退订", TextKind.OPT_OUT),
        ("退订T", TextKind.OPT_OUT),
        ("取消", TextKind.OPT_OUT),
        ("拒收。", TextKind.OPT_OUT),
        ("回复TD", TextKind.OPT_OUT),
        ("", TextKind.NOTHING),
        (" \n", TextKind.NOTHING),
        ("你好", TextKind.NOTHING),
        ("😀👍", TextKind.NOTHING),
        ("[微笑]", TextKind.NOTHING),
        ("您好！谢谢", TextKind.NOTHING),
        ("……", TextKind.NOTHING),
        ("👨‍👩‍👧", TextKind.NOTHING),
        ("补充：楼下也有", TextKind.ADDITION),
        ("补 楼下也有", TextKind.ADDITION),
        (f"补{NUMBER} 楼下也有", TextKind.ADDITION),
        ("补偿款没发", TextKind.REQUEST),
        ("补贴什么时候发", TextKind.REQUEST),
        ("查处违建", TextKind.REQUEST),
        ("你好，路灯坏了", TextKind.REQUEST),
        ("取消了公交站", TextKind.REQUEST),
        ("1号楼漏水", TextKind.REQUEST),
        ("没水了", TextKind.REQUEST),
        ("小区物业对业主态度恶劣，大家对物业都很不满意，多次反映也没有结果，请帮忙处理", TextKind.REQUEST),
    ],
)
def test_a_text_is_taken_for_what_it_is(text: str, kind: TextKind) -> None:
    assert hear_text(text).kind is kind


def test_an_addition_gives_its_words_without_the_opening_and_the_number_named() -> None:
    heard = hear_text(f"补充 {NUMBER}：楼下也有")

    assert [reference.code for reference in heard.references] == [NUMBER]
    assert heard.words.endswith("楼下也有")
    assert not heard.words.startswith("补充")


def test_a_long_request_that_also_rates_still_carries_the_rating() -> None:
    heard = hear_text(
        "对处理结果不满意，路灯修好两天又坏了，晚上一片漆黑，老人孩子出门很不安全，希望重新处理"
    )

    assert heard.kind is TextKind.REQUEST
    assert heard.rating.rating is not None


@given(st.text())
def test_every_text_has_a_kind_and_loses_no_words(text: str) -> None:
    heard = hear_text(text)

    assert heard.kind is TextKind.ADDITION or heard.words.strip() == heard.words


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "unit", ["辛苦了", "谢谢你", "收到，", "哈", "已经", "1、", "第一项", "满意", "[", "补充", "查"]
)
def test_no_repetition_keeps_the_reader_busy(unit: str) -> None:
    assert hear_text(unit * 2000 + "x").kind in {TextKind.REQUEST, TextKind.ADDITION}
