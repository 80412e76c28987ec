"""A rating by text message (评价): which question it answers, and what 不满意 leads to (`domain.md` §4.5, §9; `sms.md` §1).

The order: digits the text was sent to, a number in the words, the latest question within 24 hours, the only matter
that waits for a rating, else ask back. Unsure: asked once more, then the callback officer calls.
"""

from domain.asks import Ask, AskKind
from domain.commands import RecordRating
from domain.deciding.calling import sample_waits_for
from domain.notices import NoticeKind
from domain.refusals import Refusal
from domain.ticket import Ticket
from domain.vocabulary import Office, Rating, RatingWay, State
from handlers.keeping import carry_out
from handlers.ports import Work
from handlers.sms_matters import Matters, Texter, own_matters, questions_to
from handlers.sms_requests import words_received
from handlers.surroundings import Surroundings
from handlers.telling import tell_citizen, tell_office

SURVEYS = frozenset({AskKind.SURVEY, AskKind.SURVEY_AGAIN})
_RATEABLE = frozenset({State.CALLBACK, State.SITE_CONFIRMED})
_CLOSED = frozenset({State.CLOSED, State.CLOSED_OUT, State.ANSWERED})


async def rating_received(texter: Texter, work: Work, around: Surroundings) -> None:
    """A rating, or something that looks like one."""
    matters = await own_matters(texter, work, around)
    ticket = await rated_ticket(texter, matters, work, around)
    if ticket is None:
        await _nothing_to_rate(texter, matters, work, around)
        return
    heard = texter.heard.rating
    if not heard.sure or heard.rating is None:
        await _unsure(texter, ticket, work, around)
        return
    words = await work.words.seal(heard.supplement, texter.subject) if heard.supplement else None
    command = RecordRating(texter.by, texter.appellant, heard.rating, RatingWay.SMS, words)
    outcome = await carry_out(ticket, command, work, around.context, hushed=texter.hushed_one)
    await _close_surveys(texter, ticket, work, around)
    if isinstance(outcome, Refusal) and heard.supplement:
        # Rated already, but there is more in it than a rating: the words must reach a person.
        await words_received(texter, work, around)


async def rated_ticket(texter: Texter, matters: Matters, work: Work, around: Surroundings) -> Ticket | None:
    """The ticket a rating is about; only ever one of the citizen's own."""
    now, policy = around.context.now, around.context.policy
    asks = [
        ask
        for ask in await questions_to(texter, now - policy.again_within, work)
        if ask.kind in SURVEYS and ask.ticket is not None
    ]
    if texter.event.extension:
        for ask in asks:
            if ask.extension == texter.event.extension:
                return await _of(ask, work)
    if named := matters.named(texter.heard.references):
        return named[0]
    recent = [ask for ask in asks if ask.asked_at >= now - policy.question_within]
    if recent:
        return await _of(recent[0], work)
    waiting = [ticket for ticket in matters.open if ticket.state in _RATEABLE]
    waiting += [ticket for ticket in matters.ended if texter.appellant in sample_waits_for(ticket)]
    if len(waiting) == 1:
        return waiting[0]
    late_no = texter.heard.rating.rating is Rating.DISSATISFIED and texter.heard.rating.sure
    if not waiting and late_no and not matters.open:
        return next((ticket for ticket in matters.ended if ticket.state in _CLOSED), None)
    return None


async def _of(ask: Ask, work: Work) -> Ticket | None:
    return await work.tickets.get(ask.ticket) if ask.ticket is not None else None


async def _nothing_to_rate(texter: Texter, matters: Matters, work: Work, around: Surroundings) -> None:
    """Words that rate nothing are a request; a bare digit is asked back, once a day."""
    waiting = [ticket for ticket in matters.open if ticket.state in _RATEABLE]
    if len(texter.heard.words.strip()) > 2 and not waiting:  # noqa: PLR2004 - more than a digit and a full stop
        await words_received(texter, work, around)
        return
    if texter.hushed:
        return
    kind = NoticeKind.ASK_WHICH if waiting else NoticeKind.ASK_WORDS
    await tell_citizen(
        texter.appellant,
        kind,
        f"rating:{texter.day}",
        work=work,
        around=around,
        ticket=waiting[0].id if waiting else None,
        count=len(waiting),
    )


async def _unsure(texter: Texter, ticket: Ticket, work: Work, around: Surroundings) -> None:
    """Asked once for a plain digit; the second time the callback officer gets the words and calls."""
    since = around.context.now - around.context.policy.again_within
    asks = await questions_to(texter, since, work)
    asked = any(ask.kind is AskKind.SURVEY_AGAIN and ask.ticket == ticket.id for ask in asks)
    if not asked:
        await work.asks.put(texter.question(AskKind.SURVEY_AGAIN, work, around, ticket=ticket.id))
        if not texter.hushed:
            key = f"{ticket.id}:{texter.event.key.id}"
            await tell_citizen(
                texter.appellant, NoticeKind.ASK_RATING, key, work=work, around=around, ticket=ticket.id
            )
        return
    words = await work.words.seal(texter.event.text, texter.subject)
    await tell_office(
        Office.CALLBACK_OFFICER,
        NoticeKind.CALL_WANTED,
        f"{ticket.id}:{texter.event.key.id}",
        work=work,
        around=around,
        ticket=ticket.id,
        words=words,
    )


async def _close_surveys(texter: Texter, ticket: Ticket, work: Work, around: Surroundings) -> None:
    since = around.context.now - around.context.policy.again_within
    for ask in await questions_to(texter, since, work):
        if ask.kind in SURVEYS and ask.ticket == ticket.id:
            await work.asks.close(ask.id)
