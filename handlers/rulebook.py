"""The rules in force: a change is kept with who, when and the whole text, and the operator is told."""

import hashlib

from config.texts import rulebook as told
from domain.actor import SYSTEM, Actor
from domain.ids import DocketId
from domain.notices import Recipient, RecipientKind
from domain.rulebook import LABEL, RULES, RuleBook, RulesFollowed, RulesTookEffect
from domain.subjects import CENTRE_WORDS
from handlers.dockets import keep_docket, tell
from handlers.ports import Work
from handlers.surroundings import Surroundings


async def rules_take_effect(text: str, by: Actor, reason: str, work: Work, around: Surroundings) -> RuleBook:
    """Keep the rules as those in force, if they are others than before; the book as it then stands."""
    digest = digest_of(text)
    before = await work.dockets.named(RULES, LABEL)
    if before is not None and before.digest == digest:
        return before
    event = RulesTookEffect(
        before.id if before else DocketId(work.ids.new()),
        digest,
        await work.words.seal(text, CENTRE_WORDS),
        await work.words.seal(reason, CENTRE_WORDS) if reason else None,
    )
    now = await keep_docket(RULES, before, (event,), by, work=work, context=around.context)
    if before is not None:
        title, words = told.changed(around.context.now, by.person, reason, digest)
        to = Recipient(RecipientKind.OPERATOR)
        await tell(to, title, words, key=f"policy:{now.id}:{now.version}", work=work, context=around.context)
    return now


async def rules_followed(tickets: int, work: Work, around: Surroundings) -> None:
    """Keep that every open ticket follows the rules in force."""
    book = await work.dockets.named(RULES, LABEL)
    if book is not None and not book.followed:
        await keep_docket(RULES, book, (RulesFollowed(tickets),), SYSTEM, work=work, context=around.context)


def digest_of(text: str) -> str:
    """What two texts of rules are compared by."""
    return hashlib.sha256(text.encode()).hexdigest()
