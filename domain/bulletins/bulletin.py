"""A bulletin (通报) as its events leave it. What was approved is frozen; correcting it is a new version under the same number."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from domain.context import Context
from domain.docket import DocketKind, Entry
from domain.figures.period import Period, PeriodKind, day_of, month_of, third_of, year_of
from domain.ids import DocketId, PersonId, Sealed
from domain.inbound import PrintedFile
from domain.timers import Timer


class Stage(StrEnum):
    """How far a bulletin has come."""

    ASKED = "asked"
    """Being drafted from the figures."""
    DRAFTED = "drafted"
    """送审稿: before the approver."""
    APPROVED = "approved"
    """Frozen and numbered; being printed."""
    ISSUED = "issued"


# --- what happens -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BulletinAsked:
    """拟稿 for a period: by the meeting's morning, or by hand."""

    bulletin: DocketId
    period: Period


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """Drafted anew, because the figures moved or something was wrong; of an issued one a new version."""

    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class DraftPrinted:
    """送审稿 is there: the content as it was counted, and its files."""

    content: Sealed
    files: tuple[PrintedFile, ...]


@dataclass(frozen=True, slots=True)
class BulletinApproved:
    """批准: frozen as it was read, with its numbers (第N期，总第M期)."""

    issue: int
    total: int
    content: Sealed
    """What was approved, not what may have been drafted since."""


@dataclass(frozen=True, slots=True)
class BulletinIssued:
    """印发: the files as every unit got them."""

    files: tuple[PrintedFile, ...]


BulletinEvent = BulletinAsked | AskedAgain | DraftPrinted | BulletinApproved | BulletinIssued


# --- what it then is --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edition:
    """What was sent: never changed again."""

    version: int
    files: tuple[PrintedFile, ...]
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The whole of one bulletin. `version` counts its events, `edition` what was or will be printed of it."""

    id: DocketId
    version: int
    period: Period
    stage: Stage
    edition: int = 1
    drafts: int = 0
    content: Sealed | None = None
    files: tuple[PrintedFile, ...] = ()
    """Of the draft before the approver, or of the last edition."""
    issue: int = 0
    total: int = 0
    approved_by: PersonId | None = None
    approved_at: datetime | None = None
    editions: tuple[Edition, ...] = ()


def label_of(period: Period) -> str:
    """A bulletin is named by its period; there is one for each."""
    return f"{period.first.isoformat()}_{period.last.isoformat()}"


def fold(bulletin: Bulletin | None, entry: Entry[BulletinEvent]) -> Bulletin:
    """The bulletin after the event. ValueError for a history that does not begin with its asking."""
    event = entry.event
    if isinstance(event, BulletinAsked):
        if bulletin is not None:
            raise ValueError("a bulletin is begun once")
        return Bulletin(event.bulletin, entry.seq, event.period, Stage.ASKED)
    if bulletin is None:
        raise ValueError("a bulletin's history begins with its asking")
    return replace(_changed(bulletin, event, entry), version=entry.seq)


def _changed(bulletin: Bulletin, event: BulletinEvent, entry: Entry[BulletinEvent]) -> Bulletin:
    match event:
        case AskedAgain():
            edition = bulletin.edition + (bulletin.stage is Stage.ISSUED)
            return replace(bulletin, stage=Stage.ASKED, edition=edition)
        case DraftPrinted(content, files):
            drafts = bulletin.drafts + 1
            return replace(bulletin, stage=Stage.DRAFTED, content=content, files=files, drafts=drafts)
        case BulletinApproved(issue, total, content):
            return replace(
                bulletin,
                stage=Stage.APPROVED,
                issue=issue,
                total=total,
                content=content,
                approved_by=entry.by.person,
                approved_at=entry.at,
            )
        case BulletinIssued(files):
            sent = Edition(bulletin.edition, files, entry.at)
            return replace(bulletin, stage=Stage.ISSUED, files=files, editions=(*bulletin.editions, sent))
        case BulletinAsked():
            raise ValueError("a bulletin is begun once")
        case _:
            assert_never(event)


NEXT = "next"
"""The step at which the following period is over and its bulletin is drafted by itself."""


def following(period: Period, context: Context) -> Period:
    """The next period of the same kind."""
    first = period.last + timedelta(days=1)
    match period.kind:
        case PeriodKind.MEETING:
            ends = context.calendar.next_meeting(first, context.policy.meeting_days)
            return Period(PeriodKind.MEETING, first, ends - timedelta(days=1))
        case PeriodKind.THIRD:
            return third_of(first)
        case PeriodKind.MONTH:
            return month_of(first)
        case PeriodKind.YEAR:
            return year_of(first)
        case PeriodKind.DAY:
            return day_of(first)


def timers(bulletin: Bulletin, context: Context) -> tuple[Timer, ...]:
    """Once there is something to read, the next one comes by itself, on the first working morning after its period."""
    if bulletin.stage is Stage.ASKED or bulletin.period.kind is PeriodKind.DAY:
        return ()
    after = following(bulletin.period, context).last + timedelta(days=1)
    return (Timer(NEXT, context.calendar.office_open(context.calendar.on_or_after(after))),)


BULLETINS: DocketKind[Bulletin, BulletinEvent] = DocketKind(
    name="bulletin",
    state=Bulletin,
    events=BulletinEvent,
    fold=fold,
    label=lambda bulletin: label_of(bulletin.period),
    is_open=lambda bulletin: bulletin.stage is not Stage.ISSUED,
    timers=timers,
)
