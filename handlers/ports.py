"""What handlers need of the world, as small protocols; the store fulfils them (`store/work.py`).

Every method runs inside the one transaction of the event being handled. Nothing here commits, sends or reads a clock.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from domain.asks import Ask, AskKind
from domain.callers import CallerData, Met
from domain.cards import Card
from domain.docket import Docket, DocketKind, Entry
from domain.events import Recorded
from domain.figures.behind import Behind, FigureWish
from domain.figures.centre_figures import CentreFigures, DayFigures
from domain.figures.period import Period
from domain.figures.unit_figures import UnitFigures
from domain.ids import AppellantId, BlobId, DocketId, PersonId, Sealed, TicketId, UnitId, VisitId
from domain.inbound import SmsFate
from domain.library import AnswerDraft, AnswerEntry
from domain.listing import ListWish
from domain.notices import CardKind
from domain.outgoing import HeldBack, Outgoing, Put
from domain.refusals import Reason
from domain.rosters.roster import Roster
from domain.sendings import Sending
from domain.subjects import Subject
from domain.ticket import Ticket
from domain.timers import Timer
from domain.visits import VisitSession

D = TypeVar("D", bound=Docket)
E = TypeVar("E")
T = TypeVar("T")


class Tickets(Protocol):
    """The tickets and their event log."""

    async def get(self, ticket: TicketId) -> Ticket | None:
        """One ticket by its id."""

    async def by_number(self, words: str) -> Ticket | None:
        """One ticket by its number, or an open one by its short code; letters in either case."""

    async def append(
        self, recorded: Sequence[Recorded], after: Ticket, stages: Sequence[Ticket] = ()
    ) -> None:
        """Add events to the ticket's chain and store the row they lead to; `stages`: the ticket after each of them.

        Raises `Stale` when the chain has grown since `after` was worked out.
        """

    async def history(self, ticket: TicketId) -> tuple[Recorded, ...]:
        """Every event of the ticket, in order."""

    async def open_with_units(self, units: Collection[UnitId]) -> tuple[Ticket, ...]:
        """Open tickets on which one of the units has a part."""

    async def open_of(self, appellant: AppellantId) -> tuple[Ticket, ...]:
        """Open tickets of a citizen, newest first."""

    async def closed_of(self, appellant: AppellantId, since: datetime) -> tuple[Ticket, ...]:
        """Tickets of a citizen that ended at or after `since`, newest first."""

    async def waiting_visit_of(self, person: PersonId) -> tuple[Ticket, ...]:
        """Open tickets whose site visit is waiting for this confirmer."""

    async def listed(self, wish: ListWish) -> tuple[Ticket, ...]:
        """Open tickets for a list."""

    async def count(self, wish: ListWish) -> int:
        """How many there are, without the limit."""

    async def many(self, which: Sequence[TicketId]) -> tuple[Ticket, ...]:
        """These tickets, as far as there are; in no order."""

    async def weighty(self, limit: int) -> tuple[Ticket, ...]:
        """Open tickets that may belong before a meeting for more than being late (`domain/meetings/agenda.py`), oldest first."""

    async def crowded(self, since: datetime, until: datetime, people: int, limit: int) -> tuple[Ticket, ...]:
        """Tickets received in that time whose matter so many different people raised, those with most first."""

    async def closed_among(self, which: Sequence[TicketId]) -> frozenset[TicketId]:
        """Those of them that were dealt with to the end (办结): closed or closed out."""

    async def next_number(self, day: date) -> str:
        """A fresh ticket number, `NX` + day + five digits growing to six; gaps allowed."""

    async def next_short_code(self) -> str:
        """A code of at most six characters, unique among open tickets."""


class Words(Protocol):
    """Sealed rows: everything personal."""

    async def seal(self, text: str, subject: Subject) -> Sealed:
        """Keep the words; the reference may go into events."""

    async def open(self, refs: Collection[Sealed]) -> Mapping[int, str]:
        """The words behind references, by `Sealed.ref`; erased ones are missing."""


class Appellants(Protocol):
    """Citizens, known by their phone through a blind index."""

    async def with_phone(self, phone: str) -> Met:
        """The citizen of that (normalised) number, made known if new."""

    async def known(self, phone: str) -> AppellantId | None:
        """The citizen of that number, if known."""

    async def data(self, appellant: AppellantId) -> CallerData | None:
        """Phone and name, for sending a text; showing it to a person goes through `look`. None: erased."""

    async def look(
        self, appellant: AppellantId, looker: PersonId, ticket: TicketId | None, reason: str, at: datetime
    ) -> CallerData | None:
        """Phone and name for a person's eyes: logged first, with the reason (`domain.md` §14)."""

    async def erase(self, appellant: AppellantId, at: datetime) -> bool:
        """Forget a citizen: number, name and every word of theirs; True if there was something to forget."""

    async def opt_out(self, appellant: AppellantId, *, out: bool) -> None:
        """No more surveys and progress texts (退订), or again."""

    async def texts_since(self, appellant: AppellantId, since: datetime) -> int:
        """How many texts this phone sent us since then: limits our answers, never the intake."""

    async def note_text(self, appellant: AppellantId, at: datetime) -> None:
        """Remember that a text came."""


class Cards(Protocol):
    """Who holds which card."""

    async def hold(self, person: PersonId, ticket: TicketId, kind: CardKind) -> Card:
        """The person's card of that kind on the ticket, made if there is none."""

    async def get(self, card: str) -> Card | None:
        """A card by its id."""

    async def of_ticket(self, ticket: TicketId) -> tuple[Card, ...]:
        """Every card on the ticket."""

    async def answered(self, card: str) -> None:
        """A face goes back with the answer to a press: what the holder sees is no longer certain."""


class Asks(Protocol):
    """Questions put and not yet answered."""

    async def put(self, ask: Ask) -> None:
        """Ask; an earlier open question of the same kind to the same person about the same ticket is closed."""

    async def get(self, ask: int) -> Ask | None:
        """An open question by its id."""

    async def latest_of_person(
        self, person: PersonId, now: datetime, kinds: Collection[AskKind] = ()
    ) -> Ask | None:
        """The latest open, unexpired question to an official (of these kinds, if any are named)."""

    async def open_of_appellant(self, appellant: AppellantId, since: datetime) -> tuple[Ask, ...]:
        """Open questions to a citizen asked since then, latest first."""

    async def close(self, ask: int) -> None:
        """Answered, or no longer of interest."""

    async def close_of_ticket(self, ticket: TicketId, kinds: Collection[AskKind]) -> None:
        """The ticket moved on: questions of these kinds about it are over."""


class Marks(Protocol):
    """What the conversation remembers: which ticket a message or a hand was last about."""

    async def touch(self, person: PersonId, ticket: TicketId, at: datetime) -> None:
        """This person just dealt with this ticket."""

    async def touched(self, person: PersonId, since: datetime) -> TicketId | None:
        """The ticket this person dealt with last, if since then."""

    async def ticket_of_message(self, message_ids: Collection[str]) -> TicketId | None:
        """The ticket a message of ours was about, by any id under which the platform may quote it."""

    async def knows(self, message_ids: Collection[str]) -> bool:
        """Whether any of these is a message or card of ours."""

    async def stray(self, at: datetime) -> int:
        """One more sign of messages we never sent; which it is within this hour, from 1."""

    async def read(self, message_id: str, at: datetime) -> bool:
        """Somebody opened a message of ours; True the first time."""


class Evidence(Protocol):
    """Which file was used where: a photo proves something once."""

    async def first_use(self, blob: BlobId) -> TicketId | None:
        """The ticket for which these very bytes were used first."""

    async def use(self, blob: BlobId, ticket: TicketId, by: PersonId, at: datetime) -> None:
        """This file now belongs to this ticket."""


class Groups(Protocol):
    """Bound group chats."""

    async def bind_supervision(self, conversation: str, by: PersonId, at: datetime) -> None:
        """This group is the supervision group (督办群) from now on."""

    async def supervision(self) -> str | None:
        """The supervision group's conversation id."""


class VisitSessions(Protocol):
    """Confirmation pages that were opened."""

    async def open(self, visit: VisitId, person: PersonId, device: str, at: datetime) -> VisitSession:
        """The session of that visit; the first device to open it keeps it."""

    async def get(self, visit: VisitId) -> VisitSession | None:
        """The visit's session, if it was opened."""

    async def submitted(self, visit: VisitId, at: datetime) -> None:
        """The page was sent in."""


class Outbox(Protocol):
    """What will be said to the world once this transaction is committed."""

    async def put(
        self, outgoing: Outgoing, *, key: str, at: datetime, urgent: bool = False, ordinary: bool = False
    ) -> None:
        """Queue it, not to be sent before `at`. A key that is already there adds nothing: everybody is told once.

        `ordinary`: waits for the morning digest of its recipient.
        """

    async def put_all(self, puts: Sequence[Put]) -> None:
        """Queue several at once, each under its own key."""

    async def get(self, row: int) -> Outgoing | None:
        """What a row asked for, while it is kept: to know what a fetched file belongs to."""

    async def held_back(self, person: PersonId, since: datetime) -> HeldBack:
        """What waits for this person's next digest, and what was dropped for the budget's sake since then, oldest first."""

    async def calls_about(self, ticket: TicketId) -> tuple[Sending, ...]:
        """What became of every call of an official to an urgent matter, in the order queued."""

    async def reported(self, our_id: str, provider_id: str, fate: SmsFate, code: str, at: datetime) -> bool:
        """What became of a text, by our id or theirs; settles one left unknown. False: not one of ours."""

    async def sync_cards(self, cards: Collection[str], at: datetime) -> None:
        """Queue one update per card, unless one is already waiting."""


class Dockets(Protocol):
    """What the centre keeps beside its tickets (案卷), of every kind; see `domain/docket.py`."""

    async def get(self, kind: DocketKind[D, E], docket: DocketId) -> D | None:
        """One docket of that kind by its id."""

    async def named(self, kind: DocketKind[D, E], label: str) -> D | None:
        """One docket by its name among its kind."""

    async def open_ones(self, kind: DocketKind[D, E]) -> tuple[D, ...]:
        """Those that are open, oldest first."""

    async def latest(self, kind: DocketKind[D, E], limit: int) -> tuple[D, ...]:
        """The last ones begun, newest first."""

    async def append(self, kind: DocketKind[D, E], entries: Sequence[Entry[E]], after: D) -> None:
        """Add entries to the docket's chain and store what they lead to.

        Raises `Stale` when the chain has grown since `after` was worked out.
        """

    async def history(self, kind: DocketKind[D, E], docket: DocketId) -> tuple[Entry[E], ...]:
        """Every entry of the docket, in order."""


class AnswerMarks(Protocol):
    """By what a copied answer is known, without its words."""

    async def keep(self, ticket: TicketId, shingles: Collection[str]) -> None:
        """This is what the ticket's answer looks like now."""

    async def forget(self, ticket: TicketId) -> None:
        """Nothing is known of the ticket's answer any more."""

    async def near(self, shingles: Collection[str], besides: TicketId) -> tuple[tuple[TicketId, float], ...]:
        """Other tickets whose answers look most alike, nearest first, each with the share in common (0 to 1)."""


class Library(Protocol):
    """The centre's store of answers (答复库): versions are added, never changed."""

    async def add(self, draft: AnswerDraft, by: PersonId, at: datetime) -> AnswerEntry:
        """A new entry under the next number."""

    async def change(self, old: AnswerEntry, draft: AnswerDraft, by: PersonId, at: datetime) -> AnswerEntry:
        """The next version of an entry; it is in use again if it was stopped."""

    async def stop(self, old: AnswerEntry, by: PersonId, at: datetime) -> AnswerEntry:
        """Not proposed any more."""

    async def get(self, entry: int) -> AnswerEntry | None:
        """The newest version of an entry."""

    async def titled(self, title: str) -> tuple[AnswerEntry, ...]:
        """Entries whose newest version has that very title."""

    async def search(self, words: str, limit: int) -> tuple[AnswerEntry, ...]:
        """The entries in use that fit the words best, best first."""


class Timers(Protocol):
    """The one table of moments."""

    async def set(self, ticket: TicketId | DocketId, timers: Sequence[Timer], *, fresh: bool = False) -> None:
        """Make its waiting timers exactly these; what is `fresh` has none yet."""


class Roll(Protocol):
    """Who is still with us, beyond what the centre's files say."""

    async def suspend(self, person: PersonId, at: datetime) -> None:
        """The platform says this person left."""


class Figures(Protocol):
    """What is counted over periods. `now`: a period that is not over is counted up to it."""

    async def units(
        self, period: Period, now: datetime, only: UnitId | None = None
    ) -> tuple[UnitFigures, ...]:
        """Every unit that had anything; `only` one of them."""

    async def centre(self, period: Period, now: datetime) -> CentreFigures:
        """The whole centre."""

    async def day(self, period: Period, now: datetime) -> DayFigures:
        """What happened in a short period; costs by that period alone."""

    async def behind(self, wish: FigureWish, now: datetime) -> tuple[Behind, ...]:
        """The tickets behind a figure, oldest first."""

    async def uncounted(self) -> int:
        """How many tickets the figures do not know the last of yet: none, but after an upgrade."""


class Ids(Protocol):
    """Fresh 64-bit, time-ordered numbers."""

    def new(self) -> int:
        """The next number."""


class Work(Protocol):
    """One transaction's hands on the store."""

    def refused(self, reason: Reason) -> None:
        """Somebody is told why a command is refused: counted, if this transaction comes to stand."""

    def roster_changed(self, roster: Roster) -> None:
        """Whoever is asked who is on duty knows it so, once this transaction stands."""

    async def tried(self, job: Callable[["Work"], Awaitable[T]]) -> T:
        """试算: what the job gives, with hands of its own; nothing it did remains."""

    async def formal_number(self, series: str) -> int:
        """The next number of a formal series, from 1, without a gap: undone together with its paper."""

    @property
    def dockets(self) -> Dockets: ...  # noqa: D102 - the protocol named says it
    @property
    def tickets(self) -> Tickets: ...  # noqa: D102 - the protocol named says it
    @property
    def words(self) -> Words: ...  # noqa: D102
    @property
    def appellants(self) -> Appellants: ...  # noqa: D102
    @property
    def answer_marks(self) -> AnswerMarks: ...  # noqa: D102
    @property
    def library(self) -> Library: ...  # noqa: D102
    @property
    def cards(self) -> Cards: ...  # noqa: D102
    @property
    def asks(self) -> Asks: ...  # noqa: D102
    @property
    def marks(self) -> Marks: ...  # noqa: D102
    @property
    def evidence(self) -> Evidence: ...  # noqa: D102
    @property
    def groups(self) -> Groups: ...  # noqa: D102
    @property
    def visits(self) -> VisitSessions: ...  # noqa: D102
    @property
    def roll(self) -> Roll: ...  # noqa: D102
    @property
    def outbox(self) -> Outbox: ...  # noqa: D102
    @property
    def timers(self) -> Timers: ...  # noqa: D102
    @property
    def figures(self) -> Figures: ...  # noqa: D102
    @property
    def ids(self) -> Ids: ...  # noqa: D102
