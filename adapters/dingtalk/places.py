"""Where something is sent: to one person, or into one group."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToPerson:
    """The one-to-one chat with the robot."""

    staff_id: str


@dataclass(frozen=True, slots=True)
class ToGroup:
    """A group the robot is in; `conversation_id` is case-sensitive."""

    conversation_id: str


Place = ToPerson | ToGroup
