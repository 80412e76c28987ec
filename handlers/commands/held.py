"""/待发: what the speaker was not told at once, and why (message economy, design §4)."""

from datetime import timedelta

from config.texts import held as told
from domain.notices import Notice
from domain.view import TicketView
from handlers.commands.command import EVERYBODY, Call, CommandSpec
from handlers.speaking import Spoken
from handlers.views import views_of

_LOOKS_BACK = timedelta(days=7)


async def run(call: Call) -> Spoken:
    """Their own only: what others wait for is nobody's business."""
    now = call.context.now
    found = await call.work.outbox.held_back(call.speaker.id, now - _LOOKS_BACK)
    waiting, dropped = await _seen(call, found.waiting), await _seen(call, found.dropped)
    return Spoken(told.held(waiting, dropped, call.context.calendar.next_working_morning(now), now))


async def _seen(call: Call, notices: tuple[Notice, ...]) -> list[tuple[Notice, TicketView | None]]:
    which = tuple(dict.fromkeys(one.ticket for one in notices if one.ticket is not None))
    tickets = await call.work.tickets.many(which)
    views = {
        view.ticket.id: view for view in await views_of(tickets, call.work, call.context, call.speaker.id)
    }
    return [(one, views.get(one.ticket) if one.ticket is not None else None) for one in notices]


SPEC = CommandSpec(
    names=("待发",),
    aliases=("held",),
    usage="/待发",
    example="/待发",
    purpose="查看合并到早报或因额度未发的提醒",
    offices=EVERYBODY,
    run=run,
    private=True,
)
