"""Which turn is meant by a day, a time of day and a shift, as people say them."""

from datetime import date, datetime, time

from domain.calendar_clock import instant, local, local_date
from domain.ids import PersonId
from domain.rosters.refusals import NoTurn
from domain.rosters.turns import Turn, Turns

_EVENING, _MORNING = time(17), time(5)


def is_night(turn: Turn) -> bool:
    """A turn that begins in the evening or at night."""
    begins = local(turn.since).time()
    return begins >= _EVENING or begins < _MORNING


def of_the_day(turns: Turns, day: date) -> Turns:
    """The turns that begin on that local day, in order."""
    found = (turn for turn in turns if local_date(turn.since) == day)
    return tuple(sorted(found, key=lambda turn: turn.since))


def meant(
    turns: Turns, day: date, at: time | None, shift: str, *, by_night: bool | None, speaker: PersonId
) -> Turn | NoTurn:
    """The one turn of that day that fits; of several the speaker's own."""
    found = of_the_day(turns, day)
    if at is not None:
        found = tuple(turn for turn in turns if turn.span.covers(instant(day, at)))
    if shift:
        named = tuple(turn for turn in found if turn.shift == shift)
        found = named or tuple(turn for turn in found if by_night is None or is_night(turn) is by_night)
    if len(found) > 1:
        own = tuple(turn for turn in found if turn.person == speaker)
        found = own if len(own) == 1 else found
    if not found:
        return NoTurn.NO_SUCH_TURN
    return found[0] if len(found) == 1 else NoTurn.WHICH_TURN


def moment_of(day: date | None, at: time | None, now: datetime) -> datetime | None:
    """The instant asked about; None where a whole day is asked about."""
    if day is None and at is None:
        return now
    return instant(day or local_date(now), at) if at is not None else None
