"""What leaders reply (`domain.md` §15.2, design §4), on Wednesday 8 July 2026."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts.heard.dates import HeardDate, HeardNoDate
from config.texts.heard.replies import ContactWay, HeardReply, ReplyIntent, hear_reply
from domain.vocabulary import ReturnReason
from tests.domain.calendars import CALENDAR, at, day

NOW = at("2026-07-08 10:00")


def heard(text: str) -> HeardReply:
    return hear_reply(text, NOW, CALENDAR)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("收到", ReplyIntent.ACKNOWLEDGE),
        ("收到，马上安排", ReplyIntent.ACKNOWLEDGE),
        ("知道了。", ReplyIntent.ACKNOWLEDGE),
        ("是", ReplyIntent.YES),
        ("对的", ReplyIntent.YES),
        ("好的", ReplyIntent.YES),
        ("ＯＫ", ReplyIntent.YES),  # noqa: RUF001 - full width is what is tested
        ("不是", ReplyIntent.NO),
        ("取消", ReplyIntent.NO),
        ("撤销", ReplyIntent.UNDO),
        ("撤回", ReplyIntent.UNDO),
        ("", ReplyIntent.SILENCE),
        ("2", ReplyIntent.CHOICE),
        ("选2", ReplyIntent.CHOICE),
        ("已安排城管队去现场", ReplyIntent.PROGRESS),
        ("预计7月10日前装好减速带", ReplyIntent.PROGRESS),
        ("不用延期", ReplyIntent.PROGRESS),
        ("1、3已完成，2还差验收", ReplyIntent.PROGRESS),
        ("退回押金已办", ReplyIntent.PROGRESS),
        ("不能销号", ReplyIntent.PROGRESS),
        ("申请延期到15号，材料没到", ReplyIntent.EXTEND),
        ("再给3个工作日", ReplyIntent.EXTEND),
        ("严期到15号", ReplyIntent.EXTEND),
        ("不是我们管的，应该交警", ReplyIntent.RETURN),
        ("申请退单", ReplyIntent.RETURN),
        ("不归我局管", ReplyIntent.RETURN),
        ("已全部完成，申请销号", ReplyIntent.CLOSE_OUT),
        ("申请消号", ReplyIntent.CLOSE_OUT),
        ("请予销号", ReplyIntent.CLOSE_OUT),
        ("撤回销号申请", ReplyIntent.WITHDRAW),
        ("先不销号", ReplyIntent.WITHDRAW),
        ("还要继续施工", ReplyIntent.WITHDRAW),
    ],
)
def test_a_reply_is_taken_for_what_it_is(text: str, intent: ReplyIntent) -> None:
    assert heard(text).intent is intent


@pytest.mark.parametrize(
    ("text", "done", "left"),
    [
        ("第1条减速带已装好，第2条标志牌已立好", (1, 2), ()),
        ("第一条减速带已经装好了，第二条标志牌还没装", (1,), ()),
        ("第1条减速带还没装好", (), ()),
        ("第2条路灯明天装好", (), ()),
        ("第2条路灯不能装好", (), ()),
        ("1、3已完成，2还差验收", (1, 3), (2,)),
        ("1,3完成 2未完成", (1, 3), (2,)),
        ("1-3已完成", (1, 2, 3), ()),
        ("第一项、第三项做好了，还剩第二项", (1, 3), (2,)),
        ("第2条修好了", (2,), ()),
        ("2号楼已修好，3处已清理完", (), ()),
        ("7月1日已完成", (), ()),
        ("1还没完成", (), (1,)),
        ("1、2完成，还剩2", (1,), (2,)),
    ],
)
def test_items_done_and_left_are_heard_and_counts_are_not(
    text: str, done: tuple[int, ...], left: tuple[int, ...]
) -> None:
    items = heard(text).items

    assert (items.done, items.left) == (done, left)


@pytest.mark.parametrize(
    ("text", "all_done"),
    [
        ("已全部完成，申请销号", True),
        ("全部整改到位", True),
        ("还没全部完成", False),
        ("全部完成，还剩2", False),
    ],
)
def test_everything_done_is_heard_only_without_a_but(text: str, all_done: bool) -> None:
    assert heard(text).items.all_done is all_done


@pytest.mark.parametrize(
    ("text", "on", "reason"),
    [
        ("申请延期到15号，材料没到", "2026-07-15", "材料没到"),
        ("材料没到，申请延期到15号", "2026-07-15", "材料没到"),
        ("原定7月10日，因下雨延期到7月20日", "2026-07-20", None),
        ("因为天气原因需要延期5天", "2026-07-13", "因为天气原因"),
    ],
)
def test_an_extension_carries_its_day_and_reason(text: str, on: str, reason: str | None) -> None:
    reply = heard(text)

    assert isinstance(reply.date, HeardDate)
    assert reply.date.on == day(on)
    assert reason is None or reply.reason == reason


def test_an_extension_to_a_day_that_cannot_be_says_so() -> None:
    assert isinstance(heard("申请延期到2月30日").date, HeardNoDate)
    assert heard("申请延期").date is None


@pytest.mark.parametrize(
    ("text", "reason", "unit"),
    [
        ("不是我们管的，应该交警", ReturnReason.NOT_OURS, "交警"),
        ("不归我们管，是水务局负责", ReturnReason.NOT_OURS, "水务局"),
        ("申请退单，属地错误，应由城关镇办理", ReturnReason.WRONG_TERRITORY, "城关镇"),
        ("重复派单，申请退回", ReturnReason.DUPLICATE, ""),
        ("退单，信息不全，没有地址", ReturnReason.TOO_LITTLE, ""),
        ("申请退单，此事法院已受理", ReturnReason.OUT_OF_SCOPE, ""),
        ("申请退单", None, ""),
    ],
)
def test_a_return_carries_its_reason_and_the_unit_that_should_have_it(
    text: str, reason: ReturnReason | None, unit: str
) -> None:
    reply = heard(text)

    assert (reply.return_reason, reply.suggested_unit) == (reason, unit)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("已电话联系诉求人，对方表示满意", ContactWay.PHONE),
        ("上午和群众当面沟通过了", ContactWay.IN_PERSON),
        ("已联系", ContactWay.UNSAID),
        ("联系不上当事人", None),
        ("还没联系群众", None),
        ("明天下午上门走访群众", None),
        ("减速带装好了", None),
    ],
)
def test_contact_with_the_citizen_is_heard_when_it_took_place(text: str, way: ContactWay | None) -> None:
    assert heard(text).contact is way


def test_a_reply_names_tickets_a_choice_and_the_day_promised() -> None:
    assert [found.code for found in heard("NX2026070600012 和 NX2026070600013 都已处理").references] == [
        "NX2026070600012",
        "NX2026070600013",
    ]
    assert heard("第二个").choice == 2
    promised = heard("7月1日已勘察，预计下周三完工").date
    assert isinstance(promised, HeardDate)
    assert promised.on == day("2026-07-15")


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("K7M2 收到", ReplyIntent.ACKNOWLEDGE),
        ("收到，K7M2", ReplyIntent.ACKNOWLEDGE),
        ("NX2019070600012 收到，马上安排", ReplyIntent.ACKNOWLEDGE),
        ("撤销 K7M2", ReplyIntent.UNDO),
        ("K7M2 收到材料，明天公示", ReplyIntent.PROGRESS),
        ("K7M2", ReplyIntent.PROGRESS),
    ],
)
def test_a_number_beside_it_changes_nothing_about_a_signature_or_an_undo(
    words: str, intent: ReplyIntent
) -> None:
    reply = heard(words)
    assert reply.intent is intent
    assert reply.references


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("今天到现场勘查，方案已定，预计7月28日装好", "2026-07-28"),
        ("今天去村里看过，路面有石子", None),
        ("今天上午开会，下周三进场", "2026-07-15"),
        ("预计今天下午完成", "2026-07-08"),
        ("争取明天修好", "2026-07-09"),
    ],
)
def test_today_is_a_promise_only_where_it_is_promised(words: str, on: str | None) -> None:
    promised = heard(words).date
    assert (promised.on if isinstance(promised, HeardDate) else None) == (day(on) if on else None)


@given(st.text())
def test_no_reply_breaks_the_reader(text: str) -> None:
    assert heard(text).intent in ReplyIntent


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "unit", ["收到马上", "1、", "第一项", "已联系", "不是我们", "延", "已经", "联系群众"]
)
def test_no_repetition_keeps_the_reader_busy(unit: str) -> None:
    assert heard(unit * 1000 + "x").intent in ReplyIntent
