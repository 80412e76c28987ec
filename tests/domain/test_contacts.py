"""The address book against the roll, as pure rules."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.actor import SYSTEM
from domain.contacts import (
    CONTACTS,
    AddressBook,
    ContactsSeen,
    Moved,
    Placed,
    compare,
    too_many,
)
from domain.docket import Entry, folded
from domain.ids import DocketId, PersonId
from tests.world import WORLD

NAMES = {1: "", 2: "交通局", 3: "交警大队"}
OURS = {one.staff_id: (1,) for one in WORLD.directory.people.values() if one.staff_id}
LEADER, STAFF = PersonId("transport-leader"), "staff-transport-leader"


def test_who_is_new_who_moved_and_who_is_missing() -> None:
    people = {**OURS, STAFF: (3, 2), "stranger": (2,)}
    del people["staff-police-leader"]

    found = compare(
        WORLD.directory, AddressBook(NAMES, people), (Placed(LEADER, (2,)), Placed(PersonId("head"), (1,)))
    )

    assert found.joined == ("stranger",)
    assert found.moved == (Moved(LEADER, (2,), (2, 3)),)
    assert found.absent == (PersonId("police-leader"),)
    assert found.known == len(OURS)


def test_somebody_suspended_is_neither_missed_nor_a_stranger() -> None:
    person = WORLD.directory.people[LEADER]
    directory = WORLD.with_people(replace(person, suspended=True)).directory

    for people in (OURS, {staff_id: of for staff_id, of in OURS.items() if staff_id != STAFF}):
        found = compare(directory, AddressBook(NAMES, people), ())
        assert (found.absent, found.joined) == ((), ())


def test_more_gone_than_a_fifth_is_not_believed() -> None:
    assert not too_many(5, 6)
    assert too_many(6, 20)
    assert not too_many(20, 100)
    assert too_many(21, 100)


places = st.dictionaries(st.sampled_from(sorted(OURS)), st.lists(st.integers(1, 4), max_size=3).map(tuple))


@given(places, places)
def test_what_was_kept_tells_every_move_once(
    first: dict[str, tuple[int, ...]], then: dict[str, tuple[int, ...]]
) -> None:
    one = compare(WORLD.directory, AddressBook(NAMES, first), ())
    event = ContactsSeen(DocketId(1), date(2026, 7, 6), one.placed, one.absent)
    kept = folded(CONTACTS, None, [Entry(1, datetime(2026, 7, 6, tzinfo=UTC), SYSTEM, event)])

    other = compare(WORLD.directory, AddressBook(NAMES, then), kept.placed)

    assert compare(WORLD.directory, AddressBook(NAMES, first), kept.placed).moved == ()
    changed = {
        staff_id
        for staff_id in first.keys() & then.keys()
        if sorted(first[staff_id]) != sorted(then[staff_id])
    }
    assert len(other.moved) == len(changed)
