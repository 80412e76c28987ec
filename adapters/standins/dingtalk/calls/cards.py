"""Interactive cards: create, deliver, update, stream (`dingtalk.md` §5.1-5.4, §5.8)."""

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import refused
from adapters.standins.dingtalk.calls.card_data import changes_in, owner_key, private_in, public_in
from adapters.standins.dingtalk.cards import Card, Placement
from adapters.standins.dingtalk.gate import Call
from adapters.standins.dingtalk.phones import ROBOT, Kind, Message
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.settings import Strictness
from adapters.standins.dingtalk.world import Asked

CARD_SCOPE = "Card.Instance.Write"
STREAM_SCOPE = "Card.Streaming.Write"
SPACE_PREFIX = "dtv1.card//"
NAME_LENGTH = 100
SPACE_LENGTH = 1000
STREAM_BYTES = 3 * 1024


async def create(asked: Asked) -> Json:
    """Create without showing it to anybody."""
    return {"success": True, "result": _create(asked).out_track_id}


async def deliver(asked: Asked) -> Json:
    """Show an existing card in places; the result is a list."""
    return {"success": True, "result": _deliver(asked, _known(asked))}


async def create_and_deliver(asked: Asked) -> Json:
    """Both at once; the result is an object."""
    _check_places(asked)
    card = _create(asked)
    return {
        "success": True,
        "result": {"outTrackId": card.out_track_id, "deliverResults": _deliver(asked, card)},
    }


async def update(asked: Asked) -> Json:
    """Change every copy of a card. Without the by-key options everything not named is emptied."""
    card, world = _known(asked), asked.world
    change = changes_in(asked, card.user_id_type)
    if card.out_track_id in world.cards.open_presses:
        world.warn(f"card {card.out_track_id} was updated while a callback of it was still open")
    options = reading.mapping(asked.body, "cardUpdateOptions")
    card.update(
        change.public,
        change.private,
        public_by_key=reading.flag(options, "updateCardDataByKey"),
        private_by_key=reading.flag(options, "updatePrivateDataByKey"),
    )
    world.keep_card(card)
    _touch(asked, card)
    return {"success": True, "result": True}


async def add_space(asked: Asked) -> Json:
    """One more kind of place for an existing card; our places need no preparation."""
    _known(asked)
    return {"success": True, "result": True}


async def stream_text(asked: Asked) -> Json:
    """AI card text: one variable grows or is replaced."""
    card = _known(asked)
    key, content = reading.text(asked.body, "key"), reading.text(asked.body, "content")
    if not key or not reading.text(asked.body, "guid"):
        raise refused("param.stream.keyEmpty" if not key else "param.stream.guidEmpty")
    whole = content if reading.flag(asked.body, "isFull") else card.public.get(key, "") + content
    if len(whole.encode()) > STREAM_BYTES:
        raise refused("param.stream.contentTooLarge", "content is too large")
    if asked.world.contains_refused(asked.path, content):
        raise refused("param.contentUnsafe")
    card.public[key] = whole
    asked.world.keep_card(card)
    _touch(asked, card)
    return {"success": True, "result": True}


def _create(asked: Asked) -> Card:
    body, world = asked.body, asked.world
    name, template_id = reading.text(body, "outTrackId"), reading.text(body, "cardTemplateId")
    if not name:
        raise refused("param.outTrackIdEmpty")
    if len(name) > NAME_LENGTH:
        raise refused("param.invalid", "outTrackId过长")
    if not template_id:
        raise refused("param.cardTemplateIdEmpty")
    template = world.templates.get(template_id)
    if template is None:
        raise refused("param.templateNotExist", "卡片模板不存在")
    if not template.published:
        raise refused("param.templateUnpublished", "卡片模板未发布")
    _check_space_models(body)
    kind = reading.number(body, "userIdType", 1)
    public = public_in(asked)
    if public is None:
        raise refused("param.cardPublicDataEmpty")
    private = private_in(asked, kind)
    unknown = sorted(set(public) - template.variables) if template.variables else []
    if unknown:
        world.warn(f"card {name} has values for variables its template does not know: {', '.join(unknown)}")
    card = Card(
        out_track_id=name,
        template_id=template_id,
        callback_type=reading.text(body, "callbackType"),
        user_id_type=kind,
        public=public,
        private=private,
        supports_forward=reading.flag(reading.mapping(body, "imRobotOpenSpaceModel"), "supportForward"),
    )
    before = world.cards.by_id.get(name)
    if before is None:
        world.cards.by_id[name] = card
        world.keep_card(card)
        return card
    if (before.template_id, before.public) != (template_id, public):
        if world.rules.repeated_card is Strictness.REFUSE:
            raise refused("param.cardAlreadyExist")
        world.warn(f"card {name} was created again with other content; nothing was changed")
    return before


def _check_space_models(body: Json) -> None:
    for model in ("imRobotOpenSpaceModel", "imGroupOpenSpaceModel"):
        if model in body and not isinstance(reading.mapping(body, model).get("supportForward"), bool):
            raise refused("param.openSpaceModelInvalid", f"{model}.supportForward必填")


def _places(asked: Asked) -> list[tuple[str, str]]:
    raw = reading.text(asked.body, "openSpaceId")
    if not raw:
        raise refused("param.openSpaceIdEmpty")
    if not raw.startswith(SPACE_PREFIX) or len(raw) > SPACE_LENGTH:
        raise refused("param.openSpaceIdInvalid")
    places = []
    for one in raw.removeprefix(SPACE_PREFIX).split(";"):
        kind, dot, target = one.removeprefix(SPACE_PREFIX).partition(".")
        if not dot or not target:
            raise refused("param.openSpaceIdInvalid")
        places.append((kind.upper(), target))
    return places


def _check_places(asked: Asked) -> list[tuple[str, str]]:
    places = _places(asked)
    for kind, _ in places:
        model = {"IM_ROBOT": "imRobotOpenDeliverModel", "IM_GROUP": "imGroupOpenDeliverModel"}.get(kind)
        if model is None:
            continue
        given = reading.mapping(asked.body, model)
        if not given:
            raise refused("param.openDeliverModelEmpty", f"{model}不能为空")
        robot = reading.text(given, "robotCode")
        if (kind == "IM_GROUP" and not robot) or (robot and robot != asked.world.settings.client_id):
            raise refused("param.openDeliverModelError", "robotCode")
    return places


def _deliver(asked: Asked, card: Card) -> list[Json]:
    return [_deliver_to(asked, card, kind, target) for kind, target in _check_places(asked)]


def _deliver_to(asked: Asked, card: Card, kind: str, target: str) -> Json:
    world = asked.world
    result: Json = {"spaceType": kind, "spaceId": target, "success": False, "carrierId": "", "errorMsg": ""}
    conversation_id = ""
    receivers: tuple[str, ...] = ()
    only_for: frozenset[str] | None = None
    if kind == "IM_ROBOT":
        staff_id = owner_key(world, target, reading.number(asked.body, "userIdType", card.user_id_type))
        known, _ = world.people_known([staff_id])
        if known:
            conversation_id, receivers = world.organisation.one_to_one(staff_id), (staff_id,)
    elif kind == "IM_GROUP":
        group = world.organisation.groups.get(target)
        if group is not None and group.robot:
            conversation_id, receivers = group.id, group.members
            chosen = reading.texts(reading.mapping(asked.body, "imGroupOpenDeliverModel"), "recipients")
            only_for = frozenset(chosen) if chosen else None
    if not conversation_id:
        return {**result, "errorMsg": "spaceId is illegal"}
    placed = card.placements.get(conversation_id)
    if placed is None:
        placed = Placement(conversation_id, world.mint.fresh("query", 30))
        card.placements[conversation_id] = placed
        world.keep_card(card)
        world.show(_carrier(asked, card, placed, receivers, only_for))
    return {**result, "success": True, "carrierId": placed.carrier}


def _carrier(
    asked: Asked, card: Card, placed: Placement, receivers: tuple[str, ...], only_for: frozenset[str] | None
) -> Message:
    model = reading.mapping(asked.body, "imRobotOpenSpaceModel") or reading.mapping(
        asked.body, "imGroupOpenSpaceModel"
    )
    preview = reading.text(reading.mapping(model, "lastMessageI18n"), "ZH_CN")
    alert = reading.text(reading.mapping(model, "notification"), "alertContent")
    return Message(
        id="msg" + asked.world.mint.fresh("message-id", 22),
        conversation_id=placed.conversation_id,
        at_ms=asked.world.clock.now_ms(),
        sender=ROBOT,
        kind=Kind.CARD,
        content={"title": alert or preview, "text": preview},
        query_key=placed.carrier,
        out_track_id=card.out_track_id,
        only_for=only_for,
        receivers=receivers,
    )


def _known(asked: Asked) -> Card:
    name = reading.text(asked.body, "outTrackId")
    if not name:
        raise refused("param.outTrackIdEmpty")
    card = asked.world.cards.by_id.get(name)
    if card is None:
        raise refused("param.cardNotExist", "卡片不存在")
    return card


def _touch(asked: Asked, card: Card) -> None:
    for conversation_id in card.placements:
        asked.world.touched(conversation_id)


CALLS = (
    Call("POST", "/v1.0/card/instances", create, scope=CARD_SCOPE),
    Call("PUT", "/v1.0/card/instances", update, scope=CARD_SCOPE),
    Call("POST", "/v1.0/card/instances/deliver", deliver, scope=CARD_SCOPE),
    Call("POST", "/v1.0/card/instances/createAndDeliver", create_and_deliver, scope=CARD_SCOPE),
    Call("PUT", "/v1.0/card/instances/spaces", add_space, scope=CARD_SCOPE),
    Call("PUT", "/v1.0/card/streaming", stream_text, scope=STREAM_SCOPE),
)
