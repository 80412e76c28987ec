"""What the chat platform's address book showed is kept, and the operator hears of moves."""

from domain.actor import SYSTEM
from domain.contacts import CONTACTS, LABEL, ContactBook, ContactsSeen, Placed
from domain.ids import DocketId, PersonId
from domain.notices import Recipient, RecipientKind
from handlers.dockets import keep_docket, tell
from handlers.ports import Work
from handlers.surroundings import Surroundings


async def contacts_seen(
    placed: tuple[Placed, ...], gone: tuple[PersonId, ...], work: Work, around: Surroundings
) -> ContactBook:
    """Keep where everybody is, as far as it is new."""
    before = await work.dockets.named(CONTACTS, LABEL)
    known = set(before.placed) if before else set()
    new = tuple(one for one in placed if one not in known)
    docket = before.id if before else DocketId(work.ids.new())
    event = ContactsSeen(docket, around.context.today, new, gone)
    return await keep_docket(CONTACTS, before, (event,), SYSTEM, work=work, context=around.context)


async def tell_of_moves(title: str, words: str, book: ContactBook, work: Work, around: Surroundings) -> None:
    """To the operator, once for each time the book was compared."""
    to = Recipient(RecipientKind.OPERATOR)
    await tell(to, title, words, key=f"contacts:{book.id}:{book.version}", work=work, context=around.context)
