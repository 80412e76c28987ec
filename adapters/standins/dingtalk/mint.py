"""Ids and choices that look like the platform's, and come out the same for the same seed."""

import base64
import hashlib
import random
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

Chosen = TypeVar("Chosen")


class Mint:
    """Makes every id of one stand-in. Nothing here is secret: it is a stand-in."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._life = 0
        self._made: Counter[str] = Counter()
        self._random = random.Random(seed)  # noqa: S311 - choices must repeat for a seed, not be secret

    def begin_life(self, lives: int) -> None:
        """After `lives` earlier lives that were killed: no id of theirs comes again. `fixed` ids stay what they are."""
        self._life = lives
        self._random = random.Random(self._seed + lives)  # noqa: S311 - as above

    def choose(self, among: Sequence[Chosen]) -> Chosen:
        """One of `among`, by the seed."""
        return self._random.choice(among)

    def fresh(self, kind: str, length: int = 24) -> str:
        """A new id of `kind`: base64 as the platform writes it, plus, slash and equals signs included."""
        self._made[kind] += 1
        return self.fixed(self._named(kind), length)

    def fresh_hex(self, kind: str) -> str:
        """A new id of `kind` in 32 hexadecimal digits."""
        self._made[kind] += 1
        return self._digest(self._named(kind)).hex()[:32]

    def fresh_number(self, kind: str, start: int) -> int:
        """A new number of `kind`, counting up from `start`."""
        self._made[kind] += 1
        return start + self._made[kind] + self._life * 1_000_000

    def fixed(self, name: str, length: int = 24) -> str:
        """The id that always belongs to `name`."""
        return base64.b64encode(self._digest(name)[:length]).decode()

    def _named(self, kind: str) -> str:
        life = f"life {self._life}, " if self._life else ""
        return f"{life}{kind}#{self._made[kind]}"

    def _digest(self, name: str) -> bytes:
        return hashlib.sha256(f"{self._seed}|{name}".encode()).digest()
