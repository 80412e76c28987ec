"""What a person says, and the body the platform makes of it (`dingtalk.md` §4)."""

from dataclasses import dataclass, field
from enum import StrEnum

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.organisation import Group, Person
from adapters.standins.dingtalk.phones import ROBOT, Kind, Message, StoredFile
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.secrets_book import Session
from adapters.standins.dingtalk.world import World

BOT = "bot"
SPACE_ID = "24680135790"


class SaidKind(StrEnum):
    """Types of bot messages; `raw` gives the whole body by hand."""

    TEXT = "text"
    RICH_TEXT = "richText"
    PICTURE = "picture"
    AUDIO = "audio"
    FILE = "file"
    VIDEO = "video"
    CHAT_RECORD = "chatRecord"
    UNKNOWN = "unknownMsgType"
    RAW = "raw"


IN_GROUPS = frozenset({SaidKind.TEXT, SaidKind.RICH_TEXT, SaidKind.PICTURE, SaidKind.RAW})
LOOKS = {
    SaidKind.TEXT: Kind.TEXT,
    SaidKind.RICH_TEXT: Kind.RICH_TEXT,
    SaidKind.PICTURE: Kind.IMAGE,
    SaidKind.AUDIO: Kind.AUDIO,
    SaidKind.FILE: Kind.FILE,
    SaidKind.VIDEO: Kind.VIDEO,
    SaidKind.CHAT_RECORD: Kind.CHAT_RECORD,
    SaidKind.UNKNOWN: Kind.OTHER,
    SaidKind.RAW: Kind.OTHER,
}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a person says. `mentions` are staff ids and `bot`; only groups have them."""

    person: Person
    group: Group | None
    kind: SaidKind
    text: str = ""
    mentions: tuple[str, ...] = ()
    mention_last: bool = False
    quote: Message | None = None
    files: tuple[StoredFile, ...] = ()
    recognition: str = ""
    duration_ms: int = 3000
    parts: tuple[Json, ...] = ()
    """Rich-text parts given by hand, instead of text and files."""
    records: tuple[Json, ...] = ()
    override: Json = field(default_factory=dict)
    """Keys of the body to set by hand; a null takes the key away."""


def body_of(world: World, said: Said, message_id: str, at_ms: int) -> Json:
    """The body of the bot message, as the platform pushes it."""
    body: Json = {
        "conversationId": _conversation(world, said),
        "chatbotCorpId": world.settings.corp_id,
        "chatbotUserId": world.organisation.robot_user_id(),
        "msgId": message_id,
        "senderNick": said.person.name,
        "isAdmin": said.person.admin,
        "sessionWebhookExpiredTime": at_ms + int(world.rules.session_minutes * 60_000),
        "createAt": at_ms,
        "conversationType": "2" if said.group else "1",
        "senderId": world.organisation.sender_id(said.person.staff_id),
        "robotCode": world.settings.client_id,
        "msgtype": said.kind.value,
        "senderPlatform": "Android",
    }
    if not said.person.outsider:
        body |= {"senderStaffId": said.person.staff_id, "senderCorpId": world.settings.corp_id}
    if said.group:
        body |= {
            "conversationTitle": said.group.title,
            "isInAtList": BOT in said.mentions,
            "atUsers": [_mentioned(world, one) for one in said.mentions],
        }
    body |= _content(world, said)
    if said.quote is not None:
        _add_quote(world, body, said.quote)
    for name, value in said.override.items():
        if value is None:
            body.pop(name, None)
        else:
            body[name] = value
    return body


def with_session(world: World, body: Json, said: Said, origin: str) -> Json:
    """The body with a session link that answers into this conversation."""
    if "sessionWebhook" in said.override:
        return body
    session = world.secrets.sessions.issue(
        Session(_conversation(world, said), said.person.staff_id), world.rules.session_minutes * 60
    )
    return {**body, "sessionWebhook": f"{origin}/robot/sendBySession?session={_quoted(session)}"}


def shown(world: World, said: Said, message_id: str, at_ms: int) -> Message:
    """What the phones of everybody in the conversation show."""
    names = "".join(f"{one} " for one in _unwritten(world, said))
    whole = f"{said.text} {names}".strip() if said.mention_last else names + said.text
    content: Json = {"title": "", "text": whole}
    if said.parts:
        content["text"] = names + "".join(reading.text(one, "text") for one in said.parts)
    if said.files:
        content["files"] = [{"id": one.id, "name": one.name, "type": one.media_type} for one in said.files]
    if said.recognition:
        content["text"] = said.recognition
    if said.quote is not None:
        content["quote"] = said.quote.id
    return Message(
        id=message_id,
        conversation_id=_conversation(world, said),
        at_ms=at_ms,
        sender=said.person.staff_id,
        kind=LOOKS[said.kind],
        content=content,
    )


def _conversation(world: World, said: Said) -> str:
    return said.group.id if said.group else world.organisation.one_to_one(said.person.staff_id)


def _quoted(session: str) -> str:
    return session.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")


def _name(world: World, who: str) -> str:
    return world.settings.robot_name if who == BOT else world.organisation.people[who].name


def _mentioned(world: World, who: str) -> Json:
    if who == BOT:
        return {"dingtalkId": world.organisation.robot_user_id()}
    person = world.organisation.people[who]
    staff_id = "" if person.outsider else who
    return {"dingtalkId": world.organisation.sender_id(who), "staffId": staff_id}


def _content(world: World, said: Said) -> Json:
    code = _code(world, said.files[0]) if said.files else ""
    match said.kind:
        case SaidKind.TEXT:
            return {"text": {"content": _typed(world, said)}}
        case SaidKind.RICH_TEXT:
            return {"content": {"richText": list(said.parts) or _parts(world, said)}}
        case SaidKind.PICTURE:
            return {"content": {"pictureDownloadCode": "m" + code, "downloadCode": code}}
        case SaidKind.AUDIO:
            return {
                "content": {
                    "duration": said.duration_ms,
                    "downloadCode": code,
                    "recognition": said.recognition,
                }
            }
        case SaidKind.VIDEO:
            return {"content": {"duration": str(said.duration_ms), "downloadCode": code, "videoType": "mp4"}}
        case SaidKind.FILE:
            name = said.files[0].name if said.files else ""
            return {
                "content": {
                    "spaceId": SPACE_ID,
                    "fileName": name,
                    "downloadCode": code,
                    "fileId": "1" + SPACE_ID,
                }
            }
        case SaidKind.CHAT_RECORD:
            return {"content": {"chatRecord": reading.compact(list(said.records) or _records(world, said))}}
        case SaidKind.UNKNOWN:
            return {"content": {"unknownMsgType": said.text or "暂不支持该消息类型，请在手机端查看"}}
        case SaidKind.RAW:
            return {}


def _typed(world: World, said: Said) -> str:
    """The platform takes visible mentions out of the text, wherever they stand, and leaves their blanks."""
    text = said.text
    for one in said.mentions:
        text = text.replace(f"@{_name(world, one)}", "")
    blanks = " " * len(_unwritten(world, said))
    return text + blanks if said.mention_last else blanks + text


def _unwritten(world: World, said: Said) -> list[str]:
    """The names mentioned that are not typed out in the text."""
    names = (f"@{_name(world, one)}" for one in said.mentions)
    return [one for one in names if one not in said.text]


def _parts(world: World, said: Said) -> list[Json]:
    parts: list[Json] = []
    typed = _typed(world, said)
    if typed.strip():
        parts.append({"text": typed})
    for one in said.files:
        code = _code(world, one)
        parts.append({"pictureDownloadCode": "m" + code, "downloadCode": code, "type": "picture"})
    return parts


def _records(world: World, said: Said) -> list[Json]:
    words: list[Json] = [{"msgType": "text", "content": said.text}] if said.text else []
    return words + [
        {"msgType": "picture", "downloadCode": _code(world, one), "fileName": one.name} for one in said.files
    ]


def _code(world: World, stored: StoredFile) -> str:
    return world.secrets.downloads.issue(stored.id, world.rules.download_hours * 3600)


def _add_quote(world: World, body: Json, quote: Message) -> None:
    """A quoted card has no content at all: it is known only by its processQueryKey."""
    by_robot = quote.sender == ROBOT
    organisation = world.organisation
    replied: Json = {
        "msgType": {Kind.CARD: "interactiveCard", Kind.IMAGE: "picture"}.get(quote.kind, quote.kind.value),
        "msgId": quote.id,
        "senderId": organisation.robot_user_id() if by_robot else organisation.sender_id(quote.sender),
        "createdAt": quote.at_ms,
    }
    if quote.kind is not Kind.CARD:
        replied["content"] = _quoted_content(world, quote)
    holder = "text" if "text" in body else "content"
    body[holder] = {**reading.mapping(body, holder), "isReplyMsg": True, "repliedMsg": replied}
    body["originalMsgId"] = quote.id
    if quote.query_key:
        body["originalProcessQueryKey"] = quote.query_key


def _quoted_content(world: World, quote: Message) -> Json:
    files = reading.objects(quote.content, "files")
    if not files:
        return {"text": reading.text(quote.content, "text")}
    stored = world.phones.files[reading.text(files[0], "id")]
    content: Json = {"downloadCode": _code(world, stored)}
    return {**content, "fileName": stored.name} if quote.kind is Kind.FILE else content
