"""Every kind of docket (案卷) there is, by name. To add one: declare it beside its rules, add its line here."""

from domain.bulletins.bulletin import BULLETINS
from domain.contacts import CONTACTS
from domain.docket import AnyDocketKind
from domain.meetings.meeting import MEETINGS
from domain.rosters.roster import ROSTERS
from domain.rulebook import RULES

_ALL: tuple[AnyDocketKind, ...] = (
    RULES,
    CONTACTS,
    MEETINGS,
    ROSTERS,
    BULLETINS,
)

KINDS = {kind.name: kind for kind in _ALL}
