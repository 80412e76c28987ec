"""Who is who, as of now: the centre's files joined with the staff ids and suspensions the store has learnt.

The directory is a frozen value; this is the one place that swaps it for a newer one.
"""

from dataclasses import dataclass, replace

from domain.ids import PersonId
from domain.people import Directory


@dataclass(slots=True)
class Who:
    """`from_files` never changes while the program runs; `directory` is what everybody sees."""

    from_files: Directory
    directory: Directory

    def learn(self, staff_ids: dict[PersonId, str], suspended: frozenset[PersonId]) -> None:
        """Join what the store knows: staff ids found by mobile number, and people who left."""
        people = {
            code: replace(
                person,
                staff_id=person.staff_id or staff_ids.get(code),
                suspended=person.suspended or code in suspended,
            )
            for code, person in self.from_files.people.items()
        }
        self.directory = replace(self.from_files, people=people)
