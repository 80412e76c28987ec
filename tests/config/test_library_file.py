"""A file of answers to import: read whole, in the encodings people save, or refused with its line and what to do."""

from datetime import date
from pathlib import Path

import pytest

from config.library import read_answers
from domain.failures import Misconfigured
from domain.library import AnswerDraft

HEADING = "标题,正文,分类,来源,起,止"
CARD = "老年卡办理,满六十五岁，带身份证到公交总站办理。,0102,交通局,2026/1/1,2026-12-31"


def written(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "answers.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_file_is_read_in_the_encodings_people_save(tmp_path: Path, encoding: str) -> None:
    drafts = read_answers(written(tmp_path, HEADING, CARD, encoding=encoding), {"0102"})

    assert drafts == (
        AnswerDraft(
            "老年卡办理",
            "满六十五岁，带身份证到公交总站办理。",
            "0102",
            "交通局",
            date(2026, 1, 1),
            date(2026, 12, 31),
        ),
    )


def test_two_columns_will_do_and_a_body_may_have_lines(tmp_path: Path) -> None:
    drafts = read_answers(written(tmp_path, "标题,正文", '老年卡,"带身份证，', '到公交总站办理。"'), set())

    assert drafts[0].body == "带身份证，\n到公交总站办理。"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("标题", "老年卡"), "正文"),
        ((HEADING, CARD, CARD), "第3行：标题"),
        ((HEADING, CARD.replace("0102", "0999")), "第2行：分类编码"),
        ((HEADING, CARD.replace("2026/1/1", "明年")), "第2行：起"),
        ((HEADING, CARD.replace("2026/1/1", "2027-01-01")), "第2行：有效期的止日早于起日"),
        ((HEADING, CARD.replace("交通局", "13812345678")), "第2行：内容里有手机号"),
        ((HEADING, CARD, ",没有标题的答复也要有标题才行。,,,,"), "第3行：还缺标题"),
        ((HEADING, "老年卡,太短,,,,"), "第2行：正文不足10字"),
        ((HEADING, "老年卡,少了几格的一行不知道是什么意思"), "第2行"),
        ((HEADING,), "answers.csv"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, lines: tuple[str, ...], why: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        read_answers(written(tmp_path, *lines), {"0102"})

    assert why in str(refused.value)
    assert "13812345678" not in str(refused.value)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="UTF-16"):
        read_answers(written(tmp_path, HEADING, CARD, encoding="utf-16"), {"0102"})
