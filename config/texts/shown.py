"""What of a card's face its holder has before their eyes, as a digest: a face that shows nothing new is not sent again."""

import hashlib
from collections.abc import Iterable

from domain.faces import CardFace

_HALF = 32
_REVISION = "revision"
_BY_THE_CLOCK = frozenset({"light", "remaining", "buttons"})
"""What may change on a face by time alone. Whether a button still counts is asked when it is pressed."""


def shown(face: CardFace) -> str:
    """64 characters: the first half is what was said and done, the second what also goes by the clock.

    The revision is no part of it: it stands on the card unseen.
    """
    values = [(name, value) for name, value in face.values if name != _REVISION]
    said = (pair for pair in values if pair[0] not in _BY_THE_CLOCK)
    timed = (pair for pair in values if pair[0] in _BY_THE_CLOCK)
    return _digest(said) + _digest(timed)


def same_matter(one: str, other: str) -> bool:
    """Whether two faces differ at most by what goes by the clock: a button of the one then means what it means on the other."""
    return len(one) == len(other) == 2 * _HALF and one[:_HALF] == other[:_HALF]


def _digest(pairs: Iterable[tuple[str, str]]) -> str:
    whole = "\x00".join(f"{name}\x01{value}" for name, value in pairs)
    return hashlib.sha256(whole.encode()).hexdigest()[:_HALF]
