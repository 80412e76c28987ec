"""Reading JSON that keeps no promises: every function gives the asked-for type or says there is none.

DingTalk sends the same field as text here and as a number there, as an object or as the JSON text of one
(`dingtalk.md` §4.2, §12), so nothing below trusts a type. What is returned can be stored anywhere: lone surrogates
and NULs, which databases refuse, are replaced here once.
"""

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime

Json = Mapping[str, object]

NOTHING: Json = {}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LATEST_MS = 32_503_680_000_000
"""The year 3000: a later instant is not a time."""


def clean(text: str) -> str:
    """The same words without what no database takes."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def text_at(body: Json, *names: str) -> str:
    """The first of these fields that holds text or a number, as text; else nothing."""
    for name in names:
        found = scalar_text(body.get(name))
        if found:
            return found
    return ""


def scalar_text(value: object) -> str:
    """Text, number or truth value as text; anything else is nothing."""
    match value:
        case str():
            return clean(value)
        case bool():
            return "true" if value else "false"
        case int() if value.bit_length() <= 64:  # noqa: PLR2004 - longer is no id and slow to write out
            return str(value)
        case float() if math.isfinite(value):
            return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
        case _:
            return ""


def object_of(value: object) -> Json:
    """An object, or the object a JSON text holds, or an empty one."""
    if isinstance(value, str):
        value = json_of(value)
    return value if isinstance(value, Mapping) else NOTHING


def list_of(value: object) -> list[object]:
    """A list, or the list a JSON text holds, or a lone object as a list of one, or nothing."""
    if isinstance(value, str):
        value = json_of(value)
    if isinstance(value, Mapping):
        return [value]
    return value if isinstance(value, list) else []


def json_of(text: str | bytes) -> object:
    """What a JSON text holds; `None` when it is not one."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def whole_number(value: object) -> int | None:
    """A whole number, also written as text or as `3.0`; never a truth value."""
    match value:
        case bool():
            return None
        case int():
            return value if value.bit_length() < 64 else None  # noqa: PLR2004 - what a database column holds
        case float() if value.is_integer() and abs(value) < 2**53:
            return int(value)
        case str() if re.fullmatch(r"[+-]?[0-9]{1,18}", value.strip()):
            return int(value)
        case _:
            return None


def truth_of(value: object) -> bool:
    """A truth value, also as the word `true`."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def instant_of(value: object) -> datetime | None:
    """Milliseconds since 1970, as number or text, as an aware UTC instant."""
    millis = whole_number(value)
    if millis is None or not 0 < millis < _LATEST_MS:
        return None
    return datetime.fromtimestamp(millis / 1000, tz=UTC)
