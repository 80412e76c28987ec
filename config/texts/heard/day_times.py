"""Times of day as people say them (下午、下午3点半、15:30), as the latest minute they mean."""

import re
from dataclasses import dataclass
from datetime import time

from config.texts.heard.letters import NUMERAL, number

_PARTS = {
    "凌晨": time(6),
    "清晨": time(8, 30),
    "早上": time(9),
    "早": time(9),
    "上午": time(12),
    "中午": time(12),
    "下午": time(17, 30),
    "下班": time(17, 30),
    "傍晚": time(19),
    "晚上": time(22),
    "晚": time(22),
    "夜里": time(23, 59),
    "午夜": time(23, 59),
}
"""A part of the day without an hour: by its end."""

_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚", "夜里"})
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_HOUR = rf"(?P<hour>{NUMERAL}{{1,3}}) ?(?:(?P<sign>[点时])(?:钟|整)?|:)"
_CLOCK = rf"{_HOUR}(?:(?P<half>半)|(?P<minute>{NUMERAL}{{1,3}})分?)?(?![都也儿没点])"
TIME = re.compile(rf" ?的? ?(?:(?P<part>{_PART})?(?: ?{_CLOCK})|(?P<alone>{_PART}))")
"""A time where one is expected, right after a day."""

_HALF_PAST = 30
_NOON = 12


@dataclass(frozen=True, slots=True)
class HeardTime:
    """A time of day and the place in the text after it."""

    at: time
    end: int


def hear_time(folded: str, start: int) -> HeardTime | None:
    """The time of day that stands at that place of a folded text; None when none does or there is no such time."""
    match = TIME.match(folded, start)
    if match is None:
        return None
    if match["alone"]:
        return HeardTime(_PARTS[match["alone"]], match.end())
    hour, minute = number(match["hour"]), number(match["minute"]) if match["minute"] else 0
    if hour is None or minute is None or (not match["sign"] and not match["minute"]):
        return None
    if match["half"]:
        minute = _HALF_PAST
    if match["part"] in _AFTERNOON and hour < _NOON:
        hour += _NOON
    try:
        return HeardTime(time(hour, minute), match.end())
    except ValueError:
        return None
