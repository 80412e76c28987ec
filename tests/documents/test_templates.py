"""A template that would fill wrongly, or do anything but be filled, is refused with one sentence naming file and place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.documents.packing import packed, unpacked
from adapters.documents.templates.shipped import BODIES, template
from config.init import write_sample
from config.load import load
from config.papers.templates import SHIPPED, check_own_templates, check_template, template_of, templated
from config.texts.papers.titles import template_name
from domain.failures import Misconfigured
from domain.papers.kinds import PaperKind

SHEET = PaperKind.SUPERVISION_SHEET
NAME = template_name(SHEET)
DOCUMENT = "word/document.xml"


def doctored(change: Callable[[dict[str, bytes]], None], kind: PaperKind = SHEET) -> bytes:
    """A shipped template with something done to its parts."""
    parts = unpacked(template(kind))
    change(parts)
    return packed(parts)


def in_document(old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[DOCUMENT]
        parts[DOCUMENT] = parts[DOCUMENT].replace(old.encode(), new.encode())

    return change


def with_part(place: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[place] = content

    return change


def in_relationships(link: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        place = "word/_rels/document.xml.rels"
        parts[place] = parts[place].replace(b"</Relationships>", link.encode() + b"</Relationships>")

    return change


def refusal(content: bytes, kind: PaperKind = SHEET) -> str:
    with pytest.raises(Misconfigured) as refused:
        check_template(kind, template_name(kind), content)
    return str(refused.value)


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: kind.value)
def test_the_shipped_templates_are_what_the_script_makes(kind: PaperKind) -> None:
    assert unpacked((SHIPPED / template_name(kind)).read_bytes()) == unpacked(template(kind))


def test_every_templated_paper_has_a_shipped_template_that_passes() -> None:
    assert set(BODIES) == set(templated())
    assert {path.name for path in SHIPPED.iterdir()} == {template_name(kind) for kind in BODIES}
    for kind in BODIES:
        check_template(kind, template_name(kind), template(kind))


FIELD = "{{ 办理要求 }}"
ROWS = "{%tr for 行 in 清单 %}"

WRONG_TAGS = [
    ("{{ 办理要求吗 }}", "字段“办理要求吗”不存在"),
    ("办理要求写在这里", "缺少字段“办理要求”"),
    ("{{ 办理要求.长度 }}", "字段“办理要求.长度”不存在"),
    ("{{ 办理要求|upper }}", "写法“{{ 办理要求|upper }}”不认识"),
    ("{{ 办理要求.__class__ }}", "字段“办理要求.__class__”不存在"),
    ("{{ ''.__class__.__mro__ }}", "不认识"),
    ("{{ range(999999999) }}", "不认识"),
    ("{% set x = 1 %}{{ 办理要求 }}", "写法“{% set x = 1 %}”不认识"),
    ("{% include '/etc/passwd' %}", "不认识"),
    ("{# 说明 #}{{ 办理要求 }}", "不认识"),
    ("{{ 办理要求 }", "不认识"),
    ("{{r 办理要求 }}", "不认识"),
    ("{% for 字 in 办理要求 %}{{ 字 }}{% endfor %}", "字段“办理要求”不是清单"),
    ("{% if 办理要求 %}{{ 办理要求 }}", "标记“{% if 办理要求 %}”没有配对"),
    ("{{ 办理要求 }}{% endif %}", "标记“{% endif %}”没有配对"),
    ("{%p if 办理要求 %}{{ 办理要求 }}", "应独占一段（p）或表格的一行（tr）"),
]


@pytest.mark.parametrize(("tag", "why"), WRONG_TAGS, ids=[tag for tag, _ in WRONG_TAGS])
def test_what_is_no_field_and_no_loop_is_refused(tag: str, why: str) -> None:
    said = refusal(doctored(in_document(FIELD, tag.replace("&", "&amp;"))))

    assert said.startswith(f"文书模板 papers/{NAME}：")
    assert why in said
    assert said.endswith("。")
    assert said.count("。") == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (ROWS, "{%tr for 行 in 条目 %}", "字段“条目”不存在"),
        ("{{ 行.序号 }}", "{{ 行 }}", "字段“行”不存在"),
        ("{{ 行.序号 }}", "{{ 行.编号 }}", "字段“行.编号”不存在，此处可用：序号"),
        ("{{ 行.序号 }}", "{{ 清单 }}", "字段“清单”是清单，应循环其各行"),
        ("{%tr endfor %}", "{%p endfor %}", "没有配对"),
        (ROWS, f"前{ROWS}", "应独占一段（p）或表格的一行（tr）"),
    ],
)
def test_rows_are_looped_over_and_nothing_else_is(old: str, new: str, why: str) -> None:
    content = doctored(in_document(old, new), PaperKind.ASSIGNMENT_LIST)

    assert why in refusal(content, PaperKind.ASSIGNMENT_LIST)


def test_a_template_without_the_mark_of_exports_is_refused() -> None:
    content = doctored(with_part("word/header1.xml", unpacked(template(SHEET))["word/footer1.xml"]))

    assert "缺少字段“导出标记”" in refusal(content)


def test_tags_that_word_has_split_into_runs_are_read_as_one() -> None:
    split = "{{ 办理</w:t></w:r><w:proofErr/><w:r><w:t>要求 }}"

    check_template(SHEET, NAME, doctored(in_document(FIELD, split)))


def test_what_document_servers_leave_in_a_file_does_no_harm() -> None:
    check_template(SHEET, NAME, doctored(with_part("customXml/item1.xml", b"<?mso-contentType?><a/>")))


EXTERNAL = '<Relationship Id="rId9" Type="http://x/{kind}" Target="{to}"{mode}/>'
ELSEWHERE = EXTERNAL.format(kind="image", to="http://example.invalid/a.png", mode=' TargetMode="External"')
HOSTILE = [
    ("macros", with_part("word/vbaProject.bin", b"x"), "不允许的内容（word/vbaProject.bin）"),
    ("embedded", with_part("word/embeddings/a.xlsx", b"x"), "不允许的内容"),
    ("control", with_part("word/activeX/a.xml", b"<a/>"), "不允许的内容"),
    ("out of the package", with_part("../a.xml", b"<a/>"), "不允许的内容"),
    ("picture from elsewhere", in_relationships(ELSEWHERE), "指向外部的链接"),
    (
        "file from elsewhere",
        in_relationships(EXTERNAL.format(kind="image", to="file://a/b", mode="")),
        "指向外部的链接",
    ),
    (
        "other document",
        in_relationships(EXTERNAL.format(kind="aFChunk", to="a.xml", mode="")),
        "不允许的内容（aFChunk）",
    ),
    ("entities", in_document("<w:body>", '<!DOCTYPE a [<!ENTITY b "c">]><w:body>'), "不允许的内容"),
    ("hidden in a comment", in_document("<w:body>", "<w:body><!-- {{ 7*7 }} -->"), "不允许的内容"),
    ("hidden in an attribute", in_document('w:val="Title"', 'w:val="{{ 7*7 }}"'), "不认识"),
    ("hidden in the styles", with_part("word/styles.xml", b"<a>{{ 7*7 }}</a>"), "不认识"),
    ("hidden in the properties", with_part("docProps/core.xml", b"<a>{% x %}</a>"), "不认识"),
    (
        "a field that runs programs",
        in_document(
            "<w:body>", "<w:body><w:p><w:r><w:instrText> DDEAUTO c:\\a.exe </w:instrText></w:r></w:p>"
        ),
        "不允许的域（DDEAUTO",
    ),
    ("no document", with_part(DOCUMENT, b"<broken"), "打不开"),
    ("a macro document", with_part("[Content_Types].xml", b"<Types/>"), "打不开"),
    ("a bomb", with_part("word/media/a.png", bytes(17 * 1024 * 1024)), "展开后应不超过16MB"),
]


@pytest.mark.parametrize(("change", "why"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_a_hostile_template_is_refused(change: Callable[[dict[str, bytes]], None], why: str) -> None:
    assert why in refusal(doctored(change))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 an old .doc"])
def test_what_is_no_word_document_is_refused(content: bytes) -> None:
    assert "应为Word文档（.docx）" in refusal(content)


def test_the_centres_own_template_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    assert template_of(SHEET, tmp_path) == SHIPPED / NAME

    (tmp_path / NAME).write_bytes(template(SHEET))

    assert template_of(SHEET, tmp_path) == tmp_path / NAME


def test_the_program_does_not_start_with_a_wrong_template(tmp_path: Path) -> None:
    centre = tmp_path / "centre"
    write_sample(centre)
    own = centre / "papers"
    own.mkdir()
    (own / NAME).write_bytes(template(SHEET))
    (own / f"~${NAME[2:]}").write_bytes(b"Word has it open")
    load(centre, {})

    (own / NAME).write_bytes(doctored(in_document(FIELD, "{{ 要求 }}")))

    with pytest.raises(Misconfigured, match="字段“要求”不存在"):
        load(centre, {})


def test_a_file_that_is_no_papers_template_is_refused(tmp_path: Path) -> None:
    (tmp_path / "督辦單.docx").write_bytes(template(SHEET))

    with pytest.raises(Misconfigured, match=r"没有这种文书，文件名应为：不合理诉求认定表\.docx"):
        check_own_templates(tmp_path)
