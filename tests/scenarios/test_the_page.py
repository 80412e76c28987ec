"""`docs/rehearsals.md` teaches what is true: its stories print what stands there, and every verb is in its table."""

import re
from pathlib import Path

import pytest

from bot.cli.rehearse import told
from bot.rehearsal.performance import perform
from bot.rehearsal.story import StoryUnreadable, TimeVerb, Verb, read_story

PAGE = (Path(__file__).parents[2] / "docs" / "rehearsals.md").read_text(encoding="utf-8")
STORIES = re.findall(r"```yaml\n(剧本.*?)```\n.*?```text\n(.*?)```", PAGE, re.DOTALL)


def test_every_verb_is_taught() -> None:
    for verb in (*Verb, *TimeVerb):
        assert f"`{verb.value}`" in PAGE or f"- {verb.value}: " in PAGE, verb


def test_the_first_story_is_built_in_three_stages() -> None:
    assert len(STORIES) == 3


@pytest.mark.parametrize(("story", "printed"), STORIES, ids=["shortest", "with a mistake", "whole"])
async def test_each_stage_prints_what_the_page_shows(story: str, printed: str, tmp_path: Path) -> None:
    file = tmp_path / "我的剧本.yaml"
    file.write_text(story, encoding="utf-8")
    outcome = await perform(read_story(file), None, "")
    said = told(outcome).strip().replace(str(file), file.name)
    assert said == printed[: printed.rindex("共 ")].strip()


async def test_a_blank_nobody_has_seen_is_said_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "blank.yaml"
    file.write_text(STORIES[1][0].replace("已受理，编号{工单}", "已受理"), encoding="utf-8")
    with pytest.raises(StoryUnreadable, match=re.escape("第11行：{工单}还不知道是什么")):
        await perform(read_story(file), None, "")
