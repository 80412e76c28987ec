"""A house of its own for every test, on SQLite: the store's suite runs on both databases."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.database import open_database
from store.work import Tools
from tests.databases import sqlite_template, tools
from tests.handlers.house import House

__all__ = ["sqlite_template", "tools"]


@pytest.fixture
async def house(sqlite_template: Path, tmp_path: Path, tools: Tools) -> AsyncIterator[House]:
    """The centre on a Friday morning."""
    path = tmp_path / "duban.db"
    shutil.copy(sqlite_template, path)
    database = open_database(f"sqlite:///{path}")
    house = House(database, tools)
    await house.enrol()
    yield house
    await database.close()
