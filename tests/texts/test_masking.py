"""Personal data does not survive masking (`domain.md` §14)."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts.masking import mask_home, mask_name, mask_phone, mask_place, mask_words

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
SEPARATORS = st.sampled_from(["", " ", "-", "－", "—", "　", ".", "·", "\u00a0", " - ", ") ", "\u200b"])
PREFIXES = st.sampled_from(["", "+86", "86", "0086", "+86 ", "（+86）", "＋８６-", "０"])


def digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(letter)) for letter in text if unicodedata.digit(letter, None) is not None
    )


@given(
    MOBILES,
    st.lists(SEPARATORS, min_size=10, max_size=10),
    PREFIXES,
    st.booleans(),
    st.text(alphabet="我的电话是请打，。 "),
)
def test_no_mobile_number_comes_through_however_it_is_written(
    mobile: str, between: list[str], prefix: str, wide: bool, around: str
) -> None:
    letters = [chr(ord(letter) + 0xFEE0) for letter in mobile] if wide else list(mobile)
    spelt = (
        prefix + letters[0] + "".join(gap + letter for gap, letter in zip(between, letters[1:], strict=True))
    )

    masked = mask_words(f"{around}{spelt}{around}")

    assert mobile not in digits(masked)
    assert len(digits(masked)) <= 7


@given(MOBILES, st.text(alphabet="0123456789", max_size=6), st.text(alphabet="0123456789", max_size=6))
def test_a_mobile_number_inside_a_longer_one_does_not_come_through(
    mobile: str, before: str, after: str
) -> None:
    assert mobile not in digits(mask_words(f"{before}{mobile}{after}"))


@given(st.text())
def test_masking_never_fails_and_leaves_no_mobile_number(text: str) -> None:
    assert not re.search(r"1[3-9]\d{9}", mask_words(text))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我叫张三丰，电话13812345678", "我叫张**，电话138****5678"),
        ("本人李四，身份证430102199003071234", "本人李**，身份证43****"),
        ("联系人：王小明 0731-88889999", "联系人：王** 07****"),
        ("电话88889999", "电话88****"),
        ("湘A12345乱停车", "湘A*****乱停车"),
        ("湘a·d12345占道", "湘A*****占道"),
        ("卡号6222 0212 3456 7890 123", "卡号62****"),
        ("邮箱 someone@example.com", "邮箱 ****"),
        ("一三八一二三四五六七八", "一****"),
        ("４３０１０２１９９００３０７１２３Ｘ", "43****"),  # noqa: RUF001 - full width is what is tested
        ("我姓赵，叫子龙，住南街", "我姓赵**，住南街"),
    ],
)
def test_numbers_names_and_plates_are_masked(said: str, shown: str) -> None:
    assert mask_words(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "工单NX2026070600012已派单",
        "工单ｎｘ２０２６０７０６０００１２已派单",
        "2026-07-10前完成，赔偿30000000元",
        "本人于2019年购房，本人从未收到通知",
        "3号楼2单元漏水，220户停水",
        "业主反映噪音大，联系人未留",
        "我是小区业主，路灯坏了",
        "G60高速口，12345热线",
        "一共50739.66元，从2015-2040年，门诊500-1000元",
        "2003.1.1-2009.8.31在厂里上班，业主申请，业主单位，我是广西人，来问问",
    ],
)
def test_what_is_nobodys_data_stays(said: str) -> None:
    assert mask_words(said) == said


def test_a_mobile_number_written_like_an_amount_is_still_masked() -> None:
    assert mask_words("138123456.78") == "138****5678"


def test_house_numbers_go_on_demand() -> None:
    assert mask_words("幸福小区3号楼2单元501室漏水", houses=True) == "幸福小区************漏水"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("城关镇幸福小区3号楼2单元501室", "城关镇幸福小区"),
        ("吉村13组李家门口", "吉村"),
        ("人民路１８号", "人民路"),
        ("南湖公园", "南湖公园"),
        ("3栋", "****"),
    ],
)
def test_a_place_is_shown_down_to_the_estate(place: str, shown: str) -> None:
    assert mask_place(place) == shown


def test_a_name_and_a_number_keep_only_their_ends() -> None:
    assert mask_name("张三") == "张**"
    assert mask_name(" ") == ""
    assert mask_phone("+86 138-1234-5678") == "138****5678"
    assert mask_phone("0731-8888999") == "073****8999"
    assert mask_phone("8888999") == "88****"
    assert mask_phone("110") == "****"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我住Y村村口12号，举报洗砂厂", "我住****，举报洗砂厂"),
        ("家住东街3栋。楼下排污", "家住****。楼下排污"),
        ("本人住址：幸福路8号，请保密", "本人住址：****，请保密"),
        ("住宅楼下的洗车店住户都烦", "住宅楼下的洗车店住户都烦"),
        ("城管局管不住这家店", "城管局管不住这家店"),
        ("举报Y村洗砂厂", "举报Y村洗砂厂"),
    ],
)
def test_a_reporters_address_is_masked_and_nothing_else_of_what_they_say(said: str, shown: str) -> None:
    assert mask_home(said) == shown
