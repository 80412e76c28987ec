"""Reads the placeholders of a template: fields, loops over rows, conditions. Nothing else is a placeholder.

    {{ 字段 }}  {{ 行.字段 }}
    {%p for 段 in 字段 %} … {%p endfor %}     whole paragraphs        {%tr for 行 in 字段 %} … {%tr endfor %}  whole rows
    {%p if 字段 %} … {%p else %} … {%p endif %}                        the same without p or tr within one paragraph

docxtpl works by regular expressions over the XML. What passes here is so regular that nothing can surprise it: each tag
whole within its paragraph, each pair of tags in one place, no brace anywhere else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from config.texts.papers import sentences as wrong
from config.texts.papers.fields import Known
from domain.failures import Misconfigured

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FILLED = {f"{_W}{name}" for name in ("document", "hdr", "ftr", "footnotes", "endnotes")}
_NAME = r"[^\W\d]\w*"
_PATH = rf"{_NAME}(?:\.{_NAME})*"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_VALUE = re.compile(rf"\{{\{{ ?({_PATH}) ?\}}\}}")
_BLOCK = re.compile(
    rf"\{{%(?P<unit>p|tr)? (?:for (?P<each>{_NAME}) in (?P<rows>{_PATH})|if (?:not )?(?P<test>{_PATH})"
    r"|(?P<word>else|endif|endfor)) ?%\}"
)
_OPENERS = ("{{", "{%", "{#")
_PAGE_FIELD = re.compile(r'\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\s*(?:\\[*#] *[\w"# -]+\s*)*', re.IGNORECASE)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class _Found:
    """What a name stands for: words (neither), rows to loop over, or one row with names within."""

    rows: Known | None = None
    within: Known = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """A loop or condition that waits for its end."""

    tag: str
    ends_with: str
    unit: str
    place: int
    """Identity of what must hold both ends: a table, a cell or the body, a paragraph."""
    names: dict[str, _Found] = field(default_factory=dict)
    """The loop's own variable."""


class Reader:
    """Reads one template, part after part; afterwards `used` holds the paper's own fields that stand in it."""

    def __init__(self, name: str, known: Known) -> None:
        self._name = name
        self._known = known
        self._open: list[_Open] = []
        self.used: set[str] = set()

    def read(self, tree: Element) -> None:
        """One part of the package. Raises `Misconfigured` for whatever is no placeholder or stands in a wrong place."""
        if tree.tag not in _FILLED:
            self._no_tags(tree)
            return
        parents = {id(child): parent for parent in tree.iter() for child in parent}
        self._no_hidden_braces(tree)
        for paragraph in tree.iter(f"{_W}p"):
            self._fields_of_word(paragraph)
            self._paragraph(paragraph, parents)
        if self._open:
            raise Misconfigured(wrong.not_closed(self._name, self._open[-1].tag))

    def _no_tags(self, tree: Element) -> None:
        """A part that is not filled: nothing in it may look as if it were."""
        for one in tree.iter():
            for words in (one.text or "", one.tail or "", *one.attrib.values()):
                if any(opener in words for opener in _OPENERS):
                    raise Misconfigured(wrong.not_a_tag(self._name, words.strip()[:_SHOWN]))

    def _no_hidden_braces(self, tree: Element) -> None:
        for one in tree.iter():
            in_text = one.text or "" if one.tag != f"{_W}t" else ""
            loose = [words for words in (in_text, one.tail or "") if "{" in words or "}" in words]
            hidden = [words for words in one.attrib.values() if any(opener in words for opener in _OPENERS)]
            for words in (*loose, *hidden):
                raise Misconfigured(wrong.not_a_tag(self._name, words.strip()[:_SHOWN]))

    def _fields_of_word(self, paragraph: Element) -> None:
        code = "".join(one.text or "" for one in paragraph.iter(f"{_W}instrText"))
        simple = [one.get(f"{_W}instr", "") for one in paragraph.iter(f"{_W}fldSimple")]
        for found in (code, *simple):
            if found.strip() and not _PAGE_FIELD.fullmatch(found):
                raise Misconfigured(wrong.not_allowed_field(self._name, found.strip()[:_SHOWN]))

    def _paragraph(self, paragraph: Element, parents: dict[int, Element]) -> None:
        words = "".join(_own_text(paragraph))
        tags = _TAG.findall(words)
        rest = _TAG.sub("", words)
        if "{" in rest or "}" in rest:
            raise Misconfigured(wrong.not_a_tag(self._name, rest.strip()[:_SHOWN]))
        for tag in tags:
            if value := _VALUE.fullmatch(tag):
                self._value(value[1])
            elif block := _BLOCK.fullmatch(tag):
                self._block(tag, block, paragraph, parents)
            else:
                raise Misconfigured(wrong.not_a_tag(self._name, tag[:_SHOWN]))
        if any(one.unit == "" and one.place == id(paragraph) for one in self._open):
            raise Misconfigured(wrong.not_closed(self._name, self._open[-1].tag))

    def _value(self, path: str) -> None:
        if self._found(path).rows is not None:
            raise Misconfigured(wrong.is_rows(self._name, path))
        self._use(path)

    def _use(self, path: str) -> None:
        if "." not in path and not any(path in one.names for one in self._open):
            self.used.add(path)

    def _block(self, tag: str, block: re.Match[str], paragraph: Element, parents: dict[int, Element]) -> None:
        unit = block["unit"] or ""
        place = self._place(tag, unit, paragraph, parents)
        if each := block["each"]:
            rows = self._found(block["rows"]).rows
            if rows is None:
                raise Misconfigured(wrong.not_rows(self._name, block["rows"]))
            self._use(block["rows"])
            self._open.append(_Open(tag, "endfor", unit, place, {each: _Found(within=rows)}))
        elif test := block["test"]:
            self._found(test)
            self._open.append(_Open(tag, "endif", unit, place))
        else:
            self._other_end(tag, block["word"], unit, place)

    def _other_end(self, tag: str, word: str, unit: str, place: int) -> None:
        latest = self._open[-1] if self._open else None
        expected = "endif" if word == "else" else word
        if latest is None or (latest.ends_with, latest.unit, latest.place) != (expected, unit, place):
            raise Misconfigured(wrong.not_closed(self._name, tag))
        if word != "else":
            self._open.pop()

    def _place(self, tag: str, unit: str, paragraph: Element, parents: dict[int, Element]) -> int:
        """What must hold the other end, too; and nothing else may stand in what the tag takes away."""
        if not unit:
            return id(paragraph)
        whole = paragraph if unit == "p" else _above(paragraph, f"{_W}tr", parents)
        if whole is None or "".join(one.text or "" for one in whole.iter(f"{_W}t")).strip() != tag:
            raise Misconfigured(wrong.not_alone(self._name, tag))
        return id(parents[id(whole)])

    def _found(self, path: str) -> "_Found":
        """What a path leads to. Raises `Misconfigured` where there is nothing of that name."""
        first, *steps = path.split(".")
        scope = {name: _Found(rows=inner) for name, inner in self._known.items()}
        for one in self._open:
            scope |= one.names
        found = self._step(path, first, scope)
        for step in steps:
            found = self._step(path, step, {name: _Found(rows=rows) for name, rows in found.within.items()})
        if found.within:
            # A row as a whole is no words: one of its fields is meant.
            raise Misconfigured(
                wrong.unknown_field(self._name, path, [f"{path}.{name}" for name in found.within])
            )
        return found

    def _step(self, path: str, name: str, scope: Mapping[str, "_Found"]) -> "_Found":
        if name not in scope:
            raise Misconfigured(wrong.unknown_field(self._name, path, list(scope)))
        return scope[name]


def _own_text(paragraph: Element) -> Iterator[str]:
    """The text of a paragraph without that of paragraphs within it (text boxes)."""
    for child in paragraph:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag != f"{_W}p":
            yield from _own_text(child)


def _above(paragraph: Element, tag: str, parents: dict[int, Element]) -> Element | None:
    here: Element | None = paragraph
    while here is not None and here.tag != tag:
        here = parents.get(id(here))
    return here
