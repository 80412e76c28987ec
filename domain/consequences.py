"""Who must be told what when something has happened: notices, cards, strong reminders (`domain.md` §7.4, §8, §9; design §4).

Pure facts for people; the words come later, from the newest state.
"""

from domain.context import Context
from domain.events import Recorded, StepTaken
from domain.notices import Consequence
from domain.telling import centre, citizens, steps, units, whistles
from domain.telling.audience import Audience
from domain.ticket import Ticket


def consequences(
    before: Ticket | None, recorded: Recorded, after: Ticket, context: Context
) -> tuple[Consequence, ...]:
    """What one event brings to citizens, units, the centre and the group; each is told once."""
    around = Audience(after, recorded.seq, context)
    if isinstance(recorded.event, StepTaken):
        owed = steps.told(before, recorded.event, around) if before else iter(())
        return tuple(dict.fromkeys(owed))
    found: list[Consequence] = [
        *citizens.told(recorded, around),
        *units.told(before, recorded, around),
        *centre.told(before, recorded, around),
        *whistles.told(before, recorded, around),
    ]
    return tuple(dict.fromkeys(found))
