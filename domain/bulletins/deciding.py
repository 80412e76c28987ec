"""What may be done with a bulletin, and when not."""

from enum import StrEnum, auto

from domain.bulletins.bulletin import (
    AskedAgain,
    Bulletin,
    BulletinApproved,
    BulletinAsked,
    BulletinEvent,
    BulletinIssued,
    DraftPrinted,
    Stage,
)
from domain.figures.period import Period
from domain.ids import DocketId, Sealed
from domain.inbound import PrintedFile


class Fault(StrEnum):
    """Why not."""

    NOT_OVER = auto()
    """The period has not ended: its figures would still move."""
    BEING_MADE = auto()
    NO_DRAFT = auto()
    ALREADY_ISSUED = auto()
    """Only a new version, with a reason, changes what was sent."""
    NEEDS_REASON = auto()
    NOT_ISSUED = auto()


Outcome = tuple[BulletinEvent, ...] | Fault


def ask(bulletin: Bulletin | None, id_: DocketId, period: Period, *, over: bool) -> Outcome:
    """拟稿; a draft not yet approved is drafted anew."""
    if not over:
        return Fault.NOT_OVER
    if bulletin is None:
        return (BulletinAsked(id_, period),)
    match bulletin.stage:
        case Stage.DRAFTED:
            return (AskedAgain(None),)
        case Stage.ISSUED:
            return Fault.ALREADY_ISSUED
        case Stage.ASKED | Stage.APPROVED:
            return Fault.BEING_MADE


def correct(bulletin: Bulletin, reason: Sealed | None) -> Outcome:
    """更正: of what was sent, a new version, never a silent change."""
    if bulletin.stage is not Stage.ISSUED:
        return Fault.NOT_ISSUED
    return (AskedAgain(reason),) if reason else Fault.NEEDS_REASON


def drafted(bulletin: Bulletin, content: Sealed, files: tuple[PrintedFile, ...]) -> Outcome:
    """The draft came from the press; one that was asked for once more meanwhile replaces it."""
    if bulletin.stage not in {Stage.ASKED, Stage.DRAFTED}:
        return Fault.ALREADY_ISSUED
    return (DraftPrinted(content, files),)


def may_approve(bulletin: Bulletin) -> Fault | None:
    """Only what somebody could read is approved."""
    if bulletin.stage is Stage.DRAFTED and bulletin.content is not None:
        return None
    return {
        Stage.ASKED: Fault.BEING_MADE,
        Stage.DRAFTED: Fault.NO_DRAFT,
        Stage.APPROVED: Fault.BEING_MADE,
        Stage.ISSUED: Fault.ALREADY_ISSUED,
    }[bulletin.stage]


def approve(bulletin: Bulletin, issue: int, total: int) -> Outcome:
    """批准, with the numbers it gets; a new version keeps those it has."""
    if fault := may_approve(bulletin):
        return fault
    if bulletin.content is None:
        return Fault.NO_DRAFT
    return (BulletinApproved(bulletin.issue or issue, bulletin.total or total, bulletin.content),)


def issued(bulletin: Bulletin, files: tuple[PrintedFile, ...]) -> Outcome:
    """The final files came from the press: it goes out."""
    return (BulletinIssued(files),) if bulletin.stage is Stage.APPROVED else Fault.NO_DRAFT
