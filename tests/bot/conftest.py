"""The databases of the tests."""

from tests.databases import database_url, postgres_server, sqlite_template, tools

__all__ = ["database_url", "postgres_server", "sqlite_template", "tools"]
