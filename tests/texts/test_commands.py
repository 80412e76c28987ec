"""Slash-commands are understood as people type them (`domain.md` §15.3, `dingtalk.md` §4.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts.heard.arguments import TRIAL, Arguments
from config.texts.heard.commands import HeardCommand, HeardLine, hear_command, nearest_name
from config.texts.heard.dates import DateFault, HeardDate, HeardNoDate
from domain.vocabulary import Grade, Rating
from tests.domain.calendars import CALENDAR, at, day

NAMES = frozenset(
    {
        "催办",
        "urge",
        "督办",
        "supervise",
        "查",
        "交办",
        "assign",
        "销号",
        "不予销号",
        "核实",
        "confirm",
        "帮助",
        "help",
        "并单",
    }
)
NOW = at("2026-07-08 10:00")
NUMBER = "NX2026070600012"
UNITS = {"城管局": "U1", "交警大队": "U2", "水务局": "U3", "nx水厂": "U4"}


def heard(text: str) -> HeardCommand:
    command = hear_command(text, NAMES)
    assert command is not None
    return command


@pytest.mark.parametrize(
    "text",
    [
        f"/催办 {NUMBER}",
        f"／催办　{NUMBER}",
        f"/催办{NUMBER}",
        f"、催办 {NUMBER}",
        f"  / 催办  {NUMBER} ",
        f"@督办机器人 /催办 {NUMBER}",
        f"\u2005/催办\u2002{NUMBER}\u00a0",
        "/催办 ＮＸ２０２６０７０６０００１２",  # noqa: RUF001 - full width is what is tested
        "/催办 nx20260706 00012",
        f"/URGE {NUMBER}",
        f"\ufeff/urge {NUMBER}-R1",
    ],
)
def test_slash_spaces_and_width_do_not_matter(text: str) -> None:
    command = heard(text)

    assert command.name in {"催办", "urge"}
    reference = Arguments(command).reference()
    assert reference is not None
    assert (reference.code, reference.is_number) == (NUMBER, True)


@pytest.mark.parametrize("text", ["", "   ", "收到", "我/他都去", "/", "／ ", "7/10前完成"])
def test_what_does_not_begin_with_a_slash_is_no_command(text: str) -> None:
    assert hear_command(text, NAMES) is None


def test_the_longest_name_wins_and_an_english_name_ends_with_its_word() -> None:
    assert heard("/不予销号 K7").name == "不予销号"
    assert heard("/销号 K7").name == "销号"
    assert heard("/urgent K7").name == "urgent"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("催半", "催办"), ("confrim", "confirm"), ("不与销号", "不予销号"), ("hlep", "help"), ("吃饭吧", None)],
)
def test_an_unknown_name_gets_the_nearest_known_one(typed: str, meant: str | None) -> None:
    command = heard(f"/{typed}{NUMBER}")

    assert command.name == typed
    assert nearest_name(command.name, NAMES) == meant


@pytest.mark.parametrize(
    "order",
    [
        f"{NUMBER} 重点督办 7月10日前 减速带没装，限速牌也没有",
        f"重点督办 {NUMBER} 减速带没装，限速牌也没有 时限 7月10日",
        f"3级 时限7月10日 {NUMBER}减速带没装，限速牌也没有",
        f"{NUMBER}，３，7/10，减速带没装，限速牌也没有",
    ],
)
def test_arguments_come_in_any_order_and_the_rest_stays_as_typed(order: str) -> None:
    arguments = Arguments(heard(f"/督办 {order}"))

    reference, date, grade = arguments.reference(), arguments.date(NOW, CALENDAR), arguments.grade()

    assert reference is not None
    assert reference.code == NUMBER
    assert isinstance(date, HeardDate)
    assert date.on == day("2026-07-10")
    assert grade is Grade.KEY
    assert arguments.rest() == "减速带没装，限速牌也没有"


def test_a_limit_in_working_days_is_a_date_and_says_how_many() -> None:
    arguments = Arguments(heard(f"/督办 {NUMBER} 3个工作日"))

    date = arguments.date(NOW, CALENDAR)

    assert isinstance(date, HeardDate)
    assert (date.on, date.working_days) == (day("2026-07-13"), 3)


def test_an_impossible_date_is_named_and_not_taken_for_words() -> None:
    date = Arguments(heard(f"/督办 {NUMBER} 2月30日")).date(NOW, CALENDAR)

    assert isinstance(date, HeardNoDate)
    assert (date.fault, date.words) == (DateFault.NO_SUCH_DAY, "2月30日")


def test_assigning_reads_leader_units_limit_and_following_lines() -> None:
    command = heard(
        f"/交办 {NUMBER} @王局长 城管局 协办 交警大队、水务局 时限 下周三\n1. 减速带\n\n２．标志牌｜城管局"
    )
    arguments = Arguments(command)

    assert arguments.reference() is not None
    assert arguments.mentions() == ("王局长",)
    assert arguments.labelled("协办", UNITS) == ("U2", "U3")
    assert arguments.many_of(UNITS) == ("U1",)
    assert isinstance(arguments.date(NOW, CALENDAR), HeardDate)
    assert arguments.rest() == ""
    assert command.lines == (HeardLine(2, "1. 减速带"), HeardLine(4, "２．标志牌｜城管局"))


@pytest.mark.parametrize("written", ["协办交警大队", "协办：交警大队", "协办: 交警大队"])
def test_a_label_may_be_glued_to_its_word(written: str) -> None:
    assert Arguments(heard(f"/交办 K7 {written}")).labelled("协办", UNITS) == ("U2",)


def test_a_full_number_is_preferred_to_something_that_may_be_a_short_code() -> None:
    arguments = Arguments(heard(f"/催办 G60 {NUMBER}"))

    reference = arguments.reference()

    assert reference is not None
    assert reference.code == NUMBER
    assert arguments.rest() == "G60"


def test_a_short_code_is_heard_in_either_case_and_width() -> None:
    for typed in ("k7m2", "Ｋ７Ｍ２"):  # noqa: RUF001 - full width is what is tested
        reference = Arguments(heard(f"/催办 {typed} 快点")).reference()
        assert reference is not None
        assert (reference.code, reference.is_number) == ("K7M2", False)


def test_merging_reads_all_tickets_in_the_order_written() -> None:
    found = Arguments(heard(f"/并单 {NUMBER} NX2026070600013，K7M2")).references()

    assert [reference.code for reference in found] == [NUMBER, "NX2026070600013", "K7M2"]


@pytest.mark.parametrize(
    ("word", "verdict"),
    [("到位", True), ("未到位", False), ("通过", True), ("退回", False), ("批准", True), ("驳回", False)],
)
def test_verdicts_are_heard_with_their_reason_left_over(word: str, verdict: bool) -> None:
    arguments = Arguments(heard(f"/核实 {NUMBER}{word} 现场还有 一处没修"))

    assert arguments.reference()
    assert arguments.verdict() is verdict
    assert arguments.rest() == "现场还有 一处没修"


def test_ratings_and_item_numbers_are_heard() -> None:
    assert Arguments(heard("/核实 K7 基本满意")).rating() is Rating.BASICALLY
    assert Arguments(heard("/核实 1、3 第二条")).numbers() == (1, 3, 2)


@pytest.mark.parametrize("flag", ["--试算", "——试算", "－－试算", "--dry-run"])
def test_the_trial_flag_may_be_written_with_any_dashes(flag: str) -> None:
    arguments = Arguments(heard(f"/交办 K7 {flag}"))

    assert arguments.flag(TRIAL)
    assert not arguments.flag(TRIAL)


def test_a_command_without_arguments_has_nothing_left_over() -> None:
    arguments = Arguments(heard("/帮助\n随便说说"))

    assert (arguments.left, arguments.rest(), arguments.reference(), arguments.grade()) == (
        (),
        "",
        None,
        None,
    )


@given(st.text())
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    command = hear_command(f"/{text}", NAMES)

    if command:
        arguments = Arguments(command)
        arguments.reference()
        arguments.date(NOW, CALENDAR)
        arguments.labelled("协办", UNITS)
        arguments.numbers()
        arguments.rest()


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40))
def test_free_text_comes_back_exactly_as_typed(words: str) -> None:
    command = hear_command(f"/催办 {words}", NAMES)

    assert command is not None
    assert Arguments(command).rest() == words.strip(",，、;；:：")
