"""A ticket made readable for one pair of eyes: the ticket, its opened words, and the names of people and units."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.context import Context
from domain.ids import PersonId, Sealed, UnitId
from domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class TicketView:
    """What wording needs. `words` holds what could be opened: erased words are simply missing."""

    ticket: Ticket
    words: Mapping[int, str]
    context: Context
    viewer: PersonId | None = None
    """None: a group or a citizen; then everything personal is masked."""
    may_see_caller: bool = False
    """The viewer must call the appellant, and the matter is not secret."""

    def read(self, sealed: Sealed | None) -> str:
        """The words behind a reference; empty where there are none or they were erased."""
        return "" if sealed is None else self.words.get(sealed.ref, "")

    def unit_name(self, unit: UnitId) -> str:
        """The unit's name as people know it, or its code."""
        found = self.context.directory.units.get(unit)
        return found.name if found else unit

    def person_name(self, person: PersonId | None) -> str:
        """The official's name, or the code of somebody no longer in the files, or nothing."""
        if person is None:
            return ""
        found = self.context.directory.people.get(person)
        return found.name if found else person
