"""Everything that lets somebody in for a while: tokens, tickets, session links, download codes, login codes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from adapters.standins.dingtalk.clock import Clock
from adapters.standins.dingtalk.mint import Mint

Meaning = TypeVar("Meaning")


@dataclass(slots=True)
class Entry(Generic[Meaning]):
    """One pass: what it stands for and until when, in the milliseconds of its own clock."""

    meaning: Meaning
    until_ms: int


class Book(Generic[Meaning]):
    """Passes of one kind. `business` decides which time they age by."""

    def __init__(self, kind: str, clock: Clock, mint: Mint, *, business: bool = False) -> None:
        self._kind = kind
        self._clock = clock
        self._mint = mint
        self._business = business
        self._entries: dict[str, Entry[Meaning]] = {}
        self.issued: Callable[[str, Meaning, int], None] = lambda _name, _meaning, _until_ms: None

    def issue(self, meaning: Meaning, life_s: float) -> str:
        """A new pass for `meaning` that lives `life_s` seconds."""
        name = self._mint.fresh(self._kind, 30)
        self._entries[name] = Entry(meaning, self._now() + int(life_s * 1000))
        self.issued(name, meaning, self._entries[name].until_ms)
        return name

    def restore(self, name: str, meaning: Meaning, until_ms: int) -> None:
        """A pass of an earlier life."""
        self._entries[name] = Entry(meaning, until_ms)

    def renew(self, name: str, life_s: float) -> None:
        """Let a pass live `life_s` seconds from now."""
        self._entries[name].until_ms = self._now() + int(life_s * 1000)

    def look(self, name: str) -> Meaning | None:
        """What the pass stands for; None when it is unknown or too old."""
        entry = self._entries.get(name)
        return None if entry is None or entry.until_ms <= self._now() else entry.meaning

    def use(self, name: str) -> Meaning | None:
        """Like `look`, but the pass opens only once."""
        meaning = self.look(name)
        self._entries.pop(name, None)
        return meaning

    def living(self, meaning: Meaning) -> str | None:
        """A pass for `meaning` that still lives."""
        now = self._now()
        return next(
            (name for name, one in self._entries.items() if one.meaning == meaning and one.until_ms > now),
            None,
        )

    def expire(self) -> int:
        """End every pass at once; answers how many there were."""
        ended = len(self._entries)
        self._entries.clear()
        return ended

    def _now(self) -> int:
        return self._clock.now_ms() if self._business else self._clock.real_ms()


@dataclass(frozen=True, slots=True)
class Session:
    """What a session link (sessionWebhook) answers into."""

    conversation_id: str
    asker: str


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What a gateway ticket was opened for."""

    events: bool
    topics: frozenset[str]


class Secrets:
    """All passes of one stand-in."""

    def __init__(self, clock: Clock, mint: Mint) -> None:
        self.tokens: Book[str] = Book("token", clock, mint)
        self.user_tokens: Book[str] = Book("user-token", clock, mint)
        self.tickets: Book[Subscriptions] = Book("ticket", clock, mint)
        self.sessions: Book[Session] = Book("session", clock, mint, business=True)
        self.downloads: Book[str] = Book("download", clock, mint, business=True)
        self.file_links: Book[str] = Book("file-link", clock, mint)
        self.auth_codes: Book[str] = Book("auth-code", clock, mint)
        self.jsapi_tickets: Book[str] = Book("jsapi", clock, mint)
