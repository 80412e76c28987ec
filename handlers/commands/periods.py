"""The period a command about figures names, and what its answer needs besides."""

from datetime import date, timedelta

from config.texts import statistics as told
from config.texts.heard.periods import hear_period
from domain.figures.period import Period
from domain.figures.rules import Cadence
from handlers.commands.command import Call, Unclear

_FAR = timedelta(days=60)
"""Reaches back over the last meeting but one, whatever holidays lie between."""


def period_named(call: Call) -> Period | None:
    """The period, if one is named; one that has not begun is asked again."""
    rules = call.context.policy.figures
    meetings = meeting_days(call) if rules.period is Cadence.MEETINGS else ()
    period = call.arguments.take(lambda word: hear_period(word, call.context.today, rules.period, meetings))
    if period is not None and period.since > call.context.now:
        raise Unclear(told.NOT_BEGUN)
    return period


def this_period(call: Call) -> Period:
    """本期."""
    rules = call.context.policy.figures
    meetings = meeting_days(call) if rules.period is Cadence.MEETINGS else ()
    period = hear_period("本期", call.context.today, rules.period, meetings)
    if period is None:
        raise AssertionError("there is always a period now")
    return period


async def around_figures(call: Call) -> told.Around:
    """What an answer with figures needs besides them."""
    left = await call.work.figures.uncounted()
    return told.Around(call.context.policy.figures, call.context.now, left)


def meeting_days(call: Call) -> tuple[date, ...]:
    """Meeting days from well before today to the next one after it."""
    calendar, days = call.context.calendar, call.context.policy.meeting_days
    on = calendar.next_meeting(call.context.today - _FAR, days)
    found = [on]
    while on <= call.context.today:
        on = calendar.next_meeting(on, days)
        found.append(on)
    return tuple(found)
