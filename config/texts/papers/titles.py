"""What a paper is called, what its file is called, and how a long title is broken into lines."""

import re
from collections.abc import Mapping
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import assert_never

from config.texts.papers.fields import shown
from domain.papers.kinds import Form, PaperKind
from domain.papers.paper import Marking, Paper

WIDEST = 20
"""Characters of a title in a line: 156 mm at 22 pt."""
_NUMBERS = (
    "sheet_number",
    "notice_number",
    "rework_number",
    "minutes_number",
    "issue_number",
    "proposal_number",
)
_MORE_NUMBERS = ("ticket_number", "batch", "period", "year", "title")
_UNSAFE = re.compile(r"[^\w〔〕（）-]+")
_WHOLE = re.compile(
    r"[0-9A-Za-z〔〕.%-]+[年月日批号期件条项个]?|[（《“][^）》”]*[）》”]|第[一二三四五六七八九十百0-9]+[批期号]?"
)
_JOINS = re.compile(r"(?<=[的和与及、，：])|(?=关于|暨|情况|工作|通报|通知|纪要|报告)")

TITLES: Mapping[PaperKind, str] = MappingProxyType(
    {
        PaperKind.TICKET_SHEET: "承办单",
        PaperKind.ASSIGNMENT_LIST: "交办清单",
        PaperKind.ASSIGNMENT_SHEET: "交办单",
        PaperKind.SUPERVISION_SHEET: "督办单",
        PaperKind.URGE_NOTICE: "催办通知书",
        PaperKind.RETURN_REQUEST: "退单申请表",
        PaperKind.EXTENSION_REQUEST: "延期申请表",
        PaperKind.PROGRESS_REPORT: "进度报告",
        PaperKind.SITE_RECORD: "现场踏勘记录",
        PaperKind.CLOSEOUT_REQUEST: "销号申请表",
        PaperKind.CLOSEOUT_REFUSAL: "不予销号通知",
        PaperKind.CALLBACK_RECORD: "回访记录",
        PaperKind.DISSATISFACTION: "不满意件分析表",
        PaperKind.REWORK_NOTICE: "发回重办通知单",
        PaperKind.UNREASONABLE: "不合理诉求认定表",
        PaperKind.LOOK_BACK: "回头看记录",
        PaperKind.WHISTLE: "吹哨单",
        PaperKind.BULLETIN: "民声受理工作通报",
        PaperKind.MINUTES: "调度会纪要",
        PaperKind.BRIEF: "呈阅件",
        PaperKind.ACCOUNTABILITY: "约谈建议及问责线索移送",
        PaperKind.SHELVED_LEDGER: "挂账台账",
        PaperKind.DUTY: "值班表和到场统计",
        PaperKind.ANNUAL: "年度统计",
        PaperKind.CITIZEN_REPLY: "答复",
        PaperKind.EXPORT: "导出",
    }
)
"""What each paper is called; every kind stands here (tested)."""


def title(kind: PaperKind) -> str:
    """The name of a paper."""
    return TITLES[kind]


def marking(member: Marking) -> str:
    """What stands at the top left of the first page."""
    match member:
        case Marking.NONE:
            return ""
        case Marking.CONFIDENTIAL:
            return "保密"
        case Marking.INTERNAL:
            return "内部"
        case _:
            assert_never(member)


def template_name(kind: PaperKind) -> str:
    """The file of a paper's template, in the shipped folder and in the centre's own."""
    return f"{title(kind)}.docx"


def file_name(paper: Paper, form: Form) -> str:
    """督办单-民督〔2019〕45号.docx: what it is and its number, never a person (`domain.md` §14.4)."""
    found = (getattr(paper, name, "") for name in (*_NUMBERS, *_MORE_NUMBERS))
    number = next((shown(one) for one in found if one), "")
    safe = _UNSAFE.sub("", number)
    return "-".join(part for part in (title(paper.kind), safe) if part) + f".{form.value}"


def title_lines(words: str, widest: int = WIDEST) -> str:
    """A title broken into lines of like length, never within a number, a name in brackets or where no word can end.

    As few lines as possible; of two ways the one with the longer line above (trapezium, 上长下短; GB/T 9704 §7.3.1).
    """
    if len(words) <= widest:
        return words
    places = sorted(_may_break(words))
    for lines in range(2, len(words) // 2):
        ways: list[list[str]] = []
        for chosen in combinations(places, lines - 1):
            ends = (0, *chosen, len(words))
            parts = [words[start:end] for start, end in pairwise(ends)]
            if max(map(len, parts)) <= widest:
                ways.append(parts)
        if ways:
            best = min(ways, key=_unevenness)
            return "\n".join(best)
        if lines > 4:  # noqa: PLR2004 - nobody writes a title of five lines
            break
    return "\n".join(words[start : start + widest] for start in range(0, len(words), widest))


def _unevenness(parts: list[str]) -> tuple[int, int]:
    lengths = [len(part) for part in parts]
    rising = sum(above < below for above, below in pairwise(lengths))
    return max(lengths) - min(lengths) + rising, rising


def _may_break(words: str) -> set[int]:
    """After a particle or mark, before a word that titles end with; else nobody here knows where a word ends."""
    found = {match.start() for match in _JOINS.finditer(words)} - {0, len(words)}
    for match in _WHOLE.finditer(words):
        found -= set(range(match.start() + 1, match.end()))
    return found
