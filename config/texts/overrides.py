"""The centre's own wording: `texts.toml`, laid over the defaults and checked before anything starts.

[notices.overdue]             any kind of notice to officials
short = "已超期"                at most six characters, seen on locked screens
text = "工单 {number} …"

[sms.receipt]                 any kind of text message
text = "您的诉求…{number}…"     for gateways that take free text
template = "…"                as registered with the others
"""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from config.texts import citizens, group, notices
from config.texts import misconfigured as wrong
from config.texts.wording import SmsWording, Wording, gaps
from config.tomlfile import TomlFile, read_toml
from domain.faces import SmsKind
from domain.failures import Misconfigured
from domain.notices import NoticeKind

LONGEST_SHORT = 6


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the centre words in its own way; empty: nothing."""

    notices: Mapping[NoticeKind, Wording] = field(default_factory=lambda: MappingProxyType({}))
    sms: Mapping[SmsKind, SmsWording] = field(default_factory=lambda: MappingProxyType({}))


def read_overrides(path: Path) -> Overrides:
    """The overrides of a file; none where there is no file. Misconfigured names file, line, value and what was expected."""
    if not path.exists():
        return Overrides()
    file = read_toml(path)
    _known(file, (), file.data, ["notices", "sms"])
    return Overrides(notices=MappingProxyType(dict(_notices(file))), sms=MappingProxyType(dict(_sms(file))))


def _notices(file: TomlFile) -> list[tuple[NoticeKind, Wording]]:
    found = []
    tables = _table(file, ("notices",), wrong.TEXT_SECTIONS)
    _known(file, ("notices",), tables, [kind.value for kind in NoticeKind])
    for name in tables:
        kind, path = NoticeKind(name), ("notices", name)
        if citizens.kind_of(kind) is not None:
            raise Misconfigured(wrong.goes_by_sms(file.name, file.line_of(*path), name))
        table = _table(file, path, wrong.NOTICE_FIELDS)
        _known(file, path, table, ["short", "text"])
        known = group.GAPS if kind in group.OWN_WORDS else notices.GAPS
        worded = notices.wording(kind)
        if "short" in table:
            worded = replace(worded, short=_short(file, (*path, "short"), table["short"]))
        if "text" in table:
            worded = replace(worded, text=_pattern(file, (*path, "text"), table["text"], known))
        found.append((kind, worded))
    return found


def _sms(file: TomlFile) -> list[tuple[SmsKind, SmsWording]]:
    found = []
    tables = _table(file, ("sms",), wrong.TEXT_SECTIONS)
    _known(file, ("sms",), tables, [kind.value for kind in SmsKind])
    for name in tables:
        kind, path = SmsKind(name), ("sms", name)
        table = _table(file, path, wrong.SMS_FIELDS)
        _known(file, path, table, ["text", "template"])
        worded = citizens.wording(kind)
        for key, known in (("text", citizens.SMS_GAPS), ("template", citizens.SMS_GAPS - citizens.FREE_GAPS)):
            if key in table:
                pattern = _pattern(file, (*path, key), table[key], known)
                if "【" in pattern or "】" in pattern:
                    line = file.line_of(*path, key)
                    raise Misconfigured(wrong.value(file.name, line, key, pattern, wrong.NO_SIGN))
                worded = replace(worded, **{key: pattern})
        found.append((kind, worded))
    return found


def _table(file: TomlFile, path: tuple[str, ...], expected: str) -> Mapping[str, object]:
    found: object = file.data
    for name in path:
        found = found.get(name, {}) if isinstance(found, Mapping) else {}
    if not isinstance(found, Mapping):
        raise Misconfigured(wrong.value(file.name, file.line_of(*path), ".".join(path), found, expected))
    return found


def _known(file: TomlFile, path: tuple[str, ...], table: Mapping[str, object], known: list[str]) -> None:
    for key in table:
        if key not in known:
            nearest = next(iter(difflib.get_close_matches(key, known, n=1)), None)
            line = file.line_of(*path, key)
            raise Misconfigured(wrong.unknown_key(file.name, line, key, known, nearest))


def _short(file: TomlFile, path: tuple[str, ...], written: object) -> str:
    if isinstance(written, str) and 1 <= len(written) <= LONGEST_SHORT and not {"{", "}"} & set(written):
        return written
    raise Misconfigured(wrong.value(file.name, file.line_of(*path), ".".join(path), written, wrong.SHORT))


def _pattern(file: TomlFile, path: tuple[str, ...], written: object, known: Collection[str]) -> str:
    line = file.line_of(*path)
    if not isinstance(written, str) or not written.strip():
        raise Misconfigured(wrong.value(file.name, line, ".".join(path), written, wrong.TEXT))
    try:
        # Gaps are filled line by line, so they must also be whole line by line.
        named = [name for part in written.split("\n") for name in gaps(part)]
    except ValueError:
        raise Misconfigured(wrong.value(file.name, line, ".".join(path), written, wrong.BRACES)) from None
    for name in named:
        if name not in known:
            raise Misconfigured(wrong.unknown_gap(file.name, line, name, sorted(known)))
    return written.strip("\n")
