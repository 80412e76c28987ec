"""Fresh 64-bit, time-ordered numbers: milliseconds since 2020, ten bits of worker, twelve of counter (design §2)."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

_START = datetime(2020, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_WORKER_BITS = 10
_COUNT_BITS = 12
WORKERS = 1 << _WORKER_BITS


class TimeOrderedIds:
    """Numbers that grow with time on every worker and never meet. The clock is handed in: real time, never the moved one.

    A clock that steps back is waited out by counting on from the last moment. A worker whose number is only lent hands in who
    tells it, asked for every id; what that raises, `new` raises.
    """

    def __init__(self, clock: Callable[[], datetime], worker: int | Callable[[], int] = 0) -> None:
        if isinstance(worker, int) and not 0 <= worker < WORKERS:
            raise ValueError(f"a worker's number lies between 0 and {WORKERS - 1}")
        self._clock = clock
        self._worker = worker
        self._last = 0
        self._lock = threading.Lock()

    def new(self) -> int:
        """The next number."""
        worker = (self._worker if isinstance(self._worker, int) else self._worker()) << _COUNT_BITS
        now = ((self._clock() - _START) // _MS) << _COUNT_BITS
        with self._lock:
            # Moment and counter are one number here, so a full counter simply flows over into the next millisecond.
            self._last = max(self._last + 1, now)
            moment, count = self._last >> _COUNT_BITS, self._last & ((1 << _COUNT_BITS) - 1)
        return moment << (_WORKER_BITS + _COUNT_BITS) | worker | count


def first_of(day: date) -> int:
    """The lowest number anybody can make from that day on (UTC)."""
    moment = (datetime.combine(day, time(), UTC) - _START) // _MS
    return moment << (_WORKER_BITS + _COUNT_BITS)
