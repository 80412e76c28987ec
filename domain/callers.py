"""A citizen's own data, opened: only for those who must call."""

from dataclasses import dataclass, field

from domain.ids import AppellantId


@dataclass(frozen=True, slots=True)
class Met:
    """The citizen behind a phone number. `first_time`: nobody knew the number, so nothing of theirs is here yet."""

    appellant: AppellantId
    first_time: bool


@dataclass(frozen=True, slots=True)
class CallerData:
    """A citizen's own data: for those who must call, each look logged. Never printed: phone and name stay out of its repr."""

    appellant: AppellantId
    phone: str = field(repr=False)
    name: str = field(default="", repr=False)
    opted_out: bool = False
