"""Markdown as DingTalk shows it: a subset, without tables, where one line break is none (`dingtalk.md` §7.3)."""

import json
import re

LONGEST_BYTES = 14_000
"""`msgParam` takes 15,000 bytes; the rest is for the title, the quoting and the field names."""

_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+\.)\s")
_TABLE_ROW = re.compile(r"\s*\|(.*)\|\s*")
_TABLE_RULE = re.compile(r"[\s|:\-]+")
_CUT = "…"


def shown_markdown(text: str) -> str:
    """The same text so that DingTalk shows the same lines: breaks doubled, table rows as plain lines, cut to fit."""
    lines = [
        line for raw in text.replace("\r\n", "\n").split("\n") if (line := _without_table(raw)) is not None
    ]
    shown: list[str] = []
    for line in lines:
        if shown:
            together = _LIST_ITEM.match(line) and _LIST_ITEM.match(shown[-1])
            shown.append("\n" if together else "\n\n")
        if line.strip():
            shown.append(line.rstrip())
        elif shown:
            shown.pop()
    return cut_to("".join(shown).rstrip("\n"), LONGEST_BYTES)


def cut_to(text: str, limit: int) -> str:
    """At most so many bytes of UTF-8 when quoted as JSON, ending in `…` and never inside a character."""
    kept, cut = text, ""
    while (over := _quoted_bytes(kept + cut) - limit) > 0:
        cut = _CUT
        kept = kept.encode()[: -max(over, 1)].decode(errors="ignore")
    return kept + cut


def with_mentions(text: str, staff_ids: tuple[str, ...]) -> str:
    """The text with `@id` for everybody mentioned: without it the mention does not show (§7.4)."""
    missing = [f"@{staff_id}" for staff_id in staff_ids if f"@{staff_id}" not in text]
    return f"{text}\n\n{' '.join(missing)}" if missing else text


def _quoted_bytes(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode())


def _without_table(line: str) -> str | None:
    row = _TABLE_ROW.fullmatch(line)
    if row is None:
        return line
    if _TABLE_RULE.fullmatch(line):
        return None
    return "  ".join(cell.strip() for cell in row.group(1).split("|"))
