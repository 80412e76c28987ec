"""Files that are not what they say, made by hand from the formats' own descriptions."""

import struct
import zlib

from adapters.standins.dingtalk.pictures import picture

MEGABYTE = 1024 * 1024


def png(width: int, height: int, pixels: bytes) -> bytes:
    """A grey PNG of that size; `pixels` is the content before packing."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            (b"IDAT", zlib.compress(pixels, 9)),
            (b"IEND", b""),
        )
    )


def jpeg(width: int, height: int) -> bytes:
    """A JPEG as far as its container goes."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"".join(
        (
            b"\xff\xd8",
            *(
                bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content
                for marker, content in (
                    (0xE0, b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"),
                    (0xC0, frame),
                    (0xDA, b"\x01\x01\x00\x00\x3f\x00"),
                )
            ),
            b"\x12\x34" * 200,
            b"\xff\xd9",
        )
    )


HTML = b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>"
PHOTO = jpeg(4000, 3000)
HUGE = PHOTO[:-2] + b"\x00" * (21 * MEGABYTE) + PHOTO[-2:]
PNG_BOMB = png(60_000, 60_000, b"\x00" * (8 * MEGABYTE))
"""Eight megabytes of nothing in eight kilobytes, and it declares 3,600 million pixels."""
JPEG_BOMB = jpeg(65_000, 65_000)

__all__ = ["HTML", "HUGE", "JPEG_BOMB", "PHOTO", "PNG_BOMB", "jpeg", "picture", "png"]
