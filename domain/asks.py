"""Questions the bot has put and waits for: read-backs, pick-lists, surveys. Each has one addressee and an end."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.commands import AnyCommand
from domain.ids import AppellantId, PersonId, Sealed, TicketId


class AskKind(StrEnum):
    """What a yes, a number or words will mean."""

    CONFIRM = "confirm"
    """Yes carries out `command` on `ticket`."""
    PICK_TICKET = "pick_ticket"
    """A number chooses among `choices`; what was said is kept in `words` and `files` and then takes its way."""
    CLOSEOUT_WORDS = "closeout_words"
    """What of the close-out form is missing: the next words are it."""
    RETURN_REASON = "return_reason"
    """A number chooses the reason for a return."""
    EXTENSION_DETAILS = "extension_details"
    """Date and reason are still missing."""
    PROGRESS_WORDS = "progress_words"
    """报进度 was pressed: the next words are progress on `ticket`."""
    PICK_ANSWER = "pick_answer"
    """A number chooses among `entries` of the store of answers: that answer goes to the citizen."""
    ITEMS_PROPOSED = "items_proposed"
    """Items proposed from the text: yes, or lines of one's own."""
    SURVEY = "survey"
    """To an appellant: 1 to 4."""
    SURVEY_AGAIN = "survey_again"
    """To an appellant whose rating could not be read: asked once more, then the callback officer calls."""
    SURVEY_WHY = "survey_why"
    """To an appellant: what exactly is wrong."""
    WHICH_REQUEST = "which_request"
    """To an appellant with several open matters."""
    FIRST_WORDS = "first_words"
    """To a phone that sent only a greeting: what is it about?"""


@dataclass(frozen=True, slots=True)
class Ask:
    """One open question. `id` is time-ordered, so the latest asked is the largest."""

    id: int
    kind: AskKind
    asked_at: datetime
    expires_at: datetime
    person: PersonId | None = None
    appellant: AppellantId | None = None
    ticket: TicketId | None = None
    command: AnyCommand | None = None
    choices: tuple[TicketId, ...] = ()
    entries: tuple[int, ...] = ()
    """Numbers of entries in the store of answers (答复库)."""
    words: Sealed | None = None
    files: tuple[str, ...] = field(default=())
    """Codes of files sent along, still on the platform's side."""
    extension: str = ""
    """Digits the text was sent from, where the gateway can carry a key."""
