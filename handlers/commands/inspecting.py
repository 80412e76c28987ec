"""/督查: the fact list of a period for the inspecting bodies and the heads (domain.md §10.2). Read only, one-to-one only."""

from config.texts import inspecting as told
from domain.figures.behind import FigureWish
from domain.figures.counts import Figure
from domain.figures.proposals import proposals
from domain.figures.ranking import in_groups
from domain.vocabulary import Office
from handlers.commands.bulletin import last_period
from handlers.commands.command import HEADS, Call, CommandSpec
from handlers.commands.periods import period_named
from handlers.speaking import Spoken

_BEHIND = 5


async def run(call: Call) -> Spoken:
    """The last period, unless another is named. Ticket numbers lead to /进度; nothing of a citizen is said."""
    period = period_named(call) or last_period(call)
    rules, units = call.context.policy.figures, call.context.directory.units
    counted = await call.work.figures.units(period, call.context.now)
    found = proposals(in_groups(period, counted, units.values(), rules), rules)
    numbers = {}
    for unit, _ in found:
        wish = FigureWish(Figure.OVERDUE_OPEN, period, unit, limit=_BEHIND)
        numbers[unit] = [one.number for one in await call.work.figures.behind(wish, call.context.now)]
    names = {unit.id: unit.name for unit in units.values()}
    return Spoken(told.listed(period, found, names, numbers, rules))


SPEC = CommandSpec(
    names=("督查",),
    aliases=("inspect",),
    usage="/督查 [上期|本期|本月|上月|2019年7月]",
    example="/督查 上月",
    purpose="按单位列出应予关注的事实（内部）",
    offices=HEADS | {Office.INSPECTOR},
    run=run,
    private=True,
)
