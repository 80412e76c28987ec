"""Zip packages that are the same bytes whenever they hold the same parts."""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIRST = "[Content_Types].xml"
_LEVEL = 6
_UNIX_READABLE = 0o644 << 16
_SAVED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_CORE = "docProps/core.xml"
_PIECE = 1024 * 1024


def packed(parts: Mapping[str, bytes | Path]) -> bytes:
    """A package with its parts in one order and without a time. A path: the part is large and lies there."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for place in sorted(parts, key=lambda one: (one != _FIRST, one)):
            entry = ZipInfo(place)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = _UNIX_READABLE
            part = parts[place]
            if isinstance(part, bytes):
                package.writestr(entry, part, compresslevel=_LEVEL)
            else:
                with part.open("rb") as source, package.open(entry, "w", force_zip64=False) as target:
                    copyfileobj(source, target, _PIECE)
    return kept.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a package we made ourselves."""
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def settled(content: bytes, saved_at: str) -> bytes:
    """A package as a library saved it, without its clock: `saved_at` (2019-07-08T00:00:00Z) stands for both times."""
    return packed(settled_parts(content, saved_at))


def settled_parts(content: bytes, saved_at: str) -> dict[str, bytes]:
    """The same, still unpacked."""
    parts = unpacked(content)
    core = parts.get(_CORE)
    if core is not None:
        parts[_CORE] = _SAVED.sub(rb"\g<1>" + saved_at.encode() + rb"\g<3>", core)
    return parts
