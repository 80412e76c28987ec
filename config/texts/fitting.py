"""Makes texts fit where bytes are counted: a card variable holds 1,000 bytes of UTF-8 and no more (`dingtalk.md` §5.3)."""

import json
from collections.abc import Mapping, Sequence

LONGEST_VALUE = 1_000
_ELLIPSIS = "…"


def clipped(text: str, limit: int = LONGEST_VALUE) -> str:
    """The text, cut with … where it is longer than so many bytes; never in the middle of a letter."""
    octets = text.encode("utf-8", "replace")
    if len(octets) <= limit:
        return octets.decode()
    return octets[: limit - len(_ELLIPSIS.encode())].decode(errors="ignore") + _ELLIPSIS


def shortened(text: str, letters: int) -> str:
    """The text in at most so many letters."""
    return text if len(text) <= letters else text[: letters - 1] + _ELLIPSIS


def json_list(entries: Sequence[Mapping[str, str]]) -> str:
    """JSON text of a list of objects, as card variables want it."""
    compact = json.dumps([dict(entry) for entry in entries], ensure_ascii=False, separators=(",", ":"))
    return compact.encode("utf-8", "replace").decode()


def fits(text: str) -> bool:
    """Whether the text may be the value of a card variable."""
    return len(text.encode("utf-8", "replace")) <= LONGEST_VALUE
