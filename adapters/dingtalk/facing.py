"""A card's face as DingTalk takes it: strings only, each at most 1 KB, the whole at most 100 KB (`dingtalk.md` §5.3)."""

import json
from dataclasses import dataclass

from adapters.dingtalk.loose import clean
from domain.faces import CardFace
from domain.failures import Permanent

VALUE_BYTES = 1000
"""The documentation says 1 KB without saying whether 1,000 or 1,024; the smaller is safe."""
WHOLE_BYTES = 100_000
NAME_BYTES = 100
_CUT = "…"


@dataclass(frozen=True, slots=True)
class CardParams:
    """The `cardParamMap`, and which values had to be cut."""

    values: dict[str, str]
    cut: tuple[str, ...]


def card_params(face: CardFace) -> CardParams:
    """The face's variables with its revision, cut to what the platform takes.

    A value that is JSON (the loops' lists) cannot be cut inside: it loses its last entries instead. Raises
    `Permanent` when a name or the whole is too long, which is a fault in the template's wording, not in the data.
    """
    whole = {**dict(face.values), "revision": str(face.revision)}
    values = {name: fitted(clean(value)) for name, value in whole.items()}
    size = sum(len(name.encode()) + len(value.encode()) for name, value in values.items())
    if size > WHOLE_BYTES or any(len(name.encode()) > NAME_BYTES for name in values):
        raise Permanent("card_too_big", "the card's variables are larger than DingTalk takes")
    return CardParams(values, tuple(name for name in values if values[name] != clean(whole[name])))


def fitted(value: str, limit: int = VALUE_BYTES) -> str:
    """The value itself, or as much of it as fits, ending in `…` and never inside a character."""
    if len(value.encode()) <= limit:
        return value
    entries = _entries(value)
    if entries is not None:
        return _fitted_list(entries, limit)
    room = limit - len(_CUT.encode())
    return value.encode()[:room].decode(errors="ignore") + _CUT


def _entries(value: str) -> list[object] | None:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _fitted_list(entries: list[object], limit: int) -> str:
    kept = list(entries)
    while kept and len(_json(kept).encode()) > limit:
        kept.pop()
    return _json(kept)


def _json(entries: list[object]) -> str:
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
