"""A paper as a message in chat: label and words, in the order of the form (`domain.md` §13.1)."""

from collections.abc import Iterator

from config.texts.masking import without_markdown
from config.texts.papers import titles
from config.texts.papers.fields import Written, ordered, shown, written
from config.texts.papers.labels import EXPORT_MARK, label
from config.texts.papers.tables import mark as export_mark
from domain.papers.chat import CitizenReply
from domain.papers.paper import Mark, Marking, Paper

_MOST_ROWS = 20
"""Rows of a list that are shown in a message."""
_MORE = "……共{count}条，其余见文件。"
_SKIPPED = {"confidential", "charts"}


def marked(mark: Mark | None) -> str:
    """The visible mark of an export; empty without one."""
    return export_mark(mark.by, str(written(mark.at))) if mark else ""


def pairs(paper: Paper) -> Iterator[tuple[str, str]]:
    """Label and words of every field that is filled; rows of a list as lines of their own, the first twenty."""
    for one in ordered(type(paper)):
        value = getattr(paper, one.name)
        if one.name in _SKIPPED or value in (None, "", ()):
            continue
        yield label(one.name), "\n".join(_rows(value)) if isinstance(value, tuple) else shown(value)


def markdown(paper: Paper, mark: Mark | None = None) -> str:
    """The whole message. A reply to a citizen is its words alone."""
    if isinstance(paper, CitizenReply):
        return paper.reply
    found = titles.marking(paper.marking) if paper.marking is not Marking.NONE else ""
    head = f"**{'〔' + found + '〕' if found else ''}{titles.title(paper.kind)}**"
    lines = [head, *(_entry(name, words) for name, words in pairs(paper))]
    if mark:
        lines.append(f"{EXPORT_MARK}：{without_markdown(marked(mark))}")
    return "\n\n".join(lines)


def _entry(name: str, words: str) -> str:
    safe = [without_markdown(line) for line in words.split("\n")]
    if len(safe) == 1:
        return f"{name}：{safe[0]}"
    return "\n".join((f"{name}：", *(f"- {line}" for line in safe)))


def _rows(value: tuple[object, ...]) -> Iterator[str]:
    for row in value[:_MOST_ROWS]:
        yield "｜".join(_cells(written(row)))
    if len(value) > _MOST_ROWS:
        yield _MORE.format(count=len(value))


def _cells(row: Written) -> Iterator[str]:
    """The words of a row; rows within it are for the file."""
    if isinstance(row, str):
        yield row
        return
    for words in row.values() if isinstance(row, dict) else row:
        if isinstance(words, str) and words:
            yield words
