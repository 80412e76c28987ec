"""A person presses a card's button (`POST /control/press`, `dingtalk.md` §5.5-5.6)."""

import asyncio
from dataclasses import dataclass

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.cards import Card, Values
from adapters.standins.dingtalk.control.doors import ControlRefused, Door, Order
from adapters.standins.dingtalk.frames import CARD_TOPIC, Ack
from adapters.standins.dingtalk.phones import Message
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.settings import CallbackShape
from adapters.standins.dingtalk.stream import Push, PushKind
from adapters.standins.dingtalk.templates import FAILED_TOAST, Button, buttons_of


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press sends."""

    action_ids: tuple[str, ...]
    params: Json


async def press(order: Order) -> Json:
    """Press, wait for the answer, and tell what the presser saw."""
    person = order.person(order.needed("person"))
    card, message = _card_of(order, person.staff_id)
    pressed = _pressed(order, card, person.staff_id)
    if card.callback_type != "STREAM":
        order.world.warn(
            f"card {card.out_track_id} was created without callbackType STREAM: its buttons are dead"
        )
        return {
            "ok": False,
            "pushed": False,
            "toast": "",
            "values": card.values_for(person.staff_id),
            "ms": 0,
        }
    began = asyncio.get_running_loop().time()
    ack = await _ask(order, card, _body(order, card, message, pressed))
    took = int((asyncio.get_running_loop().time() - began) * 1000)
    problem = _problem(ack)
    toast = _failed_toast(order, card) if problem else _apply(card, person.staff_id, ack)
    order.world.keep_card(card)
    order.world.journal.keep(
        "pressed", {"person": person.staff_id, "card": card.out_track_id, "why": problem}
    )
    order.world.toast(person.staff_id, toast, failed=bool(problem))
    return {
        "ok": not problem,
        "pushed": True,
        "why": problem,
        "toast": toast,
        "values": card.values_for(person.staff_id),
        "ms": took,
    }


async def _ask(order: Order, card: Card, body: Json) -> Ack | None:
    """Push the callback once: it is never pushed again."""
    world = order.world
    push = Push(
        PushKind.CALLBACK, CARD_TOPIC, reading.compact(body), card.out_track_id, lane=card.out_track_id
    )
    world.cards.press_begins(card.out_track_id)
    try:
        return await world.stream.ask(push, world.rules.card_seconds)
    finally:
        world.cards.press_ends(card.out_track_id)


def _card_of(order: Order, staff_id: str) -> tuple[Card, Message]:
    name = order.needed("outTrackId")
    card = order.world.cards.by_id.get(name)
    if card is None:
        raise ControlRefused(f"there is no card '{name}'", 404)
    for conversation_id in card.placements:
        if staff_id not in order.world.organisation.members(conversation_id):
            continue
        for message in order.world.phones.in_conversation(conversation_id):
            if message.out_track_id == name and message.seen_by(staff_id) and not message.recalled:
                return card, message
    raise ControlRefused(f"the card '{name}' is not on the screen of '{staff_id}'", 404)


def _pressed(order: Order, card: Card, staff_id: str) -> Pressed:
    """The button meant; `params` given by hand replay a press that the screen no longer offers."""
    body = order.body
    if "params" in body:
        return Pressed(
            tuple(reading.texts(body, "actionIds")) or ("button",), reading.mapping(body, "params")
        )
    template = order.world.templates.get(card.template_id)
    buttons = buttons_of(template, card.values_for(staff_id))
    button = _by_index(body, buttons) if "button" in body else _by_action(body, buttons)
    if button is None:
        names = ", ".join(f"{n}: {one.text} ({one.id})" for n, one in enumerate(buttons)) or "none"
        raise ControlRefused(f"no such button on this card now; there are: {names}", 409)
    return Pressed((button.component,), {**dict(button.params), **reading.mapping(body, "inputs")})


def _by_index(body: Json, buttons: tuple[Button, ...]) -> Button | None:
    index = body.get("button")
    if isinstance(index, int) and 0 <= index < len(buttons):
        return buttons[index]
    return next((one for one in buttons if index in {one.id, one.text}), None)


def _by_action(body: Json, buttons: tuple[Button, ...]) -> Button | None:
    action = reading.text(body, "action")
    return next(
        (
            one
            for one in buttons
            if action in {one.id, dict(one.params).get("action")}
            and ("argument" not in body or dict(one.params).get("argument") == body["argument"])
        ),
        None,
    )


def _body(order: Order, card: Card, message: Message, pressed: Pressed) -> Json:
    shape = order.world.rules.callback_shape
    person = order.world.organisation.people[order.needed("person")]
    inside: Json = {"actionIds": list(pressed.action_ids)}
    content: Json = {"cardPrivateData": inside}
    (content if shape is CallbackShape.PARAMS_OUTSIDE else inside)["params"] = pressed.params
    text = reading.compact(content)
    body: Json = {
        "outTrackId": card.out_track_id,
        "corpId": order.world.settings.corp_id,
        "userId": person.union_id if card.user_id_type != 1 else person.staff_id,
        "userIdType": card.user_id_type,
    }
    if shape is CallbackShape.BOTH:
        body |= {
            "type": "actionCallback",
            "spaceType": "im",
            "spaceId": message.conversation_id,
            "extension": "{}",
            "value": text,
        }
    return {**body, "value" if shape is CallbackShape.VALUE_ONLY else "content": text}


def _failed_toast(order: Order, card: Card) -> str:
    template = order.world.templates.get(card.template_id)
    return template.failed_toast if template else FAILED_TOAST


def _problem(ack: Ack | None) -> str:
    if ack is None:
        return "no answer in time"
    if ack.code != 200:  # noqa: PLR2004 - as on the wire
        return f"answered with code {ack.code}"
    if ack.data is None:
        return "the answer's data is no JSON object in a text"
    response = reading.mapping(ack.data, "response")
    for part in ("cardData", "userPrivateData"):
        values = reading.mapping(reading.mapping(response, part), "cardParamMap")
        if any(not isinstance(value, str) for value in values.values()):
            return f"{part} of the answer holds values that are no texts"
    return ""


def _apply(card: Card, staff_id: str, ack: Ack | None) -> str:
    """Put the answer on the presser's screen; the toast is the template's own, from a variable `toast`."""
    response = reading.mapping((ack.data if ack else None) or {}, "response")
    options = reading.mapping(response, "cardUpdateOptions") or reading.mapping(response, "cardOptions")
    public, private = _given(response, "cardData"), _given(response, "userPrivateData")
    card.answer(
        staff_id,
        public,
        private,
        public_by_key=reading.flag(options, "updateCardDataByKey"),
        private_by_key=reading.flag(options, "updatePrivateDataByKey"),
    )
    return {**(public or {}), **(private or {})}.get("toast", "")


def _given(response: Json, part: str) -> Values | None:
    if part not in response:
        return None
    values = reading.mapping(reading.mapping(response, part), "cardParamMap")
    return {name: value for name, value in values.items() if isinstance(value, str)}


DOORS = (Door("POST", "/control/press", press),)
