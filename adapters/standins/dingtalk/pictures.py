"""Test pictures made from a seed: real PNG files, different for every seed, small."""

import hashlib
import struct
import zlib

SIDE, CELLS = 96, 8


def picture(seed: str) -> bytes:
    """A PNG of coloured squares that belongs to `seed`."""
    colours = b"".join(hashlib.sha256(f"{seed}|{row}".encode()).digest()[:24] for row in range(CELLS))
    lines = []
    step = SIDE // CELLS
    for y in range(SIDE):
        row = (y // step) * CELLS * 3
        pixels = b"".join(colours[row + 3 * x : row + 3 * x + 3] * step for x in range(CELLS))
        lines.append(b"\x00" + pixels)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"".join(lines)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
