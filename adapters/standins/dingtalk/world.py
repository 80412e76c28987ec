"""Everything one stand-in knows and does, in one place; calls and control both work on it."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from adapters.standins.dingtalk import memory
from adapters.standins.dingtalk.cards import Card, Cards
from adapters.standins.dingtalk.clock import Clock
from adapters.standins.dingtalk.faults import FaultKind, Faults
from adapters.standins.dingtalk.mint import Mint
from adapters.standins.dingtalk.organisation import Organisation
from adapters.standins.dingtalk.phones import Ding, Message, Phones, StoredFile
from adapters.standins.dingtalk.quota import Quota
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.secrets_book import Secrets
from adapters.standins.dingtalk.settings import Rules, StandinSettings
from adapters.standins.dingtalk.stream import Stream
from adapters.standins.dingtalk.templates import Template
from adapters.standins.dingtalk.watch import Watch
from adapters.standins.journal import Journal

SDK_TEMPLATES = (
    "589420e2-c1e2-46ef-a5ed-b8728e654da9.schema",
    "1366a1eb-bc54-4859-ac88-517c56a9acb1.schema",
)
"""Templates the SDK's own helpers use; always there."""
CALLS_KEPT = 2000
WARNINGS_KEPT = 200


@dataclass(frozen=True, slots=True)
class CallSeen:
    """One line of the call log; secrets are already left out."""

    at_ms: int
    method: str
    path: str
    status: int
    took_ms: int
    code: str
    body: Json

    def to_json(self) -> Json:
        """The line as the control API shows it."""
        return {
            "at": self.at_ms,
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "ms": self.took_ms,
            "code": self.code,
            "body": self.body,
        }


@dataclass(slots=True)
class Toast:
    """The last toast on somebody's screen."""

    at_ms: int
    text: str
    failed: bool


class World:
    """One organisation, one app, one robot."""

    def __init__(self, settings: StandinSettings) -> None:
        self.settings = settings
        self.rules: Rules = replace(settings.rules)
        self.clock = Clock()
        self.mint = Mint(settings.seed)
        self.organisation = Organisation(self.mint)
        self.phones = Phones()
        self.cards = Cards()
        self.templates: dict[str, Template] = {
            one: Template(one) for one in (*SDK_TEMPLATES, *settings.template_ids)
        }
        self.secrets = Secrets(self.clock, self.mint)
        self.quota = Quota(self.clock)
        self.faults = Faults()
        self.stream = Stream(
            rules=self.rules,
            clock=self.clock,
            mint=self.mint,
            faults=self.faults,
            quota=self.quota,
            app_id=settings.client_id,
        )
        self.watch = Watch()
        self.calls: deque[CallSeen] = deque(maxlen=CALLS_KEPT)
        self.warnings: deque[str] = deque(maxlen=WARNINGS_KEPT)
        self.toasts: dict[str, Toast] = {}
        self.calls_open = 0
        self.journal = Journal(settings.journal)
        for person in settings.people:
            self.organisation.put_person(person)
        for group in settings.groups:
            self.organisation.put_group(group)
        parts = memory.Remembered(
            self.journal, self.clock, self.mint, self.phones, self.cards, self.secrets, self.stream
        )
        self.push_on = memory.remember(parts)
        """Call it once the event loop runs."""
        self._keep_from_now_on()

    def show(self, message: Message) -> None:
        """Put a message on the phones it is for."""
        self.phones.add(message)
        self.journal.keep("message", memory.message_fact(message))
        self.touched(message.conversation_id)

    def remind(self, ding: Ding) -> None:
        """A strong reminder rings."""
        self.phones.dings[ding.id] = ding
        self.journal.keep("ding", memory.ding_fact(ding))
        self.watch.changed(ding.receivers)

    def keep_card(self, card: Card) -> None:
        """A card is new or has changed."""
        self.journal.keep("card", memory.card_fact(card))

    def _keep_from_now_on(self) -> None:
        keep = self.journal.keep
        self.stream.set_out = lambda push: keep("push", memory.push_fact(push))
        self.stream.ended = lambda how, push: keep(how, {"id": push.business_id})
        self.secrets.sessions.issued = lambda *told: keep("session", memory.session_fact(*told))
        self.secrets.downloads.issued = lambda *told: keep("download", memory.download_fact(*told))

    def touched(self, conversation_id: str) -> None:
        """Something changed in a conversation."""
        self.watch.changed(self.organisation.members(conversation_id))

    def toast(self, staff_id: str, text: str, *, failed: bool) -> None:
        """Show somebody a toast."""
        self.toasts[staff_id] = Toast(self.clock.now_ms(), text, failed)
        self.watch.changed((staff_id,))

    def keep_file(self, name: str, media_type: str, content: bytes) -> StoredFile:
        """Keep a file's content."""
        stored = StoredFile(self.mint.fresh_hex("file"), name, media_type, content)
        self.phones.files[stored.id] = stored
        self.journal.keep("file", memory.file_fact(stored))
        return stored

    def warn(self, sentence: str) -> None:
        """Note something the client should not have done, though the platform may let it pass."""
        self.warnings.append(sentence)

    def contains_refused(self, path: str, said: str) -> bool:
        """True if content review refuses these words."""
        return self.faults.take(FaultKind.REFUSE_CONTENT, path, said) is not None

    def quiet(self) -> bool:
        """True when no push awaits an ack or its repeat, and no call is being answered."""
        return self.stream.unfinished == 0 and self.calls_open == 0

    def people_known(self, staff_ids: Iterable[str]) -> tuple[list[str], list[str]]:
        """Split into people who can be reached and others."""
        known: list[str] = []
        unknown: list[str] = []
        for staff_id in staff_ids:
            person = self.organisation.active(staff_id)
            (known if person is not None and person.visible and not person.outsider else unknown).append(
                staff_id
            )
        return known, unknown


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart call."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """One call as its answerer sees it. `origin`: how the caller reached us, `http://host:port`."""

    world: World
    path: str
    body: Json
    query: dict[str, str]
    parts: dict[str, str]
    origin: str
    token: str = ""
    upload: Upload | None = None
    fields: Json = field(default_factory=dict)
