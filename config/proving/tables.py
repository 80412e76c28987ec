"""Proves what `policy.yaml` says by itself: the table of limits, the grades, the clocks that warn of each other."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from config.checks import Finding, Severity
from config.policy import Rules
from config.texts import labels
from config.texts import proofs as told
from domain.limit_rules import Box, World, gaps, never_first, overlaps, uncovered
from domain.policy import LimitRow
from domain.ticket import Limit
from domain.vocabulary import Grade, LimitKind, Nature, Urgency

_MINUTES_OF = {
    LimitKind.WORKING_DAYS: 24 * 60 * 7 // 5,
    LimitKind.CALENDAR_DAYS: 24 * 60,
    LimitKind.OFFICE_HOURS: 3,
    LimitKind.WALL_CLOCK: 1,
}
"""Roughly, for telling which of two limits is longer: a working day is 7/5 of a day, an office minute three minutes."""


def contradictions(rules: Rules) -> Iterator[Finding]:
    """What cannot be meant, whoever works here: a rule that ends before it begins, or whose limit never counts."""
    yield from (Finding(Severity.ERROR, sentence) for sentence in _backwards(rules))
    rows = rules.policy.limits
    for one in never_first(_world(rules)):
        if one.by and any(rows[by].limit != rows[one.place].limit for by in one.by):
            by = tuple(_line(rules, place) for place in one.by)
            sentence = told.shadowed(
                rules.file.name, _line(rules, one.place), _key(one.place), by, same=False
            )
            yield Finding(Severity.ERROR, sentence)


def limits(rules: Rules, today: date) -> Iterator[Finding]:
    """What may be meant, but should be looked at."""
    file, rows, world = rules.file.name, rules.policy.limits, _world(rules)
    for one in never_first(world):
        row, at = rows[one.place], (file, _line(rules, one.place), _key(one.place))
        if one.by and all(rows[by].limit == row.limit for by in one.by):
            by = tuple(_line(rules, place) for place in one.by)
            yield Finding(Severity.WARNING, told.shadowed(*at, by, same=True))
        elif not one.by and row.since <= row.until:
            yield Finding(Severity.ERROR, told.no_such_class(*at, row.category))
    for place, row in enumerate(rows):
        if row.since <= row.until < today:
            sentence = told.expired(file, _line(rules, place), _key(place), row.until)
            yield Finding(Severity.WARNING, sentence)
    for worded, found in ((told.overlap, overlaps(rows)), (told.gap, gaps(rows))):
        for pair in found:
            if pair.until >= today:
                line, other = _line(rules, pair.second), _line(rules, pair.first)
                days = told.span(pair.since, pair.until)
                yield Finding(Severity.WARNING, worded(file, line, _key(pair.second), other, days))
    if left := uncovered(_from(world, today)):
        sentence = told.uncovered(file, rules.file.line_of("limits"), _matters(left, today))
        yield Finding(Severity.WARNING, sentence)


def grades(rules: Rules) -> Iterator[Finding]:
    """Supervision grades are complete and grow."""
    file, line = rules.file.name, rules.file.line_of("supervision")
    written = rules.file.data.get("supervision")
    if isinstance(written, dict):
        names = {str(name) for name in written}
        missing = tuple(
            labels.grade(grade)
            for grade in rules.policy.supervision
            if not names & {labels.grade(grade), grade.name.lower()}
        )
        if missing:
            yield Finding(Severity.WARNING, told.grades_left_out(file, line, missing))
    ordered = sorted(rules.policy.supervision.items())
    for (lower, first), (higher, second) in pairwise(ordered):
        if _length(second) < _length(first):
            sentence = told.grade_order(
                file, _grade_line(rules, higher), labels.grade(lower), labels.grade(higher)
            )
            yield Finding(Severity.ERROR, sentence)


def clocks(rules: Rules) -> Iterator[Finding]:
    """What warns comes before what it warns of."""
    policy = rules.policy
    pairs = (
        ("arrival_village_warn", policy.arrival_village_warn, "arrival_village", policy.arrival_village),
        ("acknowledge_urgent", policy.acknowledge_urgent, "arrival_town", policy.arrival_town),
        ("join_within", policy.join_within, "same_words_within", policy.same_words_within),
    )
    for sooner, one, later, other in pairs:
        if one >= other:
            line = rules.file.line_of(sooner)
            yield Finding(Severity.ERROR, told.clocks_crossed(rules.file.name, line, sooner, later))


def _backwards(rules: Rules) -> Iterator[str]:
    for place, row in enumerate(rules.policy.limits):
        if row.since > row.until:
            yield told.backwards(rules.file.name, _line(rules, place), _key(place), row.since, row.until)


def _world(rules: Rules) -> World:
    return World.of(rules.policy.limits, rules.policy.categories)


def _from(world: World, today: date) -> World:
    """The same from today on: what was not covered in the past no longer matters."""
    past = LimitRow(Limit(LimitKind.WORKING_DAYS, 1, ""), until=date.fromordinal(today.toordinal() - 1))
    return World((past, *world.rows), world.classes)


def _matters(left: Box, today: date) -> str:
    natures = tuple(one for one in (*Nature, None) if one in left.natures)
    urgencies = (
        () if len(left.urgencies) == len(Urgency) else tuple(one for one in Urgency if one in left.urgencies)
    )
    days = told.span(max(today, date.fromordinal(left.first)), date.fromordinal(left.last))
    return told.matters(natures, urgencies, days)


def _grade_line(rules: Rules, grade: Grade) -> int | None:
    return rules.file.line_of("supervision", labels.grade(grade))


def _length(limit: Limit) -> int:
    return limit.amount * _MINUTES_OF.get(limit.kind, 1)


def _line(rules: Rules, place: int) -> int | None:
    return rules.file.line_of("limits", str(place))


def _key(place: int) -> str:
    return f"limits.{place}"
