"""Each paper holds what its data say, nothing else, and is the same bytes each time."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.documents import ordering
from adapters.documents.filling import filled
from adapters.documents.orders import Order, Trouble
from adapters.documents.press import FONT_FOLDERS
from config.papers.templates import templated
from config.texts.papers.fields import Written
from config.texts.papers.markdown import markdown
from domain.papers.kinds import PaperKind
from domain.papers.paper import Mark, Paper, digest
from tests.documents.reading import LEAKS, parts, words_of
from tests.documents.samples import (
    ACCOUNTABILITY,
    ASSIGNMENT_LIST,
    BULLETIN,
    SAMPLES,
    SUPERVISION_SHEET,
    TICKET_SHEET,
)

NOWHERE = Path("/nowhere")
MARK = Mark("督办员甲", datetime(2019, 7, 8, 1, 30, tzinfo=UTC))


def order(paper: Paper, mark: Mark | None = None, fonts: tuple[str, ...] = ()) -> Order:
    return ordering.docx(paper, NOWHERE, mark, [*fonts])


def made(paper: Paper, mark: Mark | None = None) -> bytes:
    return filled(order(paper, mark))[0]


def leaves(words: Written) -> list[str]:
    if isinstance(words, str):
        return [words]
    return [leaf for one in (words.values() if isinstance(words, dict) else words) for leaf in leaves(one)]


@pytest.mark.parametrize("kind", templated(), ids=lambda kind: kind.value)
def test_a_paper_shows_everything_it_holds_and_no_placeholder(kind: PaperKind) -> None:
    paper = SAMPLES[kind]
    asked = order(paper)
    asked["fields"] = {
        name: words for name, words in asked["fields"].items() if name not in {"图表", "是否保密"}
    }

    shown = words_of(made(paper)).replace("\n", "")

    missing = [leaf for leaf in leaves({**asked["fields"]}) if leaf.replace("\n", "") not in shown]
    assert missing == []
    assert "{{" not in shown
    assert "{%" not in shown


@pytest.mark.parametrize("kind", templated(), ids=lambda kind: kind.value)
def test_the_same_data_give_the_same_bytes(kind: PaperKind) -> None:
    paper = SAMPLES[kind]

    once, again = made(paper, MARK), made(paper, MARK)

    assert digest(once) == digest(again)


def test_other_data_give_another_digest() -> None:
    other = replace(SUPERVISION_SHEET, due="2019年7月23日24:00前")

    assert digest(made(other)) != digest(made(SUPERVISION_SHEET))


def test_the_file_itself_says_who_issued_it_and_when_and_not_who_made_it() -> None:
    core = parts(made(SUPERVISION_SHEET))["docProps/core.xml"].decode()

    assert "清河市民声受理服务中心" in core
    assert core.count("2019-07-15T00:00:00Z") == 2
    assert "python" not in core.lower()


def test_words_that_look_like_tags_or_xml_stay_words() -> None:
    tricky = replace(
        SUPERVISION_SHEET, demand="{{ 签发人 }} {% for 行 in 清单 %} <w:p/> & \"' \x0b\x00 第一行\n第二行"
    )

    shown = words_of(made(tricky))

    assert "{{ 签发人 }} {% for 行 in 清单 %} &lt;w:p/&gt; &amp;" in shown
    assert "第一行\n第二行" in shown


def test_an_export_carries_user_and_time_on_every_page() -> None:
    marked = parts(made(TICKET_SHEET, MARK))
    headers = [text.decode() for name, text in marked.items() if name.startswith("word/header")]

    assert all("导出人：督办员甲  导出时间：2019年7月8日09:30" in header for header in headers)
    assert headers


def test_secret_and_restricted_papers_are_marked() -> None:
    secret = replace(TICKET_SHEET, confidential=True, appellant="", phone="")

    assert words_of(made(secret)).lstrip("\n").startswith("保密\n承办单")
    assert words_of(made(ACCOUNTABILITY)).lstrip("\n").startswith("内部\n约谈建议")
    assert words_of(made(TICKET_SHEET)).lstrip("\n").startswith("承办单")
    assert markdown(secret).startswith("**〔保密〕承办单**")


@pytest.mark.parametrize("kind", [*PaperKind], ids=lambda kind: kind.value)
def test_no_sample_shows_a_full_number(kind: PaperKind) -> None:
    shown = words_of(made(SAMPLES[kind])) if kind in templated() else markdown(SAMPLES[kind])

    assert LEAKS.findall(shown) == []


def test_the_list_of_all_tickets_never_goes_through_a_template() -> None:
    assert "工单明细" not in order(BULLETIN)["fields"]
    assert "工单明细" not in markdown(BULLETIN)


def test_a_long_list_in_a_message_says_how_many_more_there_are() -> None:
    long = replace(ASSIGNMENT_LIST, lines=ASSIGNMENT_LIST.lines * 149)

    message = markdown(long)

    assert message.count("\n- ") == 21
    assert "……共745条，其余见文件。" in message


def test_a_bulletin_without_rows_says_so_and_has_no_empty_table() -> None:
    quiet = replace(BULLETIN, hot_matters=(), unfinished=(), praised=(), unit_shortcomings=(), groups=())

    shown = words_of(made(quiet))

    assert "表5  热点难点事项：本期无。" in shown
    assert "表10  存在的问题：本期无。" in shown
    assert shown.count("本期无。") == 4


def test_without_a_chinese_font_a_chart_is_a_table() -> None:
    content, troubles = filled(order(BULLETIN, fonts=()))

    assert troubles == [Trouble.CHART_AS_TABLE]
    assert "\n突出问题\n项目\n本期\n噪音扰民\n214\n" in words_of(content)
    assert not [name for name in parts(content) if "media" in name]


def test_with_a_chinese_font_charts_are_the_same_pictures_each_time() -> None:
    content, troubles = filled(order(BULLETIN, fonts=FONT_FOLDERS))
    if troubles:
        pytest.skip("no font that can write Chinese is installed: no chart is drawn here")

    pictures = [text for name, text in parts(content).items() if "media" in name]

    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert filled(order(BULLETIN, fonts=FONT_FOLDERS))[0] == content
