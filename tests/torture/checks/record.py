"""The record is whole: chains, seals and days; the log leads to every row; no id was made twice."""

from collections import Counter

from tests.torture.history import History


def audit_broken(history: History) -> list[str]:
    """What `duban audit verify` says."""
    return list(history.audit)


def not_replayed(history: History) -> list[str]:
    """Rows that are not what their log leads to."""
    return list(history.replayed)


def ids_met(history: History) -> list[str]:
    """One number for two things."""
    return [
        f"id {number} was made {count} times" for number, count in Counter(history.ids).items() if count > 1
    ]
