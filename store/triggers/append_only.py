"""What was written stays written: the record cannot be changed, deleted or replaced, whoever writes the SQL.

SQLite's INSERT OR REPLACE deletes the old row without any delete trigger, so a row whose key is already there is refused
before it is inserted.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fixed:
    """A table and the keys that make a row the same row. `whole`: keys of a table in one piece, as SQLite has it."""

    table: str
    keys: tuple[tuple[str, ...], ...]
    whole: tuple[tuple[str, ...], ...] = ()

    def repeats(self, *, whole: bool) -> str:
        """SQL: the new row has a key that is there already."""
        keys = (*self.keys, *self.whole) if whole else self.keys
        same = (" AND ".join(f"kept.{column} = NEW.{column}" for column in key) for key in keys)
        return " OR ".join(f"EXISTS (SELECT 1 FROM {self.table} kept WHERE {key})" for key in same)  # noqa: S608 - our own names


APPEND_ONLY = (
    Fixed("events", (("ticket", "seq"),), whole=(("id",),)),
    Fixed("docket_entries", (("docket", "seq"),)),
    Fixed("library", (("entry", "version"),)),
    Fixed("site_confirmations", (("ticket", "seq"),)),
    Fixed("approvals", (("ticket", "seq"),)),
    Fixed("looks", (("id",),)),
    Fixed("seals", (("no",),)),
    Fixed("seal_leaves", (("seal", "place"),)),
    Fixed("day_roots", (("day",), ("last_seal",))),
)
"""Neither changed nor deleted nor replaced."""

KEPT = (
    Fixed("tickets", (("id",), ("number",))),
    Fixed("ticket_units", (("ticket", "unit"),)),
    Fixed("dockets", (("id",), ("kind", "name"))),
)
"""Changed as projections of the log, but neither deleted nor replaced."""
