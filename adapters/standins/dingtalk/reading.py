"""Reading JSON that others wrote: every look says what it expects, and nothing is believed."""

import json
from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = dict[str, object]


def text(source: Mapping[str, object], key: str, default: str = "") -> str:
    """The text under `key`, or `default` when it is missing or something else."""
    value = source.get(key)
    return value if isinstance(value, str) else default


def flag(source: Mapping[str, object], key: str, default: bool = False) -> bool:
    """The truth value under `key`, or `default`."""
    value = source.get(key)
    return value if isinstance(value, bool) else default


def number(source: Mapping[str, object], key: str, default: int = 0) -> int:
    """The whole number under `key` (digits as text count too), or `default`."""
    value = source.get(key)
    if isinstance(value, bool):
        return default
    if isinstance(value, int | float):
        return int(value)
    if isinstance(value, str) and value.strip().lstrip("-").isdigit():
        return int(value)
    return default


def seconds(source: Mapping[str, object], key: str, default: float) -> float:
    """The number of seconds under `key`, or `default`."""
    value = source.get(key)
    return default if isinstance(value, bool) or not isinstance(value, int | float) else float(value)


def mapping(source: Mapping[str, object], key: str) -> Json:
    """The object under `key`, or an empty one."""
    return as_mapping(source.get(key))


def as_mapping(value: object) -> Json:
    """`value` if it is an object with text keys, else an empty one."""
    return {str(name): item for name, item in value.items()} if isinstance(value, dict) else {}


def items(source: Mapping[str, object], key: str) -> list[object]:
    """The list under `key`, or an empty one."""
    value = source.get(key)
    return list(value) if isinstance(value, list) else []


def texts(source: Mapping[str, object], key: str) -> list[str]:
    """The texts in the list under `key`; whatever else is in it is left out."""
    return [item for item in items(source, key) if isinstance(item, str)]


def objects(source: Mapping[str, object], key: str) -> list[Json]:
    """The objects in the list under `key`; whatever else is in it is left out."""
    return [as_mapping(item) for item in items(source, key) if isinstance(item, dict)]


def object_text(raw: object) -> Json | None:
    """The object a JSON text holds, or None when it is no text, no JSON, or no object."""
    if not isinstance(raw, str):
        return None
    try:
        value = json.loads(raw)
    except ValueError:
        return None
    return as_mapping(value) if isinstance(value, dict) else None


def list_text(raw: str) -> list[object]:
    """The list a JSON text holds; empty when it holds none."""
    try:
        value = json.loads(raw)
    except ValueError:
        return []
    return list(value) if isinstance(value, list) else []


def compact(value: object) -> str:
    """`value` as JSON text, the way the platform writes it: no blanks, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
