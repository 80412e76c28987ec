"""吹哨报到: a town whistles, the called units report (`domain.md` §12). A whistle is a ticket with this part on it.

What is kept here is for good, whoever handles the matter later: who was called, who came when and who did not, what each
side thought of the other. Words are `Sealed`, people and units are codes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.ids import AppellantId, PersonId, Sealed, UnitId
from domain.vocabulary import Attendance, UnitRole, WhistleKind, WhistleMark


@dataclass(frozen=True, slots=True)
class Called:
    """A unit that was called (需到场单位), and what came of it."""

    unit: UnitId
    role: UnitRole
    called_at: datetime
    arrive_by: datetime | None = None
    """By the whistle's own time; None: by the rule for urgent matters (`domain/deciding/clocks.py`)."""
    signed_at: datetime | None = None
    arrived_at: datetime | None = None
    arrival_late: bool = False
    words: Sealed | None = None
    """What it said on arriving."""
    missed_at: datetime | None = None
    """When its time was over and it had not come; it may still come, late."""
    excuse: Sealed | None = None
    """Why it need not come or do anything: by the supervisor."""
    excused_by: PersonId | None = None
    let_go_at: datetime | None = None
    """When the matter was taken from it before it came."""
    mark: WhistleMark | None = None
    """The town's rating of the unit."""
    mark_words: Sealed | None = None
    own_mark: WhistleMark | None = None
    """The unit's rating of the whistle."""
    own_words: Sealed | None = None

    @property
    def excused(self) -> bool:
        """Whether nobody waits for it any more, because the supervisor said so."""
        return self.excused_by is not None

    @property
    def attendance(self) -> Attendance:
        """Whether it came, for the card and for statistics."""
        if self.arrived_at is not None:
            return Attendance.LATE if self.arrival_late else Attendance.ON_TIME
        if self.excused:
            return Attendance.EXCUSED
        if self.missed_at is not None:
            return Attendance.MISSED
        return Attendance.AWAITED if self.let_go_at is None else Attendance.LET_GO


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The town has looked, and the matter is dealt with (属地确认). New work voids it."""

    by: PersonId
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Whistle:
    """The whistle (吹哨): by whom, for what, who was called, and how it stands between town and units."""

    unit: UnitId
    """The whistling town (哨源)."""
    kind: WhistleKind
    by: PersonId
    """Who whistled: somebody of the town, or of the centre for it."""
    at: datetime
    appellant: AppellantId
    """Stands for the town among the appellants: no citizen, never texted, never asked for a rating."""
    minutes: int | None = None
    """The time in the whistle, in minutes from the call; None: none was named, the matter is urgent."""
    again: bool = False
    """又: the same thing at the same place once more."""
    called: tuple[Called, ...] = ()
    reported_at: datetime | None = None
    """The lead's last report: from then on both sides may rate."""
    confirmation: Confirmation | None = None
    refusal: Sealed | None = None
    """Why the town did not confirm, the last time it did not."""

    def of(self, unit: UnitId) -> Called | None:
        """What is known of a called unit."""
        return next((one for one in self.called if one.unit == unit), None)

    def awaited(self) -> tuple[Called, ...]:
        """The called units that owe their arrival."""
        return tuple(one for one in self.called if one.attendance in {Attendance.AWAITED, Attendance.MISSED})

    def missing(self) -> tuple[UnitId, ...]:
        """Who has not come in time and still is not there."""
        return tuple(one.unit for one in self.called if one.attendance is Attendance.MISSED)

    def arrive_by(self, called_at: datetime) -> datetime | None:
        """By when a unit called at that moment must be there, by the whistle's own time."""
        return None if self.minutes is None else called_at + timedelta(minutes=self.minutes)
