"""The centre's rules shown as a person would write them: for the handbook and for what `duban policy diff` compares."""

from datetime import date, timedelta

from config.texts import duetime, figures, kinds, labels, ladders, times
from config.texts.proofs import span
from domain.calendar import QuietHours
from domain.calendar_hours import Season
from domain.figures.rules import FigureRules
from domain.ladders import Ladders
from domain.policy import Category, LimitRow, MatterKind
from domain.ticket import Limit
from domain.vocabulary import Grade, Office, WhistleKind

NO_SHORT_FORM = "见样例"


def value(found: object) -> str:
    """A rule's value as the handbook and `duban policy diff` print it."""
    match found:
        case timedelta():
            return times.stretch(found)
        case Limit():
            return duetime.limit(found)
        case bool():
            return "true" if found else "false"
        case float():
            return f"{found:.0%}"
        case int():
            return str(found)
        case FigureRules():
            return figures.rules(found)
        case Ladders():
            return "<br>".join(
                f"{ladders.kind(kind)}：{ladders.ladder(kind, ladder)}"
                for (kind, urgency), ladder in found.every().items()
                if urgency is None
            )
        case tuple():
            return _several(found)
        case dict() if found and all(isinstance(one, Grade) for one in found):
            return "；".join(f"{labels.grade(grade)} {duetime.limit(one)}" for grade, one in found.items())
        case _:
            return NO_SHORT_FORM


def _several(found: tuple[object, ...]) -> str:
    if found and all(isinstance(one, MatterKind) for one in found):
        return kinds.kinds(tuple(one for one in found if isinstance(one, MatterKind)))
    if any(isinstance(one, Office) for one in found):
        return "、".join(labels.office(one) for one in found if isinstance(one, Office))
    if any(isinstance(one, WhistleKind) for one in found):
        return "、".join(labels.whistle_kind(one) for one in found if isinstance(one, WhistleKind))
    if all(isinstance(one, str | int) for one in found):
        return "、".join(str(one) for one in found)
    return NO_SHORT_FORM


def limit_row(row: LimitRow) -> str:
    """法定，投诉，分类01，紧急，单位jtj，2026-01-01 起：10个工作日（7.1 投诉举报）."""
    conditions = (
        "法定" if row.statutory else "",
        labels.nature(row.nature) if row.nature else "",
        f"分类{row.category}" if row.category else "",
        labels.urgency(row.urgency) if row.urgency else "",
        f"单位{row.unit}" if row.unit else "",
        "" if (row.since, row.until) == (date.min, date.max) else span(row.since, row.until),
    )
    which = "，".join(one for one in conditions if one) or "其余情形"
    return f"{which}：{limit(row.limit)}"


def limit(found: Limit) -> str:
    """10个工作日（7.1 投诉举报）."""
    return duetime.limit(found) + (f"（{found.source}）" if found.source else "")


def category(found: Category) -> str:
    """0101 施工噪音，到位标准“…”，牵头hbj，属部门职责."""
    parts = (
        f"{found.code} {found.name}",
        f"到位标准“{found.standard}”" if found.standard else "",
        f"牵头{found.lead}" if found.lead else "",
        "属部门职责" if found.department_duty else "",
        "" if found.needs_work else "答复即可",
    )
    return "，".join(part for part in parts if part)


def matter_kind(found: MatterKind) -> str:
    """噪音扰民（01）."""
    return kinds.kinds((found,))


def season(found: Season) -> str:
    """01-01起 08:30-12:00、14:00-17:30."""
    spans = "、".join(f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in found.spans)
    return f"{found.month:02d}-{found.day:02d}起 {spans}"


def quiet(found: QuietHours) -> str:
    """22:00-07:00."""
    return f"{found.begins:%H:%M}-{found.ends:%H:%M}"


def ladder_lines(found: Ladders) -> tuple[str, ...]:
    """One line a ladder, those of one urgency named so."""
    return tuple(
        f"{ladders.kind(kind)}{f'（{labels.urgency(urgency)}）' if urgency else ''}：{ladders.ladder(kind, ladder)}"
        for (kind, urgency), ladder in found.every().items()
    )
