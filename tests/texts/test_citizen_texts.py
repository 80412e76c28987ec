"""Text messages to citizens: one part, polite, nobody's name, never their own words, no opt-out word offered."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts import citizens, handbook
from config.texts.texts import Texts
from config.texts.wording import gaps
from domain.faces import SmsKind
from domain.notices import NoticeKind, RecipientKind
from domain.sms_parts import SINGLE_UNITS, units
from domain.vocabulary import DeclineReason, State
from tests.texts.views import ASKED, NUMBER, PLACE, PROBLEM, SAID, TITLE, WORDS, notice, ticket, view

TEXTS = Texts()
TO_CITIZENS = [kind for kind in NoticeKind if citizens.kind_of(kind)]
OPT_OUT = re.compile(
    r"退订|拒收|回复?\s*(?:T|TD|N|R|0000)(?![A-Za-z0-9])|(?<![A-Za-z0-9])(?:TD|T|N|R|0000)(?![A-Za-z0-9])"
)


@pytest.mark.parametrize("kind", TO_CITIZENS, ids=lambda k: k.value)
def test_every_text_to_a_citizen_fits_into_one_message(kind: NoticeKind) -> None:
    told = TEXTS.sms(notice(kind, RecipientKind.APPELLANT), view())

    assert units(told.text) <= SINGLE_UNITS
    assert told.text.startswith("【民声】")
    assert "{" not in told.text


@pytest.mark.parametrize("reason", list(DeclineReason), ids=lambda r: r.value)
def test_every_reason_to_decline_fits_and_shows_the_right_way(reason: DeclineReason) -> None:
    told = TEXTS.sms(notice(NoticeKind.DECLINED), view(replace(ticket(), declined=reason)))

    assert units(told.text) <= SINGLE_UNITS
    assert dict(told.variables)["way"] in told.text


@pytest.mark.parametrize("state", list(State), ids=lambda s: s.value)
def test_a_citizen_is_told_the_state_in_their_own_words(state: State) -> None:
    told = TEXTS.sms(notice(NoticeKind.CITIZEN_STATE), view(replace(ticket(), state=state)))

    assert units(told.text) <= SINGLE_UNITS
    assert len(citizens.citizen_state(state)) <= citizens.LONGEST_VARIABLE


@pytest.mark.parametrize("kind", list(SmsKind), ids=lambda k: k.value)
def test_no_text_offers_an_opt_out_word_or_a_link(kind: SmsKind) -> None:
    worded = TEXTS.sms_wording(kind)

    for told in (worded.text, worded.template):
        assert not OPT_OUT.search(re.sub(r"\{[a-z]+\}", "", told))
        assert "http" not in told
        assert "【" not in told


@given(words=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=6, max_size=60))
def test_a_citizens_own_words_are_never_echoed(words: str) -> None:
    said = {**WORDS, PROBLEM: words, TITLE: words, PLACE: words}
    plain = dict.fromkeys((PROBLEM, TITLE, PLACE), "")

    for kind in TO_CITIZENS:
        told = TEXTS.sms(notice(kind), view(words=said))

        assert told == TEXTS.sms(notice(kind), view(words={**WORDS, **plain}))


def test_what_an_official_writes_to_a_citizen_is_masked() -> None:
    words = {**WORDS, ASKED: "请联系13812345678", SAID: "已联系13812345678"}

    for kind in (NoticeKind.CITIZEN_ASKED, NoticeKind.ANSWERED):
        assert "13812345678" not in TEXTS.sms(notice(kind), view(words=words)).text


def test_the_answer_travels_where_text_is_free_and_is_announced_where_it_is_not() -> None:
    told = TEXTS.sms(replace(notice(NoticeKind.ANSWERED), words=None), view())

    assert "已安排施工队进场" in told.text
    assert told.variables == (("number", "A7K3Q9"),)


@pytest.mark.parametrize("kind", list(NoticeKind), ids=lambda k: k.value)
def test_variables_are_short_and_are_those_of_the_template(kind: NoticeKind) -> None:
    told = TEXTS.sms(notice(kind), view())

    assert {name for name, _ in told.variables} == set(gaps(TEXTS.sms_wording(told.kind).template))
    assert all(0 < len(value) <= citizens.LONGEST_VARIABLE for _, value in told.variables)


def test_the_full_number_in_free_text_and_the_short_code_in_templates() -> None:
    told = TEXTS.sms(notice(NoticeKind.RECEIPT), view())

    assert NUMBER in told.text
    assert dict(told.variables)["number"] == "A7K3Q9"


def test_an_official_without_chat_gets_the_task_by_text() -> None:
    task = TEXTS.sms(notice(NoticeKind.ASSIGNED), view())
    hurry = TEXTS.sms(replace(notice(NoticeKind.ASSIGNED), urgent=True), view())

    assert task.kind is SmsKind.LEADER_TASK
    assert "新任务" in task.text
    assert hurry.kind is SmsKind.DUTY
    assert "10:00前到场" in hurry.text


def test_nothing_open_is_said_when_a_phone_asks_without_a_ticket() -> None:
    told = TEXTS.sms(replace(notice(NoticeKind.CITIZEN_STATE), ticket=None, on=None))

    assert told.kind is SmsKind.NOTHING_OPEN


def test_every_kind_of_text_message_has_a_template_to_register() -> None:
    templates = dict(TEXTS.templates())

    assert set(templates) == set(SmsKind)
    assert all("${" in told or "{" not in told for told in templates.values())


@pytest.mark.parametrize(
    ("page", "made"),
    [
        (handbook.TEMPLATES_PAGE, handbook.templates_page),
        (handbook.SETTINGS_PAGE, handbook.settings_page),
    ],
)
def test_the_pages_made_from_the_words_are_current(page: str, made: object) -> None:
    written = (handbook.DOCS / page).read_text(encoding="utf-8")

    assert written == made(), "run: python -m config.texts.handbook"  # type: ignore[operator]  # a function
