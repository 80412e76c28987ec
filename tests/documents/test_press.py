"""The press: each paper in a process of its own; what is not installed is said, not raised."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.documents import press as pressing
from adapters.documents.office import Office, settled
from adapters.documents.press import FONT_FOLDERS, Press
from adapters.documents.templates.shipped import template
from bot.printing import printing
from config.init import write_sample
from config.load import load
from config.texts.papers.titles import template_name
from domain.papers.kinds import FORMS, Form, PaperKind
from domain.papers.paper import File, NotMade, digest
from tests.documents.conftest import NOTHING
from tests.documents.reading import words_of
from tests.documents.samples import ASSIGNMENT_LIST, BULLETIN, EXPORT, SAMPLES, SUPERVISION_SHEET, WHISTLE


async def test_a_paper_comes_back_as_a_file_with_its_digest(press: Press) -> None:
    made = await press.make(SUPERVISION_SHEET, Form.DOCX)

    assert isinstance(made, File)
    assert made.name == "督办单-民督〔2019〕45号.docx"
    assert made.sha256 == digest(made.content)
    assert "民督〔2019〕45号" in words_of(made.content)
    assert made.warnings == ()


async def test_several_at_once_are_made_one_after_the_other(press: Press) -> None:
    twice = await asyncio.gather(*(press.make(EXPORT, Form.XLSX) for _ in range(2)))

    assert all(isinstance(one, File) for one in twice)
    assert twice[0] == twice[1]


async def test_nothing_is_left_behind(press: Press, tmp_path: Path) -> None:
    await press.make(EXPORT, Form.XLSX)

    assert [*(tmp_path / "scratch").iterdir()] == []


@pytest.mark.parametrize("kind", [kind for kind, forms in FORMS.items() if Form.MARKDOWN in forms])
async def test_what_belongs_in_chat_is_a_message(kind: PaperKind, press: Press) -> None:
    made = await press.make(SAMPLES[kind], Form.MARKDOWN)

    assert isinstance(made, File)
    message = made.content.decode()
    assert "{" not in message
    assert message.startswith("【民声】" if kind is PaperKind.CITIZEN_REPLY else "**")


async def test_a_whistle_as_a_message(press: Press) -> None:
    made = await press.make(WHISTLE, Form.MARKDOWN)

    assert isinstance(made, File)
    assert made.content.decode().split("\n\n") == [
        "**吹哨单**",
        "工单编号：NX2019071000009",
        "哨源：南城镇",
        "吹哨时间：2019年7月10日09:00",
        "类型：综合执法",
        "事项：河道两侧违法建设",
        "地点：南城镇桥头村东",
        "到场时限：7月10日10:30前",
        "需到场单位：\n- 市综合行政执法局｜牵头｜09:06｜09:48\n- 市水利局｜协同｜09:10｜未到",
        "双向评价：南城镇评市综合行政执法局：满意",
    ]


async def test_words_in_a_message_are_no_markdown(press: Press) -> None:
    made = await press.make(replace(WHISTLE, matter="[点这里](http://a.invalid) **急**"), Form.MARKDOWN)

    assert isinstance(made, File)
    assert "](" not in made.content.decode()


async def test_without_libreoffice_a_pdf_is_refused_in_a_sentence(press: Press) -> None:
    made = await press.make(SUPERVISION_SHEET, Form.PDF)

    assert made == NotMade(
        "本机没有安装 LibreOffice，不能转为PDF；请使用Word或Excel文件，或请管理员安装 LibreOffice。"
    )


async def test_without_a_chinese_font_a_picture_is_refused_in_a_sentence(tmp_path: Path) -> None:
    bare = Press(tmp_path, tmp_path / "scratch", NOTHING, fonts=())

    made = await bare.make(WHISTLE, Form.PICTURE)

    assert isinstance(made, NotMade)
    assert made.sentence.startswith("本机没有中文字体，不能生成图片；")


async def test_without_libreoffice_a_picture_is_drawn(press: Press) -> None:
    made = await press.make(WHISTLE, Form.PICTURE)

    if isinstance(made, NotMade):
        pytest.skip("no font that can write Chinese is installed: no picture is drawn here")
    assert made.content.startswith(b"\x89PNG")
    assert made.name == "吹哨单-NX2019071000009.png"


async def test_a_form_that_a_paper_does_not_have_is_refused(press: Press) -> None:
    assert await press.make(WHISTLE, Form.XLSX) == NotMade("吹哨单没有xlsx格式。")


async def test_a_list_nobody_could_read_on_paper_is_sent_to_the_spreadsheet(press: Press) -> None:
    long = replace(ASSIGNMENT_LIST, lines=ASSIGNMENT_LIST.lines * 500)

    made = await press.make(long, Form.DOCX)

    assert made == NotMade("清单超过2000行，这种格式放不下；请缩短统计时段，或改用Excel表格。")


async def test_the_centres_own_template_is_used_and_a_wrong_one_named(tmp_path: Path) -> None:
    own = tmp_path / "papers"
    own.mkdir()
    file = own / template_name(PaperKind.SUPERVISION_SHEET)
    press = Press(own, tmp_path / "scratch", NOTHING)
    file.write_bytes(template(PaperKind.SUPERVISION_SHEET))
    assert isinstance(await press.make(SUPERVISION_SHEET, Form.DOCX), File)

    file.write_bytes(template(PaperKind.REWORK_NOTICE))
    made = await press.make(SUPERVISION_SHEET, Form.DOCX)

    assert isinstance(made, NotMade)
    assert made.sentence.startswith("文书模板 papers/督办单.docx：字段“")


async def test_a_paper_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    hasty = Press(tmp_path, tmp_path / "scratch", NOTHING, timeout_s=0.01)

    made = await hasty.make(BULLETIN, Form.DOCX)

    assert made == NotMade("文书在0秒内没有生成完，已停止；请缩短统计时段或减少清单后再试。")


async def test_a_process_that_dies_is_told_in_a_sentence(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressing.sys, "executable", "/bin/false")

    made = await press.make(SUPERVISION_SHEET, Form.DOCX)

    assert made == NotMade("文书没有生成；请稍后再试，仍不行请管理员查看日志。")


async def test_the_process_gets_no_secret_of_ours(
    press: Press, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DUBAN_DINGTALK_CLIENT_SECRET", "not-for-children")

    assert "not-for-children" not in str(press._environment(tmp_path))
    assert os.environ["DUBAN_DINGTALK_CLIENT_SECRET"]


async def test_a_centre_has_a_press(tmp_path: Path) -> None:
    write_sample(tmp_path / "centre")

    made = await printing(load(tmp_path / "centre", {})).make(EXPORT, Form.XLSX)

    assert isinstance(made, File)


async def test_libreoffice_makes_a_pdf_and_a_picture_of_its_first_page(
    office: Office, tmp_path: Path
) -> None:
    press = Press(tmp_path / "papers", tmp_path / "scratch", office, fonts=FONT_FOLDERS)

    made = await press.make(BULLETIN, Form.PICTURE)

    assert isinstance(made, File)
    assert made.content.startswith(b"\x89PNG")
    assert any(warning.startswith("图片只显示第1页，全文共") for warning in made.warnings)


async def test_libreoffice_that_hangs_is_ended(tmp_path: Path) -> None:
    sleeper = tmp_path / "soffice"
    sleeper.write_text("#!/bin/sh\nsleep 100\n")
    sleeper.chmod(0o700)
    press = Press(tmp_path / "papers", tmp_path / "scratch", Office(str(sleeper), "", timeout_s=0.2))

    made = await press.make(SUPERVISION_SHEET, Form.PDF)

    assert made == NotMade("LibreOffice 没有转换成功；请稍后再试，或直接使用Word或Excel文件。")


def test_a_pdf_keeps_no_moment_and_no_length_changes() -> None:
    identity = b"/ID [ <" + b"A1" * 16 + b">\n<" + b"B2" * 16 + b"> ]\n/DocChecksum /" + b"C3" * 16
    pdf = b"/CreationDate(D:20261124031500Z'00')>> " + identity

    kept = settled(pdf)

    assert len(kept) == len(pdf)
    assert b"2026" not in kept
    assert b"A1" not in kept
    assert b"C3" not in kept
