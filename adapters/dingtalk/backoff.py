"""How long to wait before opening the next Stream socket (`dingtalk.md` §16 no. 4, `stack.md` §5)."""

from collections.abc import Callable

SHORTEST_S = 1.0
LONGEST_S = 60.0
_STEPS = 6
"""2 to the 6th is past the longest wait."""


class Backoff:
    """Waits that double from one try to the next, spread at random so that many clients do not come back as one.

    Also a clean close waits: a server that closes every socket at once must not be opened hundreds of times.
    """

    def __init__(self, between: Callable[[float, float], float]) -> None:
        """`between(low, high)` picks at random."""
        self._between = between
        self._tries = 0

    def next_s(self) -> float:
        """Seconds to wait after a failure or a closed socket."""
        self._tries += 1
        ceiling = min(LONGEST_S, 2.0 ** min(self._tries, _STEPS))
        return self._between(max(SHORTEST_S, ceiling / 2), ceiling)

    def planned_s(self) -> float:
        """Seconds to wait when the server announced the change: none, unless it does so again and again."""
        first = self._tries == 0
        wait = self.next_s()
        return 0.0 if first else wait

    def reset(self) -> None:
        """The last socket lived long enough."""
        self._tries = 0
