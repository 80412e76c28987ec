"""What is said after /值班: a turn (7月6日夜班), a moment (明晚8点), and the words for swaps, absences and gaps."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from config.texts.heard.dates import HeardDate, HeardNoDate, hear_date
from config.texts.heard.day_times import hear_time
from config.texts.heard.letters import fold
from config.texts.heard.rosters import DAY_SHIFT, NIGHT_SHIFT, SHIFTS
from domain.calendar import WorkCalendar


class DutyWish(StrEnum):
    """What besides "who" may be asked of a roster."""

    SWAP = "swap"
    ABSENT = "absent"
    BACK = "back"
    GAPS = "gaps"
    FIGURES = "figures"


WISHES = {
    **dict.fromkeys(("换班", "调班", "替班", "swap"), DutyWish.SWAP),
    **dict.fromkeys(("请假", "缺勤", "absent"), DutyWish.ABSENT),
    **dict.fromkeys(("销假", "返岗"), DutyWish.BACK),
    **dict.fromkeys(("空岗", "缺岗", "gaps"), DutyWish.GAPS),
    **dict.fromkeys(("统计", "figures"), DutyWish.FIGURES),
}
CONSENT = {
    **dict.fromkeys(("同意", "可以", "确认", "yes"), True),
    **dict.fromkeys(("不同意", "不行", "取消", "no"), False),
}
_SHIFT = re.compile(r"^(?:的)?([\u4e00-\u9fff0-9]{1,6})$")


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """A turn as said: its day, a time of day within it, the name of its shift; any of them may be missing."""

    on: date | None = None
    at: time | None = None
    shift: str = ""

    @property
    def by_night(self) -> bool | None:
        """夜班 or 白班; None: neither was said."""
        hours = SHIFTS.get(self.shift)
        return {DAY_SHIFT: False, NIGHT_SHIFT: True}.get(hours) if hours else None


def hear_turn(word: str, now: datetime, calendar: WorkCalendar) -> HeardTurn | HeardNoDate | None:
    """One word as a day with or without a time or a shift, or as one of these alone. None: something else."""
    heard = hear_date(word, now, calendar)
    if isinstance(heard, HeardNoDate):
        return heard if heard.start == 0 else None
    if heard is None or heard.start > 0:
        return _without_a_day(word)
    rest = word[heard.end :].strip()
    if not rest:
        return HeardTurn(heard.on, heard.until)
    shift = _shift(rest)
    return HeardTurn(heard.on, heard.until, shift) if shift and _plain(heard) else None


def _plain(heard: HeardDate) -> bool:
    return heard.working_days is None


def _without_a_day(word: str) -> HeardTurn | None:
    folded = fold(word)
    clock = hear_time(folded, 0)
    if (
        clock is not None
        and clock.end == len(folded)
        and any(letter.isdigit() or letter in "点时" for letter in folded)
    ):
        return HeardTurn(at=clock.at)
    return HeardTurn(shift=word) if word in SHIFTS else None


def _shift(word: str) -> str:
    match = _SHIFT.match(word)
    return match[1] if match and (match[1] in SHIFTS or match[1].endswith("班")) else ""
