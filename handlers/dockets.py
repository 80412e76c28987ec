"""How a docket (案卷) changes: as a ticket does, in one transaction or not at all."""

from collections.abc import Sequence
from typing import TypeVar

from domain.actor import Actor
from domain.context import Context
from domain.docket import Docket, DocketKind, Entry, step_of
from domain.notices import Recipient
from domain.outgoing import SendFile, Tell
from domain.subjects import CENTRE_WORDS
from domain.timers import Timer
from handlers.ports import Work

D = TypeVar("D", bound=Docket)
E = TypeVar("E")


async def keep_docket(
    kind: DocketKind[D, E],
    before: D | None,
    events: Sequence[E],
    by: Actor,
    *,
    work: Work,
    context: Context,
) -> D:
    """Append the events to the docket's chain, and set the timers it now waits for. Raises `Stale` for a lost race."""
    entries: list[Entry[E]] = []
    docket = before
    for event in events:
        entry = Entry((docket.version if docket else 0) + 1, context.now, by, event)
        docket = kind.fold(docket, entry)
        entries.append(entry)
    if docket is None or not entries:
        raise ValueError("a decision without events has nothing to keep")
    await work.dockets.append(kind, entries, docket)
    waited = [Timer(step_of(kind, timer.step), timer.due_at) for timer in kind.timers(docket, context)]
    await work.timers.set(docket.id, waited, fresh=before is None)
    return docket


async def tell(
    to: Recipient, title: str, words: str, *, key: str, work: Work, context: Context, urgent: bool = False
) -> None:
    """Queue words of the institution for an official or the group, once per key. They hold no citizen's data."""
    sealed = await work.words.seal(words, CENTRE_WORDS)
    await work.outbox.put(Tell(to, title, sealed), key=key, at=context.now, urgent=urgent)


async def hand_over(file: SendFile, *, key: str, work: Work, context: Context) -> None:
    """Queue a paper for an official or the group, once per key."""
    await work.outbox.put(file, key=key, at=context.now)
