"""A closed meeting's papers - minutes and assignment list - go to those who keep them, as soon as they are printed."""

from config.texts import meetings as told
from domain.inbound import PaperPrinted
from domain.meetings.meeting import MEETINGS
from domain.notices import Recipient, RecipientKind
from domain.outgoing import SendFile
from handlers.dockets import hand_over, tell
from handlers.meetings import keepers
from handlers.ports import Work
from handlers.surroundings import Surroundings


async def printed(event: PaperPrinted, work: Work, around: Surroundings) -> None:
    """To every keeper; what could not be made is said, the minutes in chat stand anyway."""
    meeting = await work.dockets.get(MEETINGS, event.docket)
    if meeting is None:
        return
    for person in keepers(around.context):
        to = Recipient(RecipientKind.PERSON, person=person.id)
        for file in event.files:
            key = f"meeting-paper:{meeting.batch}:{file.blob}:{person.id}"
            await hand_over(SendFile(to, file.blob, file.name), key=key, work=work, context=around.context)
        if event.trouble:
            words = told.not_printed(meeting, event.trouble)
            key = f"meeting-paper-trouble:{event.key.id}:{person.id}"
            await tell(to, told.TITLE, words, key=key, work=work, context=around.context)
