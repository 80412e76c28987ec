"""A ticket in every state there is, each reached by the way people go."""

from datetime import date

from domain import commands as asked
from domain.ids import TicketId
from domain.vocabulary import CauseClass, DeclineReason, Rating, ReturnReason, State
from tests.world import POLICE, TRANSPORT, Case, by, case


def in_state(state: State) -> Case:
    """A case in that state."""
    c = case()
    match state:
        case State.RECEIVED:
            return c.filed()
        case State.NEED_INFO:
            return c.filed().does(asked.AskCitizen(by("operator"), c.words()))
        case State.DECLINED:
            return c.filed().does(asked.Decline(by("operator"), DeclineReason.PETITION))
        case State.ANSWERED:
            return c.filed().does(asked.AnswerAtOnce(by("operator"), c.words()))
        case State.PENDING_DISPATCH:
            return c.filed().accepted()
        case State.DISPATCHED:
            return c.filed().accepted().dispatched()
        case State.ACKNOWLEDGED:
            return in_state(State.DISPATCHED).does(asked.Acknowledge(by("transport-liaison")))
        case State.IN_PROGRESS:
            return c.filed().accepted().assigned(TRANSPORT, POLICE).done("transport-leader", 1)
        case State.RETURN_REQUESTED:
            wish = asked.RequestReturn(by("transport-liaison"), ReturnReason.NOT_OURS)
            return in_state(State.DISPATCHED).does(wish)
        case State.HANDLED:
            return c.handled()
        case _:
            return _later(state, c)


def _later(state: State, c: Case) -> Case:
    match state:
        case State.CLOSEOUT_REQUESTED:
            return c.filed().accepted().assigned().done("transport-leader", 1).closeout_asked()
        case State.CALLBACK:
            return c.up_to_callback()
        case State.DISSATISFIED_REVIEW:
            return c.up_to_callback().rated(Rating.DISSATISFIED)
        case State.REWORK:
            review = c.up_to_callback().rated(Rating.DISSATISFIED)
            return review.does(asked.OrderRework(by("head"), CauseClass.UNSOLVED, c.words()))
        case State.CLOSED:
            return c.reviewed().rated(Rating.SATISFIED)
        case State.CLOSED_OUT:
            return c.closed_out()
        case State.SHELVED:
            shelf = asked.Shelve(by("head"), date(2019, 8, 1), c.words())
            return c.filed().accepted().assigned().done("transport-leader", 1).does(shelf)
        case State.MERGED:
            merge = asked.MergeInto(by("dispatcher"), TicketId(2), True, False)
            return c.filed().accepted().dispatched().does(merge)
        case _:
            raise AssertionError(f"no way is known into {state}")


REACHABLE = tuple(s for s in State if s is not State.SITE_CONFIRMED)
"""SITE_CONFIRMED is passed through: the system calls back at once."""
