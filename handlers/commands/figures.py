"""/统计: figures of a day or a period, of the centre or of one unit."""

from config.texts import statistics as told
from domain.figures.period import PeriodKind, day_of, period_before
from domain.figures.unit_figures import UnitFigures
from domain.ids import UnitId
from handlers.commands.command import EVERYBODY, Call, CommandSpec, Unclear
from handlers.commands.periods import around_figures, period_named
from handlers.commands.progress import READERS
from handlers.commands.steps import unit_named
from handlers.speaking import Spoken


async def run(call: Call) -> Spoken:
    """Today, unless another period is named. People of a unit see their own; the centre and the inspectors choose."""
    period = period_named(call) or day_of(call.context.today)
    wanted = unit_named(call)
    if call.arguments.left:
        raise Unclear(told.unknown_words(call.arguments.left[0], call.spec.example))
    now = call.context.now
    around = await around_figures(call)
    units = _units(call, wanted)
    if units:
        shown = [
            told.unit(call.context.directory.units[unit].name, figures, around)
            for unit in units
            for figures in (await call.work.figures.units(period, now, unit) or (UnitFigures(unit, period),))
        ]
        return Spoken("\n\n".join(shown))
    if period.kind is PeriodKind.DAY:
        return Spoken(told.day(await call.work.figures.day(period, now), around))
    found = await call.work.figures.centre(period, now)
    over = period.kind is PeriodKind.MONTH and now >= period.until
    before = await call.work.figures.centre(period_before(period), now) if over else None
    return Spoken(told.centre(found, before, around))


def _units(call: Call, wanted: UnitId | None) -> tuple[UnitId, ...]:
    """Whose figures; nobody's: the centre's."""
    directory, day = call.context.directory, call.context.today
    if directory.of_the_centre(call.speaker.id, day) or call.offices & READERS:
        return () if wanted is None else (wanted,)
    own = directory.units_of(call.speaker.id, day)
    if wanted is not None and wanted not in own:
        raise Unclear(told.ONLY_OWN_UNIT)
    return (wanted,) if wanted is not None else tuple(sorted(own))


SPEC = CommandSpec(
    names=("统计",),
    aliases=("figures", "stats"),
    usage="/统计 [今天|本期|上期|本月|上月|2019年7月] [单位]",
    example="/统计 本月 交通局",
    purpose="看受理、办结、满意度等数据",
    offices=EVERYBODY,
    run=run,
)
