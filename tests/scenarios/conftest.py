"""One set of stories, both databases."""

from tests.databases import postgres_server

__all__ = ["postgres_server"]
