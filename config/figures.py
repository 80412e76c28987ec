"""Reads the `figures:` of `policy.yaml`: which formula, which ranking, from how many tickets on, who sees it."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import TypeVar

from config.rulefile import Path, RuleReader
from config.texts import figures as told
from domain.figures.rules import FigureRules, ScoreGrades, ScoreWeights

_AT: Path = ("figures",)
T = TypeVar("T")


def read_figures(reader: RuleReader, found: object) -> FigureRules:
    """The section; what it leaves out keeps its default. Raises `Misconfigured`."""
    table = reader.table(_AT, found)
    reader.known(_AT, table, [field.name for field in fields(FigureRules)])
    usual = FigureRules()
    seen_by = table.get("ranking_seen_by")
    return FigureRules(
        satisfaction=_one_of(reader, table, "satisfaction", told.FORMULAE, usual.satisfaction),
        ranking=_one_of(reader, table, "ranking", told.STYLES, usual.ranking),
        smallest_sample=reader.number(
            (*_AT, "smallest_sample"), table.get("smallest_sample", usual.smallest_sample)
        ),
        weights=_parts(reader, table, "weights", usual.weights, told.EXPECTED_WEIGHTS),
        grades=_parts(reader, table, "grades", usual.grades, told.EXPECTED_GRADES),
        period=_one_of(reader, table, "period", told.CADENCES, usual.period),
        ranking_seen_by=usual.ranking_seen_by
        if seen_by is None
        else frozenset(reader.offices((*_AT, "ranking_seen_by"), seen_by)),
    )


def _one_of(
    reader: RuleReader, table: Mapping[str, object], key: str, words: tuple[Mapping[str, T], str], usual: T
) -> T:
    """`words`: what may be written, and the sentence that says so."""
    if key not in table:
        return usual
    written = str(table[key]).strip().replace("(", "（").replace(")", "）")
    if written not in words[0]:
        raise reader.wrong((*_AT, key), table[key], words[1])
    return words[0][written]


P = TypeVar("P", ScoreWeights, ScoreGrades)


def _parts(reader: RuleReader, table: Mapping[str, object], key: str, usual: P, expected: str) -> P:
    """A few whole numbers by name, which have to fit each other."""
    if key not in table:
        return usual
    path = (*_AT, key)
    written = reader.table(path, table[key])
    values = {**asdict(usual), **written}
    reader.known(path, written, list(asdict(usual)))
    whole = all(isinstance(one, int) and not isinstance(one, bool) for one in values.values())
    try:
        if whole:
            return type(usual)(**values)
    except ValueError:
        pass
    shown = "、".join(f"{name} {one}" for name, one in values.items())
    raise reader.wrong(path, shown, expected)
