"""`duban answers import`: a file fills the store of answers, all of it or nothing."""

import asyncio
from pathlib import Path

import pytest

from domain.library import AnswerEntry
from store.database import Connection, open_database
from store.library import SqlLibrary
from tests.cli.duban import centre, duban

HEADING = "标题,正文,来源"
CARD = "老年卡办理,满六十五岁，带身份证到公交总站办理。,交通局"
FUND = "公积金提取,带购房合同到政务大厅三号窗口办理。,公积金中心"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = centre(tmp_path / "centre")
    assert duban("migrate", "--dir", str(made)).returncode == 0
    return made


def written(folder: Path, *lines: str, encoding: str = "utf-8") -> str:
    path = folder / "answers.csv"
    path.write_bytes("\n".join(lines).encode(encoding))
    return str(path)


def kept(folder: Path, *numbers: int) -> list[tuple[str, int] | None]:
    """Title and version of these entries."""

    async def look(connection: Connection) -> list[AnswerEntry | None]:
        return [await SqlLibrary(connection).get(number) for number in numbers]

    async def whole() -> list[AnswerEntry | None]:
        database = open_database(f"sqlite:///{folder}/data/duban.db")
        try:
            return await database.read(look)
        finally:
            await database.close()

    return [one and (one.draft.title, one.version) for one in asyncio.run(whole())]


def test_it_takes_in_what_is_new_and_what_has_changed(folder: Path) -> None:
    first = duban("answers", "import", written(folder, HEADING, CARD, FUND), "--dir", str(folder))
    changed = CARD.replace("六十五岁", "六十岁")
    again = written(folder, HEADING, changed, FUND, encoding="gbk")
    second = duban("answers", "import", again, "--dir", str(folder))

    assert "新增2条，更新0条，原样0条" in first.stdout, first.stderr
    assert "新增0条，更新1条，原样1条" in second.stdout, second.stderr
    assert kept(folder, 1, 2, 3) == [("老年卡办理", 2), ("公积金提取", 1), None]


def test_one_wrong_row_and_nothing_is_taken_in(folder: Path) -> None:
    wrong = written(folder, HEADING, CARD, "王师傅,请打13812345678联系王师傅办理,")

    refused = duban("answers", "import", wrong, "--dir", str(folder))

    assert refused.returncode == 1
    assert "answers.csv 第3行" in refused.stderr
    assert "13812345678" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert kept(folder, 1) == [None]
