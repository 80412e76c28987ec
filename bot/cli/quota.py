"""`duban quota forecast`: the month's calls and pushes for a volume, an edition and rules, by the program's own behaviour."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.forecasting.measuring import measured
from bot.logs import log_to_stderr
from config.policy import read_policy
from config.settings import LogSettings
from config.texts import forecasting as words
from domain.forecasting import (
    ALLOWS,
    NOT_CALLS,
    Costs,
    Edition,
    Forecast,
    Matter,
    Spend,
    Volume,
    carries,
    forecast,
    matters,
    smallest_edition,
)

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

PerDay = Annotated[int, typer.Option("--per-day", min=1, max=100_000, help="每天多少件诉求。")]
Named = Annotated[
    Edition,
    typer.Option("--edition", help="钉钉版本：standard 标准版、professional 专业版一份、pack 加购包。"),
]
Units = Annotated[int, typer.Option("--units", min=0, max=10_000, help="多少个单位（各有一份早报）。")]
Rules = Annotated[Path | None, typer.Option("--policy", help="按这份 policy.yaml 演练；不写则用默认政策。")]


@app.callback()
def quota() -> None:
    """DingTalk's monthly quota."""


@app.command("forecast", help="测算一个月的接口次数和推送：演练典型事项、按实际消息计数，再乘以件数。")
def run(
    per_day: PerDay = 230, edition: Named = Edition.STANDARD, units: Units = 61, policy: Rules = None
) -> None:
    """Play, count, multiply, compare; nothing of a centre is touched."""
    rules = read_policy(policy).policy if policy else None
    log_to_stderr(LogSettings(level="error"))
    typer.echo(words.MEASURING, err=True)
    costs = asyncio.run(measured(rules))
    for line in told(forecast(Volume(per_day, units), ALLOWS[edition], costs), edition, costs):
        typer.echo(line)


def told(of: Forecast, edition: Edition, costs: Mapping[Matter, Costs]) -> Iterator[str]:
    """The forecast in words."""
    yield words.heading(of.volume.per_day, of.volume.units, words.edition(edition), of.budget)
    for matter, count in matters(of.volume).items():
        calls = sum(one for kind, one in costs[matter].items() if kind not in NOT_CALLS)
        yield words.cost_line(matter, count, calls, costs[matter].get(Spend.PUSHES, 0))
    yield from (words.line(kind, of.spent[kind]) for kind in Spend if of.spent[kind])
    yield words.total(of)
    if of.fits:
        yield words.fits()
    else:
        yield words.short(of, carries(of.budget, of.volume.units, costs), smallest_edition(of))
    yield words.dropped(of)
    yield from (words.MIX_NOTE, words.READ_NOTE, words.FREE_NOTE)
