"""The ten-day bulletin (十天一通报): asked for, printed, put before the approver, approved, sent to everybody."""

from collections.abc import Iterable
from datetime import datetime

from config.texts import bulletins as told
from domain.actor import SYSTEM, Actor
from domain.bulletins import deciding
from domain.bulletins.bulletin import BULLETINS, NEXT, Bulletin, Stage, following, label_of
from domain.bulletins.deciding import Fault, Outcome
from domain.context import Context
from domain.figures.period import Period
from domain.ids import DocketId, Sealed
from domain.inbound import PaperPrinted
from domain.notices import Recipient, RecipientKind
from domain.outgoing import PrintPaper, SendFile
from domain.people import Person
from domain.subjects import CENTRE_WORDS
from domain.vocabulary import Office, UnitKind
from handlers.dockets import hand_over, keep_docket, tell
from handlers.ports import Work
from handlers.surroundings import Surroundings


async def carry_on(
    bulletin: Bulletin | None, outcome: Outcome, by: Actor, work: Work, context: Context
) -> Bulletin | Fault:
    """Keep what was decided, and send to the press what is now to be printed."""
    if isinstance(outcome, Fault):
        return outcome
    after = await keep_docket(BULLETINS, bulletin, outcome, by, work=work, context=context)
    if after.stage in {Stage.ASKED, Stage.APPROVED}:
        await work.outbox.put(
            PrintPaper(after.id, BULLETINS.name), key=f"print:{after.id}:{after.version}", at=context.now
        )
    return after


async def asked(period: Period, by: Actor, work: Work, context: Context) -> Bulletin | Fault:
    """拟稿: the figures of a period that is over are counted and printed for the approver."""
    known = await work.dockets.named(BULLETINS, label_of(period))
    over = context.now >= period.until
    outcome = deciding.ask(known, DocketId(work.ids.new()), period, over=over)
    return await carry_on(known, outcome, by, work, context)


async def corrected(
    bulletin: Bulletin, reason: str, by: Actor, work: Work, context: Context
) -> Bulletin | Fault:
    """更正: drafted anew as the next version of what was sent."""
    sealed: Sealed | None = await work.words.seal(reason, CENTRE_WORDS) if reason else None
    return await carry_on(bulletin, deciding.correct(bulletin, sealed), by, work, context)


async def approved(bulletin: Bulletin, by: Actor, work: Work, context: Context) -> Bulletin | Fault:
    """批准: numbers are taken only when nothing stands in the way, so that they have no gap."""
    if fault := deciding.may_approve(bulletin):
        return fault
    issue = bulletin.issue or await work.formal_number(f"bulletin:{context.today.year}")
    total = bulletin.total or await work.formal_number("bulletin")
    return await carry_on(bulletin, deciding.approve(bulletin, issue, total), by, work, context)


async def printed(event: PaperPrinted, work: Work, around: Surroundings) -> None:
    """The press is done: a draft goes to the approvers, an approved edition to everybody."""
    context = around.context
    bulletin = await work.dockets.get(BULLETINS, event.docket)
    if bulletin is None:
        return
    if event.trouble:
        for person in approvers(context):
            await _tell(person, told.not_printed(bulletin, event.trouble), event, work, context)
        return
    if bulletin.stage is Stage.APPROVED:
        await _issue(bulletin, event, work, context)
        return
    content = await work.words.seal(event.content, CENTRE_WORDS)
    outcome = deciding.drafted(bulletin, content, event.files)
    after = await carry_on(bulletin, outcome, SYSTEM, work, context)
    if isinstance(after, Bulletin):
        for person in approvers(context):
            await _tell(person, told.to_approve(after), event, work, context)
            await _files(after, person, work, context)


async def _issue(bulletin: Bulletin, event: PaperPrinted, work: Work, context: Context) -> None:
    after = await carry_on(bulletin, deciding.issued(bulletin, event.files), SYSTEM, work, context)
    if isinstance(after, Bulletin):
        for person in readers(context):
            await _tell(person, told.issued(after), event, work, context)
            await _files(after, person, work, context)


async def _tell(person: Person, words: str, event: PaperPrinted, work: Work, context: Context) -> None:
    to = Recipient(RecipientKind.PERSON, person=person.id)
    key = f"bulletin:{event.key.id}:{person.id}"
    await tell(to, told.TITLE, words, key=key, work=work, context=context)


async def _files(bulletin: Bulletin, person: Person, work: Work, context: Context) -> None:
    to = Recipient(RecipientKind.PERSON, person=person.id)
    for file in bulletin.files:
        key = f"bulletin-file:{bulletin.id}:{bulletin.version}:{file.blob}:{person.id}"
        await hand_over(SendFile(to, file.blob, file.name), key=key, work=work, context=context)


async def moment(docket: DocketId, step: str, _due_at: datetime, work: Work, around: Surroundings) -> None:
    """The next period is over: its draft is made, unless somebody was quicker."""
    bulletin = await work.dockets.get(BULLETINS, docket)
    if bulletin is not None and step == NEXT:
        period = following(bulletin.period, around.context)
        if await work.dockets.named(BULLETINS, label_of(period)) is None:
            await asked(period, SYSTEM, work, around.context)


def approvers(context: Context) -> tuple[Person, ...]:
    """Who approves bulletins: the centre's heads."""
    return _each_once(
        person
        for office in (Office.CENTRE_HEAD, Office.DEPUTY_HEAD)
        for person in context.directory.holders(office, context.today)
    )


def readers(context: Context) -> tuple[Person, ...]:
    """Every unit by its head and liaison, the city leaders, the inspecting bodies (§13.6: to all at the same time)."""
    directory, day = context.directory, context.today
    units = [unit.id for unit in directory.units.values() if unit.kind is not UnitKind.CENTRE]
    of_units = (
        person
        for unit in units
        for office in (Office.UNIT_HEAD, Office.LIAISON)
        for person in directory.holders(office, day, unit)
    )
    above = (
        person
        for office in (Office.CITY_LEADER, Office.INSPECTOR, Office.CENTRE_HEAD)
        for person in directory.holders(office, day)
    )
    return _each_once((*above, *of_units))


def _each_once(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple({person.id: person for person in people}.values())
