"""Saying something in chat: to people, into a group, or straight back into a session (`dingtalk.md` §7)."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from adapters.dingtalk.api import Api, not_understood
from adapters.dingtalk.calls import REPLY, SEND_TO_GROUP, SEND_TO_PEOPLE
from adapters.dingtalk.links import trusted_reply_url
from adapters.dingtalk.loose import Json, clean, list_of, scalar_text, text_at
from adapters.dingtalk.markdown import LONGEST_BYTES, cut_to, shown_markdown, with_mentions
from adapters.dingtalk.places import Place, ToGroup, ToPerson
from domain.faces import ChatText, Sent
from domain.failures import Permanent, Transient
from domain.inbound import ReplyLink

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

MOST_PEOPLE = 20
SESSION_EXPIRED = "session_expired"
"""The code of the `Transient` after which the sender goes through the API instead."""
FLOW_CONTROLLED = "flow_controlled"
"""The code of the `Transient` that holds for one receiver only."""
_SESSION_GONE = "300001"
_MARKDOWN = "sampleMarkdown"
_PLAIN = "sampleText"
_FLOW_WAIT = timedelta(minutes=1)


class Messages:
    """The robot's voice."""

    def __init__(self, api: Api, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._clock = clock

    async def send_to_person(
        self, staff_ids: tuple[str, ...], text: ChatText, *, urgent: bool = False
    ) -> Sent:
        """Say it to each of at most twenty people alone; nobody can be mentioned here.

        `Sent.not_reached` names those DingTalk left out. If it held back all of them for their number of messages,
        that is `Transient`: nobody got anything, and later they will.
        """
        return await self._to_people(staff_ids, *_worded(text), urgent=urgent)

    async def send_to_group(self, conversation_id: str, text: ChatText, *, urgent: bool = False) -> Sent:
        """Say it in a group the robot is in; nobody can be mentioned here."""
        return await self._to_group(conversation_id, *_worded(text), urgent=urgent)

    async def reply(self, link: ReplyLink, text: ChatText, *, urgent: bool = False) -> Sent:
        """Answer into the same conversation, with mentions; it cannot be recalled or checked for reading.

        Raises `Transient` with the code `SESSION_EXPIRED` when the session is over: sessions were seen to end
        before their time, so the sender must then say it through the API.
        """
        url = trusted_reply_url(link.url, self._api.settings.oapi_base)
        if url is None or link.expires_at <= self._clock():
            raise Transient(SESSION_EXPIRED, "the chat's reply link is over")
        key, param = _worded(text)
        words = with_mentions(text_at(param, "text", "content"), text.mentions)
        body = {
            "msgtype": "markdown" if key == _MARKDOWN else "text",
            "markdown": {"title": text_at(param, "title"), "text": words},
            "text": {"content": words},
            "at": {"atUserIds": list(text.mentions), "isAtAll": False},
        }
        try:
            await self._api.ask_openly(REPLY, url, body, urgent=urgent)
        except Permanent as fault:
            if fault.code != _SESSION_GONE:
                raise
            raise Transient(SESSION_EXPIRED, "the chat's reply link is over") from None
        return Sent()

    async def send_picture(self, to: Place, photo: str, *, urgent: bool = False) -> Sent:
        """Show a picture; `photo` is a media id or a public address."""
        return await self._to_place(to, "sampleImageMsg", {"photoURL": photo}, urgent=urgent)

    async def send_file(
        self, to: Place, media_id: str, name: str, file_type: str, *, urgent: bool = False
    ) -> Sent:
        """Hand over a file; `file_type` is one of xlsx, pdf, zip, rar, doc, docx."""
        param = {"mediaId": media_id, "fileName": clean(name), "fileType": file_type}
        return await self._to_place(to, "sampleFile", param, urgent=urgent)

    async def _to_place(self, to: Place, msg_key: str, param: Json, *, urgent: bool) -> Sent:
        match to:
            case ToPerson(staff_id):
                return await self._to_people((staff_id,), msg_key, param, urgent=urgent)
            case ToGroup(conversation_id):
                return await self._to_group(conversation_id, msg_key, param, urgent=urgent)

    async def _to_people(
        self, staff_ids: tuple[str, ...], msg_key: str, param: Json, *, urgent: bool
    ) -> Sent:
        if not 0 < len(staff_ids) <= MOST_PEOPLE:
            raise Permanent("receivers", f"a message goes to 1 to {MOST_PEOPLE} people at a time")
        body = {"robotCode": self._api.settings.robot, "userIds": list(staff_ids), **_message(msg_key, param)}
        answer = await self._api.ask(SEND_TO_PEOPLE, body, urgent=urgent)
        held_back = _people(answer, "flowControlledStaffIdList")
        if set(staff_ids) <= held_back:
            raise Transient(FLOW_CONTROLLED, "the receiver has had too many messages for now", _FLOW_WAIT)
        missed = held_back | _people(answer, "invalidStaffIdList") | _people(answer, "filteredStaffIdList")
        not_reached = tuple(staff_id for staff_id in staff_ids if staff_id in missed)
        query_key = text_at(answer, "processQueryKey")
        if not query_key and len(not_reached) < len(staff_ids):
            raise not_understood(SEND_TO_PEOPLE)
        return Sent(query_key, not_reached)

    async def _to_group(self, conversation_id: str, msg_key: str, param: Json, *, urgent: bool) -> Sent:
        body = {
            "robotCode": self._api.settings.robot,
            "openConversationId": conversation_id,
            **_message(msg_key, param),
        }
        answer = await self._api.ask(SEND_TO_GROUP, body, urgent=urgent)
        query_key = text_at(answer, "processQueryKey")
        if not query_key:
            raise not_understood(SEND_TO_GROUP)
        return Sent(query_key)


def _worded(text: ChatText) -> tuple[str, Json]:
    """Without a title it is plain words: DingTalk's markdown message must have one."""
    whole = clean(text.markdown)
    words = shown_markdown(whole) if text.title else cut_to(whole, LONGEST_BYTES)
    if words.endswith("…") and not whole.rstrip().endswith("…"):
        log.warning("A chat message was cut to what DingTalk takes.", bytes=len(whole.encode()))
    if not text.title:
        return _PLAIN, {"content": words}
    return _MARKDOWN, {"title": clean(text.title), "text": words}


def _message(msg_key: str, param: Json) -> Json:
    return {"msgKey": msg_key, "msgParam": json.dumps(param, ensure_ascii=False)}


def _people(answer: Json, name: str) -> set[str]:
    return {scalar_text(one) for one in list_of(answer.get(name))}
