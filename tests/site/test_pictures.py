"""A photo is what its bytes say, and all of it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.standins.dingtalk.pictures import picture
from bot.site.pictures import picture_type
from domain.site_page import UploadFault


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


def box(name: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


PREVIEW = segment(0xE1, b"Exif\x00\x00\xff\xd8 a small preview \xff\xd9")
SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\x34\xff\x00\x56" * 20
JPEG = b"\xff\xd8" + PREVIEW + segment(0xDB, b"\x00" * 65) + SCAN + b"\xff\xd9"
WEBP = b"RIFF" + (34).to_bytes(4, "little") + b"WEBPVP8 " + b"\x00" * 26
HEIC = (
    box(b"ftyp", b"heic\x00\x00\x00\x00mif1heic") + box(b"meta", b"\x00" * 40) + box(b"mdat", b"\x07" * 100)
)


def png_of(width: int, height: int) -> bytes:
    whole = picture("甲")
    return whole[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + whole[24:]


def jpeg_of(width: int, height: int) -> bytes:
    frame = segment(
        0xC2, b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x01\x01\x11\x00"
    )
    return b"\xff\xd8" + PREVIEW + frame + SCAN + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (JPEG, "image/jpeg"),
        (JPEG + b"a film some phones add", "image/jpeg"),
        (b"\xff\xd8\xff" + JPEG[2:], "image/jpeg"),
        (picture("甲"), "image/png"),
        (WEBP, "image/webp"),
        (HEIC, "image/heic"),
        (HEIC[:-108] + b"\x00\x00\x00\x01mdat" + (116).to_bytes(8, "big") + b"\x07" * 100, "image/heic"),
        (HEIC[:-108] + b"\x00\x00\x00\x00mdat" + b"\x07" * 100, "image/heic"),
    ],
)
def test_a_whole_photo_is_known_by_its_bytes(content: bytes, media_type: str) -> None:
    assert picture_type(content) == media_type


@pytest.mark.parametrize("content", [JPEG, picture("甲"), WEBP, HEIC], ids=["jpeg", "png", "webp", "heic"])
def test_a_photo_cut_off_anywhere_is_not_taken(content: bytes) -> None:
    for length in range(12, len(content) - 1):
        verdict = picture_type(content[:length])
        assert verdict is UploadFault.PICTURE_CUT_OFF, length


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a........",
        b"BM............",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        box(b"ftyp", b"isom\x00\x00\x00\x00") + box(b"meta", b""),
        box(b"ftyp", b"avif\x00\x00\x00\x00") + box(b"meta", b""),
        b"\xff\xd8",
        b"x",
    ],
)
def test_other_files_are_not_photos(content: bytes) -> None:
    assert picture_type(content) is UploadFault.NOT_A_PICTURE


@pytest.mark.parametrize("kind", [png_of, jpeg_of], ids=["png", "jpeg"])
def test_a_photo_larger_than_any_cameras_is_not_taken(kind: Callable[[int, int], bytes]) -> None:
    assert "image/" in picture_type(kind(16_384, 12_288))
    assert picture_type(kind(60_000, 60_000)) is UploadFault.PHOTO_TOO_BIG


def test_nothing_is_no_photo() -> None:
    assert picture_type(b"") is UploadFault.PHOTO_EMPTY


@given(
    st.sampled_from(
        [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP", HEIC[:24], JPEG, HEIC]
    ),
    st.binary(max_size=200),
)
def test_any_bytes_get_a_verdict(start: bytes, rest: bytes) -> None:
    assert isinstance(picture_type(start + rest), str)
