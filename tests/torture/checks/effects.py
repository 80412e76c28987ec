"""Every accepted message had exactly one effect; nothing unaccepted had two."""

from collections import Counter, defaultdict
from datetime import datetime

from tests.torture.deeds import Deed, Way
from tests.torture.history import History

ONE_SHOT = frozenset(
    {
        "Received",
        "AcknowledgedBy",
        "ExtensionRequested",
        "ExtensionDecided",
        "ReturnDecided",
        "ReviewPassed",
        "CallbackOpened",
        "CloseoutRequested",
        "SiteVisitPassed",
        "ApprovalGiven",
        "RatingGiven",
        "Closed",
        "ClosedOut",
    }
)
"""In these flows each can happen but once to a ticket (to a unit of it: an acknowledgement)."""
DONE = {
    "acknowledge": "已签收",
    "pass_review": "审核通过",
    "grant_extension": "批准",
    "approve": "已批准",
    "yes": "已",
}
"""What a press that did something says."""
BUSY = "正在处理"
ASKED_AGAIN = ("重新发送", "用过")
"""What the sender of a picture reads that was not taken."""


def lost(history: History) -> list[str]:
    """Accepted by the wire, and neither an effect nor an answer saying why not."""
    effects = _effects(history)
    found = []
    for deed in history.deeds:
        if not deed.token or not _accepted(history, deed) or effects.get(deed.token):
            continue
        if deed.way is Way.CHAT and deed.token in history.answered:
            continue  # refused by the rules, and the sayer knows
        found.append(
            f"{deed.way} of {deed.who} about {deed.ticket or 'a new matter'} ({deed.token}): no effect"
        )
    return found


def doubled(history: History) -> list[str]:
    """More than one effect, accepted or not."""
    named = {deed.token: deed for deed in history.deeds if deed.token}
    return [
        f"{named[mark].way} of {named[mark].who} ({mark}): {len(times)} effects, {_told(times)}"
        for mark, times in _effects(history).items()
        if len(times) > 1
    ]


def one_shot(history: History) -> list[str]:
    """What can happen but once to a ticket happened twice."""
    times = Counter(
        (event.ticket, event.kind, event.by if event.kind == "AcknowledgedBy" else "")
        for event in history.events
        if event.kind in ONE_SHOT
    )
    return [f"{kind} {count} times on {ticket}" for (ticket, kind, _), count in times.items() if count > 1]


def presses_without_effect(history: History) -> list[str]:
    """A press or a page that was answered well, and nothing of it in the log."""
    happened = {(event.ticket, event.kind) for event in history.events}
    return [
        f"{deed.way} of {deed.who} on {deed.ticket} ({deed.told}) was answered {deed.refused!r}: no {deed.effect}"
        for deed in history.deeds
        if deed.effect and deed.heard and _promised(deed) and (deed.ticket, deed.effect) not in happened
    ]


def photos(history: History) -> list[str]:
    """A picture that went with words that had their effect: in the log once, or its sender was asked for it again."""
    shown = Counter(photo for event in history.events for photo in event.photos)
    effects = _effects(history)
    asked = {one.whose for one in history.seen if any(words in one.text for words in ASKED_AGAIN)}
    found = []
    for deed in history.deeds:
        if not deed.photo or not _accepted(history, deed) or not effects.get(deed.token):
            continue
        count = shown[deed.photo]
        if count > 1 or (not count and f"staff-{deed.who}" not in asked):
            found.append(
                f"the picture of {deed.who} about {deed.ticket} ({deed.token}) is in the log {count} times"
            )
    return found


def _promised(deed: Deed) -> bool:
    if deed.way is not Way.PRESS:
        return True
    words = DONE.get(deed.told.split()[1] if " " in deed.told else "", "")
    return BUSY in deed.refused or bool(words and words in deed.refused)


def _accepted(history: History, deed: Deed) -> bool:
    return deed.heard if deed.way in {Way.PRESS, Way.PAGE} else deed.token in history.accepted


def _effects(history: History) -> dict[str, set[tuple[str, datetime]]]:
    """By token: the transactions by its author in whose events it stands. One transaction may write several events."""
    authors = {deed.token: deed for deed in history.deeds if deed.token}
    found: dict[str, set[tuple[str, datetime]]] = defaultdict(set)
    for event in history.events:
        for mark in event.tokens:
            deed = authors.get(mark)
            if deed is not None and _by(event.by_kind, event.by, deed):
                found[mark].add((event.ticket, event.at))
    return found


def _by(by_kind: str, by: str, deed: Deed) -> bool:
    return by_kind == "citizen" if deed.way is Way.TEXT else by == deed.who


def _told(times: set[tuple[str, datetime]]) -> str:
    return ", ".join(f"{ticket} at {at:%H:%M:%S.%f}" for ticket, at in sorted(times))
