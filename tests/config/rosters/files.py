"""Roster files for the tests, and a directory whose people have names to be read."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace

from openpyxl import Workbook

from domain.ids import PersonId
from domain.people import Directory, Person
from tests.world import POWER, WATER, WORLD

_SPARE = WORLD.directory.people[PersonId("water-duty")]


def _named(code: str, name: str, mobile: str = "", **known: object) -> Person:
    changed = replace(_SPARE, id=PersonId(code), name=name, mobile=mobile or _SPARE.mobile, offices=())
    return replace(changed, **known)  # type: ignore[arg-type]  # fields of a person


PEOPLE = (
    _named("w1", "张三", "13911110001"),
    _named("w2", "李四"),
    _named("w3", "王主任"),
    _named("w4", "张伟", "13911110004"),
    _named("w5", "张伟", "13911110005"),
    _named("w6", "赵六", suspended=True),
    _named("p1", "孙七", unit=POWER),
)
DIRECTORY: Directory = WORLD.with_people(*PEOPLE).directory
UNIT = WATER


def table(*lines: str) -> bytes:
    """A CSV as a spreadsheet saves it."""
    return ("\ufeff" + "\r\n".join(lines)).encode()


def workbook(*rows: Sequence[object], title: str = "7月") -> bytes:
    """An .xlsx of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(octets: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same workbook with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(octets)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, change(name, good.read(name)))
    return out.getvalue()


def calendar(*events: str) -> bytes:
    """An .ics of these events' lines."""
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode()
