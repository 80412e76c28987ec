"""`duban rehearse STORY...`: plays written stories through the whole real program; exit 1 where reality departs."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from bot.logs import log_to_stderr
from bot.rehearsal.performance import Outcome, perform
from bot.rehearsal.player import Difference
from bot.rehearsal.story import read_story
from config.settings import LogSettings

Stories = Annotated[list[Path], typer.Argument(help="剧本文件（YAML），格式见 docs/rehearsals.md。")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]
Own = Annotated[Path | None, typer.Option("--dir", help="用本中心的政策和名册演练（不动其数据）。")]
Url = Annotated[
    str, typer.Option("--database", help="另用一个空数据库，如 postgresql://…；默认临时 SQLite。")
]


Twice = Annotated[bool, typer.Option("--twice", help="钉钉和短信平台的每条推送都来两遍。")]
Swap = Annotated[
    int | None, typer.Option("--swap", metavar="种子", help="相邻的推送随机换次序，同一种子换法相同。")
]
Everything = Annotated[bool, typer.Option("--all", help="同时列出每个人屏幕上新出现的全部内容。")]


def rehearse(
    stories: Stories,
    *,
    as_json: AsJson = False,
    folder: Own = None,
    database: Url = "",
    everything: Everything = False,
    twice: Twice = False,
    swap: Swap = None,
) -> None:
    """Play them one after another."""
    log_to_stderr(LogSettings(level="error"))
    outcomes = []
    for file in stories:
        story = read_story(file)
        outcome = asyncio.run(perform(story, folder, database, everything=everything, twice=twice, swap=swap))
        outcomes.append(outcome)
        if not as_json:
            typer.echo(told(outcome))
    if as_json:
        typer.echo(json.dumps([_as_json(one) for one in outcomes], ensure_ascii=False, indent=1))
    wrong = sum(one.difference is not None for one in outcomes)
    if not as_json:
        typer.echo(f"共 {len(outcomes)} 个剧本，{len(outcomes) - wrong} 个与剧本一致，{wrong} 个不一致。")
    if wrong:
        raise typer.Exit(1)


def told(outcome: Outcome) -> str:
    """The transcript, and where it departs from the story."""
    end = "—— 与剧本一致。" if outcome.difference is None else _difference(outcome.difference)
    return "\n".join((f"\n═══ {outcome.story.title}（{outcome.story.file}）", *outcome.lines, end))


def _difference(difference: Difference) -> str:
    step = difference.step
    shown = "\n".join(
        f"    │ {line}".rstrip() for text in difference.shown for line in (*text.splitlines(), "")
    )
    return (
        f"××× 第{step.line}行与剧本不符：{step.player} {step.verb.value}\n"
        f"    剧本：{difference.expected}\n    实际：\n{shown or '    （什么都没有）'}"
    )


def _as_json(outcome: Outcome) -> dict[str, object]:
    difference = outcome.difference
    return {
        "story": outcome.story.title,
        "file": str(outcome.story.file),
        "passed": difference is None,
        "transcript": list(outcome.lines),
        "difference": None
        if difference is None
        else {
            "line": difference.step.line,
            "expected": difference.expected,
            "shown": list(difference.shown),
        },
    }
