"""What a story remembers: `{工单}` stands for whatever it was first seen to be."""

import re
from dataclasses import dataclass, field

_BLANK = re.compile(r"\{([^{}]+)\}")
_VALUE = r"([0-9A-Za-z][0-9A-Za-z-]*)"


@dataclass(slots=True)
class Memory:
    """Names and what they stand for."""

    known: dict[str, str] = field(default_factory=dict)

    def filled(self, words: str) -> str:
        """The words with every known blank filled; an unknown one stays as it is."""
        return _BLANK.sub(lambda blank: self.known.get(blank[1], blank[0]), words)

    def unknown(self, words: str) -> tuple[str, ...]:
        """The blanks nobody has seen yet."""
        return tuple(name for name in _BLANK.findall(words) if name not in self.known)

    def found(self, expected: str, shown: str) -> bool:
        """Whether the expected words occur in what is shown; a blank not yet known is learnt from there."""
        pattern, names = "", []
        rest = 0
        for blank in _BLANK.finditer(expected):
            pattern += _loose(expected[rest : blank.start()]) + r"\s*"
            rest = blank.end()
            if blank[1] in self.known:
                pattern += re.escape(self.known[blank[1]]) + r"\s*"
            else:
                names.append(blank[1])
                pattern += _VALUE + r"\s*"
        match = re.search(pattern + _loose(expected[rest:]), shown)
        if match is None:
            return False
        self.known.update(zip(names, match.groups(), strict=True))
        return True


def _loose(words: str) -> str:
    """Line breaks and spaces in what is shown do not matter to a story."""
    return r"\s*".join(re.escape(letter) for letter in words if not letter.isspace())
