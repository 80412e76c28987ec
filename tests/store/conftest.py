"""One suite, both databases."""

from tests.databases import database, database_url, postgres_server, sqlite_template, tools

__all__ = ["database", "database_url", "postgres_server", "sqlite_template", "tools"]
