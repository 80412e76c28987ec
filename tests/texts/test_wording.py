"""What officials and the group read: every kind worded, nothing personal where many look."""

import enum
import inspect
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum, StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.texts import citizens, group, labels, notices
from config.texts.fitting import LONGEST_VALUE
from config.texts.overrides import LONGEST_SHORT
from config.texts.texts import Texts
from config.texts.wording import gaps
from domain import vocabulary
from domain.actor import official
from domain.asks import Ask, AskKind
from domain.commands import RequestExtension
from domain.duetime import due_time, extended, running_due
from domain.ids import ItemNo, UnitId
from domain.may import Action
from domain.notices import CardKind, NoticeKind, RecipientKind
from domain.refusals import Reason, Refusal
from domain.ticket import Item, Limit, Pause, RunningLimit
from domain.vocabulary import LimitKind, State, Urgency
from tests.texts.views import (
    CALENDAR,
    ITEM,
    LEADER,
    NOW,
    NUMBER,
    PLACE,
    PROBLEM,
    SAID,
    STANDARD,
    TITLE,
    TRANSPORT,
    WORDS,
    notice,
    running,
    sealed,
    ticket,
    view,
)

TEXTS = Texts()
OFFICIAL_KINDS = [kind for kind in NoticeKind if citizens.kind_of(kind) is None]
ENUMS = [
    found
    for name, found in vars(vocabulary).items()
    if inspect.isclass(found) and issubclass(found, Enum) and found.__module__ == vocabulary.__name__
]
NOT_LABELLED = {"LimitKind"}
"""A limit is worded with its amount, by `duetime.limit`."""


class Reply(StrEnum):
    YES = "yes"
    NO = "no"


@pytest.mark.parametrize(
    "found", [e for e in ENUMS if e.__name__ not in NOT_LABELLED], ids=lambda e: e.__name__
)
def test_every_member_of_every_vocabulary_has_its_own_chinese_word(found: type[Enum]) -> None:
    name = {"CauseClass": "cause"}.get(found.__name__) or "".join(
        f"_{letter.lower()}" if letter.isupper() else letter for letter in found.__name__
    ).lstrip("_")
    word = getattr(labels, name)

    words = [word(member) for member in found]

    assert all(words)
    assert len(set(words)) == len(words)


def test_the_labels_are_found_by_name() -> None:
    assert len(ENUMS) > 15
    assert enum.Enum not in ENUMS


@pytest.mark.parametrize("kind", OFFICIAL_KINDS, ids=lambda k: k.value)
def test_every_notice_to_officials_names_its_ticket_and_is_a_whole_text(kind: NoticeKind) -> None:
    told = TEXTS.chat(notice(kind), view())

    assert NUMBER in told.title
    assert notices.wording(kind).short in told.title
    assert "{" not in told.markdown
    assert "，\n" not in told.markdown


@pytest.mark.parametrize("kind", OFFICIAL_KINDS, ids=lambda k: k.value)
def test_what_a_locked_screen_shows_is_short_and_holds_no_gap(kind: NoticeKind) -> None:
    short = notices.wording(kind).short

    assert 1 <= len(short) <= LONGEST_SHORT
    assert not gaps(short)


@pytest.mark.parametrize("kind", list(NoticeKind), ids=lambda k: k.value)
def test_every_default_wording_uses_only_gaps_that_exist(kind: NoticeKind) -> None:
    known = group.GAPS if kind is NoticeKind.PUBLIC_PROGRESS else notices.GAPS

    assert set(gaps(notices.wording(kind).text.replace("\n", ""))) <= known


@pytest.mark.parametrize("kind", list(NoticeKind), ids=lambda k: k.value)
def test_a_notice_without_ticket_can_still_be_said(kind: NoticeKind) -> None:
    bare = replace(notice(kind), ticket=None, words=None)

    assert TEXTS.chat(bare).markdown
    assert TEXTS.group(bare).markdown
    assert TEXTS.sms(bare).text


def test_a_reminder_missed_while_the_service_was_down_says_so() -> None:
    late = replace(notice(NoticeKind.OVERDUE), late=True)

    assert "（补发）" in TEXTS.chat(late, view()).markdown


def test_a_line_with_nothing_to_say_is_left_out() -> None:
    bare = replace(ticket(), progress=(), items=())

    told = TEXTS.chat(notice(NoticeKind.OVERDUE), view(bare)).markdown

    assert "最新进展" not in told
    assert "牵头：交通运输局" in told


def test_problem_words_are_masked_for_units() -> None:
    words = {**WORDS, PROBLEM: "我叫王建国，电话13812345678，身份证320102199003078811", TITLE: ""}

    told = TEXTS.chat(notice(NoticeKind.ASSIGNED), view(words=words)).markdown

    assert "13812345678" not in told
    assert "320102199003078811" not in told
    assert "王建国" not in told
    assert "138＊＊＊＊5678" in told, "half-width stars would make half the message bold"  # noqa: RUF001 - as shown


def test_a_citizens_words_bring_no_link_and_no_bold_into_an_officials_chat() -> None:
    words = {**WORDS, PROBLEM: "**重要** [点这里](https://example.com) `x` <b>", TITLE: ""}

    told = TEXTS.card_markdown(view(words=words), CardKind.TASK, []).markdown

    assert "[点这里]" not in told
    assert "**重要**" not in told
    assert "<b>" not in told


def test_where_a_reporter_lives_is_not_shown_but_where_an_ordinary_citizen_does_may_be() -> None:
    words = {**WORDS, PROBLEM: "我住村口12号，举报洗砂厂", TITLE: ""}
    report = replace(ticket(), nature=vocabulary.Nature.REPORT)

    assert "村口12号" not in values(TEXTS.face(view(report, words), CardKind.TASK, []))["problem"]
    assert "洗砂厂" in values(TEXTS.face(view(report, words), CardKind.TASK, []))["problem"]
    assert "村口12号" in values(TEXTS.face(view(words=words), CardKind.TASK, []))["problem"]


secrets = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=3, max_size=8).filter(
    lambda word: all(word not in one for one in _everything_fixed())
)
phones = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


def _everything_fixed() -> list[str]:
    plain = view(words={}, viewer=None)
    return [TEXTS.group(notice(kind), plain).markdown for kind in NoticeKind]


@given(name=secrets, phone=phones, kind=st.sampled_from(list(NoticeKind)))
@settings(max_examples=60, deadline=None)
def test_a_group_never_reads_a_name_or_a_number(name: str, phone: str, kind: NoticeKind) -> None:
    words = dict.fromkeys(WORDS, f"{name} {phone} 在现场")
    words[PLACE] = f"阳光花园3栋2单元501 {name} {phone}"

    told = TEXTS.group(notice(kind, RecipientKind.GROUP), view(words=words))

    assert name not in told.markdown + told.title
    assert phone not in told.markdown + told.title
    assert "曹示例" not in told.markdown


def test_a_group_reads_the_place_down_to_the_estate_only() -> None:
    words = {**WORDS, PLACE: "东湖街道阳光花园3栋2单元501"}

    told = TEXTS.group(notice(NoticeKind.PUBLIC_PROGRESS, RecipientKind.GROUP), view(words=words)).markdown

    assert "阳光花园" in told
    assert "3栋" not in told


def test_a_report_of_wrongdoing_does_not_even_show_its_place_in_the_group() -> None:
    secret = replace(ticket(), nature=vocabulary.Nature.REPORT)

    told = TEXTS.group(notice(NoticeKind.PUBLIC_PROGRESS, RecipientKind.GROUP), view(secret)).markdown

    assert "南桥镇" not in told
    assert NUMBER in told


def test_the_complained_of_unit_is_never_named_as_part_of_an_audience() -> None:
    about = replace(ticket(), about_unit=TRANSPORT)

    assert (
        "交通运输局"
        not in TEXTS.chat(notice(NoticeKind.UNACKNOWLEDGED), view(replace(about, assignments=()))).markdown
    )


@pytest.mark.parametrize("reason", list(Reason), ids=lambda r: r.value)
def test_every_refusal_is_one_chinese_sentence(reason: Reason) -> None:
    bare = TEXTS.refusal(Refusal(reason))
    full = TEXTS.refusal(
        Refusal(
            reason,
            state=State.CLOSED,
            office=vocabulary.Office.CENTRE_HEAD,
            items=(ItemNo(2),),
            units=(TRANSPORT,),
            on=date(2019, 8, 9),
            text=NUMBER,
        ),
        view(),
    )

    for told in (bare, full):
        assert len(told) > 8
        assert "\n" not in told
        assert "None" not in told
        assert "（）" not in told


def test_a_refusal_says_which_items_are_open() -> None:
    told = TEXTS.refusal(Refusal(Reason.ITEMS_OPEN, items=(ItemNo(1), ItemNo(3))), view())

    assert "条目1、3还没有报完成" in told


# Cards.


def values(face_of: object) -> dict[str, str]:
    return dict(face_of.values)  # type: ignore[attr-defined]  # a CardFace


@given(text=st.text(max_size=3000), kind=st.sampled_from(list(CardKind)))
@settings(max_examples=80, deadline=None)
def test_no_card_value_is_longer_than_a_thousand_bytes(text: str, kind: CardKind) -> None:
    many = replace(
        ticket(),
        items=tuple(Item(ItemNo(n), sealed(ITEM), sealed(STANDARD), TRANSPORT) for n in range(1, 40)),
    )

    face = TEXTS.face(
        view(many, dict.fromkeys(WORDS, text)), kind, list(Action), link="https://example.org/site/x"
    )

    for name, value in face.values:
        assert len(value.encode("utf-8", "surrogatepass")) <= LONGEST_VALUE, name
    assert isinstance(json.loads(values(face)["items"]), list)
    assert isinstance(json.loads(values(face)["buttons"]), list)


@pytest.mark.parametrize("kind", list(CardKind), ids=lambda k: k.value)
def test_many_units_and_long_words_are_cut_to_a_thousand_bytes(kind: CardKind) -> None:
    part = ticket().assignments[1]
    long = replace(
        ticket(),
        assignments=(
            ticket().assignments[0],
            *(replace(part, unit=UnitId(f"某某街道办事处{n:03d}")) for n in range(60)),
        ),
    )

    face = TEXTS.face(
        view(long, dict.fromkeys(WORDS, "😀" * 3000)), kind, [], link="https://example.org/site/x"
    )

    sizes = {name: len(value.encode()) for name, value in face.values}
    assert max(sizes.values()) <= LONGEST_VALUE
    assert values(face)["assist"].endswith("…")
    if kind is CardKind.VISIT:
        assert "(https://example.org/site/x)" in values(face)["note"]


def test_a_card_shows_its_fields_and_buttons_in_order() -> None:
    shown = values(
        TEXTS.face(
            view(), CardKind.TASK, [Action.REQUEST_CLOSEOUT, Action.REPORT_PROGRESS, Action.ACKNOWLEDGE]
        )
    )

    assert shown["title"] == f"{NUMBER} 货车撒漏砂石"
    assert shown["lead"] == "交通运输局（曹示例）"
    assert shown["assist"] == "交警大队"
    assert shown["due"] == "8月9日（周五）24:00前"
    assert shown["remaining"] == "还剩10个工作日"
    assert shown["revision"] == "12"
    assert [b["text"] for b in json.loads(shown["buttons"])] == ["签收", "报进度", "申请销号"]
    assert json.loads(shown["items"])[0] == {
        "n": "1",
        "mark": "☐",
        "text": "安装减速带｜到位标准：装好并刷标线（交通运输局，未完成，8月1日前）",
    }


def test_a_list_too_long_for_a_card_says_how_many_are_left_out() -> None:
    many = replace(
        ticket(), items=tuple(Item(ItemNo(n), sealed(ITEM), None, TRANSPORT) for n in range(1, 60))
    )

    items = json.loads(values(TEXTS.face(view(many), CardKind.TASK, []))["items"])

    assert items[-1]["text"].startswith(f"另有{60 - len(items)}条")


def test_the_decision_card_tells_what_is_asked_by_whom_and_why() -> None:
    note = values(TEXTS.face(view(), CardKind.DECISION, []))["note"]

    assert "曹示例申请延期到8月15日（周四）" in note
    assert "交通运输局申请退单，原因：非本单位职责" in note
    assert "建议改派：交警大队" in note


def test_the_visit_card_opens_the_page() -> None:
    note = values(TEXTS.face(view(), CardKind.VISIT, [], link="https://example.org/site/abc"))["note"]

    assert "(https://example.org/site/abc)" in note


def test_an_open_question_is_read_back_on_the_card() -> None:
    wish = RequestExtension(official(LEADER), date(2019, 8, 15), sealed(SAID))
    ask = Ask(77, AskKind.CONFIRM, NOW, NOW + timedelta(hours=24), person=LEADER, command=wish)

    shown = values(TEXTS.face(view(), CardKind.TASK, [Action.ACKNOWLEDGE, Reply.YES, Reply.NO], ask))

    assert "请确认：申请延期到8月15日（周四）" in shown["note"]
    assert json.loads(shown["buttons"]) == [
        {"action": "yes", "text": "确认", "argument": "77"},
        {"action": "no", "text": "取消", "argument": "77"},
        {"action": "acknowledge", "text": "签收", "argument": ""},
    ]


def test_every_action_has_a_button_and_words_that_do_the_same() -> None:
    told = TEXTS.card_markdown(view(), CardKind.TASK, list(Action)).markdown

    assert f"{len(Action)}. " in told
    assert "{number}" not in told


def test_the_alert_of_a_card_tells_nothing_of_the_matter() -> None:
    for kind in CardKind:
        alert = TEXTS.card_alert(view(), kind)

        assert NUMBER in alert
        assert "货车" not in alert


def test_without_a_template_the_card_is_a_message_with_numbered_choices() -> None:
    told = TEXTS.card_markdown(view(), CardKind.TASK, [Action.REQUEST_CLOSEOUT, Action.ACKNOWLEDGE])

    assert "1. 签收" in told.markdown
    assert "2. 申请销号" in told.markdown
    assert "☐ 1. 安装减速带" in told.markdown
    assert "货车" not in told.title


def test_a_confidential_card_says_that_contact_goes_through_the_centre() -> None:
    secret = replace(ticket(), nature=vocabulary.Nature.REPORT)

    assert "保密件" in values(TEXTS.face(view(secret), CardKind.TASK, []))["note"]


def test_a_card_of_a_unit_that_lost_the_ticket_says_so_and_shows_nothing_of_it_any_more() -> None:
    lost = replace(ticket(), assignments=ticket().assignments[1:])

    card = values(TEXTS.face(view(lost), CardKind.TASK, []))

    assert card["note"] == "工单已收回，本单位不再承办，无需再操作"
    assert [card[name] for name in ("problem", "latest", "demand", "lead", "items")] == ["", "", "", "", "[]"]
    assert tuple(card) == tuple(values(TEXTS.face(view(), CardKind.TASK, []))), "no old value may stay"
    assert "货车" not in TEXTS.card_markdown(view(lost), CardKind.TASK, []).markdown


def test_a_sheet_due_at_the_end_of_a_day_names_that_day() -> None:
    evening = replace(notice(NoticeKind.SUPERVISED), at=datetime(2019, 8, 2, 16, tzinfo=UTC))

    assert "督办答复时限：8月2日（周五）24:00前" in TEXTS.chat(evening, view()).markdown


def test_the_word_that_a_task_has_come_is_short_because_the_card_tells_the_rest() -> None:
    told = TEXTS.chat(notice(NoticeKind.ASSIGNED), view()).markdown

    assert "反映问题" not in told
    assert len(told) < 120


def test_a_reopened_ticket_says_what_the_citizen_added() -> None:
    more = replace(ticket(), appeals=(*ticket().appeals, replace(ticket().appeals[0], words=sealed(SAID))))

    assert f"补充：{WORDS[SAID]}" in TEXTS.chat(notice(NoticeKind.REOPENED), view(more)).markdown


def test_a_unit_whose_return_was_granted_is_told_no_limit_any_more() -> None:
    told = TEXTS.chat(notice(NoticeKind.RETURN_DECIDED), view()).markdown
    refused = TEXTS.chat(replace(notice(NoticeKind.RETURN_DECIDED), granted=False), view()).markdown

    assert "时限" not in told
    assert "时限：8月9日" in refused


# The digest.


def test_a_digest_gives_no_limit_for_what_is_closed() -> None:
    closed = replace(ticket(), state=State.CLOSED)

    told = TEXTS.digest([(notice(NoticeKind.CLOSED), view(closed))])

    assert f"{NUMBER} 已办结" in told.markdown
    assert "24:00" not in told.markdown


def test_a_digest_counts_groups_and_tells_each_ticket_once() -> None:
    other = replace(ticket(), number="NX2019072600013")
    told = TEXTS.digest(
        [
            (notice(NoticeKind.DUE_TODAY), view()),
            (notice(NoticeKind.OVERDUE), view()),
            (replace(notice(NoticeKind.ACK_REMINDER), ticket=other.id + 1), view(other)),  # type: ignore[arg-type]  # a number
        ]
    )

    assert "已超期1件，待签收1件" in told.markdown
    assert told.markdown.count(NUMBER) == 1
    assert "货车" not in told.title


# Due times.


def test_a_due_time_explains_itself_line_by_line() -> None:
    start = datetime(2019, 9, 30, 2, tzinfo=UTC)
    due = due_time(Limit(LimitKind.WORKING_DAYS, 5, "7.1 求助"), start, CALENDAR)

    lines = TEXTS.explain_due(due, view(now=start))

    assert lines[0] == "起算：9月30日（周一）10:00，当日不计"
    assert lines[1] == "规则：5个工作日（依据：7.1 求助）"
    assert any("国庆" in line and line.startswith("不计：10月1日") for line in lines)
    assert any(line.startswith("计入：10月12日（周六）调休上班") for line in lines)
    assert lines[-1] == "截止：10月12日（周六）24:00，过此即为超期"


def test_pauses_extensions_and_a_missing_calendar_are_explained() -> None:
    start = datetime(2099, 12, 30, 2, tzinfo=UTC)
    limit = RunningLimit(
        Limit(LimitKind.WORKING_DAYS, 5, ""), start, start, pauses=(Pause(start, start + timedelta(days=2)),)
    )
    due = running_due(limit, CALENDAR)

    told = "\n".join(TEXTS.explain_due(due, view(now=start)))
    longer = "\n".join(TEXTS.explain_due(extended(due, date(2100, 2, 1)), view(now=start)))

    assert "暂停" in told
    assert "尚未录入" in told
    assert "延至2月1日（周一）" in longer


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (NOW, "还剩10个工作日"),
        (datetime(2019, 8, 8, 2, tzinfo=UTC), "还剩1个工作日"),
        (datetime(2019, 8, 9, 2, tzinfo=UTC), "今日到期"),
        (datetime(2019, 8, 9, 10, tzinfo=UTC), "今日到期"),
        (datetime(2019, 8, 12, 2, tzinfo=UTC), "已超期1个工作日"),
        (datetime(2019, 8, 13, 2, tzinfo=UTC), "已超期2个工作日"),
    ],
)
def test_what_is_left_is_told_in_working_days(now: datetime, told: str) -> None:
    shown = values(TEXTS.face(view(now=now), CardKind.TASK, []))

    assert shown["remaining"] == told


def test_urgent_limits_are_told_to_the_minute() -> None:
    urgent = replace(
        ticket(), urgency=Urgency.URGENT, limit=running(Limit(LimitKind.WALL_CLOCK, 30, "7.1 到场"))
    )

    shown = values(TEXTS.face(view(urgent, now=NOW + timedelta(minutes=10)), CardKind.TASK, []))

    assert shown["due"] == "7月26日（周五）10:30前"
    assert shown["remaining"] == "还剩20分钟"
