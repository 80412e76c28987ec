"""One hash over many, so that one leaf can be proven without the others. Leaves and inner nodes are hashed differently."""

import hashlib
from collections.abc import Sequence


def leaf(ticket: int, seq: int, head: str) -> str:
    """A ticket's head: hash of its last event."""
    return hashlib.sha256(f"\x00{ticket}:{seq}:{head}".encode()).hexdigest()


def root(leaves: Sequence[str]) -> str:
    """The root over these hashes in this order; an odd one rises as it is. Raises `ValueError` for none."""
    if not leaves:
        raise ValueError("a seal needs something to seal")
    level = list(leaves)
    while len(level) > 1:
        pairs = [_join(*level[i : i + 2]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def _join(left: str, right: str) -> str:
    return hashlib.sha256(f"\x01{left}{right}".encode()).hexdigest()


def chained(*parts: object) -> str:
    """The hash over a seal or a day: its own facts and the hash before it."""
    return hashlib.sha256("\x02".join(map(str, parts)).encode()).hexdigest()
