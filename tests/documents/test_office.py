"""LibreOffice converts every document without a word. Skipped, saying so, where it is not installed."""

import subprocess
from pathlib import Path

from adapters.documents import ordering
from adapters.documents.filling import filled
from adapters.documents.office import Office, as_office_reads_it
from adapters.documents.packing import unpacked
from config.papers.templates import SHIPPED, check_template, templated
from config.texts.papers.titles import template_name
from domain.papers.kinds import FORMS, Form, PaperKind
from tests.documents.reading import words_of
from tests.documents.samples import ASSIGNMENT_LIST, SAMPLES
from tests.documents.test_filling import made as docx
from tests.documents.test_workbook import made as xlsx


def test_libreoffice_converts_every_document_without_a_warning(office: Office, tmp_path: Path) -> None:
    files = [tmp_path / f"{kind.value}.docx" for kind in templated()]
    for file, kind in zip(files, templated(), strict=True):
        file.write_bytes(as_office_reads_it(docx(SAMPLES[kind])))
    for kind, forms in FORMS.items():
        if Form.XLSX in forms:
            files.append(tmp_path / f"{kind.value}-table.xlsx")
            files[-1].write_bytes(xlsx(SAMPLES[kind], tmp_path))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office.soffice,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        *map(str, files),
    ]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    # Without Java LibreOffice says so at each start; nothing of ours needs it.
    assert [line for line in done.stderr.splitlines() if "javaldx" not in line] == []
    assert sorted(file.with_suffix(".pdf").name for file in files) == sorted(
        one.name for one in tmp_path.glob("*.pdf")
    )


def test_a_template_that_an_office_program_has_saved_again_still_fills(
    office: Office, tmp_path: Path
) -> None:
    name = template_name(PaperKind.ASSIGNMENT_LIST)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office.soffice,
        profile,
        "--headless",
        "--convert-to",
        "docx",
        "--outdir",
        str(tmp_path),
        str(SHIPPED / name),
    ]

    subprocess.run(command, capture_output=True, check=True)

    check_template(PaperKind.ASSIGNMENT_LIST, name, (tmp_path / name).read_bytes())
    content, _ = filled(ordering.docx(ASSIGNMENT_LIST, tmp_path, None, []))
    assert "小区北门外路面塌陷" in words_of(content)


def test_for_libreoffice_lines_hold_28_characters_without_the_grid() -> None:
    parts = unpacked(as_office_reads_it(docx(SAMPLES[templated()[0]])))

    assert b"linesAndChars" not in parts["word/document.xml"]
    assert b'<w:docGrid w:type="lines"' in parts["word/document.xml"]
    assert parts["word/styles.xml"].count(b'<w:spacing w:val="-5"/>') == 1
