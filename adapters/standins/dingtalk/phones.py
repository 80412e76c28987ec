"""What lies on people's phones: conversations, messages, DINGs, notices, to-dos, files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from adapters.standins.dingtalk.reading import Json

ROBOT = "robot"
"""The sender of what the robot says."""


class Kind(StrEnum):
    """How a message looks."""

    TEXT = "text"
    MARKDOWN = "markdown"
    ACTION_CARD = "actionCard"
    LINK = "link"
    IMAGE = "image"
    RICH_TEXT = "richText"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    CHAT_RECORD = "chatRecord"
    CARD = "card"
    DING = "ding"
    NOTICE = "notice"
    OTHER = "other"


@dataclass(slots=True)
class Message:
    """One message in one conversation, times in business milliseconds."""

    id: str
    conversation_id: str
    at_ms: int
    sender: str
    kind: Kind
    content: Json
    query_key: str = ""
    """processQueryKey, of what the robot sent by API."""
    out_track_id: str = ""
    only_for: frozenset[str] | None = None
    """When given, the only people who see it."""
    receivers: tuple[str, ...] = ()
    """Who could read it when it was sent."""
    read_by: set[str] = field(default_factory=set)
    recalled: bool = False

    def seen_by(self, staff_id: str) -> bool:
        """True if this person's phone shows it."""
        return self.only_for is None or staff_id in self.only_for


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A picture, a recording or a file."""

    id: str
    name: str
    media_type: str
    content: bytes


@dataclass(slots=True)
class Ding:
    """A strong reminder (DING). `how`: app, SMS or phone."""

    id: str
    at_ms: int
    how: str
    text: str
    receivers: tuple[str, ...]
    recalled: bool = False


@dataclass(slots=True)
class Notice:
    """A work notice (工作通知); `arrived` may be fewer than were asked for."""

    task_id: int
    at_ms: int
    content: Json
    arrived: tuple[str, ...]
    refused: dict[str, str]
    invalid: tuple[str, ...]
    recalled: bool = False


@dataclass(slots=True)
class Todo:
    """A to-do (待办), executors by unionId."""

    id: str
    source_id: str
    subject: str
    detail_url: Json
    executors: tuple[str, ...]
    due_ms: int
    done: set[str] = field(default_factory=set)


class Phones:
    """Everything on all phones."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.by_id: dict[str, Message] = {}
        self.by_key: dict[str, list[Message]] = {}
        self.files: dict[str, StoredFile] = {}
        self.dings: dict[str, Ding] = {}
        self.notices: dict[int, Notice] = {}
        self.todos: dict[str, Todo] = {}

    def add(self, message: Message) -> None:
        """A message arrives."""
        self.messages.append(message)
        self.by_id[message.id] = message
        if message.query_key:
            self.by_key.setdefault(message.query_key, []).append(message)

    def in_conversation(self, conversation_id: str) -> Iterable[Message]:
        """The messages of one conversation, oldest first."""
        return (one for one in self.messages if one.conversation_id == conversation_id)

    def find(self, reference: str) -> Message | None:
        """A message by its own id, its processQueryKey, or the outTrackId of the card it carries."""
        if reference in self.by_id:
            return self.by_id[reference]
        if self.by_key.get(reference):
            return self.by_key[reference][0]
        return next((one for one in self.messages if reference and one.out_track_id == reference), None)
