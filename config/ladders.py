"""Reads the `ladders:` of `policy.yaml`: rows in the order of climbing; rows that name an urgency are its own ladder."""

from collections.abc import Mapping

from config.rulefile import Path, RuleReader
from config.texts import ladders as told
from config.texts import policy as words
from domain.ladders import (
    DEFAULT_LADDERS,
    LADDER_CLOCK,
    LADDER_MEANS,
    Ladder,
    LadderKind,
    Ladders,
    Means,
    Rung,
    late_ladder,
)
from domain.vocabulary import Urgency

OLD_LATE_LADDER = "late_ladder_working_days"
"""What the late ladder was called while it could say nothing but days; still read."""

_KEYS = ["after", "to", "by", "urgency"]

Own = dict[Urgency | None, list[Rung]]


def read_ladders(reader: RuleReader, found: object) -> Ladders:
    """Both ladders; one that is not written keeps its default. Raises `Misconfigured`."""
    path: Path = ("ladders",)
    if OLD_LATE_LADDER in reader.file.data:
        raise reader.wrong((OLD_LATE_LADDER,), reader.file.data[OLD_LATE_LADDER], told.EITHER)
    table = reader.table(path, found)
    reader.known(path, table, [one.value for one in LadderKind])
    general: dict[LadderKind, Ladder] = {}
    by_urgency: dict[tuple[LadderKind, Urgency], Ladder] = {}
    for kind in LadderKind:
        if kind.value not in table:
            continue
        for urgency, rungs in _read(reader, kind, table[kind.value]).items():
            if urgency is None:
                general[kind] = Ladder(tuple(rungs))
            else:
                by_urgency[kind, urgency] = Ladder(tuple(rungs))
    return Ladders(
        general.get(LadderKind.LATE, DEFAULT_LADDERS.late),
        general.get(LadderKind.URGENT, DEFAULT_LADDERS.urgent),
        by_urgency,
    )


def read_old_late_ladder(reader: RuleReader, found: object) -> Ladders:
    """[1, 3, 5] as it was written before: the offices are those of §7.4."""
    days = reader.numbers((OLD_LATE_LADDER,), found)
    return Ladders(late_ladder(days), DEFAULT_LADDERS.urgent)


def _read(reader: RuleReader, kind: LadderKind, found: object) -> Own:
    ladders: Own = {}
    for path, row in reader.rows(("ladders", kind.value), found, _KEYS):
        urgency = _urgency(reader, path, row)
        rung = _rung(reader, kind, path, row)
        climbed = ladders.setdefault(urgency, [])
        if climbed and rung.after < climbed[-1].after:
            raise reader.wrong((*path, "after"), row.get("after"), told.LATER)
        climbed.append(rung)
    return ladders


def _rung(reader: RuleReader, kind: LadderKind, path: Path, row: Mapping[str, object]) -> Rung:
    means = told.MEANS_BY_NAME.get(str(row.get("by", Means.MESSAGE.value)))
    if means not in LADDER_MEANS[kind]:
        raise reader.wrong((*path, "by"), row.get("by"), told.expected_means(kind))
    if "to" not in row:
        raise reader.missing((*path, "to"), told.OFFICES)
    return Rung(_after(reader, kind, path, row), reader.offices((*path, "to"), row["to"]), means)


def _after(reader: RuleReader, kind: LadderKind, path: Path, row: Mapping[str, object]) -> int:
    if "after" not in row:
        raise reader.missing((*path, "after"), told.expected_after(kind))
    written = row["after"]
    if kind is LadderKind.URGENT and written == told.AT_ONCE:
        return 0
    limit = words.limit(written, "")
    if limit is None or limit.kind is not LADDER_CLOCK[kind]:
        raise reader.wrong((*path, "after"), written, told.expected_after(kind))
    return limit.amount


def _urgency(reader: RuleReader, path: Path, row: Mapping[str, object]) -> Urgency | None:
    written = row.get("urgency")
    if written is None:
        return None
    if str(written) not in words.URGENCIES:
        raise reader.wrong((*path, "urgency"), written, words.URGENCY)
    return words.URGENCIES[str(written)]
