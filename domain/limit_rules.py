"""Proves the table of limits: which rule can never be the first to fit, where a rule's periods overlap or leave a gap.

A rule is a box over nature, class, urgency, unit and day of receipt; what earlier boxes leave of it is worked out exactly.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.policy import LimitRow
from domain.vocabulary import Nature, Urgency

OTHER_UNIT = ""
"""Stands for every unit that no rule names."""


@dataclass(frozen=True, slots=True)
class Box:
    """Every matter with one of these natures, classes, urgencies and units, received from day to day (ordinals)."""

    natures: frozenset[Nature | None]
    classes: frozenset[str]
    urgencies: frozenset[Urgency]
    units: frozenset[str]
    first: int
    last: int

    @property
    def empty(self) -> bool:
        """Whether no matter is in it."""
        return not (
            self.natures and self.classes and self.urgencies and self.units and self.first <= self.last
        )


@dataclass(frozen=True, slots=True)
class Shadowed:
    """The rule at `place` never counts: those at `by` always come first. No `by`: its days or its class do not exist."""

    place: int
    by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two rules of the same conditions whose periods overlap, or leave these days without either."""

    first: int
    second: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class World:
    """Everything a matter may be, as far as the rules tell it apart."""

    rows: tuple[LimitRow, ...]
    classes: frozenset[str]

    @classmethod
    def of(cls, rows: Sequence[LimitRow], catalogue: Iterable[str]) -> "World":
        """`catalogue`: codes of the classes; a matter may be unclassified, or of a class below one of them."""
        codes = {"", *catalogue}
        below = {row.category for row in rows if row.category.startswith(tuple(codes - {""}))}
        return cls(tuple(rows), frozenset(codes | below))

    def whole(self) -> Box:
        """Every matter there can be."""
        units = {OTHER_UNIT, *(row.unit for row in self.rows if row.unit is not None)}
        return Box(
            frozenset({None, *Nature}),
            self.classes,
            frozenset(Urgency),
            frozenset(units),
            date.min.toordinal(),
            date.max.toordinal(),
        )

    def boxes(self) -> list[Box]:
        """The matters each rule fits."""
        whole = self.whole()
        return [self._box(row, whole) for row in self.rows]

    def _box(self, row: LimitRow, whole: Box) -> Box:
        return Box(
            whole.natures if row.nature is None else frozenset({row.nature}),
            frozenset(code for code in self.classes if code.startswith(row.category)),
            whole.urgencies if row.urgency is None else frozenset({row.urgency}),
            whole.units if row.unit is None else frozenset({row.unit}),
            row.since.toordinal(),
            row.until.toordinal(),
        )

    def order(self) -> tuple[int, ...]:
        """The places of the rules in the order they are asked: legal limits first."""
        return tuple(sorted(range(len(self.rows)), key=lambda place: not self.rows[place].statutory))


def never_first(world: World) -> tuple[Shadowed, ...]:
    """Every rule that counts for no matter at all, in the order of the table."""
    found: list[Shadowed] = []
    asked = world.order()
    boxes = world.boxes()
    for rank, place in enumerate(asked):
        left = [] if boxes[place].empty else [boxes[place]]
        by: list[int] = []
        for earlier in asked[:rank]:
            if not left:
                break
            rest = _without(left, boxes[earlier])
            if rest != left:
                by.append(earlier)
            left = rest
        if not left:
            found.append(Shadowed(place, tuple(sorted(by))))
    return tuple(sorted(found, key=lambda one: one.place))


def uncovered(world: World) -> Box | None:
    """Matters that no rule fits, the earliest first; None where the table leaves nothing out."""
    left = [world.whole()]
    for box in world.boxes():
        left = _without(left, box)
    return min(left, key=lambda box: box.first, default=None)


def overlaps(rows: Sequence[LimitRow]) -> Iterator[Neighbours]:
    """Rules of the same conditions and different limits that share days, where neither lies within the other."""
    for one, other in _alike(rows):
        first, second = rows[one], rows[other]
        since, until = max(first.since, second.since), min(first.until, second.until)
        within = (since, until) in {(first.since, first.until), (second.since, second.until)}
        if since <= until and not within and first.limit != second.limit:
            yield Neighbours(one, other, since, until)


def gaps(rows: Sequence[LimitRow]) -> Iterator[Neighbours]:
    """Days between two rules of the same conditions, which follow each other, that belong to neither nor to a third."""
    for group in _groups(rows):
        ordered = sorted(group, key=lambda place: (rows[place].since, rows[place].until))
        reached = ordered[0]
        for place in ordered[1:]:
            end = rows[reached].until
            if end < date.max and end + timedelta(days=1) < rows[place].since:
                since, until = end + timedelta(days=1), rows[place].since - timedelta(days=1)
                yield Neighbours(reached, place, since, until)
            if rows[place].until > end:
                reached = place


def _conditions(row: LimitRow) -> tuple[object, ...]:
    return (row.nature, row.category, row.urgency, row.unit, row.statutory)


def _groups(rows: Sequence[LimitRow]) -> Iterator[list[int]]:
    groups: dict[tuple[object, ...], list[int]] = {}
    for place, row in enumerate(rows):
        if row.since <= row.until:
            groups.setdefault(_conditions(row), []).append(place)
    yield from groups.values()


def _alike(rows: Sequence[LimitRow]) -> Iterator[tuple[int, int]]:
    for group in _groups(rows):
        for rank, one in enumerate(group):
            yield from ((one, other) for other in group[rank + 1 :])


def _without(boxes: list[Box], taken: Box) -> list[Box]:
    return [rest for box in boxes for rest in _minus(box, taken)]


def _minus(box: Box, taken: Box) -> tuple[Box, ...]:
    """What is left of a box, as boxes that do not touch each other."""
    common = Box(
        box.natures & taken.natures,
        box.classes & taken.classes,
        box.urgencies & taken.urgencies,
        box.units & taken.units,
        max(box.first, taken.first),
        min(box.last, taken.last),
    )
    if common.empty:
        return (box,)
    # One side after the other is cut off; what remains in the end is the common part, and is dropped.
    outside = replace(box, natures=box.natures - common.natures)
    rest = replace(box, natures=common.natures)
    pieces = [outside, replace(rest, classes=rest.classes - common.classes)]
    rest = replace(rest, classes=common.classes)
    pieces.append(replace(rest, urgencies=rest.urgencies - common.urgencies))
    rest = replace(rest, urgencies=common.urgencies)
    pieces.append(replace(rest, units=rest.units - common.units))
    rest = replace(rest, units=common.units)
    pieces += [replace(rest, last=common.first - 1), replace(rest, first=common.last + 1)]
    return tuple(piece for piece in pieces if not piece.empty)
