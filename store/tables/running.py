"""What the running of the program itself remembers: counters, settings, leases."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from store.columns import UtcTime
from store.tables.metadata import metadata

counters = Table(
    "counters",
    metadata,
    Column("series", String(60), primary_key=True),
    Column("next", BigInteger, nullable=False),
)

quota = Table(
    "quota",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("kind", String(40), primary_key=True),
    Column("count", Integer, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", UtcTime, nullable=False),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("worker", String(64), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("heard_at", UtcTime),  # when the other side was last heard from
    Column("place", String(100), nullable=False),  # how far a job has come that goes round and round
)

findings = Table(
    "findings",
    metadata,
    Column("kind", String(30), primary_key=True),
    Column("subject", String(60), primary_key=True),  # a ticket's id, or nothing
    Column("example", String(60), nullable=False),
    Column("count", Integer, nullable=False),
    Column("since", UtcTime, nullable=False),
)
