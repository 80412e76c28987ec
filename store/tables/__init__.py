"""Every table, by subject; `metadata` knows them all."""

from store.tables import answers, dockets, facts, persons, record, running, talk, tickets, traffic
from store.tables.metadata import metadata

__all__ = [
    "answers",
    "dockets",
    "facts",
    "metadata",
    "persons",
    "record",
    "running",
    "talk",
    "tickets",
    "traffic",
]
