"""Every table, by subject; `metadata` knows them all."""

from store.tables import answers, dockets, persons, record, running, talk, tickets, traffic
from store.tables.metadata import metadata

__all__ = ["answers", "dockets", "metadata", "persons", "record", "running", "talk", "tickets", "traffic"]
