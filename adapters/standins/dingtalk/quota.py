"""What the month has cost, and how fast calls come (`dingtalk.md` §14.2)."""

from collections import Counter, deque

from adapters.standins.dingtalk.clock import Clock


class Quota:
    """Counts per business month; calls per real second."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.calls: Counter[str] = Counter()
        self.pushes: Counter[str] = Counter()
        self._recent: deque[int] = deque()

    def too_fast(self, per_second: int | None) -> bool:
        """Note a call; true when the last second has already seen `per_second` of them."""
        now = self._clock.real_ms()
        while self._recent and self._recent[0] <= now - 1000:
            self._recent.popleft()
        if per_second is not None and len(self._recent) >= per_second:
            return True
        self._recent.append(now)
        return False

    def used_up(self, monthly: int | None) -> bool:
        """True when this month's calls are spent."""
        return monthly is not None and self.calls[self._clock.month()] >= monthly

    def count_call(self) -> None:
        """One counted call more."""
        self.calls[self._clock.month()] += 1

    def count_push(self) -> None:
        """One push over the Stream more."""
        self.pushes[self._clock.month()] += 1
