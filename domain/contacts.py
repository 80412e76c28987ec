"""The chat platform's address book (通讯录) against the centre's own roll: who joined, who was moved, who is gone.

What was seen last is a docket of its own, so that a move can be told from what was always so. Codes and department numbers
only: no name and no number of anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.docket import DocketKind, Entry
from domain.ids import DocketId, PersonId
from domain.people import Directory

LABEL = "contacts"
FEW = 5
"""So few people may be gone at once without anybody being asked; beyond it a fifth of all known."""
FIFTH = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """A person of ours and the departments the platform has them in, in order."""

    person: PersonId
    departments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A person whose departments are others than when they were last looked at."""

    person: PersonId
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AddressBook:
    """What the platform says: department names by number, and everybody's departments by staff id."""

    departments: Mapping[int, str]
    people: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs. `absent` are not listed, which alone proves nothing: each is asked about before anything is done."""

    joined: tuple[str, ...]
    """Staff ids of people the centre's files do not have: listed, never taken in."""
    moved: tuple[Moved, ...]
    absent: tuple[PersonId, ...]
    placed: tuple[Placed, ...]

    @property
    def known(self) -> int:
        """How many of our people the platform was asked about."""
        return len(self.placed) + len(self.absent)


def compare(directory: Directory, book: AddressBook, before: tuple[Placed, ...]) -> Compared:
    """Our active people with a staff id against the book; `before`: where they were when last seen."""
    ours = {person.staff_id: person.id for person in directory.people.values() if person.staff_id}
    active = {person.staff_id: person.id for person in directory.active() if person.staff_id}
    was = {one.person: one.departments for one in before}
    placed = tuple(
        Placed(person, tuple(sorted(book.people[staff_id])))
        for staff_id, person in active.items()
        if staff_id in book.people
    )
    moved = tuple(
        Moved(one.person, was[one.person], one.departments)
        for one in placed
        if one.person in was and was[one.person] != one.departments
    )
    absent = tuple(person for staff_id, person in active.items() if staff_id not in book.people)
    return Compared(tuple(sorted(set(book.people) - set(ours))), moved, absent, placed)


def too_many(gone: int, known: int) -> bool:
    """Whether so many gone at once rather mean a wrong organisation or a lost permission."""
    return gone > max(FEW, known // FIFTH)


@dataclass(frozen=True, slots=True)
class ContactsSeen:
    """The address book was compared: who is placed elsewhere than before, who is gone."""

    book: DocketId
    on: date
    placed: tuple[Placed, ...]
    """Only those that are new or changed."""
    gone: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactBook:
    """Where everybody was when last seen."""

    id: DocketId
    version: int
    seen_on: date
    seen_at: datetime
    placed: tuple[Placed, ...] = ()


def _fold(book: ContactBook | None, entry: Entry[ContactsSeen]) -> ContactBook:
    event = entry.event
    if book is None:
        book = ContactBook(event.book, 0, event.on, entry.at)
    kept = {one.person: one for one in (*book.placed, *event.placed) if one.person not in event.gone}
    return replace(book, version=entry.seq, seen_on=event.on, seen_at=entry.at, placed=tuple(kept.values()))


CONTACTS: DocketKind[ContactBook, ContactsSeen] = DocketKind(
    "contacts", ContactBook, ContactsSeen, _fold, lambda _book: LABEL, lambda _book: True
)
