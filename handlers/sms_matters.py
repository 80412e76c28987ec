"""Who texts, and which matters are theirs: what every function about a citizen's text begins with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from config.texts.heard.references import HeardReference
from config.texts.heard.texts import HeardText
from domain.actor import Actor, citizen
from domain.asks import Ask, AskKind
from domain.ids import AppellantId, Sealed, TicketId
from domain.inbound import SmsReceived
from domain.subjects import Subject, SubjectKind
from domain.ticket import Ticket
from handlers.ports import Work
from handlers.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Texter:
    """The citizen behind a text. `hushed`: so many texts came that no more answers go out just now.

    `first_time`: their number was unknown until this text, so there is nothing of theirs to look for.
    """

    appellant: AppellantId
    event: SmsReceived
    heard: HeardText
    today: date
    hushed: bool = False
    first_time: bool = False

    @property
    def by(self) -> Actor:
        """The citizen as the one who acts."""
        return citizen(self.appellant)

    @property
    def day(self) -> str:
        """The local day, for answers given once a day."""
        return self.today.isoformat()

    @property
    def subject(self) -> Subject:
        """Their words lie under their own key."""
        return Subject(SubjectKind.APPELLANT, str(self.appellant))

    @property
    def hushed_one(self) -> AppellantId | None:
        """For `carry_out`: whose answers are held back."""
        return self.appellant if self.hushed else None

    def question(
        self,
        kind: AskKind,
        work: Work,
        around: Surroundings,
        *,
        ticket: TicketId | None = None,
        choices: tuple[TicketId, ...] = (),
        words: Sealed | None = None,
    ) -> Ask:
        """A question to this citizen, open as long as a bare answer to it counts."""
        now, policy = around.context.now, around.context.policy
        return Ask(
            id=work.ids.new(),
            kind=kind,
            asked_at=now,
            expires_at=now + policy.question_within,
            appellant=self.appellant,
            ticket=ticket,
            choices=choices,
            words=words,
            extension=self.event.extension,
        )


@dataclass(frozen=True, slots=True)
class Matters:
    """A citizen's own tickets: open ones and those ended less than 30 days ago, newest first."""

    open: tuple[Ticket, ...]
    ended: tuple[Ticket, ...]

    def named(self, references: Iterable[HeardReference]) -> tuple[Ticket, ...]:
        """Those of them the words name, by number or short code; a stranger's number names nothing."""
        codes = {reference.code for reference in references}
        return tuple(
            ticket
            for ticket in (*self.open, *self.ended)
            if codes & {ticket.number, ticket.short_code.upper()}
        )


async def own_matters(texter: Texter, work: Work, around: Surroundings) -> Matters:
    """What this citizen has asked for."""
    if texter.first_time:
        return Matters((), ())
    since = around.context.now - around.context.policy.again_within
    return Matters(
        await work.tickets.open_of(texter.appellant),
        await work.tickets.closed_of(texter.appellant, since),
    )


async def questions_to(texter: Texter, since: datetime, work: Work) -> tuple[Ask, ...]:
    """What this citizen was asked since then and has not answered, the latest first."""
    return () if texter.first_time else await work.asks.open_of_appellant(texter.appellant, since)
