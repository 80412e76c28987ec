"""Nothing is stuck, and nothing open is forgotten."""

from tests.torture.history import History


def stuck(history: History) -> list[str]:
    """Rows that lie where nobody will take them, or that nobody could handle."""
    found = [] if history.quiet else ["inbox, outbox, timers or stand-ins never came to rest"]
    found += [
        f"event {one.key} {'is in the quarantine' if one.quarantined else 'is still parked'} ({one.reason})"
        for one in history.parked
    ]
    found += [f"outbox row {row.id} ({row.key}) is {row.state}" for row in history.rows if row.overdue]
    found += [f"timer {one.step} of {one.ticket} is claimed" for one in history.timers if not one.waiting]
    return found


def forgotten(history: History) -> list[str]:
    """An open ticket without an accountable person, or without a moment at which it is looked at again."""
    waited = {one.ticket for one in history.timers if one.waiting}
    found = [
        f"nobody answers for {one.number}" for one in history.tickets if one.open and not one.accountable
    ]
    found += [
        f"nothing will ever happen on {one.number}"
        for one in history.tickets
        if one.open and one.number not in waited
    ]
    return found
