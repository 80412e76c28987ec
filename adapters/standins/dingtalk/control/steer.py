"""Steering: business time, the platform's rules, and misbehaviour."""

import asyncio
from dataclasses import asdict, fields
from enum import StrEnum

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.control.doors import ControlRefused, Door, Order
from adapters.standins.dingtalk.control.say import say_late
from adapters.standins.dingtalk.faults import Fault, FaultKind
from adapters.standins.dingtalk.links import Link
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.settings import CallbackShape, Strictness
from adapters.standins.dingtalk.stream import Push

CHOICES: dict[str, type[StrEnum]] = {
    "value_limit": Strictness,
    "repeated_card": Strictness,
    "callback_shape": CallbackShape,
}
LISTS: dict[str, type | tuple[type, ...]] = {
    "retry_seconds": (int, float),
    "scopes_withheld": str,
    "events": str,
}


class Mischief(StrEnum):
    """Misbehaviour that happens at once, to every open socket or to every pass."""

    GO_SILENT = "go_silent"
    HALF_OPEN = "half_open"
    DISCONNECT = "disconnect"
    DISCONNECT_WITH_LATE_MESSAGE = "disconnect_with_late_message"
    CLOSE = "close"
    RESET = "reset"
    EXPIRE_TOKENS = "expire_tokens"
    EXPIRE_TICKETS = "expire_tickets"
    EXPIRE_SESSIONS = "expire_sessions"
    EXPIRE_DOWNLOAD_CODES = "expire_download_codes"


async def clock(order: Order) -> Json:
    """Set business time: real time plus `offset_s`."""
    offset = order.body.get("offset_s")
    if isinstance(offset, bool) or not isinstance(offset, int | float):
        raise ControlRefused("'offset_s' is missing: give the seconds business time is ahead of real time")
    order.world.clock.offset_s = float(offset)
    order.world.journal.keep("clock", {"offset_s": float(offset)})
    order.world.watch.changed(order.world.organisation.people)
    return {"offset_s": order.world.clock.offset_s, "now_ms": order.world.clock.now_ms()}


async def settings(order: Order) -> Json:
    """Change the platform's rules; answers all of them."""
    rules = order.world.rules
    known = {one.name for one in fields(rules)}
    for name in order.body:
        if name not in known:
            raise ControlRefused(f"there is no rule '{name}'; there are: {', '.join(sorted(known))}")
    checked = {name: _rule(name, value) for name, value in order.body.items()}
    for name, value in checked.items():
        setattr(rules, name, value)
    return asdict(rules)


async def misbehave(order: Order) -> Json:
    """Start misbehaving: a fault in wait, or something at once."""
    name = order.needed("fault")
    if name in set(Mischief):
        return await _at_once(order, Mischief(name))
    if name not in set(FaultKind):
        every = ", ".join(sorted([*FaultKind, *Mischief]))
        raise ControlRefused(f"there is no fault '{name}'; there are: {every}")
    left = reading.number(order.body, "count", 0) or None
    order.world.faults.add(
        Fault(
            kind=FaultKind(name),
            prefix=reading.text(order.body, "path"),
            left=left,
            ms=reading.number(order.body, "ms"),
            words=tuple(reading.texts(order.body, "words")),
        )
    )
    return {"fault": name, "left": left}


async def behave(order: Order) -> Json:
    """Clear every fault and heal every socket."""
    order.world.faults.clear()
    for link in order.world.stream.links.values():
        link.recover()
    return {"faults": 0}


async def _at_once(order: Order, mischief: Mischief) -> Json:
    secrets = order.world.secrets
    match mischief:
        case Mischief.EXPIRE_TOKENS:
            return {"ended": secrets.tokens.expire()}
        case Mischief.EXPIRE_TICKETS:
            return {"ended": secrets.tickets.expire()}
        case Mischief.EXPIRE_SESSIONS:
            return {"ended": secrets.sessions.expire()}
        case Mischief.EXPIRE_DOWNLOAD_CODES:
            return {"ended": secrets.downloads.expire()}
        case _:
            return await _to_sockets(order, mischief)


async def _to_sockets(order: Order, mischief: Mischief) -> Json:
    stream = order.world.stream
    links = stream.usable(lambda _: True)
    answer: Json = {"sockets": len(links)}
    late: Push | None = None
    if mischief is Mischief.DISCONNECT_WITH_LATE_MESSAGE:
        message, late = say_late(order)
        answer["msgId"] = message.id
    for link in links:
        match mischief:
            case Mischief.GO_SILENT:
                link.silent = True
            case Mischief.HALF_OPEN:
                link.freeze()
            case Mischief.RESET:
                link.reset()
            case Mischief.CLOSE:
                link.retired = True
                stream.start(_close(link, reading.number(order.body, "code", 1000)))
            case _:
                await stream.system(link, "disconnect", {"reason": "connection is expired"})
                if late is not None:
                    stream.push_on(link, late)
                    late = None
                stream.start(_let_go(link, order.world.rules.linger_seconds))
    return answer


async def _close(link: Link, code: int) -> None:
    await link.ws.close(code=code)


async def _let_go(link: Link, linger_s: float) -> None:
    """Close a socket that was told to disconnect, some time later, if the client has not."""
    await asyncio.sleep(linger_s)
    await link.ws.close(code=1000)


def _rule(name: str, value: object) -> object:
    if name in CHOICES:
        if value not in set(CHOICES[name]):
            raise ControlRefused(f"'{name}' must be one of {', '.join(CHOICES[name])}")
        return CHOICES[name](str(value))
    if name in LISTS:
        kind = LISTS[name]
        if not isinstance(value, list) or any(
            isinstance(one, bool) or not isinstance(one, kind) for one in value
        ):
            raise ControlRefused(f"'{name}' must be a list of {'texts' if kind is str else 'numbers'}")
        return tuple(value)
    if name in {"twice", "contacts_as_text"}:
        if not isinstance(value, bool):
            raise ControlRefused(f"'{name}' must be true or false")
        return value
    if name in {"calls_per_second", "monthly_calls", "swap"}:
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise ControlRefused(f"'{name}' must be a whole number, or null for no limit")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ControlRefused(f"'{name}' must be a number, not negative")
    return float(value)


DOORS = (
    Door("POST", "/control/clock", clock),
    Door("PUT", "/control/settings", settings),
    Door("POST", "/control/misbehave", misbehave),
    Door("DELETE", "/control/misbehave", behave, needs_body=False),
)
