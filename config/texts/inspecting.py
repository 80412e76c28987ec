"""The fact list for the inspecting bodies (督查): what stands in the record, by unit; no conclusion."""

from collections.abc import Mapping, Sequence

from config.texts import figures
from config.texts.bulletins import span
from domain.figures.period import Period
from domain.figures.proposals import Fact, Sign
from domain.figures.rules import FigureRules
from domain.ids import UnitId

TITLE = "督查事实清单"
NOTE = "【内部】以上为系统记录的事实，供督查和约谈参考，不作结论、不对外发布；是否约谈、问责由有权机关决定。"
_SHOWN = 12

_SIGNS = {
    Sign.FALSE_CLOSING: "回头看未到位{count}件",
    Sign.ARRIVAL_MISSED: "紧急事项未到场{count}次",
    Sign.OVERDUE: "超期未办结{count}件",
    Sign.RETURNS_REFUSED: "退单不成立{count}次",
    Sign.CLOSEOUTS_REFUSED: "不予销号{count}次",
    Sign.LOW_SATISFACTION: "满意率低于90%（{count}%）",
    Sign.LAST: "本组排名末位（第{count}名）",
}

Found = Sequence[tuple[UnitId, tuple[Fact, ...]]]


def listed(
    period: Period,
    found: Found,
    names: Mapping[UnitId, str],
    numbers: Mapping[UnitId, Sequence[str]],
    rules: FigureRules,
) -> str:
    """/督查."""
    head = f"【{TITLE}】{span(period)}"
    if not found:
        return f"{head}\n没有达到提示标准的单位。"
    lines = [_line(unit, facts, names, numbers) for unit, facts in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"……另有{len(found) - _SHOWN}个单位")
    return "\n".join((head, *lines, figures.formula(rules.satisfaction), NOTE))


def _line(
    unit: UnitId, facts: Sequence[Fact], names: Mapping[UnitId, str], numbers: Mapping[UnitId, Sequence[str]]
) -> str:
    told = "，".join(_SIGNS[fact.sign].format(count=fact.count) for fact in facts)
    behind = "、".join(numbers.get(unit, ()))
    return f"{names.get(unit, unit)}：{told}" + (f"（超期工单：{behind}）" if behind else "")
