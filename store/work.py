"""One transaction's hands on the memory: fulfils the ports of `handlers/ports.py`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from domain.refusals import Reason
from domain.rosters.roster import Roster
from store.answer_marks import SqlAnswerMarks
from store.appellants import SqlAppellants
from store.asks import SqlAsks
from store.cards import SqlCards
from store.connection import Connection
from store.dockets import SqlDockets
from store.evidence import SqlEvidence
from store.figures import SqlFigures
from store.groups import SqlGroups
from store.ids import TimeOrderedIds
from store.library import SqlLibrary
from store.marks import SqlMarks
from store.numbers import Numbers, gapless
from store.outbox import SqlOutbox
from store.sealing import KeyRing
from store.staff import Staff
from store.tickets import SqlTickets
from store.timers import SqlTimers
from store.visits import SqlVisitSessions
from store.words import SqlWords

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tools:
    """What every transaction of a process shares: keys, ids, blocks of numbers. Made once, in `bot/build.py`."""

    ring: KeyRing
    ids: TimeOrderedIds
    numbers: Numbers = field(default_factory=Numbers)
    refused: Callable[[str], None] = lambda _reason: None
    """Told of every command somebody was refused, by its reason, once that transaction stands."""
    rostered: Callable[[Roster], None] = lambda _roster: None
    """Told of every duty roster that changed, once that stands."""


class SqlWork:
    """Made anew for every transaction; each repository when it is first needed.

    `cause`: the key of the event being handled, kept on what it queues so that the log can follow it to the wire.
    """

    def __init__(self, connection: Connection, tools: Tools, cause: str = "") -> None:
        self.connection = connection
        self._tools = tools
        self._cause = cause

    @property
    def ids(self) -> TimeOrderedIds:
        """Fresh 64-bit, time-ordered numbers."""
        return self._tools.ids

    def refused(self, reason: Reason) -> None:
        """A command was refused: counted, if this transaction comes to stand."""
        self.connection.after_commit(lambda: self._tools.refused(reason.value))

    def roster_changed(self, roster: Roster) -> None:
        """The program's duty book takes it in, if this transaction comes to stand."""
        self.connection.after_commit(lambda: self._tools.rostered(roster))

    async def tried(self, job: Callable[["SqlWork"], Awaitable[T]]) -> T:
        """What the job gives, with hands of its own; nothing it did remains."""
        return await self.connection.undone(lambda: job(SqlWork(self.connection, self._tools, self._cause)))

    async def formal_number(self, series: str) -> int:
        """The next number of a formal series, from 1, without a gap: undone together with its paper."""
        return await gapless(series, self.connection)

    @cached_property
    def dockets(self) -> SqlDockets:
        """What the centre keeps beside its tickets."""
        return SqlDockets(self.connection)

    @cached_property
    def tickets(self) -> SqlTickets:
        """The tickets and their event log."""
        return SqlTickets(self.connection, self._tools.ids, self._tools.numbers)

    @cached_property
    def words(self) -> SqlWords:
        """Sealed rows."""
        return SqlWords(self.connection, self._tools.ring, self._tools.ids)

    @cached_property
    def appellants(self) -> SqlAppellants:
        """Citizens."""
        return SqlAppellants(self.connection, self._tools.ring, self._tools.ids, self.words)

    @cached_property
    def answer_marks(self) -> SqlAnswerMarks:
        """By what a copied answer is known."""
        return SqlAnswerMarks(self.connection, self._tools.ring)

    @cached_property
    def library(self) -> SqlLibrary:
        """The centre's store of answers."""
        return SqlLibrary(self.connection)

    @cached_property
    def cards(self) -> SqlCards:
        """Who holds which card."""
        return SqlCards(self.connection, self._tools.ids)

    @cached_property
    def asks(self) -> SqlAsks:
        """Questions put and not yet answered."""
        return SqlAsks(self.connection)

    @cached_property
    def marks(self) -> SqlMarks:
        """What the conversation remembers."""
        return SqlMarks(self.connection)

    @cached_property
    def evidence(self) -> SqlEvidence:
        """Which file was used where."""
        return SqlEvidence(self.connection, self._tools.ids)

    @cached_property
    def groups(self) -> SqlGroups:
        """Bound group chats."""
        return SqlGroups(self.connection)

    @cached_property
    def visits(self) -> SqlVisitSessions:
        """Confirmation pages that were opened."""
        return SqlVisitSessions(self.connection)

    @cached_property
    def roll(self) -> Staff:
        """Who left."""
        return Staff(self.connection)

    @cached_property
    def outbox(self) -> SqlOutbox:
        """What will be said."""
        return SqlOutbox(self.connection, self._tools.ids, self._cause)

    @cached_property
    def figures(self) -> SqlFigures:
        """What is counted over periods."""
        return SqlFigures(self.connection)

    @cached_property
    def timers(self) -> SqlTimers:
        """The one table of moments."""
        return SqlTimers(self.connection, self._tools.ids)
