"""Who can be played on the demo page, and the stories it offers step by step."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.stage.theatre import GROUP, GROUP_TITLE
from config.texts import labels
from domain.ids import PersonId
from domain.people import Directory, Person
from domain.vocabulary import Office

CITIZENS = (
    ("13911110001", "村民 139…0001"),
    ("13911110002", "居民 139…0002"),
    ("13911110003", "企业 139…0003"),
)
STORIES = Path(__file__).with_name("stories.json")


@dataclass(frozen=True, slots=True)
class Cast:
    """As of one day."""

    directory: Directory
    day: date
    group: str = GROUP

    def as_json(self) -> dict[str, object]:
        """For the page."""
        return {
            "citizens": [{"id": phone, "label": label, "short": label} for phone, label in CITIZENS],
            "unit": [self._row(p) for p in self._people() if not self._at_centre(p)],
            "centre": [self._row(p) for p in self._people() if self._at_centre(p)],
            "names": {p.staff_id: p.name for p in self._people()},
            "group": {"id": self.group, "title": GROUP_TITLE},
            "stories": self._stories(),
        }

    def _stories(self) -> list[object]:
        """The steps, with the people they name by code turned into chat ids."""
        told = json.loads(STORIES.read_text(encoding="utf-8"))
        for story in told:
            for step in story["steps"]:
                step["as"] = self._chat_id(step["as"]) if "as" in step else ""
        return list(told)

    def _chat_id(self, code: str) -> str:
        person = self.directory.people.get(PersonId(code))
        return (person.staff_id or "") if person else code

    def _people(self) -> list[Person]:
        return [person for person in self.directory.active() if person.staff_id]

    def _at_centre(self, person: Person) -> bool:
        units = {unit.id for unit in self.directory.units.values() if unit.kind.value == "centre"}
        return person.unit in units

    def _row(self, person: Person) -> dict[str, str]:
        unit = self.directory.units.get(person.unit)
        held = self.directory.offices_of(person.id, self.day)
        offices = "、".join(labels.office(office) for office in Office if office in held) or "工作人员"
        where = "" if self._at_centre(person) else f"{unit.name if unit else person.unit} "
        return {
            "id": person.staff_id or "",
            "label": f"{where}{offices}（{person.name}）",
            "short": f"{where or offices + ' '}{person.name}",
        }
