"""Whether a file is a whole photo, by its own bytes: names and declared types prove nothing.

Read only as far as the container goes (no pixel is decoded, so nothing hostile can unfold): JPEG by its segments up to
the picture's end mark, PNG and WebP by their end and length, HEIC by its boxes. What unfolds beyond any camera's size
is not taken either: it would bring down the phone of whoever must look at it.
"""

from domain.site_page import UploadFault

HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})

_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_JPEG_END = b"\xff\xd9"
_MOST_PIXELS = 250_000_000
"""The largest phone cameras take 200 million. WebP cannot declare more than 268 million."""
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The segments of a JPEG that tell its size."""
_SCAN, _STANDALONE = 0xDA, frozenset({0x01, *range(0xD0, 0xD9)})


def picture_type(content: bytes) -> str | UploadFault:
    """The media type of a whole jpeg, png, webp or heic; else what is wrong with it."""
    if not content:
        return UploadFault.PHOTO_EMPTY
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(_PNG_START):
        if content[12:16] == b"IHDR" and _number(content[16:20]) * _number(content[20:24]) > _MOST_PIXELS:
            return UploadFault.PHOTO_TOO_BIG
        return _whole("image/png", whole=_PNG_END in content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _whole("image/webp", whole=len(content) >= 8 + int.from_bytes(content[4:8], "little"))
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return _whole("image/heic", whole=_boxes_end(content))
    return UploadFault.NOT_A_PICTURE


def _whole(media_type: str, *, whole: bool) -> str | UploadFault:
    return media_type if whole else UploadFault.PICTURE_CUT_OFF


def _jpeg(content: bytes) -> str | UploadFault:
    """A JPEG is whole when the end mark follows the picture itself: the small preview before it has one of its own.

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
            length = _number(content[at + 2 : at + 4])
            if marker in _FRAMES and _pixels(content[at + 4 : at + 2 + length]) > _MOST_PIXELS:
                return UploadFault.PHOTO_TOO_BIG
            at += 2 + length
            if marker == _SCAN:
                return _whole("image/jpeg", whole=content.find(_JPEG_END, at) >= 0)
            if length < 2:  # noqa: PLR2004 - the length counts itself
                return UploadFault.PICTURE_CUT_OFF
    return UploadFault.PICTURE_CUT_OFF


def _pixels(frame: bytes) -> int:
    """Of a JPEG, by the beginning of its frame: bits, lines, points a line."""
    return _number(frame[1:3]) * _number(frame[3:5])


def _number(octets: bytes) -> int:
    return int.from_bytes(octets, "big")


def _boxes_end(content: bytes) -> bool:
    """Whether every outer box lies within the file, and the picture and its description are among them."""
    at, names = 0, set[bytes]()
    while at + 8 <= len(content):
        size, name = _number(content[at : at + 4]), content[at + 4 : at + 8]
        header = 8
        if size == 1:
            size, header = _number(content[at + 8 : at + 16]), 16
        if size == 0:
            size = len(content) - at
        if size < header or at + size > len(content):
            return False
        names.add(name)
        at += size
    return {b"meta", b"mdat"} <= names and at == len(content)
