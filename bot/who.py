"""Who is who, as of now: the centre's files joined with what the store has learnt: staff ids, suspensions, duty rosters.

The directory is a frozen value; this is the one place that swaps it for a newer one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.ids import DocketId, PersonId
from domain.people import Directory
from domain.rosters.roster import Roster
from domain.rosters.turns import NO_ROSTERS, DutyBook


@dataclass(slots=True)
class Who:
    """`from_files` never changes while the program runs; `directory` is what everybody sees."""

    from_files: Directory
    directory: Directory
    _duty: DutyBook = NO_ROSTERS
    _versions: dict[DocketId, int] = field(default_factory=dict)

    @property
    def rosters(self) -> Mapping[DocketId, int]:
        """The duty rosters taken in so far, each with its version."""
        return self._versions

    def take_in(self, *rosters: Roster) -> None:
        """The units' turns as they now are; an older state than the one known changes nothing."""
        newer = [one for one in rosters if self._versions.get(one.id, 0) < one.version]
        if not newer:
            return
        self._versions |= {one.id: one.version for one in newer}
        self._duty = self._duty.with_units({one.unit: one.turns for one in newer})
        self.directory = replace(self.directory, duty=self._duty)

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
        self.directory = replace(self.from_files, people=people, duty=self._duty)
