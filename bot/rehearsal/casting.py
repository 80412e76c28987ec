"""Who plays whom: a story's people found among the centre's own files, by office or by name."""

from dataclasses import dataclass
from datetime import date

from bot.rehearsal.story import Player, Story, StoryUnreadable
from config.texts import labels
from domain.people import Directory, Person
from domain.vocabulary import Office


@dataclass(frozen=True, slots=True)
class Role:
    """A citizen (`phone`) or an official (`staff_id` on the chat platform)."""

    name: str
    phone: str = ""
    staff_id: str = ""


@dataclass(frozen=True, slots=True)
class Casting:
    """Every role of a story, and the supervision group's conversation id."""

    roles: dict[str, Role]
    group: str


def cast(story: Story, directory: Directory, group: str) -> Casting:
    """Find everybody. Raises `StoryUnreadable` for somebody the centre's files do not know, or know twice."""
    roles = {name: _role(story, player, directory) for name, player in story.players.items()}
    return Casting(roles, group)


def _role(story: Story, player: Player, directory: Directory) -> Role:
    if player.phone:
        return Role(player.name, phone=player.phone)
    found = _official(player.official, directory, story.begins_at.date())
    where = f"{story.file} 第{player.line}行"
    if not found:
        raise StoryUnreadable(f"{where}：人员名册里找不到“{player.official}”，可写“单位 岗位”或姓名。")
    if found[0].staff_id is None:
        raise StoryUnreadable(f"{where}：“{player.official}”没有钉钉账号，不能在剧本里说话。")
    return Role(player.name, staff_id=found[0].staff_id)


def _official(words: str, directory: Directory, day: date) -> tuple[Person, ...]:
    if named := directory.people_named(words):
        return named
    unit_words, _, rest = words.partition(" ")
    office_words, _, place = rest.partition(" ")
    units = directory.unit_named(unit_words)
    office = next((office for office in Office if labels.office(office) == office_words), None)
    if office is None or len(units) != 1:
        return ()
    holders = directory.holders(office, day, units[0].id)
    # "第2位" tells two confirmers of one unit apart.
    index = int(place.strip("第位")) - 1 if place.strip("第位").isdigit() else 0
    return holders[index : index + 1]
