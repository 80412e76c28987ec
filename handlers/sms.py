"""A citizen's text message (短信): what it is, and which function answers it (design §3 "Texts from citizens", `sms.md` §10).

Whatever is not plainly something else is a request: nothing is lost because we did not understand it. A text proves
little (`sms.md` §10.2), so it never does anything that cannot be undone and never learns another person's data.
"""

from datetime import timedelta

from config.texts.heard.texts import TextKind, hear_text
from domain.asks import AskKind
from domain.faces import Answer
from domain.inbound import SmsReceived
from domain.notices import NoticeKind
from domain.phones import is_dialable, never_answered, normalised
from handlers.ports import Work
from handlers.sms_matters import Texter, own_matters, questions_to
from handlers.sms_rating import rating_received
from handlers.sms_requests import words_received
from handlers.surroundings import Surroundings
from handlers.telling import tell_citizen

ANSWERS_IN_WINDOW = 8
"""Receipts cost money and carriers cap texts per number: after so many texts in an hour one summary, then silence."""
FLOOD_WINDOW = timedelta(hours=1)


async def sms_received(event: SmsReceived, work: Work, around: Surroundings) -> Answer | None:
    """Everything is taken in; only the answers are limited. Robots' numbers are kept by the intake and never answered."""
    phone = normalised(event.phone)
    if never_answered(phone) or not is_dialable(phone):
        return None
    texter = await _texter(event, phone, work, around)
    match texter.heard.kind:
        case TextKind.OPT_OUT:
            await work.appellants.opt_out(texter.appellant, out=True)
            await tell(texter, NoticeKind.OPTED_OUT, texter.day, work, around)
        case TextKind.QUERY:
            await _state_asked(texter, work, around)
        case TextKind.NOTHING:
            await _nothing_said(texter, work, around)
        case TextKind.RATING:
            await rating_received(texter, work, around)
        case TextKind.ADDITION | TextKind.REQUEST:
            if texter.heard.rating.sure and await _answers_survey(texter, work, around):
                await rating_received(texter, work, around)
            else:
                await words_received(texter, work, around)
    return None


async def _texter(event: SmsReceived, phone: str, work: Work, around: Surroundings) -> Texter:
    """Who texts, and whether this phone has had enough answers for now."""
    now = around.context.now
    met = await work.appellants.with_phone(phone)
    appellant = met.appellant
    await work.appellants.note_text(appellant, now)
    texts = 1 if met.first_time else await work.appellants.texts_since(appellant, now - FLOOD_WINDOW)
    texter = Texter(
        appellant,
        event,
        hear_text(event.text),
        around.context.today,
        hushed=texts > ANSWERS_IN_WINDOW,
        first_time=met.first_time,
    )
    if texter.hushed:
        key = f"{texter.day}:{now.hour}"
        await tell_citizen(appellant, NoticeKind.MANY_TEXTS, key, work=work, around=around)
    return texter


async def tell(texter: Texter, kind: NoticeKind, key: str, work: Work, around: Surroundings) -> None:
    """Answer, unless the phone has had enough."""
    if not texter.hushed:
        await tell_citizen(texter.appellant, kind, key, work=work, around=around)


async def _answers_survey(texter: Texter, work: Work, around: Surroundings) -> bool:
    """Whether a survey was put within the last day, so that words which also rate are a rating."""
    since = around.context.now - around.context.policy.question_within
    asks = await questions_to(texter, since, work)
    return any(ask.kind in {AskKind.SURVEY, AskKind.SURVEY_AGAIN} for ask in asks)


async def _state_asked(texter: Texter, work: Work, around: Surroundings) -> None:
    """查: the citizen's own matters only; a number that is not theirs is answered like one that does not exist."""
    if texter.hushed:
        return
    matters = await own_matters(texter, work, around)
    named = matters.named(texter.heard.references)
    a_strangers = not named and any(reference.is_number for reference in texter.heard.references)
    shown = () if a_strangers else (named or matters.open or matters.ended[:1])
    key = texter.event.key.id
    if len(shown) > 1 and not named:
        await tell_citizen(
            texter.appellant,
            NoticeKind.ASK_WHICH,
            key,
            work=work,
            around=around,
            ticket=shown[0].id,
            count=len(shown),
        )
        return
    for ticket in shown:
        await tell_citizen(
            texter.appellant,
            NoticeKind.CITIZEN_STATE,
            f"{ticket.id}:{key}",
            work=work,
            around=around,
            ticket=ticket.id,
        )
    if not shown:
        await tell_citizen(texter.appellant, NoticeKind.CITIZEN_STATE, key, work=work, around=around)


async def _nothing_said(texter: Texter, work: Work, around: Surroundings) -> None:
    """A greeting or emoji alone: asked once in a day what it is about; two robots cannot talk to each other for ever."""
    since = around.context.now - around.context.policy.question_within
    asks = await questions_to(texter, since, work)
    if any(ask.kind is AskKind.FIRST_WORDS for ask in asks):
        return
    await work.asks.put(texter.question(AskKind.FIRST_WORDS, work, around))
    await tell(texter, NoticeKind.ASK_WORDS, texter.event.key.id, work, around)
