"""The list of fields per paper for `docs/documents.md`: `python -m config.texts.papers.handbook` prints it."""

import sys
from collections.abc import Iterator

from config.papers.templates import templated
from config.texts.papers.fields import Known, known_fields, needed_fields, rows_of
from config.texts.papers.labels import EXPORT_MARK, MARKING
from config.texts.papers.titles import template_name
from domain.papers.kinds import PaperKind
from domain.papers.roll import CLASSES

_EVERYWHERE = (EXPORT_MARK, MARKING)


def field_list() -> str:
    """Markdown: one heading a template, needed fields bold, each list with the names within its rows."""
    return "\n".join(line for kind in templated() for line in _of(kind))


def _of(kind: PaperKind) -> Iterator[str]:
    paper = CLASSES[kind]
    needed = needed_fields(paper)
    known = [name for name in known_fields(paper) if name not in _EVERYWHERE]
    lists = dict(rows_of(paper))
    yield f"### {kind.value} `{template_name(kind)}`"
    yield ""
    yield "、".join(f"**{name}**" if name in needed else name for name in known)
    yield ""
    for name, inner in lists.items():
        yield f"- {name}：{_within(inner)}"
    if lists:
        yield ""


def _within(rows: Known) -> str:
    if not rows:
        return "逐段文字"
    return "、".join(name if inner is None else f"{name}（{_within(inner)}）" for name, inner in rows.items())


if __name__ == "__main__":
    sys.stdout.write(field_list())
