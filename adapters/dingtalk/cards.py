"""Interactive cards (互动卡片): put one before somebody, and change it for everybody (`dingtalk.md` §5)."""

import structlog

from adapters.dingtalk.api import Api, not_understood
from adapters.dingtalk.calls import CREATE_CARD, UPDATE_CARD
from adapters.dingtalk.facing import CardParams, card_params
from adapters.dingtalk.loose import Json, clean, list_of, object_of, text_at, truth_of
from adapters.dingtalk.places import Place, ToGroup, ToPerson
from domain.faces import CardFace, Sent
from domain.failures import Permanent

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

LONGEST_CARD_ID = 100
_ALREADY_THERE = "param.cardAlreadyExist"
_STAFF_ID = 1


class Cards:
    """Cards by their outTrackId, which makes every call here safe to repeat."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def create_and_deliver(
        self,
        card_id: str,
        template_id: str,
        face: CardFace,
        to: Place,
        alert: str,
        *,
        again: bool = False,
        urgent: bool = False,
    ) -> Sent:
        """Put a new card before a person or a group; `alert` is what a locked screen shows: no personal data.

        A card of this id that is already there is fine: an earlier try got through without our hearing of it, and
        the face is brought up to date. The platform may also say yes and keep the old face, so `again` says that
        this is not the first try: then the face is updated whatever the answer.
        `Sent.provider_id` is the key by which reading is reported, if known.
        """
        if not card_id or len(card_id) > LONGEST_CARD_ID:
            raise Permanent("card_id", f"a card's id has 1 to {LONGEST_CARD_ID} characters")
        body = {
            "cardTemplateId": template_id,
            "outTrackId": card_id,
            "userIdType": _STAFF_ID,
            "callbackType": "STREAM",
            "cardData": {"cardParamMap": _told(card_id, face).values},
            **_space(to, alert, self._api.settings.robot),
        }
        try:
            answer = await self._api.ask(CREATE_CARD, body, urgent=urgent)
        except Permanent as fault:
            if fault.code != _ALREADY_THERE:
                raise
            return await self.update(card_id, face, urgent=urgent)
        sent = _delivered(answer)
        if again:
            await self.update(card_id, face, urgent=urgent)
        return sent

    async def update(self, card_id: str, face: CardFace, *, urgent: bool = False) -> Sent:
        """Change the face for everybody who has the card; variables the face does not name stay as they are."""
        body = {
            "outTrackId": card_id,
            "userIdType": _STAFF_ID,
            "cardData": {"cardParamMap": _told(card_id, face).values},
            "cardUpdateOptions": {"updateCardDataByKey": True, "updatePrivateDataByKey": True},
        }
        answer = await self._api.ask(UPDATE_CARD, body, urgent=urgent)
        if not truth_of(answer.get("success")) or not truth_of(answer.get("result", True)):
            raise Permanent("card_not_updated", "DingTalk says the card was not updated")
        return Sent()


def _delivered(answer: Json) -> Sent:
    """HTTP 200 is not success, and neither is the outer word: each place says for itself (§5.1)."""
    if not truth_of(answer.get("success")):
        raise Permanent("card_not_created", "DingTalk says the card was not created")
    result = object_of(answer.get("result"))
    places = [object_of(one) for one in list_of(result.get("deliverResults"))]
    if not places:
        raise not_understood(CREATE_CARD)
    if not all(truth_of(place.get("success")) for place in places):
        raise Permanent(
            "card_not_delivered", "the card was made but not delivered: wrong person, or no such group"
        )
    return Sent(text_at(places[0], "carrierId"))


def _told(card_id: str, face: CardFace) -> CardParams:
    params = card_params(face)
    if params.cut:
        log.warning("Card values were cut to what DingTalk takes.", card=card_id, variables=params.cut)
    return params


def _space(to: Place, alert: str, robot: str) -> Json:
    """A forwarded card shows its data to others, so forwarding is off (§5.2)."""
    space = {
        "supportForward": False,
        "lastMessageI18n": {"ZH_CN": clean(alert)},
        "notification": {"alertContent": clean(alert), "notificationOff": False},
    }
    match to:
        case ToPerson(staff_id):
            return {
                "openSpaceId": f"dtv1.card//IM_ROBOT.{staff_id}",
                "imRobotOpenSpaceModel": space,
                "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT", "robotCode": robot},
            }
        case ToGroup(conversation_id):
            return {
                "openSpaceId": f"dtv1.card//IM_GROUP.{conversation_id}",
                "imGroupOpenSpaceModel": space,
                "imGroupOpenDeliverModel": {"robotCode": robot},
            }
