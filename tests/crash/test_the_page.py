"""The page of promises has a row for every step, in the table's own words."""

from tests.crash.steps import rows
from tests.house.test_guarantees import promises


def test_every_step_has_its_row_on_the_page() -> None:
    missing = set(rows()) - set(promises())

    assert not missing, "add to docs/guarantees.md what `python -m tests.crash.steps` prints"
