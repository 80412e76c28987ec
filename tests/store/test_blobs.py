"""Files are named by what they are, wherever they lie."""

from pathlib import Path

import pytest

from domain.ids import BlobId
from store.blobs import Blobs, FolderBlobs, TableBlobs, name_of
from store.database import Database


@pytest.fixture(params=["folder", "table"])
def blobs(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Blobs:
    return FolderBlobs(tmp_path / "blobs") if request.param == "folder" else TableBlobs(database)


async def test_the_same_bytes_have_one_name_and_come_back(blobs: Blobs) -> None:
    blob = await blobs.put(b"photo")

    assert blob == name_of(b"photo") == await blobs.put(b"photo")
    assert await blobs.get(blob) == b"photo"
    assert await blobs.get(name_of(b"other")) is None


async def test_a_changed_file_is_no_longer_that_file(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    blob = await blobs.put(b"photo")
    (tmp_path / blob[:2] / blob).write_bytes(b"another")

    assert await blobs.get(blob) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
async def test_a_name_that_is_none_reaches_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        await FolderBlobs(tmp_path).get(BlobId(name))
