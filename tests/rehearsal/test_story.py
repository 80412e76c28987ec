"""A story file (剧本) that cannot be read is told file, line and what to write; nothing is guessed."""

from datetime import date
from pathlib import Path

import pytest

from bot.rehearsal.casting import cast, with_story_offices
from bot.rehearsal.story import StoryUnreadable, TimeVerb, Verb, read_story
from bot.stage.theatre import with_accounts
from config.init import write_sample
from config.load import load
from domain.ids import PersonId
from domain.people import Directory
from domain.vocabulary import Office

GOOD = """\
剧本: 路灯
说明: 一件小事
开始: 2019-07-26 10:00
人物:
  村民: 手机 13911110001
  派单员: 民声受理服务中心 派单员
步骤:
  - 村民 发短信: 路灯坏了
  - 村民 看到: 编号{工单}
  - 时间: 2019-07-26 11:00
  - 派单员 说:
      话: 看看照片
      照片: 路灯
  - 派单员 看到:
      - 一
      - 二
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "story.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def told(folder: Path, text: str) -> str:
    with pytest.raises(StoryUnreadable) as caught:
        read_story(written(folder, text))
    return str(caught.value).replace(f"{folder}/", "")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    home = tmp_path_factory.mktemp("centre")
    write_sample(home)
    return with_accounts(load(home, {}).directory)


def test_a_story_is_read_with_the_line_of_every_step(tmp_path: Path) -> None:
    story = read_story(written(tmp_path, GOOD))
    assert [step.verb for step in story.steps] == [
        Verb.TEXTS,
        Verb.SEES,
        TimeVerb.AT,
        Verb.SAYS,
        Verb.SEES,
    ]
    assert [step.line for step in story.steps] == [8, 9, 10, 11, 14]
    assert story.steps[3].told == {"话": "看看照片", "照片": "路灯"}
    assert story.steps[4].told == ("一", "二")
    assert story.begins_at.isoformat() == "2019-07-26T10:00:00+08:00"


@pytest.mark.parametrize(
    ("from_", "to", "sentence"),
    [
        ("剧本: 路灯", "剧本: [路灯", "YAML 格式有误"),
        ("说明:", "说名:", "第2行：不认识“说名”"),
        ("2019-07-26 10:00\n人物", "明天上午\n人物", "“明天上午”不是时间"),
        ("  - 村民 发短信: 路灯坏了", "  - 村民 打电话: 路灯坏了", "第8行：不认识动作“打电话”"),
        ("  - 村民 发短信: 路灯坏了", "  - 张三 发短信: 路灯坏了", "第8行：“张三 发短信”应写成“人物 动作”"),
        ("  - 村民 发短信: 路灯坏了", "  - 村民 发短信:", "第8行：“发短信”后面要写内容"),
        ("  - 村民 发短信: 路灯坏了", "  - 路灯坏了", "第8行：一步只写一行"),
        ("  - 村民 发短信: 路灯坏了", "  - 村民 按: 签收", "第8行：“按”是工作人员才能做的，村民不能"),
        ("  - 村民 发短信: 路灯坏了", "  - 派单员 发短信: 路灯坏了", "第8行：“发短信”是群众"),
        ("      照片: 路灯", "      相片: 路灯", "第11行：“说”不认识“相片”，可写的有：引用、照片、话、语音"),
        ("  - 村民 看到: 编号{工单}", "  - 村民 看到: {工单}", "第9行：“看到”不认识"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, from_: str, to: str, sentence: str) -> None:
    assert from_ in GOOD
    said = told(tmp_path, GOOD.replace(from_, to))
    assert said.startswith("story.yaml")
    assert sentence in said


def test_a_file_that_is_no_story_at_all_is_said_to_be_none(tmp_path: Path) -> None:
    assert "应以“剧本：标题”开头" in told(tmp_path, "- 一\n- 二\n")
    assert "缺少“人物”" in told(tmp_path, GOOD.replace("人物:", "_:").replace("_:", "留待以后:"))
    assert "缺少“步骤”" in told(tmp_path, GOOD[: GOOD.index("步骤")])
    assert "控制字符" in told(tmp_path, GOOD + "\x07")
    with pytest.raises(StoryUnreadable, match="打不开"):
        read_story(tmp_path / "nowhere.yaml")
    (tmp_path / "gbk.yaml").write_bytes(GOOD.encode("gbk"))
    with pytest.raises(StoryUnreadable, match="不是 UTF-8"):
        read_story(tmp_path / "gbk.yaml")


def test_people_are_found_by_unit_and_office_or_by_name(tmp_path: Path, directory: Directory) -> None:
    text = GOOD.replace(
        "  派单员: 民声受理服务中心 派单员",
        "  派单员: 民声受理服务中心 派单员\n  乙: 中心 核查员 第2位\n  局长: 孔示例",
    )
    casting = cast(read_story(written(tmp_path, text)), directory, "group")
    assert casting.roles["村民"].phone == "13911110001"
    assert casting.roles["派单员"].staff_id == "staff-zx03"
    assert casting.roles["乙"].staff_id == "staff-zx10"
    assert casting.roles["局长"].staff_id == "staff-jtj01"


def test_somebody_nobody_knows_is_named_with_the_line(tmp_path: Path, directory: Directory) -> None:
    story = read_story(written(tmp_path, GOOD.replace("民声受理服务中心 派单员", "民声受理服务中心 邮递员")))
    with pytest.raises(StoryUnreadable, match="第6行：人员名册里找不到“民声受理服务中心 邮递员”"):
        cast(story, directory, "group")


def test_a_story_may_give_somebody_one_more_office(tmp_path: Path, directory: Directory) -> None:
    more = GOOD.replace("民声受理服务中心 派单员", "交通运输局 联络员 兼 核查员")
    found = with_story_offices(read_story(written(tmp_path, more)), directory)
    assert found.holds(PersonId("jtj03"), Office.CONFIRMER, date(2019, 7, 26))
    assert not directory.holds(PersonId("jtj03"), Office.CONFIRMER, date(2019, 7, 26))
    odd = GOOD.replace("民声受理服务中心 派单员", "交通运输局 联络员 兼 邮递员")
    with pytest.raises(StoryUnreadable, match="第6行"):
        with_story_offices(read_story(written(tmp_path, odd)), directory)
