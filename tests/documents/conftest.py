"""A press with nothing installed beside it, and one with everything this machine has."""

from pathlib import Path

import pytest

from adapters.documents.office import Office
from adapters.documents.press import Press

NOTHING = Office("", "")


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path / "papers", tmp_path / "scratch", NOTHING)


@pytest.fixture
def office() -> Office:
    found = Office.installed()
    if not (found.soffice and found.pdftoppm):
        pytest.skip("LibreOffice or pdftoppm is not installed: no document is converted here")
    return found
