"""Every timer that came due fired, and once."""

from collections import Counter
from datetime import timedelta

from tests.torture.history import History

GRACE = timedelta(seconds=20)
"""A timer that came due in the last moments may still be on its way."""


def not_fired(history: History) -> list[str]:
    """A moment the ticket waits for has passed, or no row waits for it."""
    rows = {(one.ticket, one.step): one for one in history.timers}
    wanted = {(one.ticket, one.step): one for one in history.wanted}
    found = [
        f"{step} of {ticket} was due at {one.due_at:%m-%d %H:%M} and has not fired"
        for (ticket, step), one in wanted.items()
        if one.due_at < history.now - GRACE
    ]
    for name, one in wanted.items():
        row = rows.get(name)
        if row is None:
            found.append(f"{name[1]} of {name[0]} is waited for, and no timer will come")
        elif row.due_at != one.due_at:
            found.append(f"{name[1]} of {name[0]} comes at {row.due_at}, wanted at {one.due_at}")
    found += [
        f"a timer {step} of {ticket} waits that nobody wants"
        for ticket, step in rows
        if ticket and (ticket, step) not in wanted
    ]
    if not any(not one.ticket for one in history.timers):
        found.append("no digest is waited for any more")
    return found


def fired_twice(history: History) -> list[str]:
    """A step was taken twice on one ticket."""
    taken = Counter((event.ticket, event.step) for event in history.events if event.step)
    return [
        f"{step} was taken {count} times on {ticket}" for (ticket, step), count in taken.items() if count > 1
    ]
