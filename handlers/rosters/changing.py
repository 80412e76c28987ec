"""Swaps (换班) and absences (请假) said in chat: read, decided, kept, and told to whom they concern."""

from collections.abc import Sequence

from config.texts import duty as told
from config.texts.heard.duty import HeardTurn
from domain.ids import PersonId
from domain.notices import Recipient, RecipientKind
from domain.people import Person
from domain.rosters.deciding import absence, asked_for, drop, swap, turn_of
from domain.rosters.finding import meant
from domain.rosters.refusals import NoTurn
from domain.rosters.roster import Roster, Swap, Swapped
from domain.rosters.turns import Turn
from handlers.commands.command import Call, Unclear
from handlers.dockets import tell
from handlers.rosters.keeping import keep_roster


def the_turn(call: Call, roster: Roster, said: HeardTurn) -> Turn:
    """The one turn meant; Unclear says why none is."""
    if said.on is None:
        raise Unclear(told.cannot(NoTurn.NO_SUCH_TURN))
    found = meant(roster.turns, said.on, said.at, said.shift, by_night=said.by_night, speaker=call.speaker.id)
    if isinstance(found, NoTurn):
        raise Unclear(told.cannot(found))
    return found


async def change_hands(
    call: Call, roster: Roster, said: Sequence[HeardTurn], other: Person | None, *, consent: bool | None
) -> str:
    """换班: who says it first asks, who says it second agrees; the roster's keeper does it alone."""
    turn = the_turn(call, roster, said[0])
    if consent is False:
        return await _dropped(call, roster, turn)
    back = the_turn(call, roster, said[1]) if len(said) > 1 else None
    wish = _wish(call, roster, turn, back, other)
    if isinstance(wish, NoTurn):
        return told.cannot(wish)
    events = swap(roster, wish, call.context)
    if isinstance(events, NoTurn):
        return told.cannot(events)
    await keep_roster(roster, events, call.by, call.work, call.around)
    stands = isinstance(events[0], Swapped)
    given = turn_of(roster, wish.back) if wish.back is not None else None
    names = (_name(call, turn.person), _name(call, wish.to))
    wording = told.swapped if stands else told.swap_offered
    for person in {turn.person, wish.to} - {call.speaker.id}:
        to = Recipient(RecipientKind.PERSON, person=person)
        key = f"swap:{roster.id}:{roster.version}:{person}"
        words = wording(turn, *names, given)
        await tell(to, told.SWAP_TITLE, words, key=key, work=call.work, context=call.context, urgent=True)
    return (told.swapped if stands else told.swap_asked)(turn, *names, given)


async def be_absent(call: Call, roster: Roster, said: HeardTurn, *, absent: bool) -> str:
    """请假 and 销假; the gap it leaves is told at once."""
    turn = the_turn(call, roster, said)
    events = absence(roster, turn.no, call.speaker.id, call.context, absent=absent)
    if isinstance(events, NoTurn):
        return told.cannot(events)
    await keep_roster(roster, events, call.by, call.work, call.around)
    return told.absence_noted(turn, _name(call, turn.person), absent=absent)


async def _dropped(call: Call, roster: Roster, turn: Turn) -> str:
    events = drop(roster, turn.no, call.speaker.id, call.context)
    if isinstance(events, NoTurn):
        return told.cannot(events)
    asked = asked_for(roster, turn.no)
    await keep_roster(roster, events, call.by, call.work, call.around)
    for person in {turn.person, *((asked.to,) if asked else ())} - {call.speaker.id}:
        to = Recipient(RecipientKind.PERSON, person=person)
        key = f"swap:{roster.id}:{roster.version}:{person}"
        words = told.swap_dropped(turn)
        await tell(to, told.SWAP_TITLE, words, key=key, work=call.work, context=call.context)
    return told.swap_dropped(turn)


def _wish(call: Call, roster: Roster, turn: Turn, back: Turn | None, other: Person | None) -> Swap | NoTurn:
    """Naming nobody agrees to what was asked; naming the turn's officer offers to stand in."""
    asked = asked_for(roster, turn.no)
    if asked is not None and (other is None or other.id in {turn.person, asked.to}):
        return Swap(asked.turn, asked.to, call.speaker.id, asked.back)
    if other is None:
        return NoTurn.NOBODY_NAMED
    to = call.speaker.id if other.id == turn.person else other.id
    return Swap(turn.no, to, call.speaker.id, back.no if back else None)


def _name(call: Call, person: PersonId) -> str:
    found = call.context.directory.people.get(person)
    if found is None:
        return person
    return told.in_group(found) if call.in_group else found.name
