"""A person says something (`POST /control/say`)."""

import base64
import binascii

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.control.doors import ControlRefused, Door, Order
from adapters.standins.dingtalk.frames import BOT_TOPIC
from adapters.standins.dingtalk.organisation import Group, Person
from adapters.standins.dingtalk.phones import Message, StoredFile
from adapters.standins.dingtalk.pictures import picture
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.said import BOT, IN_GROUPS, Said, SaidKind, body_of, shown, with_session
from adapters.standins.dingtalk.stream import Push, PushKind


async def say(order: Order) -> Json:
    """Say it: it appears on the phones, and is pushed if it reaches the robot."""
    said = read_said(order)
    message_id = _message_id(order)
    _show(order, said, message_id)
    reaches = said.group is None or (BOT in said.mentions and said.group.robot)
    if reaches:
        order.world.stream.push(push_of(order, said, message_id))
    return {"msgId": message_id, "pushed": reaches}


def say_late(order: Order) -> tuple[Message, Push]:
    """The same, but the caller decides over which socket it goes."""
    said = read_said(order)
    message_id = _message_id(order)
    return _show(order, said, message_id), push_of(order, said, message_id)


def read_said(order: Order) -> Said:
    """What is to be said, checked the way the client would stop a person."""
    person = order.person(order.needed("person"))
    group = _group(order, person)
    kind = _kind(order)
    if group is not None and kind not in IN_GROUPS:
        raise ControlRefused(f"in a group '{kind}' cannot reach the robot: use text, richText or picture")
    files = read_files(order, kind)
    if kind in {SaidKind.PICTURE, SaidKind.FILE, SaidKind.AUDIO, SaidKind.VIDEO} and not files:
        raise ControlRefused(f"'{kind}' needs 'files' or a 'picture' seed")
    return Said(
        person=person,
        group=group,
        kind=kind,
        text=reading.text(order.body, "text"),
        mentions=_mentions(order, group),
        mention_last=reading.flag(order.body, "mention_last"),
        quote=_quote(order),
        files=files,
        recognition=reading.text(order.body, "recognition"),
        duration_ms=reading.number(order.body, "duration_ms", 3000),
        parts=tuple(reading.objects(order.body, "parts")),
        records=tuple(reading.objects(order.body, "records")),
        override=reading.mapping(order.body, "raw"),
    )


def push_of(order: Order, said: Said, message_id: str) -> Push:
    """The push that carries it to the robot."""
    world = order.world
    body = body_of(world, said, message_id, world.clock.now_ms())
    body = with_session(world, body, said, order.origin)
    lane = reading.text(body, "conversationId")
    return Push(PushKind.CALLBACK, BOT_TOPIC, reading.compact(body), reading.text(body, "msgId"), lane=lane)


def read_files(order: Order, kind: SaidKind) -> tuple[StoredFile, ...]:
    """Files given in base64, then generated test pictures by seed."""
    kept = []
    for one in reading.objects(order.body, "files"):
        try:
            content = base64.b64decode(reading.text(one, "base64"), validate=True)
        except (binascii.Error, ValueError):
            raise ControlRefused("a file's 'base64' cannot be decoded") from None
        media_type = reading.text(one, "type", "application/octet-stream")
        kept.append(order.world.keep_file(reading.text(one, "name", "file"), media_type, content))
    seeds = order.body.get("picture")
    for seed in seeds if isinstance(seeds, list) else [seeds] if seeds is not None else []:
        name = f"IMG_{len(order.world.phones.files) + 1:04d}.png"
        kept.append(order.world.keep_file(name, "image/png", picture(str(seed))))
    if kind is SaidKind.AUDIO and not kept:
        kept.append(order.world.keep_file("voice.amr", "audio/amr", b"#!AMR\n"))
    return tuple(kept)


def _message_id(order: Order) -> str:
    return "msg" + order.world.mint.fresh("message-id", 22)


def _show(order: Order, said: Said, message_id: str) -> Message:
    message = shown(order.world, said, message_id, order.world.clock.now_ms())
    order.world.show(message)
    return message


def _group(order: Order, person: Person) -> Group | None:
    to = reading.text(order.body, "to", BOT)
    if to in {BOT, order.world.organisation.one_to_one(person.staff_id)}:
        return None
    group = order.group(to)
    if person.staff_id not in group.members:
        raise ControlRefused(f"'{person.staff_id}' is not a member of '{to}': POST /control/groups")
    return group


def _kind(order: Order) -> SaidKind:
    given = reading.text(order.body, "kind", SaidKind.TEXT)
    if given not in set(SaidKind):
        raise ControlRefused(f"'kind' is '{given}': use one of {', '.join(SaidKind)}")
    return SaidKind(given)


def _mentions(order: Order, group: Group | None) -> tuple[str, ...]:
    if group is None:
        return ()
    if "mentions" not in order.body:
        return (BOT,)
    mentions = tuple(reading.texts(order.body, "mentions"))
    for one in mentions:
        if one != BOT:
            order.person(one)
    return mentions


def _quote(order: Order) -> Message | None:
    reference = reading.text(order.body, "quote")
    if not reference:
        return None
    message = order.world.phones.find(reference)
    if message is None:
        raise ControlRefused("'quote' names no message: use a message id or the outTrackId of a card", 404)
    return message


DOORS = (Door("POST", "/control/say", say),)
