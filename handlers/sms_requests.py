"""A citizen's words (诉求、补充): a new request, or words that belong to one they have (design §3 "Texts from citizens").

The order: why they are dissatisfied; said to be new; the same words again; a number of their own; what was asked of
them; the first ten minutes; plainly the same matter; a matter ended less than 30 days ago; else new.
"""

from config.texts.heard.concerning import concerns, hear_fresh, same_words
from config.texts.heard.texts import TextKind
from config.texts.heard.urgency import hear_emergency, hear_nature, hear_urgency, wants_secrecy
from domain.asks import Ask, AskKind
from domain.commands import AddWords, FileAppeal, RecordRating, StartLookBack
from domain.ids import TicketId
from domain.notices import NoticeKind
from domain.refusals import Refusal
from domain.ticket import Ticket
from domain.vocabulary import Channel, DeclineReason, Nature, Office, Rating, RatingWay, State, Urgency
from handlers.keeping import carry_out
from handlers.ports import Work
from handlers.sms_matters import Matters, Texter, own_matters, questions_to
from handlers.surroundings import Surroundings
from handlers.telling import tell_citizen, tell_office

_SMALL_TALK = 4
"""A number with no more letters than this around it says nothing else."""


async def words_received(texter: Texter, work: Work, around: Surroundings) -> None:
    """Take the words in, wherever they belong."""
    since = around.context.now - around.context.policy.again_within
    asks = await questions_to(texter, since, work)
    matters = await own_matters(texter, work, around)
    if await _tells_which(texter, matters, asks, work, around):
        return
    fresh = hear_fresh(texter.event.text)
    if fresh is None and await _says_why(texter, asks, work, around):
        return
    ticket = await _taken_in(texter, matters, fresh, work, around)
    for ask in asks:
        if ask.kind is AskKind.FIRST_WORDS:
            await work.asks.close(ask.id)
    if hear_emergency(texter.event.text):
        await _emergency(texter, ticket, work, around)


async def _taken_in(
    texter: Texter, matters: Matters, fresh: str | None, work: Work, around: Surroundings
) -> Ticket | None:
    """The ticket the words went to; None where they had come before or a question had to be put first."""
    if fresh is not None:
        return await _file(texter, fresh or texter.event.text, None, work, around)
    words = texter.heard.words
    if await _said_before(texter, matters, work, around):
        return None
    if texter.heard.kind is TextKind.ADDITION and not words.strip():
        if not texter.hushed:
            key = texter.event.key.id
            await tell_citizen(texter.appellant, NoticeKind.ASK_WORDS, key, work=work, around=around)
        return None
    told = await _own_words(matters, work)
    candidates = _belongs_to(texter, matters, told, around)
    if len(candidates) > 1:
        await _ask_which(texter, candidates, work, around)
        return None
    if candidates:
        return await _add(texter, candidates[0], words, work, around)
    earlier = next((t for t in matters.ended if concerns(words, told[t.id])), None)
    named = matters.named(texter.heard.references)
    return await _file(texter, words, named[0] if named else earlier, work, around)


def _belongs_to(
    texter: Texter, matters: Matters, told: dict[TicketId, str], around: Surroundings
) -> tuple[Ticket, ...]:
    """The open ticket the words add to; several when they say 补 and it could be any; none for a new request."""
    context, words = around.context, texter.heard.words
    silenced = tuple(
        t for t in matters.ended if t.state is State.DECLINED and t.declined is DeclineReason.INSUFFICIENT
    )
    alive = (*matters.open, *silenced)
    if named := [t for t in matters.named(texter.heard.references) if t in alive]:
        return (named[0],)
    if asked := [t for t in matters.open if t.state is State.NEED_INFO]:
        return (asked[0],)
    joined = [t for t in matters.open if t.received_at > context.now - context.policy.join_within]
    if joined:
        return (joined[0],)
    if same := [t for t in matters.open if concerns(words, told[t.id])]:
        return (same[0],)
    if texter.heard.kind is TextKind.ADDITION and matters.open:
        return matters.open
    return silenced[:1]


async def _said_before(texter: Texter, matters: Matters, work: Work, around: Surroundings) -> bool:
    """The same words within 24 hours are one request: said so, once a day."""
    since = around.context.now - around.context.policy.same_words_within
    for ticket in matters.open:
        recent = [a.words for a in ticket.appeals if a.at >= since and a.appellant == texter.appellant]
        opened = await work.words.open(recent)
        if any(same_words(words, texter.event.text) for words in opened.values()):
            if not texter.hushed:
                key = f"{ticket.id}:{texter.day}"
                await tell_citizen(
                    texter.appellant, NoticeKind.REPEAT_KNOWN, key, work=work, around=around, ticket=ticket.id
                )
            return True
    return False


async def _own_words(matters: Matters, work: Work) -> dict[TicketId, str]:
    """What was said in each matter so far."""
    tickets = (*matters.open, *matters.ended)
    if not tickets:
        return {}
    opened = await work.words.open([a.words for ticket in tickets for a in ticket.appeals])
    return {t.id: "\n".join(opened.get(a.words.ref, "") for a in t.appeals) for t in tickets}


async def _add(texter: Texter, ticket: Ticket, words: str, work: Work, around: Surroundings) -> Ticket:
    """补充: the receipt says to which number it went, and how to make it a new request."""
    sealed = await work.words.seal(words, texter.subject)
    command = AddWords(texter.by, texter.appellant, sealed, hear_urgency(words).urgency)
    outcome = await carry_out(ticket, command, work, around.context, hushed=texter.hushed_one)
    if isinstance(outcome, Refusal):
        return await _file(texter, words, None, work, around)
    return outcome


async def _file(
    texter: Texter, words: str, earlier: Ticket | None, work: Work, around: Surroundings
) -> Ticket:
    """A new request, linked to the ended one it seems to repeat, where a look-back begins."""
    urgency = hear_urgency(words).urgency
    if hear_emergency(words):
        urgency = Urgency.CRITICAL
    reported = hear_nature(words) is Nature.REPORT
    # A reporter stays unknown to the unit even if somebody later takes the matter for a mere complaint.
    secret = reported or wants_secrecy(words)
    command = FileAppeal(
        texter.by,
        ticket=TicketId(work.ids.new()),
        number=await work.tickets.next_number(around.context.today),
        short_code=await work.tickets.next_short_code(),
        appellant=texter.appellant,
        words=await work.words.seal(words, texter.subject),
        channel=Channel.SMS,
        nature=Nature.REPORT if reported else None,
        urgency=urgency,
        confidential=secret,
        linked_to=earlier.id if earlier else None,
    )
    ticket = await carry_out(None, command, work, around.context, hushed=texter.hushed_one)
    if isinstance(ticket, Refusal):
        raise TypeError(f"a citizen's own request is never refused, but was: {ticket.reason}")
    if earlier is not None:
        # Where there is nothing to look back at (answered at once, declined) the link alone remains.
        await carry_out(earlier, StartLookBack(texter.by, because_again=True), work, around.context)
    return ticket


async def _says_why(texter: Texter, asks: tuple[Ask, ...], work: Work, around: Surroundings) -> bool:
    """What exactly is wrong, after 不满意: the words complete the rating."""
    since = around.context.now - around.context.policy.question_within
    why = next((ask for ask in asks if ask.kind is AskKind.SURVEY_WHY and ask.asked_at >= since), None)
    if why is None or why.ticket is None or texter.heard.references:
        return False
    ticket = await work.tickets.get(why.ticket)
    await work.asks.close(why.id)
    if ticket is None:
        return False
    words = await work.words.seal(texter.heard.words, texter.subject)
    command = RecordRating(texter.by, texter.appellant, Rating.DISSATISFIED, RatingWay.SMS, words)
    outcome = await carry_out(ticket, command, work, around.context, hushed=texter.hushed_one)
    return not isinstance(outcome, Refusal)


async def _ask_which(
    texter: Texter, candidates: tuple[Ticket, ...], work: Work, around: Surroundings
) -> None:
    """Several open matters: the words are kept, and the answer is a number."""
    words = await work.words.seal(texter.heard.words, texter.subject)
    choices = tuple(ticket.id for ticket in candidates)
    await work.asks.put(texter.question(AskKind.WHICH_REQUEST, work, around, choices=choices, words=words))
    if not texter.hushed:
        await tell_citizen(
            texter.appellant,
            NoticeKind.ASK_WHICH,
            texter.event.key.id,
            work=work,
            around=around,
            ticket=candidates[0].id,
            count=len(candidates),
        )


async def _tells_which(
    texter: Texter, matters: Matters, asks: tuple[Ask, ...], work: Work, around: Surroundings
) -> bool:
    """A number after "which one?": what was kept goes there, with whatever else was said now."""
    kept = next((ask for ask in asks if ask.kind is AskKind.WHICH_REQUEST and ask.words), None)
    named = matters.named(texter.heard.references)
    if kept is None or kept.words is None or not named:
        return False
    await work.asks.close(kept.id)
    words = (await work.words.open([kept.words])).get(kept.words.ref, "")
    if len(texter.heard.words) > len(named[0].number) + _SMALL_TALK:
        words = f"{words}\n{texter.heard.words}"
    await _add(texter, named[0], words, work, around)
    return True


async def _emergency(texter: Texter, ticket: Ticket | None, work: Work, around: Surroundings) -> None:
    """A matter for 110, 119, 120 or 122: the citizen is told at once, and so is whoever is on duty (§4.4)."""
    key = texter.event.key.id
    number = ticket.id if ticket else None
    await tell_citizen(
        texter.appellant, NoticeKind.EMERGENCY_CITIZEN, key, work=work, around=around, ticket=number
    )
    await tell_office(Office.DISPATCHER, NoticeKind.EMERGENCY, key, work=work, around=around, ticket=number)
