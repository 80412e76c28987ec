"""The templates of papers: the shipped ones, and in their place the centre's own from its folder `papers/`."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from config.papers.package import open_package
from config.papers.tags import Reader
from config.texts.papers import sentences as wrong
from config.texts.papers.fields import known_fields, needed_fields
from config.texts.papers.titles import template_name
from domain.failures import Misconfigured
from domain.papers.kinds import FORMS, Form, PaperKind
from domain.papers.roll import CLASSES

SHIPPED = Path(__file__).parents[1] / "files" / "papers"
FOLDER = "papers"
"""Of the centre's own templates, within its folder."""
_LARGEST = 16 * 1024 * 1024
_NOT_TEMPLATES = ("~$", ".~", ".")
"""What Word, WPS and file systems leave beside a file that is open."""


@cache
def templated() -> tuple[PaperKind, ...]:
    """The papers that are written by a template."""
    return tuple(kind for kind, forms in FORMS.items() if Form.DOCX in forms)


def template_of(kind: PaperKind, own: Path) -> Path:
    """The centre's template of that paper, else the shipped one."""
    mine = own / template_name(kind)
    return mine if mine.is_file() else SHIPPED / template_name(kind)


def read_template(path: Path) -> bytes:
    """A template's octets. Raises `Misconfigured` where it cannot be read or is far too big."""
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)
    except OSError as unreadable:
        raise Misconfigured(wrong.not_docx(path.name)) from unreadable


def check_template(kind: PaperKind, name: str, content: bytes) -> None:
    """Whether a paper can be written by this template. Raises `Misconfigured` for the first thing that is wrong."""
    parts = open_package(name, content)
    paper = CLASSES[kind]
    reader = Reader(name, known_fields(paper))
    for place in sorted(parts):
        reader.read(parts[place])
    for needed in needed_fields(paper):
        if needed not in reader.used:
            raise Misconfigured(wrong.missing_field(name, needed))


def check_own_templates(own: Path) -> None:
    """Look at every template of the centre's own. Raises `Misconfigured` for the first wrong one; no folder is fine."""
    if not own.exists():
        return
    kinds = {template_name(kind): kind for kind in templated()}
    for path in _files(own):
        kind = kinds.get(path.name)
        if kind is None:
            raise Misconfigured(wrong.unknown_template(path.name, sorted(kinds)))
        check_template(kind, path.name, read_template(path))


def _files(own: Path) -> Iterator[Path]:
    try:
        found = sorted(own.iterdir())
    except OSError as unreadable:
        raise Misconfigured(wrong.unreadable_folder(own.name)) from unreadable
    return (path for path in found if not path.name.startswith(_NOT_TEMPLATES))
