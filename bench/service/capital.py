"""A centre of any size: the shipped sample with more units, each with one leader, and more dispatchers, at our own addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.stage.theatre import CLIENT, Secrets
from config.load import Centre, load
from tests.torture.centre import PACE, At, chat_told, sms_told, write_centre

SINCE = "2018-09-01"


@dataclass(frozen=True, slots=True)
class Leader:
    """One of the units added: its name, and its leader's chat id."""

    unit: str
    staff_id: str


@dataclass(frozen=True, slots=True)
class Capital:
    """The centre as read, and what the stand-ins are told at their start."""

    centre: Centre
    leaders: tuple[Leader, ...]
    clerks: tuple[str, ...]
    """Dispatchers added, by their chat ids."""
    chat: dict[str, object]
    sms: dict[str, object]


def write_capital(
    folder: Path, at: At, leaders: int, clerks: int, *, client_id: str, calls_per_second: int
) -> Capital:
    """The files, the key and the stand-ins' worlds. `client_id` is nobody else's on the same Redis."""
    _, own = write_centre(folder, at)
    settings = folder / "duban.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(CLIENT, client_id), encoding="utf-8")
    pace(folder, PACE, calls_per_second)
    added = tuple(Leader(f"第{turn}办事处", f"staff-ld{turn}") for turn in range(1, leaders + 1))
    _append(folder / "units.csv", (f"dw{turn},{one.unit},部门,,城区," for turn, one in enumerate(added, 1)))
    _append(
        folder / "people.csv",
        (f"ld{turn},例{turn},138{turn:08d},dw{turn},{one.staff_id}," for turn, one in enumerate(added, 1)),
    )
    _append(
        folder / "offices.csv",
        (
            f"ld{turn},{office},,{SINCE},"
            for turn in range(1, leaders + 1)
            for office in ("一把手", "责任领导")
        ),
    )
    _append(
        folder / "people.csv",
        (f"dp{turn},派{turn},137{turn:08d},zx,staff-dp{turn}," for turn in range(1, clerks + 1)),
    )
    _append(folder / "offices.csv", (f"dp{turn},派单员,,{SINCE}," for turn in range(1, clerks + 1)))
    centre = load(folder, {})
    ids = tuple(f"staff-dp{turn}" for turn in range(1, clerks + 1))
    return Capital(
        centre, added, ids, _chat(centre, own, at, client_id, calls_per_second), _sms(centre, own, at)
    )


def pace(folder: Path, before: int, calls_per_second: int) -> None:
    """What the workers take DingTalk's limit for, from their next start on."""
    settings = folder / "duban.toml"
    text, found = re.subn(
        rf"^calls_per_second = {before}$",
        f"calls_per_second = {calls_per_second}",
        settings.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    if not found:
        raise RuntimeError(f"the settings have no line calls_per_second = {before}")
    settings.write_text(text, encoding="utf-8")


def _append(file: Path, rows: Iterator[str]) -> None:
    with file.open("a", encoding="utf-8") as table:
        table.write("".join(f"{row}\n" for row in rows))


def _chat(centre: Centre, own: Secrets, at: At, client_id: str, calls_per_second: int) -> dict[str, object]:
    told = chat_told(centre, own, at, Path("unused"))
    del told["journal"]
    rules = {"monthly_calls": None, "calls_per_second": calls_per_second}
    return {**told, "client_id": client_id, "rules": rules}


def _sms(centre: Centre, own: Secrets, at: At) -> dict[str, object]:
    told = sms_told(centre, own, at, Path("unused"))
    del told["journal"]
    return told
