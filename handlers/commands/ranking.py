"""/排名: the units of each group beside each other, as the policy says: ranked, in tiers, or not at all."""

from config.texts import statistics as told
from config.texts.figures import GROUP_NAMES
from domain.figures.ranking import in_groups
from domain.figures.rules import RankingStyle
from handlers.commands.command import EVERYBODY, Call, CommandSpec, Unclear
from handlers.commands.periods import around_figures, period_named, this_period
from handlers.speaking import Spoken

_GROUPS = {name: kind for kind, names in GROUP_NAMES.items() for name in names}


async def run(call: Call) -> Spoken:
    """This period, unless another is named; all groups, unless one is named."""
    rules, directory = call.context.policy.figures, call.context.directory
    if not call.offices & rules.ranking_seen_by:
        return Spoken(told.NO_RANKING_FOR_YOU)
    if rules.ranking is RankingStyle.OFF:
        return Spoken(told.RANKING_OFF)
    period = period_named(call) or this_period(call)
    group = call.arguments.one_of(_GROUPS)
    if call.arguments.left:
        raise Unclear(told.unknown_words(call.arguments.left[0], call.spec.example))
    now = call.context.now
    found = await call.work.figures.units(period, now)
    groups = in_groups(
        period, found, directory.units.values(), rules, (group,) if group else tuple(GROUP_NAMES)
    )
    names = {unit.id: unit.name for unit in directory.units.values()}
    return Spoken(told.ranking(period, groups, names, await around_figures(call)))


SPEC = CommandSpec(
    names=("排名",),
    aliases=("ranking",),
    usage="/排名 [本期|上期|本月|2019年7月] [乡镇街道|市直部门|公共服务企业]",
    example="/排名 上期 市直部门",
    purpose="按组看各单位得分",
    offices=EVERYBODY,
    run=run,
)
