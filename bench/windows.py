"""How many fall into the fullest window of time."""

from collections import deque
from collections.abc import Iterable


def most_within(moments: Iterable[float], window: float) -> int:
    """The largest number of moments in any half-open window of that length; in whatever unit both have."""
    within: deque[float] = deque()
    most = 0
    for moment in sorted(moments):
        within.append(moment)
        while within[0] <= moment - window:
            within.popleft()
        most = max(most, len(within))
    return most
