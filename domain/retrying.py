"""Who tries again when, as a value somebody decided (`style.md` §2): pure, so that it can be read and tested."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.failures import DeliveryFailed, Permanent, Transient, Unknown

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=10)
TRIES = 12
"""Some two hours of trying; then an operator is told."""


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Try again then (real time)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Never again by itself: the operator is told."""

    code: str


@dataclass(frozen=True, slots=True)
class LeaveUnknown:
    """It may have gone out: shown to the operator, never resent blindly."""

    code: str


Verdict = RetryAt | GiveUp | LeaveUnknown


def verdict(failure: DeliveryFailed, attempts: int, now: datetime, *, idempotent: bool) -> Verdict:
    """What to do after a failed delivery; `attempts` counts this one, from 1.

    Waits double from two seconds to ten minutes unless the other side asked for more. What may have gone out is
    repeated only where repeating changes nothing (cards, by outTrackId).
    """
    match failure:
        case Permanent():
            return GiveUp(failure.code)
        case Unknown() if not idempotent:
            return LeaveUnknown(failure.code)
        case _ if attempts >= TRIES:
            return GiveUp(failure.code)
        case Transient(wait=timedelta() as asked):
            return RetryAt(now + max(asked, _wait(attempts)))
        case _:
            return RetryAt(now + _wait(attempts))


def _wait(attempts: int) -> timedelta:
    doublings: int = min(attempts - 1, 16)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
