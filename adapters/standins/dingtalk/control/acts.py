"""Other things that happen: events, reading, raw frames, login codes, recalls by people."""

from adapters.standins.dingtalk import frames, reading
from adapters.standins.dingtalk.control.doors import ControlRefused, Door, Order
from adapters.standins.dingtalk.organisation import Person
from adapters.standins.dingtalk.phones import ROBOT, Message
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.stream import Push, PushKind
from adapters.standins.dingtalk.world import World

AUTH_CODE_SECONDS = 300.0


async def event(order: Order) -> Json:
    """Something happens in the organisation; pushed if it is ticked in the console."""
    kind = order.needed("type")
    data = reading.mapping(order.body, "data")
    people = reading.texts(order.body, "people")
    if kind == "user_leave_org":
        for staff_id in people:
            person = order.person(staff_id)
            order.world.organisation.put_person(_left(person))
            order.world.watch.changed((staff_id,))
        data = {"timeStamp": str(order.world.clock.now_ms()), "userId": people, "optStaffId": "admin", **data}
    elif people:
        data = {"timeStamp": str(order.world.clock.now_ms()), "userId": people, **data}
    event_id = push_event(order.world, kind, data)
    return {"eventId": event_id, "pushed": bool(event_id)}


async def read(order: Order) -> Json:
    """A person opens the chat: everything in it is read, and each robot message is reported read."""
    person = order.person(order.needed("person"))
    only = reading.text(order.body, "chat")
    newly = [
        one
        for one in order.world.phones.messages
        if person.staff_id in order.world.organisation.members(one.conversation_id)
        and one.seen_by(person.staff_id)
        and person.staff_id not in one.read_by
        and one.sender != person.staff_id
        and (not only or only in {one.conversation_id, one.id, one.out_track_id})
    ]
    for message in newly:
        message.read_by.add(person.staff_id)
        if message.sender == ROBOT and message.query_key:
            push_event(order.world, "robot_msg_read", _read_data(order.world, message, person))
    order.world.watch.changed((person.staff_id,))
    return {"read": len(newly)}


async def frame(order: Order) -> Json:
    """Put a raw text frame, or a SYSTEM frame by topic, on every open socket."""
    links = order.world.stream.usable(lambda _: True)
    topic = reading.text(order.body, "system")
    if not topic and "text" not in order.body:
        raise ControlRefused("give 'text' (the raw frame) or 'system' (a topic such as ping or CONNECTED)")
    for link in links:
        if topic:
            data = order.body.get("data")
            await order.world.stream.system(
                link, topic, reading.as_mapping(data) if data is not None else None
            )
        else:
            await link.send(reading.text(order.body, "text"))
    return {"sockets": len(links)}


async def push_callback(order: Order) -> Json:
    """Push any body under any topic, with redelivery as usual."""
    data = order.body.get("data", "")
    text = data if isinstance(data, str) else reading.compact(data)
    topic = reading.text(order.body, "topic", frames.BOT_TOPIC)
    order.world.stream.push(Push(PushKind.CALLBACK, topic, text, ""))
    return {"pushed": True}


async def auth_code(order: Order) -> Json:
    """A login code for this person, as a page inside DingTalk would get it: five minutes, once."""
    person = order.person(order.needed("person"))
    return {"code": order.world.secrets.auth_codes.issue(person.staff_id, AUTH_CODE_SECONDS)}


def push_event(world: World, kind: str, data: Json) -> str:
    """Push an event if it is ticked; answers its id, or nothing."""
    if kind not in world.rules.events:
        return ""
    event_id = world.mint.fresh_hex("event")
    headers = frames.event_headers(
        kind, event_id, world.settings.corp_id, world.clock.now_ms(), world.settings.client_id
    )
    world.stream.push(
        Push(PushKind.EVENT, frames.EVENT_TOPIC, reading.compact(data), event_id, headers, lane="events")
    )
    return event_id


def _left(person: Person) -> Person:
    return Person(
        person.staff_id,
        person.name,
        person.mobile,
        person.union_id,
        person.title,
        person.departments,
        active=False,
    )


def _read_data(world: World, message: Message, person: Person) -> Json:
    return {
        "unionId": person.union_id,
        "userId": person.staff_id,
        "robotCode": world.settings.client_id,
        "openConversationId": message.conversation_id,
        "processQueryKey": message.query_key,
        "operatTime": str(world.clock.now_ms()),
    }


DOORS = (
    Door("POST", "/control/event", event),
    Door("POST", "/control/read", read),
    Door("POST", "/control/frame", frame),
    Door("POST", "/control/push", push_callback),
    Door("POST", "/control/authcode", auth_code),
)
