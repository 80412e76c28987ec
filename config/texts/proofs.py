"""What `duban policy check` says about a centre's rules: one sentence each, with file, line and key, and what to do."""

from datetime import date

from config.texts import labels
from config.texts.misconfigured import place
from domain.vocabulary import Nature, Urgency


def _at(file: str, line: int | None, key: str) -> str:
    return f"{place(file, line)}：{key} "


def _lines(lines: tuple[int | None, ...]) -> str:
    return "、".join(f"第{line}行" for line in dict.fromkeys(lines) if line) or "内置规则"


def span(since: date, until: date) -> str:
    """2026-01-01 至 2026-03-31, open at either end."""
    if since == date.min and until == date.max:
        return "任何日期"
    if since == date.min:
        return f"{until} 及以前"
    return f"{since} 起" if until == date.max else f"{since} 至 {until}"


def period(since: date | None, until: date | None) -> str:
    """From now on, until some day: for what is missing. An open side is None."""
    if since is None:
        return "目前" if until is None else f"即日至 {until}"
    return f"{since} 起" if until is None else f"{since} 至 {until}"


NO_NATURE = "未定类型"
_SOME = 3
"""So many natures are named where no rule fits; the rest is clear."""


def matters(natures: tuple[Nature | None, ...], urgencies: tuple[Urgency, ...], days: str) -> str:
    """Which matters: 表扬、其他，2026-07-06 起. No urgencies: whatever the urgency."""
    named = [labels.nature(one) if one else NO_NATURE for one in natures]
    shown = "、".join(named[:_SOME]) + ("等" if len(named) > _SOME else "")
    urgent = "、".join(labels.urgency(one) for one in urgencies)
    return "，".join(part for part in (shown, urgent, days) if part)


def ladder(kind: str, urgency: Urgency | None) -> str:
    """A ladder's key, with the urgency it is for."""
    return f"ladders.{kind}（{labels.urgency(urgency)}）" if urgency else f"ladders.{kind}"


# Limits.


def backwards(file: str, line: int | None, key: str, since: date, until: date) -> str:
    """A rule that ends before it begins."""
    return (
        f"{_at(file, line, key)}的有效期自 {since} 至 {until}，止早于起，永远不生效，请改正日期或删去这一条。"
    )


def no_such_class(file: str, line: int | None, key: str, code: str) -> str:
    """A rule for a class that the catalogue does not have."""
    return (
        f"{_at(file, line, key)}的分类“{code}”在 categories 中没有，这一条永远轮不到，请改正编码或补录分类。"
    )


def shadowed(file: str, line: int | None, key: str, by: tuple[int | None, ...], *, same: bool) -> str:
    """A rule that is never the first to fit."""
    harm = "结果相同，但属多余" if same else "写的时限用不上"
    return f"{_at(file, line, key)}永远轮不到：{_lines(by)}已包含它的全部情形，{harm}，请移到前面或删去。"


def overlap(file: str, line: int | None, key: str, other: int | None, days: str) -> str:
    """Two rules of the same conditions share days."""
    return f"{_at(file, line, key)}与第{other}行条件相同、时限不同，{days}两条都有效，按排在前面的算，请改有效期使其衔接。"


def gap(file: str, line: int | None, key: str, other: int | None, days: str) -> str:
    """Days between two rules of the same conditions."""
    return f"{_at(file, line, key)}与第{other}行条件相同，但 {days}都不生效，将按后面的一般规则算，请改有效期使其衔接。"


def expired(file: str, line: int | None, key: str, until: date) -> str:
    """A rule whose days are over."""
    return f"{_at(file, line, key)}已于 {until} 到期，不再生效；不再使用的请删去，仍要使用的请延长 until。"


def uncovered(file: str, line: int | None, what: str) -> str:
    """Matters no rule fits."""
    return f"{_at(file, line, 'limits')}没有覆盖：{what}，将按内置的5个工作日算，请在表末加一条只写 limit 的兜底规则。"


def unknown_unit(file: str, line: int | None, key: str, unit: str) -> str:
    """A unit that is not in the list of units."""
    return f"{_at(file, line, key)}的单位“{unit}”在 units.csv 中没有，请改正编码，或先在 units.csv 中登记。"


# The catalogue.


def lead_is_centre(file: str, line: int | None, key: str, unit: str) -> str:
    """The centre handles nothing itself."""
    return f"{_at(file, line, key)}的牵头单位“{unit}”是中心自己，不能承办，请改为承办单位。"


def duty_to_town(file: str, line: int | None, key: str, name: str, unit: str) -> str:
    """A department's duty with a town as lead."""
    return f"{_at(file, line, key)}“{name}”属部门职责，却由{unit}（乡镇街道）牵头，派单会被拒绝，请改由部门牵头。"


def two_kinds(file: str, line: int | None, code: str, first: str, second: str) -> str:
    """A class that two kinds claim."""
    return f"{_at(file, line, 'kinds')}中分类“{code}”同时归入“{first}”和“{second}”，请只留一处。"


def empty_kind(file: str, line: int | None, key: str, name: str, code: str) -> str:
    """A kind that claims a class nobody knows."""
    return f"{_at(file, line, key)}“{name}”所列分类“{code}”在 categories 中没有，请改正编码或补录分类。"


def no_kind(file: str, line: int | None, codes: tuple[str, ...]) -> str:
    """Classes of work that belong to no kind."""
    shown = "、".join(codes[:5]) + ("等" if len(codes) > 5 else "")  # noqa: PLR2004 - enough to find the rest
    return f"{_at(file, line, 'kinds')}没有包含分类 {shown}（共{len(codes)}个），它们不进入十类统计，请归入某一类。"


def not_ten(file: str, line: int | None, count: int) -> str:
    """The ten kinds are not ten."""
    return f"{_at(file, line, 'kinds')}有{count}类，“十类突出问题”通常是十类，请核对。"


# Grades, clocks, ladders.


def grade_order(file: str, line: int | None, lower: str, higher: str) -> str:
    """A higher grade that leaves more time than a lower one takes less."""
    return f"{_at(file, line, 'supervision')}中“{higher}”的时限比“{lower}”还短，等级越高时限应越长，请改正。"


def grades_left_out(file: str, line: int | None, grades: tuple[str, ...]) -> str:
    """Grades the file does not speak of."""
    return f"{_at(file, line, 'supervision')}没有写{'、'.join(grades)}，将按内置时限算，请补齐四级以免误解。"


def clocks_crossed(file: str, line: int | None, sooner: str, later: str) -> str:
    """A warning that comes after what it warns of."""
    return f"{_at(file, line, sooner)}不早于 {later}，提醒会落在时限之后，请改小 {sooner}。"


def ends_nowhere(file: str, line: int | None, ladder: str) -> str:
    """The last rung reaches nobody above the unit."""
    return f"{_at(file, line, ladder)}的最后一级没有中心的岗位，升级到此无人负责，请在最后一级加上“中心主任”等岗位。"


def goes_down(file: str, line: int | None, key: str) -> str:
    """A rung that reaches nobody new and rings no louder."""
    return f"{_at(file, line, key)}与前面各级相比没有新的岗位或办法，这一级不起作用，请改正或删去。"


def rung_without_anybody(file: str, line: int | None, key: str, office: str, days: str) -> str:
    """An office of a ladder that nobody holds."""
    return f"{_at(file, line, key)}写了“{office}”，但{days}无人担任，请在 offices.csv 中登记，或改写这一级。"


def rung_without_a_unit(unit: str, office: str, days: str) -> str:
    """A unit in which nobody holds an office of a ladder."""
    return f"{unit}：升级阶梯写了“{office}”，该单位{days}无人担任，到这一级将改找责任领导和中心主任，请在 offices.csv 中登记。"


def for_days(sentence: str, days: str) -> str:
    """A finding about who holds what, with the days for which it is so."""
    return f"{days}，{sentence}"


# Meetings and figures.


def agenda_too_early(file: str, line: int | None, ahead: int, gap: int) -> str:
    """The agenda would be proposed before the meeting before it."""
    key = _at(file, line, "agenda_working_days")
    return f"{key}为 {ahead} 个工作日，而两次调度会最近只隔 {gap} 天，议程会在上一次会前就拟出，请改小。"


def sample_too_small(file: str, line: int | None, found: int, least: int) -> str:
    """Units are ranked on next to nothing."""
    key = _at(file, line, "figures.smallest_sample")
    return f"{key}为 {found}，不足 {least} 件就排名会失真，请改为 {least} 以上。"


def nobody_sees(file: str, line: int | None, offices: str) -> str:
    """A ranking is made that nobody may look at."""
    key = _at(file, line, "figures.ranking_seen_by")
    return f"{key}所列岗位（{offices}）目前都无人担任，排名无人可看，请改写岗位，或把 ranking 设为不排名。"


# The command.


def total(errors: int, warnings: int) -> str:
    """The last line."""
    if errors:
        return f"共 {errors} 处错误、{warnings} 处提醒；有错误的政策不会生效，请改正后再检查。"
    return f"政策检查通过，没有错误，{warnings} 处提醒。"
