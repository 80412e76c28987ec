"""A font on this machine that can write Chinese: for charts and drawn pictures. Runs in the process that makes papers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.ft2font import FT2Font

from config.texts.papers.words import FONT_TRIAL

_KINDS = {".ttf", ".otf", ".ttc", ".otc"}
_LIKED = (
    "notosanscjk",
    "sourcehansans",
    "notosanssc",
    "msyh",
    "simhei",
    "pingfang",
    "wqy",
    "droidsansfallback",
)
"""Plain faces first: they are read best when small."""
_HEAVY = ("bold", "black", "light", "thin", "medium", "italic")
_SIMPLIFIED = " SC"
_MOST_FACES = 16


@dataclass(frozen=True, slots=True)
class Font:
    """A font file, and which of its faces."""

    path: str
    face: int


def chinese_font(folders: Sequence[str]) -> Font | None:
    """The most readable one found, with Chinese rather than Japanese forms where a file has both."""
    found = sorted((path for folder in folders for path in _files(Path(folder))), key=_liking)
    return next((font for path in found if (font := _usable(path)) is not None), None)


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in _KINDS)


def _liking(path: Path) -> tuple[int, bool, str]:
    name = path.name.lower().replace("-", "").replace("_", "")
    place = next((place for place, liked in enumerate(_LIKED) if liked in name), len(_LIKED))
    return place, any(word in name for word in _HEAVY), str(path)


def _usable(path: Path) -> Font | None:
    fitting: list[Font] = []
    for face in range(_MOST_FACES):
        try:
            font = FT2Font(str(path), face_index=face)
        except (RuntimeError, OSError, ValueError):
            break
        if all(font.get_char_index(ord(letter)) for letter in FONT_TRIAL):
            if font.family_name.endswith(_SIMPLIFIED):
                return Font(str(path), face)
            fitting.append(Font(str(path), face))
    return fitting[0] if fitting else None
