"""Text out of a file of unknown encoding: UTF-8 with or without its mark, UTF-16 with it, or GBK as spreadsheets save it."""

from config.rosters.written import RosterFaulty
from config.textfile import control_in
from config.texts import rosters as told

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decoded(octets: bytes) -> str:
    """The text. RosterFaulty where it is none in any of these."""
    encodings = ("utf-16",) if octets.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = octets.decode(encoding)
        except UnicodeDecodeError:
            continue
        if control_in(text) is None:
            return text
    raise RosterFaulty((told.wrong_encoding(),))
