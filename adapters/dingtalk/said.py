"""A robot message (机器人消息), topic `/v1.0/im/bot/messages/get`, as `ChatSaid` (`dingtalk.md` §4)."""

from dataclasses import replace
from datetime import datetime, timedelta

from adapters.dingtalk.content import Content, content_of, trimmed
from adapters.dingtalk.links import trusted_reply_url
from adapters.dingtalk.loose import Json, instant_of, list_of, object_of, text_at, truth_of
from adapters.dingtalk.settings import DingTalkSettings
from domain.failures import Unreadable
from domain.inbound import (
    ChatSaid,
    ChatSender,
    Conversation,
    ConversationKind,
    EventKey,
    Quote,
    ReplyLink,
    SpeechForm,
)

SOURCE = "dingtalk"
_LINK_LIFE = timedelta(minutes=90)
"""Where the message does not say: every sample shows 90 minutes (§4.1)."""
_KINDS = {"1": ConversationKind.ONE_TO_ONE, "2": ConversationKind.GROUP}


def chat_said(body: Json, settings: DingTalkSettings, now: datetime) -> ChatSaid:
    """What somebody said to the robot.

    A sender of another organisation, or one without a staff id, is kept as such: who may do what is the handler's.
    Raises `Unreadable` when there is no message id, no conversation or no known kind of conversation.
    """
    message_id = text_at(body, "msgId")
    if not message_id:
        raise Unreadable("a robot message without msgId")
    said_at = min(instant_of(body.get("createAt")) or now, now)
    conversation = _conversation(body)
    content = _content(body, settings)
    return ChatSaid(
        key=EventKey(SOURCE, f"{text_at(body, 'robotCode') or settings.robot}:{message_id}"),
        at=said_at,
        sender=_sender(body),
        conversation=conversation,
        text=content.text,
        form=content.form,
        files=content.files,
        quote=_quote(body),
        mentions=_mentions(body),
        reply_link=_reply_link(body, settings, said_at),
    )


def _conversation(body: Json) -> Conversation:
    chat_id = text_at(body, "conversationId")
    kind = _KINDS.get(text_at(body, "conversationType"))
    if not chat_id or kind is None:
        raise Unreadable("a robot message without conversationId or with an unknown conversationType")
    return Conversation(chat_id, kind, text_at(body, "conversationTitle"))


def _sender(body: Json) -> ChatSender:
    return ChatSender(
        text_at(body, "senderCorpId"), text_at(body, "senderStaffId") or None, text_at(body, "senderNick")
    )


def _content(body: Json, settings: DingTalkSettings) -> Content:
    kind = text_at(body, "msgtype")
    raw = body.get(kind) if kind in {"text", "markdown"} and kind in body else body.get("content")
    if kind == "richText":
        raw = {"richText": _without_robot(body, settings)}
    content = content_of(kind, raw)
    if kind == "text" and _in_group(body):
        content = replace(content, text=_without_name(content.text, settings))
    return content


def _in_group(body: Json) -> bool:
    return text_at(body, "conversationType") == "2"


def _without_robot(body: Json, settings: DingTalkSettings) -> list[object]:
    """The parts without a leading mention of the robot that the client sent as words (HarmonyOS, §4.4)."""
    parts = list_of(object_of(body.get("content")).get("richText"))
    if not _in_group(body) or not truth_of(body.get("isInAtList")) or not parts:
        return parts
    first = object_of(parts[0])
    words = trimmed(text_at(first, "text", "content"))
    alone = words.startswith("@") and len(parts) > 1 and len(words.split()) == 1
    if alone and (not settings.robot_name or words == f"@{settings.robot_name}"):
        return parts[1:]
    cleaned = _without_name(words, settings)
    return parts if cleaned == words else [{**first, "text": cleaned}, *parts[1:]]


def _without_name(words: str, settings: DingTalkSettings) -> str:
    mention = f"@{settings.robot_name}"
    if not settings.robot_name or not words.startswith(mention):
        return words
    rest = words.removeprefix(mention)
    return trimmed(rest) if rest == "" or trimmed(rest[0]) == "" else words


def _mentions(body: Json) -> tuple[str, ...]:
    robot = text_at(body, "chatbotUserId")
    staff = [
        text_at(person, "staffId")
        for person in map(object_of, list_of(body.get("atUsers")))
        if not robot or text_at(person, "dingtalkId") != robot
    ]
    return tuple(dict.fromkeys(one for one in staff if one))


def _quote(body: Json) -> Quote | None:
    """The earlier message somebody answered; a quote of our own card is known by nothing but its ids (§4.5)."""
    ids = [text_at(body, "originalMsgId"), text_at(body, "originalProcessQueryKey")]
    carriers = [object_of(body.get("text")), object_of(body.get("content")), body]
    quoted = next((found for one in carriers if (found := object_of(one.get("repliedMsg")))), None)
    quoted = quoted or object_of(body.get("quoteMessage"))
    flagged = any(truth_of(one.get("isReplyMsg")) for one in carriers)
    if not quoted and not flagged and not any(ids):
        return None
    content = content_of(
        text_at(quoted, "msgType", "msgtype") or _kind_by_look(quoted.get("content")), quoted.get("content")
    )
    if content.form is SpeechForm.UNKNOWN and not content.text:
        inner = object_of(quoted.get("content"))
        content = Content(trimmed(text_at(inner, "summary", "title")), SpeechForm.UNKNOWN, content.files)
    keys = [ids[1], text_at(quoted, "processQueryKey")]
    known = (text_at(quoted, "msgId"), *ids, *keys)
    return Quote(
        tuple(dict.fromkeys(one for one in known if one)), content.text, content.files, of_robot=any(keys)
    )


def _kind_by_look(raw: object) -> str:
    body = object_of(raw)
    if "richText" in body:
        return "richText"
    if "fileName" in body:
        return "file"
    if "downloadCode" in body or "pictureDownloadCode" in body:
        return "picture"
    return "text"


def _reply_link(body: Json, settings: DingTalkSettings, said_at: datetime) -> ReplyLink | None:
    """The session's address, if it leads where DingTalk's sessions lead and nowhere else."""
    url = trusted_reply_url(text_at(body, "sessionWebhook"), settings.oapi_base)
    if url is None:
        return None
    expires_at = instant_of(body.get("sessionWebhookExpiredTime")) or said_at + _LINK_LIFE
    return ReplyLink(url, expires_at)
