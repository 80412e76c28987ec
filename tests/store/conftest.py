"""One suite, both databases."""

from tests.databases import bare_url, database, database_url, postgres_server, sqlite_template, tools

__all__ = ["bare_url", "database", "database_url", "postgres_server", "sqlite_template", "tools"]
