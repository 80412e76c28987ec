"""A word that must never be printed."""


class Secret:
    """A secret setting: `reveal()` gives the word, every other way of looking at it gives stars.

    Not a dataclass, so that no generated `repr`, `asdict` or pickle can carry the word out.
    """

    __slots__ = ("_word",)

    def __init__(self, word: str) -> None:
        self._word = word

    def reveal(self) -> str:
        """The word itself: call it at the wire and nowhere else."""
        return self._word

    def __bool__(self) -> bool:
        return bool(self._word)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._word == other._word

    def __hash__(self) -> int:
        return hash(("Secret", self._word))

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written down")
