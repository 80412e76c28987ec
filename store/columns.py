"""Column types that mean the same on both databases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Date, DateTime, Integer
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)

Number = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit id made by us; on SQLite the row's own number, which is its fastest key."""


class UtcTime(TypeDecorator[datetime]):
    """A moment: aware and in UTC on the way in and out. SQLite keeps microseconds since 1970, so that order is time."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A whole number on SQLite, a timestamp with zone on PostgreSQL."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401 - SQLAlchemy's
        """Refuse a moment without a zone: it would silently mean another one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be kept")
        return (value - _EPOCH) // _TICK if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - SQLAlchemy's
        """Aware, in UTC."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return _EPOCH + int(value) * _TICK
        moment: datetime = value
        return moment.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A calendar day."""

    impl = Date
    cache_ok = True
