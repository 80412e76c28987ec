"""Figures in words: rates and their change, the names of formulae, periods, tiers - each exactly one way, everywhere."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar, assert_never

from config.texts import labels
from domain.figures.period import Period, PeriodKind
from domain.figures.rate import Rate
from domain.figures.rules import Cadence, FigureRules, RankingStyle
from domain.figures.satisfaction import Satisfaction
from domain.figures.score import ScoreGrade
from domain.vocabulary import Office, UnitKind

T = TypeVar("T")
NOTHING = "—"
"""No denominator: never 0 % or 100 % (§9.3)."""


def percent(rate: Rate) -> str:
    """97.83%, or —."""
    return NOTHING if rate.percent is None else f"{rate.percent}%"


def change(by: Decimal | None) -> str:
    """环比 of a count: +15.00%, -0.50%, or — where there was none before."""
    return NOTHING if by is None else f"{by:+}%"


def points(by: Decimal | None) -> str:
    """环比 of a rate: +0.52个百分点."""
    return NOTHING if by is None else f"{by:+}个百分点"


def score(of: Decimal | None) -> str:
    """60.50分."""
    return NOTHING if of is None else f"{of}分"


def satisfaction(formula: Satisfaction) -> str:
    """The name of the formula, as printed under a table."""
    match formula:
        case Satisfaction.RATED:
            return "满意率"
        case Satisfaction.ALL_CALLED:
            return "满意率（全口径）"
        case Satisfaction.VERY:
            return "非常满意率"
    assert_never(formula)


def formula(chosen: Satisfaction) -> str:
    """What the satisfaction printed is made of; goes under every table that shows one."""
    return f"{satisfaction(chosen)}＝{_made_of(chosen)}"


def _made_of(chosen: Satisfaction) -> str:
    match chosen:
        case Satisfaction.RATED:
            return "（满意＋基本满意）÷（满意＋基本满意＋不满意），不予评价和认定的不合理诉求不计"
        case Satisfaction.ALL_CALLED:
            return "（满意＋基本满意）÷全部回访件，含不予评价和未接通，认定的不合理诉求不计"
        case Satisfaction.VERY:
            return "满意÷（满意＋基本满意＋不满意），不予评价和认定的不合理诉求不计"
    assert_never(chosen)


def ranking(style: RankingStyle) -> str:
    """How units are set against each other, in the policy's words."""
    match style:
        case RankingStyle.OFF:
            return "不排名"
        case RankingStyle.TIERS:
            return "分档"
        case RankingStyle.FULL:
            return "排名"
    assert_never(style)


def cadence(member: Cadence) -> str:
    """What 本期 means, in the policy's words."""
    match member:
        case Cadence.THIRDS:
            return "旬"
        case Cadence.MEETINGS:
            return "调度会"
    assert_never(member)


def tier(grade: ScoreGrade) -> str:
    """优秀, 良好, 合格, 不合格."""
    match grade:
        case ScoreGrade.EXCELLENT:
            return "优秀"
        case ScoreGrade.GOOD:
            return "良好"
        case ScoreGrade.PASSING:
            return "合格"
        case ScoreGrade.FAILING:
            return "不合格"
    assert_never(grade)


GROUP_NAMES = {
    UnitKind.TOWN: ("乡镇街道", "乡镇", "街道"),
    UnitKind.DEPARTMENT: ("市直部门", "部门"),
    UnitKind.UTILITY: ("公共服务企业", "公用企业", "企业"),
}
"""Ranking groups (§13.7): the name shown, and what else people type."""


def group(kind: UnitKind) -> str:
    """The group's name."""
    return GROUP_NAMES[kind][0] if kind in GROUP_NAMES else labels.unit_kind(kind)


def period(of: Period) -> str:
    """2019年7月8日, 2019年7月上旬, 2019年6月26日至7月7日, 2019年7月, 2019年."""
    first, last = of.first, of.last
    match of.kind:
        case PeriodKind.DAY:
            return f"{first.year}年{first.month}月{first.day}日"
        case PeriodKind.THIRD:
            return f"{first.year}年{first.month}月{'上中下'[of.third - 1]}旬"
        case PeriodKind.MEETING:
            year = "" if last.year == first.year else f"{last.year}年"
            return f"{first.year}年{first.month}月{first.day}日至{year}{last.month}月{last.day}日"
        case PeriodKind.MONTH:
            return f"{first.year}年{first.month}月"
        case PeriodKind.YEAR:
            return f"{first.year}年"
    assert_never(of.kind)


def rules(of: FigureRules) -> str:
    """The section of the policy as one cell of the handbook."""
    weights, grades = of.weights, of.grades
    seen_by = "、".join(labels.office(office) for office in Office if office in of.ranking_seen_by)
    return "<br>".join(
        (
            f"satisfaction：{satisfaction(of.satisfaction)}",
            f"ranking：{ranking(of.ranking)}",
            f"smallest_sample：{of.smallest_sample}",
            f"weights：按时签收{weights.acknowledged}、按时办结{weights.on_time}、解决{weights.solved}、满意{weights.satisfied}",
            f"grades：优秀{grades.excellent}、良好{grades.good}、合格{grades.passing}",
            f"period：{cadence(of.period)}",
            f"ranking_seen_by：{seen_by}",
        )
    )


def _choices(words: Mapping[str, T], what: str) -> tuple[Mapping[str, T], str]:
    return words, f"{what}：{'、'.join(words)}"


FORMULAE = _choices({satisfaction(one): one for one in Satisfaction}, "满意率算法")
STYLES = _choices({ranking(one): one for one in RankingStyle}, "排名方式")
CADENCES = _choices({cadence(one): one for one in Cadence}, "统计周期")
"""What may be written in the policy, each with the sentence that says so."""

EXPECTED_WEIGHTS = (
    "四项权重，0以上的整数，合计100，例如 {acknowledged: 10, on_time: 30, solved: 30, satisfied: 30}"
)
EXPECTED_GRADES = "三档分数线，由高到低，不超过100，例如 {excellent: 90, good: 80, passing: 60}"
