"""Answers: the marks by which a copied one is known, and the centre's own store of answers (答复库)."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, SmallInteger, String, Table, Text

from store.columns import Day, Number, UtcTime
from store.tables.metadata import metadata

answer_marks = Table(
    "answer_marks",
    metadata,
    Column("ticket", Number, primary_key=True, autoincrement=False),
    Column("signature", LargeBinary, nullable=False),
)

answer_bands = Table(
    "answer_bands",
    metadata,
    Column("band", Number, primary_key=True, autoincrement=False),
    Column("ticket", Number, primary_key=True, autoincrement=False),
    Index("ix_answer_bands_ticket", "ticket"),
)

library = Table(
    "library",
    metadata,
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("title", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("category", String(20), nullable=False),
    Column("source", String(200), nullable=False),
    Column("since", Day),
    Column("until", Day),
    Column("stopped", Boolean, nullable=False),
    Column("by_person", String(64), nullable=False),
    Column("at", UtcTime, nullable=False),
)

library_grams = Table(
    "library_grams",
    metadata,
    Column("gram", String(40), primary_key=True),
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("weight", SmallInteger, nullable=False),
    Index("ix_library_grams_entry", "entry"),
)
