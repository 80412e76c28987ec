"""A written story (剧本) as it stands in its YAML file: who plays, when it begins, and its steps with their line numbers.

The format is taught in `docs/rehearsals.md`. Reading checks everything that can be checked without playing; what is
wrong is said in one sentence with file and line.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from domain.failures import DubanError

LOCAL = ZoneInfo("Asia/Shanghai")
SINGLE = 1


class StoryUnreadable(DubanError):
    """The file is not a story; the text names file and line and says what was expected."""


class Verb(Enum):
    """Everything a step can be; the value is the word written in the file."""

    TEXTS = "发短信"
    TEXTS_TWICE = "重复发短信"
    SAYS = "说"
    SAYS_IN_GROUP = "在群里说"
    PRESSES = "按"
    PRESSES_AGAIN = "再按一次"
    PRESSES_OLD_CARD = "按旧卡片"
    CONFIRMS = "现场核实"
    LEAVES = "离职"
    SEES = "看到"
    SEES_NOT = "看不到"
    SEES_IN_GROUP = "群里看到"
    SEES_NOT_IN_GROUP = "群里看不到"
    SEES_NOTHING_NEW = "没有新消息"
    SEES_DING = "收到强提醒"
    SEES_NO_DING = "没有强提醒"
    SEES_CARD = "卡片上有"
    SEES_NO_CARD = "卡片上没有"
    PAGE_SAYS = "核实页显示"


CITIZENS_OWN = frozenset({Verb.TEXTS, Verb.TEXTS_TWICE})
"""Only a citizen can, by phone."""
FOR_ALL = frozenset({Verb.SEES, Verb.SEES_NOT, Verb.SEES_NOTHING_NEW})
"""Everything else only an official can, in the work chat."""
WITHOUT_WORDS = frozenset(
    {Verb.PRESSES_AGAIN, Verb.LEAVES, Verb.SEES_NOTHING_NEW, Verb.SEES_NO_DING, Verb.CONFIRMS}
)


SAYING = frozenset({"话", "照片", "语音", "引用"})
DETAILS = {
    Verb.SAYS: SAYING,
    Verb.SAYS_IN_GROUP: SAYING,
    Verb.CONFIRMS: frozenset({"照片", "位置", "说明", "未到位", "方式"}),
}
"""What may be told of a step besides its words."""


class TimeVerb(Enum):
    """Steps that move time."""

    AT = "时间"
    PASSES = "过"


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody in the story: a citizen by phone, or an official by office or by name."""

    name: str
    phone: str = ""
    official: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the story: who does or sees what. `told` is a text, or a mapping of details."""

    line: int
    player: str
    verb: Verb | TimeVerb
    told: str | tuple[str, ...] | dict[str, object]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole of one file."""

    file: Path
    title: str
    about: str
    later: str
    begins_at: datetime
    players: dict[str, Player]
    steps: tuple[Step, ...]
    roster: str = ""
    """The units' duty rosters (值班表) as a CSV, imported before the story begins."""


KEYS = {"剧本", "说明", "留待以后", "开始", "值班表", "人物", "步骤"}


def read_story(file: Path) -> Story:
    """Read one file. Raises `StoryUnreadable`."""
    try:
        whole = YAML().load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise StoryUnreadable(f"{file}：打不开（{error.strerror}）。") from error
    except UnicodeDecodeError as error:
        raise StoryUnreadable(f"{file}：不是 UTF-8 编码，请另存为 UTF-8。") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise StoryUnreadable(f"{file} 第{line}行：YAML 格式有误，请检查缩进和冒号。") from error
    except YAMLError as error:
        raise StoryUnreadable(f"{file}：里面有看不见的控制字符，请重新输入后另存为 UTF-8。") from error
    if not isinstance(whole, CommentedMap):
        raise StoryUnreadable(f"{file}：应以“剧本：标题”开头。")
    for key in whole:
        if key not in KEYS:
            line = whole.lc.key(key)[0] + 1
            raise StoryUnreadable(f"{file} 第{line}行：不认识“{key}”，可用的有：{'、'.join(sorted(KEYS))}。")
    players = _players(file, whole)
    return Story(
        file=file,
        title=str(whole.get("剧本", file.stem)),
        about=str(whole.get("说明", "")).strip(),
        later=str(whole.get("留待以后", "")).strip(),
        begins_at=read_moment(file, 1, str(whole.get("开始", ""))),
        players=players,
        steps=tuple(_steps(file, whole, players)),
        roster=str(whole.get("值班表", "")).strip(),
    )


def read_moment(file: Path, line: int, words: str) -> datetime:
    """A local moment as `2019-07-26 10:00`."""
    try:
        return datetime.strptime(words.strip()[:16], "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)
    except ValueError:
        raise StoryUnreadable(f"{file} 第{line}行：“{words}”不是时间，应写成 2019-07-26 10:00。") from None


def _players(file: Path, whole: CommentedMap) -> dict[str, Player]:
    told = whole.get("人物")
    if not isinstance(told, CommentedMap) or not told:
        raise StoryUnreadable(f"{file}：缺少“人物”，至少写一名群众（手机 13…）和一名工作人员。")
    players: dict[str, Player] = {}
    for name, value in told.items():
        line = told.lc.key(name)[0] + 1
        words = str(value).strip()
        if words.startswith("手机"):
            players[str(name)] = Player(str(name), phone=words.removeprefix("手机").strip(), line=line)
        else:
            players[str(name)] = Player(str(name), official=words, line=line)
    return players


def _steps(file: Path, whole: CommentedMap, players: dict[str, Player]) -> list[Step]:
    told = whole.get("步骤")
    if not isinstance(told, CommentedSeq) or not told:
        raise StoryUnreadable(f"{file}：缺少“步骤”。")
    return [_step(file, told.lc.item(index)[0] + 1, entry, players) for index, entry in enumerate(told)]


def _step(file: Path, line: int, entry: object, players: dict[str, Player]) -> Step:
    if not isinstance(entry, CommentedMap) or len(entry) != SINGLE:
        raise StoryUnreadable(f"{file} 第{line}行：一步只写一行，如“- 村民 发短信: 内容”。")
    head, told = next(iter(entry.items()))
    words = str(head).split()
    for moving in TimeVerb:
        if words == [moving.value]:
            return Step(line, "", moving, str(told))
    if len(words) != 2 or words[0] not in players:  # noqa: PLR2004 - a name and a verb
        known = "、".join(players)
        raise StoryUnreadable(f"{file} 第{line}行：“{head}”应写成“人物 动作”，人物有：{known}。")
    verb = next((verb for verb in Verb if verb.value == words[1]), None)
    if verb is None:
        known = "、".join(verb.value for verb in Verb)
        raise StoryUnreadable(f"{file} 第{line}行：不认识动作“{words[1]}”，可用的有：{known}。")
    _suits(file, line, players[words[0]], verb)
    if told is None and verb not in WITHOUT_WORDS:
        raise StoryUnreadable(f"{file} 第{line}行：“{verb.value}”后面要写内容，如“- {head}: 内容”。")
    return Step(line, words[0], verb, _told(file, line, verb, told))


def _suits(file: Path, line: int, player: Player, verb: Verb) -> None:
    """A citizen has a phone, an official the work chat."""
    if verb in FOR_ALL or (verb in CITIZENS_OWN) is bool(player.phone):
        return
    whose = "群众（人物里写“手机 …”的）" if verb in CITIZENS_OWN else "工作人员"
    raise StoryUnreadable(f"{file} 第{line}行：“{verb.value}”是{whose}才能做的，{player.name}不能。")


def _told(file: Path, line: int, verb: Verb, told: object) -> str | tuple[str, ...] | dict[str, object]:
    if isinstance(told, CommentedSeq):
        return tuple(str(one) for one in told)
    if isinstance(told, CommentedMap):
        known = DETAILS.get(verb, frozenset())
        for key in told:
            if str(key) not in known:
                may = f"可写的有：{'、'.join(sorted(known))}" if known else "这里只写文字"
                hint = "（花括号或冒号开头的内容要加引号）"
                raise StoryUnreadable(f"{file} 第{line}行：“{verb.value}”不认识“{key}”，{may}{hint}。")
        return {str(key): value for key, value in told.items()}
    return "" if told is None else str(told)
