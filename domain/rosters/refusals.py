"""Why a roster cannot be changed so: a reason each, worded in `config/texts/rosters.py`."""

from enum import StrEnum, auto


class NoTurn(StrEnum):
    """A refusal changes nothing (invariant 4)."""

    NO_SUCH_TURN = auto()
    """Nobody's turn is meant by these words."""
    WHICH_TURN = auto()
    """Several turns are meant."""
    OVER = auto()
    NOT_OF_UNIT = auto()
    """The other is not of that unit, or is suspended."""
    NOBODY_NAMED = auto()
    SAME_PERSON = auto()
    NOT_YOURS = auto()
    """Neither one of the two nor the unit's liaison."""
    ALREADY_ASKED = auto()
    NOTHING_ASKED = auto()
    ALREADY = auto()
