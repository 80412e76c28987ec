"""Who does something: an official, a citizen, or the system itself (a timer, a rule)."""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import AppellantId, PersonId


class ActorKind(StrEnum):
    """The three kinds of hands."""

    OFFICIAL = "official"
    CITIZEN = "citizen"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Exactly one of `person` (an official) and `appellant` (a citizen) is set, or none (the system)."""

    kind: ActorKind
    person: PersonId | None = None
    appellant: AppellantId | None = None


SYSTEM = Actor(ActorKind.SYSTEM)


def official(person: PersonId) -> Actor:
    """An official, by the code of `people.csv`."""
    return Actor(ActorKind.OFFICIAL, person=person)


def citizen(appellant: AppellantId) -> Actor:
    """A citizen, by the number their key and phone are kept under."""
    return Actor(ActorKind.CITIZEN, appellant=appellant)
