"""The proof of the table of limits agrees with the table itself: with `Policy.limit_for`, asked for every matter."""

from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ids import UnitId
from domain.limit_rules import Neighbours, Shadowed, World, gaps, never_first, overlaps, uncovered
from domain.policy import LimitRow, Policy
from domain.ticket import Limit
from domain.vocabulary import LimitKind, Nature, Urgency

CODES = ("01", "0101", "02")
DAY = date(2026, 1, 1)
DAYS = [DAY + timedelta(days=n) for n in range(-1, 6)]


def row(name: int, **conditions: object) -> LimitRow:
    return LimitRow(Limit(LimitKind.WORKING_DAYS, name, str(name)), **conditions)  # type: ignore[arg-type]


dates = st.integers(0, 4).map(lambda n: DAY + timedelta(days=n))
tables = st.lists(
    st.builds(
        LimitRow,
        limit=st.just(Limit(LimitKind.WORKING_DAYS, 1, "")),
        nature=st.sampled_from([None, Nature.HELP, Nature.REPORT]),
        category=st.sampled_from(["", "0", "01", "0101", "02", "03"]),
        urgency=st.sampled_from([None, Urgency.URGENT]),
        unit=st.sampled_from([None, UnitId("a")]),
        statutory=st.booleans(),
        since=dates | st.just(date.min),
        until=dates | st.just(date.max),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_a_rule_is_called_unreachable_exactly_where_it_counts_for_nothing(rows: list[LimitRow]) -> None:
    named = [LimitRow(**{**_as_dict(one), "limit": row(n).limit}) for n, one in enumerate(rows)]
    policy = Policy(limits=tuple(named))
    counted: set[str] = set()
    matters = product((None, *Nature), ("", *CODES, "03"), Urgency, (UnitId("a"), UnitId("b")), DAYS)
    left_out = False
    for nature, code, urgency, unit, day in matters:
        if code == "03" and not any(one.category == "03" for one in named):
            continue
        source = policy.limit_for(nature, code, urgency, unit, day).source
        if code in ("", *CODES):
            counted.add(source)
            left_out = left_out or not source.isdecimal()

    world = World.of(named, CODES)

    assert {one.place for one in never_first(world)} == {
        n for n in range(len(named)) if str(n) not in counted
    }
    assert (uncovered(world) is not None) == left_out


def _as_dict(one: LimitRow) -> dict[str, object]:
    return {name: getattr(one, name) for name in LimitRow.__slots__}


def test_what_comes_first_is_named() -> None:
    rows = (
        row(1, nature=Nature.HELP, until=date(2026, 6, 30)),
        row(2, nature=Nature.COMPLAINT),
        row(3, nature=Nature.HELP, since=date(2026, 7, 1)),
        row(4, nature=Nature.HELP, category="01"),
        row(5),
    )

    assert never_first(World.of(rows, CODES)) == (Shadowed(3, (0, 2)),)


def test_a_legal_limit_shadows_what_stands_above_it() -> None:
    rows = (row(1, category="01"), row(2, category="01", statutory=True), row(3))

    assert never_first(World.of(rows, CODES)) == (Shadowed(0, (1,)),)


def test_a_temporary_rule_above_the_standing_one_is_no_overlap() -> None:
    summer = row(1, since=date(2026, 6, 1), until=date(2026, 8, 31))

    assert list(overlaps((summer, row(2)))) == []
    assert never_first(World.of((summer, row(2)), CODES)) == ()


def test_periods_that_cross_and_periods_that_leave_days_out() -> None:
    rows = (
        row(1, until=date(2026, 6, 30)),
        row(2, since=date(2026, 6, 1), until=date(2026, 12, 31)),
        row(3, since=date(2027, 2, 1)),
        row(4, nature=Nature.HELP),
    )

    assert list(overlaps(rows)) == [Neighbours(0, 1, date(2026, 6, 1), date(2026, 6, 30))]
    assert list(gaps(rows)) == [Neighbours(1, 2, date(2027, 1, 1), date(2027, 1, 31))]
    left = uncovered(World.of(rows, CODES))
    assert left is not None
    assert (date.fromordinal(left.first), Nature.HELP in left.natures) == (date(2027, 1, 1), False)


def test_a_thousand_rules_are_proven() -> None:
    rows = tuple(row(n, unit=UnitId(f"u{n % 60}"), category=f"{n % 16:02d}") for n in range(1000))

    found = never_first(World.of(rows, [f"{n:02d}" for n in range(16)]))

    assert [one.place for one in found] == list(range(240, 1000))
