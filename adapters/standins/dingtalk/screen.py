"""One person's screen as JSON: what they would see, and nothing else."""

from adapters.standins.dingtalk.clock import iso
from adapters.standins.dingtalk.organisation import Person
from adapters.standins.dingtalk.phones import ROBOT, Kind, Message, Phones
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.templates import buttons_of
from adapters.standins.dingtalk.world import World


def screen_of(world: World, person: Person) -> Json:
    """The whole screen: chats, DINGs, notices, to-dos, and the last toast."""
    toast = world.toasts.get(person.staff_id)
    return {
        "person": person.staff_id,
        "name": person.name,
        "now": iso(world.clock.now_ms()),
        "chats": [_chat(world, person, *one) for one in _chats(world, person)],
        "dings": [
            {"id": one.id, "at": iso(one.at_ms), "how": one.how, "text": one.text, "recalled": one.recalled}
            for one in world.phones.dings.values()
            if person.staff_id in one.receivers
        ],
        "notices": [
            {"id": one.task_id, "at": iso(one.at_ms), "content": one.content, "recalled": one.recalled}
            for one in world.phones.notices.values()
            if person.staff_id in one.arrived
        ],
        "todos": [
            {"id": one.id, "subject": one.subject, "due": one.due_ms, "done": person.union_id in one.done}
            for one in world.phones.todos.values()
            if person.union_id in one.executors
        ],
        "toast": None
        if toast is None
        else {"at": iso(toast.at_ms), "text": toast.text, "failed": toast.failed},
    }


def _chats(world: World, person: Person) -> list[tuple[str, str, str]]:
    own = (world.organisation.one_to_one(person.staff_id), world.settings.robot_name, "one_to_one")
    groups = [
        (one.id, one.title, "group")
        for one in world.organisation.groups.values()
        if person.staff_id in one.members
    ]
    return [own, *groups]


def _chat(world: World, person: Person, conversation_id: str, title: str, kind: str) -> Json:
    messages = [one for one in world.phones.in_conversation(conversation_id) if one.seen_by(person.staff_id)]
    unread = [
        one
        for one in messages
        if one.sender != person.staff_id and person.staff_id not in one.read_by and not one.recalled
    ]
    return {
        "id": conversation_id,
        "title": title,
        "kind": kind,
        "unread": len(unread),
        "messages": [_message(world, person, one) for one in messages],
    }


def _message(world: World, person: Person, message: Message) -> Json:
    sender = world.organisation.people.get(message.sender)
    line: Json = {
        "id": message.id,
        "at": iso(message.at_ms),
        "from": "bot" if message.sender == ROBOT else message.sender,
        "fromName": sender.name if sender else world.settings.robot_name,
        "mine": message.sender == person.staff_id,
        "kind": message.kind.value,
        "recalled": message.recalled,
        "read": message.sender == person.staff_id or person.staff_id in message.read_by,
        "readBy": sorted(message.read_by),
        "queryKey": message.query_key,
    }
    if message.recalled:
        return line
    line |= message.content
    line["files"] = _files(world.phones, message)
    if message.kind is Kind.CARD:
        line["card"] = _card(world, person, message.out_track_id)
    return line


def _files(phones: Phones, message: Message) -> list[Json]:
    given = message.content.get("files", [])
    ids = (
        [str(one.get("id", "")) for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    )
    media = message.content.get("media")
    if isinstance(media, str) and media in phones.files:
        ids.append(phones.files[media].id)
    return [
        {"name": phones.files[one].name, "type": phones.files[one].media_type, "url": f"/control/files/{one}"}
        for one in ids
        if one in phones.files
    ]


def _card(world: World, person: Person, out_track_id: str) -> Json:
    card = world.cards.by_id[out_track_id]
    values = card.values_for(person.staff_id)
    buttons = buttons_of(world.templates.get(card.template_id), values)
    return {
        "outTrackId": out_track_id,
        "templateId": card.template_id,
        "values": values,
        "buttons": [one.to_json(index) for index, one in enumerate(buttons)],
    }
