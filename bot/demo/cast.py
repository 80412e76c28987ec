"""Who can be played on the demo page, and the stories it offers step by step."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.stage.theatre import GROUP, GROUP_TITLE
from config.texts import labels
from domain.people import Directory, Person

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
            "citizens": [{"id": phone, "label": label} for phone, label in CITIZENS],
            "unit": [
                self._row(p) for p in self._people() if not self.directory.of_the_centre(p.id, self.day)
            ],
            "centre": [self._row(p) for p in self._people() if self._at_centre(p)],
            "group": {"id": self.group, "title": GROUP_TITLE},
            "stories": self._stories(),
        }

    def _stories(self) -> list[object]:
        """The steps, with the people they name by code turned into chat ids."""
        told = json.loads(STORIES.read_text(encoding="utf-8"))
        for story in told:
            for step in story["steps"]:
                if "as" in step:
                    person = self.directory.people.get(step["as"])
                    step["as"] = person.staff_id if person else ""
        return list(told)

    def _people(self) -> list[Person]:
        return [person for person in self.directory.active() if person.staff_id]

    def _at_centre(self, person: Person) -> bool:
        units = {unit.id for unit in self.directory.units.values() if unit.kind.value == "centre"}
        return person.unit in units

    def _row(self, person: Person) -> dict[str, str]:
        unit = self.directory.units.get(person.unit)
        offices = "、".join(labels.office(o) for o in sorted(self.directory.offices_of(person.id, self.day)))
        where = "" if self._at_centre(person) else f"{unit.name if unit else person.unit} "
        return {"id": person.staff_id or "", "label": f"{where}{offices or '工作人员'}（{person.name}）"}
