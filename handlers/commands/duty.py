"""/值班: who is on duty now or then, where nobody will be; turns change hands, and absences are noted."""

from collections.abc import Collection

from config.texts import answers
from config.texts import duty as told
from config.texts.heard.dates import HeardNoDate
from config.texts.heard.duty import CONSENT, WISHES, DutyWish, HeardTurn, hear_turn
from domain.figures.period import month_of
from domain.ids import UnitId
from domain.rosters.finding import moment_of
from domain.rosters.roster import Roster
from domain.vocabulary import Office
from handlers.commands.command import EVERYBODY, Call, CommandSpec, Unclear
from handlers.commands.periods import period_named
from handlers.commands.progress import READERS
from handlers.commands.steps import person_named, unit_named
from handlers.rosters.changing import be_absent, change_hands
from handlers.rosters.showing import everywhere, figures_of, gaps_of, roster_of, turns_of, who_is_on_duty
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """Without a wish: who is on duty."""
    wish = call.arguments.one_of(WISHES)
    unit = unit_named(call)
    match wish:
        case DutyWish.GAPS:
            return Spoken(await _gaps(call, unit))
        case DutyWish.FIGURES:
            period = period_named(call) or month_of(call.context.today)
            return Spoken(await figures_of(call, period, _readable(call, unit)))
        case DutyWish.SWAP:
            return Spoken(await _swap(call, unit))
        case DutyWish.ABSENT | DutyWish.BACK:
            roster, said = await _roster(call, unit), _turns(call)
            words = await be_absent(call, roster, _first(said), absent=wish is DutyWish.ABSENT)
            return Spoken(words)
        case None:
            return Spoken(await _who(call, unit))


async def _who(call: Call, named: UnitId | None) -> str:
    said = _turns(call)
    if call.arguments.left:
        raise Unclear(told.unknown_words(call.arguments.left[0], call.spec.example))
    day = next((one.on for one in said if one.on), None)
    at = moment_of(day, next((one.at for one in said if one.at), None), call.context.now)
    unit = named or _own(call)
    if unit is not None:
        if at is None and day is not None:
            return await turns_of(call, unit, day)
        return await who_is_on_duty(call, unit, at or call.context.now)
    if not _reads_all(call):
        raise Unclear(told.which_unit())
    return await everywhere(call, at or call.context.now)


async def _gaps(call: Call, unit: UnitId | None) -> str:
    return await gaps_of(call, _readable(call, unit))


def _readable(call: Call, unit: UnitId | None) -> Collection[UnitId] | None:
    """The units to tell of: the one named, or all (None) for the centre, and for others their own."""
    if _reads_all(call):
        return (unit,) if unit else None
    own = call.context.directory.units_of(call.speaker.id, call.context.today)
    if unit is not None and unit not in own:
        raise Unclear(told.only_own())
    return (unit,) if unit else own


async def _swap(call: Call, unit: UnitId | None) -> str:
    roster, said = await _roster(call, unit), _turns(call)
    consent = call.arguments.one_of(CONSENT)
    other = person_named(call)
    _first(said)
    return await change_hands(call, roster, said, other, consent=consent)


def _turns(call: Call) -> tuple[HeardTurn, ...]:
    """Every turn said, a time or a shift that stands alone joined to the day before it."""
    now, calendar = call.context.now, call.context.calendar
    heard: tuple[HeardTurn | HeardNoDate, ...] = call.arguments.take_all(
        lambda word: hear_turn(word, now, calendar)
    )
    found: list[HeardTurn] = []
    for one in heard:
        if isinstance(one, HeardNoDate):
            raise Unclear(answers.no_such_date(one.words))
        before = found[-1] if found else None
        if one.on is None and before is not None and not (before.at if one.at else before.shift):
            found[-1] = HeardTurn(before.on, before.at or one.at, before.shift or one.shift)
        else:
            found.append(one)
    return tuple(found)


def _first(said: tuple[HeardTurn, ...]) -> HeardTurn:
    if not said:
        raise Unclear(told.missing_turn())
    return said[0]


async def _roster(call: Call, named: UnitId | None) -> Roster:
    unit = named or _own(call)
    if unit is None:
        raise Unclear(told.which_unit())
    roster = await roster_of(call, unit)
    if roster is None:
        raise Unclear(told.no_roster(call.context.directory.units[unit].name))
    return roster


def _own(call: Call) -> UnitId | None:
    """The speaker's own unit, where they have exactly one and do not speak for the centre."""
    if _reads_all(call):
        return None
    units = call.context.directory.units_of(call.speaker.id, call.context.today)
    return next(iter(units)) if len(units) == 1 else None


def _reads_all(call: Call) -> bool:
    directory = call.context.directory
    readers = READERS | {Office.ADMINISTRATOR}
    return directory.of_the_centre(call.speaker.id, call.context.today) or bool(call.offices & readers)


SPEC = CommandSpec(
    names=("值班",),
    aliases=("duty",),
    usage="/值班 [单位] [时间]；/值班 换班 7月6日夜班 @接班人；/值班 请假 7月6日夜班；/值班 空岗；/值班 统计 [上月]",
    example="/值班 水务局 今晚8点",
    purpose="查谁值班、换班、请假、查空岗和到场统计",
    offices=EVERYBODY,
    run=run,
)
