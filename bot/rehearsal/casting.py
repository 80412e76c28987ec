"""Who plays whom: a story's people found among the centre's own files, by office or by name."""

from dataclasses import dataclass, replace
from datetime import date

from bot.rehearsal.story import Player, Story, StoryUnreadable
from config.texts import labels
from domain.people import Directory, HeldOffice, Person
from domain.vocabulary import Office


@dataclass(frozen=True, slots=True)
class Role:
    """A citizen (`phone`) or an official (`staff_id` on the chat platform)."""

    name: str
    phone: str = ""
    staff_id: str = ""
    on_their_own: bool = False
    """Acts on what is in their own hands, never on what a neighbour in the story has just done: not of the centre."""


@dataclass(frozen=True, slots=True)
class Casting:
    """Every role of a story, and the supervision group's conversation id."""

    roles: dict[str, Role]
    group: str


def cast(story: Story, directory: Directory, group: str) -> Casting:
    """Find everybody. Raises `StoryUnreadable` for somebody the centre's files do not know, or know twice."""
    roles = {name: _role(story, player, directory) for name, player in story.players.items()}
    return Casting(roles, group)


def with_story_offices(story: Story, directory: Directory) -> Directory:
    """The directory of one story, where somebody also holds another office: `交通运输局 联络员 兼 核查员`."""
    people = dict(directory.people)
    for player in story.players.values():
        words, also, office_words = player.official.partition(" 兼 ")
        if not also:
            continue
        found = _official(words, directory, story.begins_at.date())
        office = next((office for office in Office if labels.office(office) == office_words.strip()), None)
        if not found or office is None:
            raise StoryUnreadable(
                f"{story.file} 第{player.line}行：“{player.official}”看不懂，应写成“单位 岗位 兼 岗位”。"
            )
        held = HeldOffice(office, found[0].unit, story.begins_at.date())
        people[found[0].id] = replace(people[found[0].id], offices=(*people[found[0].id].offices, held))
    return replace(directory, people=people)


def _role(story: Story, player: Player, directory: Directory) -> Role:
    if player.phone:
        return Role(player.name, phone=player.phone, on_their_own=True)
    found = _official(player.official.partition(" 兼 ")[0], directory, story.begins_at.date())
    where = f"{story.file} 第{player.line}行"
    if not found:
        raise StoryUnreadable(f"{where}：人员名册里找不到“{player.official}”，可写“单位 岗位”或姓名。")
    if found[0].staff_id is None:
        raise StoryUnreadable(f"{where}：“{player.official}”没有钉钉账号，不能在剧本里说话。")
    centre = directory.of_the_centre(found[0].id, story.begins_at.date())
    return Role(player.name, staff_id=found[0].staff_id, on_their_own=not centre)


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
