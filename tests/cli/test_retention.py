"""`duban retention` as an operator runs it: a row a rule, nothing goes without a yes."""

from pathlib import Path

from config.texts.retention import SOURCES
from store.retention import COUNTS
from tests.cli.duban import centre, duban


def test_it_shows_every_rule_and_goes_only_with_a_yes(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")
    assert duban("migrate", "--dir", str(folder)).returncode == 0

    shown = duban("retention", "--dir", str(folder))
    dry = duban("retention", "--dry-run", "--yes", "--dir", str(folder))
    gone = duban("retention", "--yes", "--dir", str(folder))

    assert (shown.returncode, dry.returncode, gone.returncode) == (1, 0, 0), gone.stderr
    assert "--yes" in shown.stderr
    assert len(shown.stderr.strip().splitlines()) == 1
    assert shown.stdout == dry.stdout
    assert [line.split()[0] for line in dry.stdout.splitlines()] == list(COUNTS) == list(SOURCES)
    assert "1825天  到期       0" in dry.stdout
    assert gone.stdout.count("已清理") == len(COUNTS)
