"""The month's budget of calls and pushes (design §4): how far it will go, and what is given up first when it will not.

A standard DingTalk organisation has 5,000 counted calls and 3,000 pushes a month (`dingtalk.md` §14.2). Urgent matters
and whatever asks somebody to act always go out; what merely keeps others informed is dropped first, never silently.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from domain.notices import Notice, NoticeKind, RecipientKind


class Supply(IntEnum):
    """How the month's budget stands."""

    AMPLE = 0
    SHORT = 1
    """At this pace it will not last: niceties are dropped, the operator is told once."""
    OUT = 2
    """Spent: the platform may refuse; only urgent matters are still tried."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one recipient is sent at most: so many messages within so long of real time."""

    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Budget:
    """What a month allows; zero: no limit."""

    calls: int
    pushes: int


def forecast(spent: int, day: date) -> int:
    """What the month will have cost at this pace, counting the day itself as over."""
    days = calendar.monthrange(day.year, day.month)[1]
    return spent * days // day.day


def supply(spent: int, budget: int, day: date) -> Supply:
    """How it stands; the first tenth of a budget says nothing about its pace."""
    if not budget or spent * 10 < budget:
        return Supply.AMPLE
    if spent >= budget:
        return Supply.OUT
    return Supply.SHORT if forecast(spent, day) > budget else Supply.AMPLE


def worth_sending(notice: Notice, stands: Supply) -> bool:
    """Whether a chat notice goes out as the budget stands. Text messages are another budget and not asked about here."""
    if stands is Supply.AMPLE or notice.urgent or notice.to.kind is RecipientKind.OPERATOR:
        return True
    if stands is Supply.SHORT:
        return notice.kind is not NoticeKind.PUBLIC_PROGRESS
    return not notice.ordinary and notice.kind is not NoticeKind.PUBLIC_PROGRESS
