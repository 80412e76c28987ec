"""Every field has a Chinese name, every paper a title and a sample; values are written as papers write them."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.papers.templates import templated
from config.texts.papers.fields import known_fields, needed_fields, numeral, shown, written
from config.texts.papers.handbook import field_list
from config.texts.papers.labels import FIELDS, label
from config.texts.papers.titles import TITLES, WIDEST, file_name, title_lines
from domain.papers.kinds import FORMS, Form, PaperKind
from domain.papers.paper import Marking, Paper
from domain.papers.roll import CLASSES
from tests.documents.samples import ACCOUNTABILITY, BRIEF, SAMPLES, SUPERVISION_SHEET, TICKET_SHEET
from tests.house.sources import ROOT, chinese


def records(kind: type) -> set[type]:
    """A paper's class and the classes of its rows."""
    rows = (row for hint in get_type_hints(kind).values() for row in get_args(hint) if is_dataclass(row))
    return {kind, *(one for row in rows if isinstance(row, type) for one in records(row))}


EVERY = sorted({one for kind in CLASSES.values() for one in records(kind)}, key=lambda one: one.__name__)


@pytest.mark.parametrize("record", EVERY, ids=lambda one: one.__name__)
def test_every_field_has_a_chinese_name_and_no_two_of_a_paper_share_one(record: Any) -> None:
    names = [label(one.name) for one in fields(record)]

    assert all(chinese(name) for name in names)
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names), "a placeholder must be a name"


def test_no_name_is_kept_that_no_paper_uses() -> None:
    used = {one.name for record in EVERY for one in fields(record)}

    assert set(FIELDS) == used


def test_every_kind_has_a_class_a_title_forms_and_a_sample() -> None:
    assert set(CLASSES) == set(TITLES) == set(FORMS) == set(SAMPLES) == set(PaperKind)
    assert all(type(paper) is CLASSES[kind] for kind, paper in SAMPLES.items())


def test_the_papers_of_the_roll_call_go_out_as_it_says() -> None:
    docx = {kind.value for kind, forms in FORMS.items() if Form.DOCX in forms}
    xlsx = {kind.value for kind, forms in FORMS.items() if Form.XLSX in forms}

    assert docx == {f"D{no}" for no in (1, 2, 3, 4, 5, 9, 10, 14, 15, 18, 19, 20, 21, 24)}
    assert xlsx == {"D2", "D18", "D22", "D23", "D24", "export"}
    assert {kind.value for kind in templated()} == docx


def test_the_supervision_sheet_has_its_fields_in_the_order_of_the_rules() -> None:
    names = [label(one.name) for one in fields(SUPERVISION_SHEET)][3:]

    assert names == [
        "标题",
        "督办单编号",
        "督办等级",
        "签发人",
        "签发时间",
        "被督办单位",
        "责任领导",
        "关联工单批次",
        "诉求内容摘要",
        "前期办理情况",
        "存在问题",
        "办理要求",
        "办理时限",
        "反馈方式",
        "承办单位反馈",
        "督办员核查意见",
        "是否销号",
        "抄送",
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (697, "697"),
        (date(2019, 7, 8), "2019年7月8日"),
        (datetime(2019, 7, 8, 16, 5, tzinfo=UTC), "2019年7月9日00:05"),
        ("一\r\n二\t三\x07", "一\n二 三"),
    ],
)
def test_a_value_is_written_as_papers_write_it(value: object, words: str) -> None:
    assert shown(value) == words


@given(st.text())
def test_no_letter_that_xml_forbids_gets_through(words: str) -> None:
    kept = shown(words)

    assert all(letter == "\n" or (letter >= " " and not "\ud800" <= letter <= "\udfff") for letter in kept)


def test_sections_of_a_brief_are_numbered() -> None:
    words = written(BRIEF)

    assert isinstance(words, dict)
    sections = words["正文"]
    assert isinstance(sections, list)
    assert [one["小标题"] for one in sections if isinstance(one, dict)] == [
        "一、基本情况",
        "二、主要原因",
        "三、工作建议",
    ]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_numerals(number: int, words: str) -> None:
    assert numeral(number) == words


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("督办单", "督办单"),
        (
            "关于学府花园周边工地夜间施工噪音问题的情况报告",
            "关于学府花园周边工地夜间施工噪音问题的\n情况报告",
        ),
        ("清河市《关于夜间施工的通知》落实情况的报告", "清河市《关于夜间施工的通知》落实\n情况的报告"),
        (
            "清河市民声受理服务中心关于2019年6月26日至7月7日受理情况的通报",
            "清河市民声受理服务中心\n关于2019年6月26日至7月7日受理\n情况的通报",
        ),
    ],
)
def test_a_long_title_breaks_where_a_word_ends(title: str, lines: str) -> None:
    assert title_lines(title) == lines


@given(st.text(alphabet="关于的和与民声受理（）2019年通报", max_size=60))
def test_a_broken_title_says_the_same_in_lines_that_fit(title: str) -> None:
    lines = title_lines(title)

    assert lines.replace("\n", "") == title
    assert all(len(line) <= WIDEST for line in lines.split("\n"))


def test_a_file_is_named_by_paper_and_number_and_by_nobody() -> None:
    assert file_name(SUPERVISION_SHEET, Form.DOCX) == "督办单-民督〔2019〕45号.docx"
    assert file_name(TICKET_SHEET, Form.PDF) == "承办单-NX2019070800027.pdf"
    for kind, paper in SAMPLES.items():
        named = file_name(paper, FORMS[kind][0])
        assert not any(sign in named for sign in '/\\:*?"<>|\n ')
        assert TICKET_SHEET.appellant not in named


def test_a_proposal_to_hold_responsible_is_restricted_and_says_who_may_read_it() -> None:
    assert ACCOUNTABILITY.restricted
    assert ACCOUNTABILITY.marking is Marking.INTERNAL
    assert ACCOUNTABILITY.audience
    assert [kind.value for kind, paper in CLASSES.items() if paper.restricted] == ["D21"]


@pytest.mark.parametrize("kind", [*PaperKind])
def test_needed_fields_are_known_ones(kind: PaperKind) -> None:
    paper: type[Paper] = CLASSES[kind]

    assert set(needed_fields(paper)) <= set(known_fields(paper))


def test_the_list_of_fields_in_the_documents_is_up_to_date() -> None:
    page = (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")
    listed = page.partition("<!-- made by `python -m config.texts.papers.handbook` -->\n")[2]

    assert listed.strip() == field_list().strip()
