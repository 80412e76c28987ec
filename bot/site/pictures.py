"""Whether a file is a whole photo, by its own bytes: names and declared types prove nothing.

Read only as far as the container goes (no pixel is decoded, so nothing hostile can unfold): JPEG by its segments up to
the picture's end mark, PNG and WebP by their end and length, HEIC by its boxes.
"""

from domain.site_page import UploadFault

HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})

_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_JPEG_END = b"\xff\xd9"
_SCAN, _STANDALONE = 0xDA, frozenset({0x01, *range(0xD0, 0xD9)})


def picture_type(content: bytes) -> str | UploadFault:
    """The media type of a whole jpeg, png, webp or heic; else what is wrong with it."""
    if not content:
        return UploadFault.PHOTO_EMPTY
    if content.startswith(b"\xff\xd8\xff"):
        return _whole("image/jpeg", whole=_jpeg_ends(content))
    if content.startswith(_PNG_START):
        return _whole("image/png", whole=_PNG_END in content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _whole("image/webp", whole=len(content) >= 8 + int.from_bytes(content[4:8], "little"))
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return _whole("image/heic", whole=_boxes_end(content))
    return UploadFault.NOT_A_PICTURE


def _whole(media_type: str, *, whole: bool) -> str | UploadFault:
    return media_type if whole else UploadFault.PICTURE_CUT_OFF


def _jpeg_ends(content: bytes) -> bool:
    """Whether the end mark follows the picture itself: the small preview before it has an end mark of its own.

    Some phones add a film after the picture, so the mark need not be the last word.
    """
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 - every segment begins so
        marker = content[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - fill bytes before a marker are allowed
            at += 1
        elif marker in _STANDALONE:
            at += 2
        else:
            length = int.from_bytes(content[at + 2 : at + 4], "big")
            at += 2 + length
            if marker == _SCAN:
                return content.find(_JPEG_END, at) >= 0
            if length < 2:  # noqa: PLR2004 - the length counts itself
                return False
    return False


def _boxes_end(content: bytes) -> bool:
    """Whether every outer box lies within the file, and the picture and its description are among them."""
    at, names = 0, set[bytes]()
    while at + 8 <= len(content):
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        header = 8
        if size == 1:
            size, header = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        if size == 0:
            size = len(content) - at
        if size < header or at + size > len(content):
            return False
        names.add(name)
        at += size
    return {b"meta", b"mdat"} <= names and at == len(content)
