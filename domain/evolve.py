"""The only way a ticket changes: one event after another. Replaying the log gives the row (design §2)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from domain.events import AppellantErased, Received, Recorded
from domain.evolving.callback import EndEvent, RatedEvent, callback, ending
from domain.evolving.closeout import CloseoutEvent, closeout
from domain.evolving.dispatching import DispatchEvent, dispatching
from domain.evolving.intake import IntakeEvent, first, intake
from domain.evolving.supervision import MergeEvent, SupervisionEvent, merging, supervision
from domain.evolving.unit_work import WishEvent, WorkEvent, unit_work, wishes
from domain.evolving.whistling import WhistleEvent, blown, followed
from domain.ticket import Ticket


def evolve(ticket: Ticket | None, recorded: Recorded) -> Ticket:
    """The ticket after the event. ValueError for a history that does not begin with `Received`, or begins twice."""
    event = recorded.event
    if ticket is None:
        if not isinstance(event, Received):
            raise ValueError("a ticket's history begins with its receipt")
        return first(recorded, event)
    return replace(followed(_changed(ticket, recorded), recorded), version=recorded.seq)


def replay(history: Iterable[Recorded]) -> Ticket:
    """The ticket as its whole history leaves it. ValueError when there is none."""
    ticket: Ticket | None = None
    for recorded in history:
        ticket = evolve(ticket, recorded)
    if ticket is None:
        raise ValueError("no history, no ticket")
    return ticket


def _changed(ticket: Ticket, recorded: Recorded) -> Ticket:
    event = recorded.event
    if isinstance(event, Received):
        raise ValueError("a ticket is received once")  # noqa: TRY004 - the history is wrong, not the type
    if isinstance(event, IntakeEvent):
        return intake(ticket, recorded, event)
    if isinstance(event, DispatchEvent):
        return dispatching(ticket, recorded, event)
    if isinstance(event, WorkEvent):
        return unit_work(ticket, recorded, event)
    if isinstance(event, WishEvent):
        return wishes(ticket, recorded, event)
    if isinstance(event, CloseoutEvent):
        return closeout(ticket, recorded, event)
    if isinstance(event, RatedEvent):
        return callback(ticket, recorded, event)
    if isinstance(event, EndEvent):
        return ending(ticket, recorded, event)
    if isinstance(event, SupervisionEvent):
        return supervision(ticket, recorded, event)
    if isinstance(event, MergeEvent):
        return merging(ticket, recorded, event)
    return _seldom(ticket, recorded, event)


def _seldom(ticket: Ticket, recorded: Recorded, event: WhistleEvent | AppellantErased) -> Ticket:
    if isinstance(event, WhistleEvent):
        return blown(ticket, recorded, event)
    if isinstance(event, AppellantErased):
        return replace(ticket, erased=(*ticket.erased, event.appellant))
    assert_never(event)
