"""Who hears of something: the right people of the units and of the centre, never those of the complained-of unit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from domain.accountable import accountable, head, leader_of, one_of
from domain.context import Context
from domain.deciding.clocks import is_urgent
from domain.deciding.rights import HEADS, of_its_units, of_unit
from domain.ids import AppellantId, ItemNo, PersonId, Sealed, UnitId
from domain.notices import (
    CardKind,
    Consequence,
    Notice,
    NoticeKind,
    Recipient,
    RecipientKind,
    ShowCard,
    StrongReminder,
)
from domain.ticket import Assignment, Ticket
from domain.vocabulary import Grade, Office, Track, UnitKind


class Facts(TypedDict, total=False):
    """What a notice may say besides what the ticket says by itself; the names are those of `Notice`."""

    words: Sealed | None
    items: tuple[ItemNo, ...]
    units: tuple[UnitId, ...]
    person: PersonId | None
    grade: Grade
    on: date | None
    at: datetime | None
    count: int
    granted: bool
    urgent: bool
    ordinary: bool
    by_sms: bool


@dataclass(frozen=True, slots=True)
class Audience:
    """The people around one ticket at one moment; `seq` is the event they hear of."""

    ticket: Ticket
    seq: int
    context: Context

    # Notices.

    def tell(
        self, people: Iterable[PersonId | None], kind: NoticeKind, **facts: Unpack[Facts]
    ) -> Iterator[Notice]:
        """One notice to each of the people, none to anybody twice."""
        for person in self.allowed(people):
            to = Recipient(RecipientKind.PERSON, person=person)
            yield self._notice(to, kind, facts)

    def text(
        self, appellants: Iterable[AppellantId], kind: NoticeKind, **facts: Unpack[Facts]
    ) -> Iterator[Notice]:
        """One text message to each appellant who can be sent one: the others are called."""
        for appellant in dict.fromkeys(one for one in appellants if one in self.ticket.texted):
            to = Recipient(RecipientKind.APPELLANT, appellant=appellant)
            yield self._notice(to, kind, facts)

    def publish(self, **facts: Unpack[Facts]) -> Iterator[Notice]:
        """To the supervision group: listed matters and whistles only, none in which a unit of the directory is complained of."""
        whistle = self.ticket.whistle is not None
        if (self.ticket.track is Track.LIST or whistle) and self.ticket.about_unit is None:
            kind = NoticeKind.WHISTLE_PUBLIC if whistle else NoticeKind.PUBLIC_PROGRESS
            if whistle and is_urgent(self.ticket):
                facts = {"urgent": True, **facts}
            yield self._notice(Recipient(RecipientKind.GROUP), kind, facts)

    def card(self, people: Iterable[PersonId | None], kind: CardKind) -> Iterator[ShowCard]:
        """A card into the hand of each of the people."""
        for person in self.allowed(people):
            yield ShowCard(person, kind)

    def ding(self, notices: Iterable[Notice]) -> Iterator[Consequence]:
        """The notices, and beside each a strong reminder: for urgent matters."""
        for notice in notices:
            yield notice
            if notice.to.person:
                yield StrongReminder(notice.to.person, notice)

    def allowed(self, people: Iterable[PersonId | None]) -> tuple[PersonId, ...]:
        """Each once, without those who left and without the people of the complained-of unit (§14, rule 3)."""
        directory = self.context.directory
        kept: dict[PersonId, None] = {}
        for person in people:
            found = directory.person(person) if person else None
            if found and not found.suspended and not self._complained_of(found.id):
                kept[found.id] = None
        return tuple(kept)

    # People.

    def unit_people(self, *parts: Assignment | None) -> tuple[PersonId | None, ...]:
        """Leader and liaison of the parts; without any part named, of the lead."""
        chosen = [p for p in parts or (self.ticket.lead,) if p]
        return tuple(
            person for part in chosen for person in (leader_of(part, self.ticket, self.context), part.liaison)
        )

    def everybody_at_work(self) -> tuple[PersonId | None, ...]:
        """Leaders and liaisons of every part."""
        return self.unit_people(*self.ticket.assignments) if self.ticket.assignments else ()

    def leader(self, part: Assignment | None = None) -> PersonId | None:
        """Whoever answers for the part; for the lead if none is named."""
        chosen = part or self.ticket.lead
        return leader_of(chosen, self.ticket, self.context) if chosen else None

    def liaison(self, part: Assignment | None = None) -> PersonId | None:
        """The liaison, or, where the unit has none, the leader."""
        chosen = part or self.ticket.lead
        return (chosen.liaison or self.leader(chosen)) if chosen else None

    def duty(self, part: Assignment | None) -> PersonId | None:
        """The unit's duty officer, when people are called out."""
        if part is None or not self.calls_out:
            return None
        found = self.context.directory.duty_officer_of(part.unit, self.context.now)
        return found.id if found else None

    @property
    def calls_out(self) -> bool:
        """Whether people must come at once: the matter is urgent, or a town whistles."""
        return is_urgent(self.ticket) or self.ticket.whistle is not None

    def town(self) -> tuple[PersonId | None, ...]:
        """The whistling town's people: who whistled, if of the town, and its duty officer."""
        whistle = self.ticket.whistle
        if whistle is None:
            return ()
        found = self.context.directory.duty_officer_of(whistle.unit, self.context.now)
        blew = whistle.by if of_unit(whistle.by, whistle.unit, self.context) else None
        return blew, found.id if found else None

    def deputies_on_duty(self, part: Assignment) -> tuple[PersonId, ...]:
        """Whom the unit's roster names beside its officer at this moment (副班、带班领导)."""
        called = self.context.directory.on_duty(part.unit, self.context.now)
        return tuple(person.id for person in called[1:])

    def unit_head(self, part: Assignment | None = None) -> PersonId | None:
        """The head of the part's unit; of the lead's if none is named."""
        chosen = part or self.ticket.lead
        found = chosen and self.context.directory.unit_head_of(chosen.unit, self.context.today)
        return found.id if found else None

    def office(self, office: Office) -> PersonId | None:
        """The first fit holder of an office of the centre, else the head."""
        return one_of(office, self.ticket, self.context)

    def holder(self, office: Office, part: Assignment | None = None) -> PersonId | None:
        """Whoever of the part's unit (the lead's if none is named), or of the centre, a ladder's rung means by an office."""
        match office:
            case Office.LEADER:
                return self.leader(part)
            case Office.LIAISON:
                return self.liaison(part)
            case Office.UNIT_HEAD:
                return self.unit_head(part)
            case Office.DUTY_OFFICER:
                chosen = part or self.ticket.lead
                found = chosen and self.context.directory.duty_officer_of(chosen.unit, self.context.now)
                return found.id if found else None
            case Office.CENTRE_HEAD:
                return self.head()
            case _:
                return self.office(office)

    def head(self) -> PersonId | None:
        """The centre head."""
        return head(self.context)

    def accountable(self) -> PersonId | None:
        """Whoever answers for the ticket now."""
        return accountable(self.ticket, self.context)

    def a_head_besides(self, *barred: PersonId | None) -> PersonId | None:
        """The head, or the deputy where the head may not decide: asked, went, or is of the unit."""
        for office in HEADS:
            for person in self.context.directory.holders(office, self.context.today):
                own = of_its_units(self.ticket, person.id, self.context)
                if person.id not in barred and not own:
                    return person.id
        return self.head()

    def approver(self) -> PersonId | None:
        """Whoever may approve: neither the one who asked nor the one who went."""
        visit, asked = self.ticket.visit, self.ticket.closeout
        barred = {visit.confirmer if visit else None, asked.by if asked else None}
        for office in self.context.policy.approvers:
            for person in self.context.directory.holders(office, self.context.today):
                if person.id not in barred and not of_its_units(self.ticket, person.id, self.context):
                    return person.id
        return self.head()

    def _complained_of(self, person: PersonId) -> bool:
        about = self.ticket.about_unit
        unit = self.context.directory.units.get(about) if about else None
        # A complaint about the centre itself can reach nobody else: there is no one above it in the directory.
        if unit is None or unit.kind is UnitKind.CENTRE:
            return False
        return of_unit(person, about, self.context)

    def _notice(self, to: Recipient, kind: NoticeKind, facts: Facts) -> Notice:
        return Notice(to=to, kind=kind, ticket=self.ticket.id, seq=self.seq, **facts)
