"""The PostgreSQL of the tests."""

from tests.databases import postgres_server

__all__ = ["postgres_server"]
