"""A paper came from the press: each kind of docket (案卷) that is printed says here what then happens."""

from collections.abc import Awaitable, Callable

from domain.bulletins.bulletin import BULLETINS
from domain.faces import Answer
from domain.inbound import PaperPrinted
from domain.meetings.meeting import MEETINGS
from handlers import bulletins, meeting_papers
from handlers.ports import Work
from handlers.surroundings import Surroundings

Printed = Callable[[PaperPrinted, Work, Surroundings], Awaitable[None]]

PRINTED: dict[str, Printed] = {BULLETINS.name: bulletins.printed, MEETINGS.name: meeting_papers.printed}
"""By the kind's name. To add one: write its handler, add its line here and in `bot/papers/`."""


async def paper_printed(event: PaperPrinted, work: Work, around: Surroundings) -> Answer | None:
    """Hand it to its kind."""
    printed = PRINTED.get(event.kind)
    if printed is not None:
        await printed(event, work, around)
    return None
