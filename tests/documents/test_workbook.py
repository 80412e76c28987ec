"""Workbooks: numbers are numbers, texts stay texts, a figure leads to its tickets."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from adapters.documents import ordering
from adapters.documents.tables import sheets_of
from adapters.documents.workbook import workbook
from domain.papers.bulletin import TicketList
from domain.papers.kinds import FORMS, Form, PaperKind
from domain.papers.paper import Mark, Paper, digest
from tests.documents.reading import LEAKS, book, parts
from tests.documents.samples import ASSIGNMENT_LIST, BULLETIN, DUTY, EXPORT, SAMPLES

MARK = Mark("督办员甲", datetime(2019, 7, 8, 1, 30, tzinfo=UTC))
WORKED_ON = [kind for kind, forms in FORMS.items() if Form.XLSX in forms]


def made(paper: Paper, scratch: Path, mark: Mark | None = None) -> bytes:
    sheets = sheets_of(paper)
    lines = ((number, [row]) for number, sheet in enumerate(sheets) for row in sheet.rows)
    return workbook(ordering.xlsx(paper, sheets, mark, []), lines, scratch)


@pytest.mark.parametrize("kind", WORKED_ON, ids=lambda kind: kind.value)
def test_a_workbook_has_its_rows_and_is_the_same_bytes_each_time(kind: PaperKind, tmp_path: Path) -> None:
    paper = SAMPLES[kind]
    content = made(paper, tmp_path, MARK)
    opened = book(content)

    for sheet, ours in zip(opened.worksheets, sheets_of(paper), strict=True):
        rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows(min_row=3)]
        assert rows[0] == ours.order["columns"]
        assert len(rows) == 1 + ours.order["count"] + bool(ours.order["after"])
    assert digest(made(paper, tmp_path, MARK)) == digest(content)


def test_an_assignment_list_has_its_columns_in_the_order_of_the_rules(tmp_path: Path) -> None:
    heads = [cell.value for cell in book(made(ASSIGNMENT_LIST, tmp_path)).worksheets[0][3]]

    assert heads == [
        "序号",
        "工单号",
        "反映问题",
        "地点",
        "牵头单位",
        "责任领导",
        "协办单位",
        "办理要求",
        "完成时限",
        "进展",
        "销号",
    ]


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    sheet = book(made(EXPORT, tmp_path)).worksheets[0]

    assert sheet["B5"].value == "=1+1"
    assert sheet["B5"].data_type == "s"


def test_counts_and_rates_are_numbers_and_phones_are_not(tmp_path: Path) -> None:
    figures = book(made(BULLETIN, tmp_path))["基本情况"]
    roster = book(made(replace(DUTY, roster=(replace(DUTY.roster[0], phone="8765432"),)), tmp_path))["值班表"]

    assert figures["B4"].value == 3353
    assert figures["B9"].value == pytest.approx(0.9682)
    assert figures["B9"].number_format == "0.00%"
    assert figures["B10"].value == "—"
    assert roster["E4"].value == "8765432"


def test_a_figure_leads_to_the_first_of_its_tickets(tmp_path: Path) -> None:
    opened = book(made(BULLETIN, tmp_path))
    link = opened["督办重办"]["E5"].hyperlink

    assert opened["督办重办"]["A5"].value == "发回重办（件）"
    assert link is not None
    assert link.location == "'工单明细'!A10"
    assert opened["工单明细"]["A9"].value == "1-1"
    assert opened["工单明细"]["A10"].value == "5-2"


def test_a_long_list_is_whole_and_as_readable_as_a_short_one(tmp_path: Path) -> None:
    line = replace(BULLETIN.ticket_lists[0].tickets[0], place="<东关> & 西关")
    long = replace(BULLETIN, ticket_lists=(TicketList("1-1", "受理总量", (line,) * 2_500),))

    content = made(long, tmp_path)
    rows = [
        *load_workbook(BytesIO(content), read_only=True)["工单明细"].iter_rows(min_row=4, values_only=True)
    ]

    assert len(rows) == 2_500
    assert {row[4] for row in rows} == {"<东关> & 西关"}
    assert made(long, tmp_path) == content


def test_an_empty_table_still_has_its_heads(tmp_path: Path) -> None:
    sheet = book(made(replace(ASSIGNMENT_LIST, lines=()), tmp_path)).worksheets[0]

    assert [sheet["A3"].value, sheet["K3"].value, sheet["A4"].value] == ["序号", "销号", None]


def test_the_file_itself_says_the_day_of_issue_and_not_the_hour_it_was_made(tmp_path: Path) -> None:
    core = parts(made(EXPORT, tmp_path))["docProps/core.xml"].decode()

    assert core.count("2019-07-08T00:00:00Z") == 2
    assert "openpyxl" not in core


def test_words_that_wrap_have_room(tmp_path: Path) -> None:
    sheet = book(made(SAMPLES[PaperKind.SHELVED_LEDGER], tmp_path)).worksheets[0]

    assert sheet["G4"].value == "列入2020年改造计划，需完成管网立项"
    assert sheet.row_dimensions[4].height == 2 * (sheet.row_dimensions[5].height or 0)


def test_an_export_says_who_took_it_and_when(tmp_path: Path) -> None:
    sheet = book(made(EXPORT, tmp_path, MARK)).worksheets[0]

    assert "导出人：督办员甲  导出时间：2019年7月8日09:30" in sheet["A2"].value
    assert sheet.oddHeader.right.text == "导出人：督办员甲  导出时间：2019年7月8日09:30"


@pytest.mark.parametrize("kind", WORKED_ON, ids=lambda kind: kind.value)
def test_no_sheet_shows_a_full_number(kind: PaperKind, tmp_path: Path) -> None:
    cells = [
        str(value)
        for sheet in book(made(SAMPLES[kind], tmp_path)).worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
    ]

    assert LEAKS.findall("\n".join(cells)) == []
