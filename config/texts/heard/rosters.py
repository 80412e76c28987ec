"""What people write in a duty roster (值班表): headings in any order, names of shifts, words that mean nobody."""

import re
from collections.abc import Mapping
from enum import StrEnum

from config.texts.heard.letters import fold


class Heading(StrEnum):
    """A column of a roster."""

    DATE = "date"
    SHIFT = "shift"
    SINCE = "since"
    UNTIL = "until"
    OFFICER = "officer"
    PHONE = "phone"
    UNIT = "unit"
    DEPUTY = "deputy"


_HEADINGS: Mapping[Heading, str] = {
    Heading.DATE: "日期 值班日期 值班日 date",
    Heading.SHIFT: "班次 班别 时段 时间 值班时间 shift",
    Heading.SINCE: "开始 开始时间 起始时间 上班时间 start",
    Heading.UNTIL: "结束 结束时间 截止时间 下班时间 end",
    Heading.OFFICER: "值班人 值班员 值班人员 值班干部 值班同志 姓名 person",
    Heading.PHONE: "电话 联系电话 手机 手机号 手机号码 值班电话 phone",
    Heading.UNIT: "单位 值班单位 部门 单位名称 unit",
    Heading.DEPUTY: "带班领导 带班 带班人 副班 值班领导 deputy",
}
_BY_NAME = {name: heading for heading, names in _HEADINGS.items() for name in names.split()}
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_SPACE = re.compile(r"\s+")


_TABLES, _CALENDARS = (".csv", ".xlsx", ".xls"), (".ics",)
_NAMED = ("值班", "排班", "轮值", "roster")


def is_roster(name: str) -> bool:
    """Whether a file sent in chat is a roster by its name; a table that is called something else may be anything."""
    lower = name.lower()
    table = lower.endswith(_TABLES) and any(word in lower for word in _NAMED)
    return table or lower.endswith(_CALENDARS)


def heading_of(written: str) -> Heading | None:
    """The column of that heading; remarks in brackets do not count."""
    return _BY_NAME.get(_SPACE.sub("", _IN_BRACKETS.sub("", fold(written))).strip("*: ").lower())


DAY_SHIFT, NIGHT_SHIFT, WHOLE_DAY = (480, 1200), (1200, 1920), (480, 1920)
"""Minutes of the day: 8:00 to 20:00, 20:00 to 8:00, 8:00 to 8:00."""

SHIFTS: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(("白班", "日班", "白天", "昼班"), DAY_SHIFT),
    **dict.fromkeys(("夜班", "晚班", "夜间", "晚上"), NIGHT_SHIFT),
    **dict.fromkeys(("全天", "全天班", "全日", "24小时", "24小时班", "昼夜"), WHOLE_DAY),
}
"""What a shift means where no hours are written."""

NOBODY = frozenset({"", "无", "空", "待定", "暂无", "-", "/", "—", "——"})
_SEPARATORS = re.compile(r"[、,/;\n|]+")
_NUMBERS = re.compile(r"\d{7,}")
_DUTY_WORDS = re.compile(r"^(?:值班员|值班人员|值班人|值班|值守)[: ]*")
_LABELLED = re.compile(r"^(?P<label>[^:]{2,6}):\s*(?P<value>.+)$")


def names_in(written: str) -> tuple[str, ...]:
    """The pieces of a cell that may each be a name; spaces are left in, because 李 四 is one."""
    plain = _NUMBERS.sub(" ", _IN_BRACKETS.sub(" ", fold(written)))
    pieces = (piece.strip(" .:") for piece in _SEPARATORS.split(plain))
    return tuple(piece for piece in pieces if piece not in NOBODY)


def shift_in(title: str) -> tuple[str, str]:
    """The shift named in an event's title (夜班 张三) and the rest, which is the name."""
    plain = " ".join(fold(title).replace("(", " ").replace(")", " ").split())
    for shift in sorted(SHIFTS, key=len, reverse=True):
        if shift in plain:
            return shift, _DUTY_WORDS.sub("", plain.replace(shift, " ", 1).strip(" :-"))
    return "", _DUTY_WORDS.sub("", plain)


def labelled(text: str) -> Mapping[Heading, str]:
    """What the lines of an event's description say under a heading (带班领导：王五)."""
    found: dict[Heading, str] = {}
    for line in fold(text).splitlines():
        match = _LABELLED.match(line.strip())
        heading = heading_of(match["label"]) if match else None
        if match and heading:
            found.setdefault(heading, match["value"].strip())
    return found
