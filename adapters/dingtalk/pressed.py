"""A press on a card's button (回传请求, topic `/v1.0/card/instances/callback`): `dingtalk.md` §5.5."""

import hashlib
import json
from datetime import datetime

from adapters.dingtalk.loose import Json, list_of, object_of, scalar_text, text_at, whole_number
from adapters.dingtalk.settings import DingTalkSettings
from domain.failures import Unreadable
from domain.inbound import CardPressed, ChatSender, EventKey

SOURCE = "dingtalk.card"
_STAFF_ID = 1
"""`userIdType`: 1 is the staff id, 2 the union id, which names nobody to us."""


def card_pressed(body: Json, settings: DingTalkSettings, now: datetime) -> CardPressed:
    """Which button of which face of which card was pressed, and by whom.

    Who pressed is the top-level `userId` alone; everything inside is template data that a forwarded card replays.
    Some forms leave out `corpId`: the socket belongs to an app of our own organisation, so it is ours then.
    A press without revision is revision 0, older than every face. Raises `Unreadable` without card or action.
    """
    card = text_at(body, "outTrackId")
    if not card:
        raise Unreadable("a card press without outTrackId")
    private = _private_data(body)
    params = object_of(private.get("params")) or object_of(private.get("outside"))
    action = text_at(params, "action") or _first_action_id(private)
    if not action:
        raise Unreadable("a card press without an action")
    argument = _argument(params.get("argument"))
    revision = whole_number(params.get("revision")) or 0
    presser = _presser(body, settings)
    composite = json.dumps([card, revision, action, argument, presser.corp_id, presser.staff_id or ""])
    return CardPressed(
        key=EventKey(SOURCE, hashlib.sha256(composite.encode()).hexdigest()),
        at=now,
        presser=presser,
        card=card,
        revision=revision,
        action=action,
        argument=argument,
    )


def _private_data(body: Json) -> Json:
    """`cardPrivateData` of `content`, else of `value`; parameters that stand beside it are kept as `outside`."""
    for name in ("content", "value"):
        whole = object_of(body.get(name))
        if whole:
            inside = object_of(whole.get("cardPrivateData"))
            return {**inside, "outside": whole.get("params", {})}
    return {}


def _first_action_id(private: Json) -> str:
    return next((found for one in list_of(private.get("actionIds")) if (found := scalar_text(one))), "")


def _argument(value: object) -> str:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return scalar_text(value)


def _presser(body: Json, settings: DingTalkSettings) -> ChatSender:
    kind = whole_number(body.get("userIdType"))
    staff_id = text_at(body, "userId") if kind in {None, _STAFF_ID} else ""
    return ChatSender(text_at(body, "corpId") or settings.corp_id, staff_id or None)
