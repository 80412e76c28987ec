"""What leaves us, after wording and before the wire: plain words for a chat, the face of a card, a text message."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ChatText:
    """A message in chat. `title` is the line a locked screen shows: never personal data."""

    title: str
    markdown: str
    mentions: tuple[str, ...] = ()
    """Staff ids to mention; works only where the reply link is used or inside a card."""


@dataclass(frozen=True, slots=True)
class CardFace:
    """One state of a card: every variable of the template as text, as the platform demands.

    `revision` grows with the ticket's version and rides in every button, so that a press on an old face is known
    for what it is. `values` never holds more than 1,000 bytes in one variable (`dingtalk.md` §5.3).
    """

    revision: int
    values: tuple[tuple[str, str], ...]


class SmsKind(StrEnum):
    """Which registered template a text message uses; one fixed template per kind (`sms.md` §1.2)."""

    RECEIPT = "receipt"
    JOINED = "joined"
    ADDED = "added"
    NEED_INFO = "need_info"
    DECLINED = "declined"
    ANSWER = "answer"
    DISPATCHED = "dispatched"
    STATE = "state"
    NOTHING_OPEN = "nothing_open"
    """查, and no request of this phone is open."""
    SURVEY = "survey"
    ASK_RATING = "ask_rating"
    SURVEY_WHY = "survey_why"
    THANKS = "thanks"
    REWORK = "rework"
    SHELVED = "shelved"
    FINDING = "finding"
    ASK_WHICH = "ask_which"
    ASK_WORDS = "ask_words"
    MANY = "many"
    OPT_OUT = "opt_out"
    EMERGENCY = "emergency"
    LEADER_TASK = "leader_task"
    """To a leader who has no chat account: there is a card, the liaison holds it."""
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class SmsText:
    """A text message: the whole text for gateways that take free text, kind and variables for those that do not."""

    kind: SmsKind
    text: str
    variables: tuple[tuple[str, str], ...] = ()
    extension: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it; by `provider_id` (processQueryKey, BizId) later answers may refer to it."""

    provider_id: str = ""
    not_reached: tuple[str, ...] = field(default=())
    """People the other side says got nothing although the call succeeded."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes straight back on the wire after the commit: a card face for the presser, a sentence for the page, or nothing."""

    face: CardFace | None = None
    sentence: str = ""
    """What the confirmer's page shows once it was sent in."""
    refused: bool = False
    """The sentence says why it was not taken: nothing was changed, what was filled in stays on the phone."""
