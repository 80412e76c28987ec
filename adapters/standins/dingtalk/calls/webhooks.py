"""Session links (sessionWebhook) and custom robots (`dingtalk.md` §7.4-7.5): old shape, no app token."""

import re

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import OldCallRefused
from adapters.standins.dingtalk.gate import Call, Host
from adapters.standins.dingtalk.phones import ROBOT, Kind, Message
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import Asked, World

NO_SESSION, NO_TOKEN, UNSAFE, WRONG_TYPE = 300001, 300005, 430102, 400901
_AT = re.compile(r"@([0-9A-Za-z_-]+)")


async def by_session(asked: Asked) -> Json:
    """Answer into the conversation a message came from. It has no key: no recall, no read state."""
    session = asked.world.secrets.sessions.look(asked.query.get("session", ""))
    if session is None:
        raise OldCallRefused(NO_SESSION, "session 不存在")
    _say(asked, session.conversation_id)
    asked.world.quota.count_push()  # it probably counts against the Webhook & Stream quota
    return {}


async def by_custom_robot(asked: Asked) -> Json:
    """A custom robot of a group: its token is the group's id."""
    group = asked.world.organisation.groups.get(asked.query.get("access_token", ""))
    if group is None:
        raise OldCallRefused(NO_TOKEN, "token is not exist")
    _say(asked, group.id)
    asked.world.quota.count_push()
    return {}


def _say(asked: Asked, conversation_id: str) -> None:
    world, body = asked.world, asked.body
    kind = {
        "text": Kind.TEXT,
        "markdown": Kind.MARKDOWN,
        "actionCard": Kind.ACTION_CARD,
        "link": Kind.LINK,
        "feedCard": Kind.LINK,
    }.get(reading.text(body, "msgtype"))
    if reading.text(body, "msgtype") == "empty":
        return
    if kind is None:
        raise OldCallRefused(WRONG_TYPE, "msgtype不合法")
    part = reading.mapping(body, reading.text(body, "msgtype"))
    text = reading.text(part, "content") or reading.text(part, "text")
    if world.contains_refused(asked.path, reading.compact(part)):
        raise OldCallRefused(UNSAFE, "含有不合适文本")
    world.show(
        Message(
            id="msg" + world.mint.fresh("message-id", 22),
            conversation_id=conversation_id,
            at_ms=world.clock.now_ms(),
            sender=ROBOT,
            kind=kind,
            content={
                "title": reading.text(part, "title"),
                "text": text,
                "mentions": _mentioned(world, text, reading.mapping(body, "at")),
            },
            receivers=world.organisation.members(conversation_id),
        )
    )


def _mentioned(world: World, text: str, at: Json) -> list[str]:
    """People really mentioned: the text must hold `@userId` for a mention to show."""
    if reading.flag(at, "isAtAll"):
        return ["@all"]
    by_mobile = (world.organisation.by_mobile(one) for one in reading.texts(at, "atMobiles"))
    asked_for = {*reading.texts(at, "atUserIds"), *(one.staff_id for one in by_mobile if one)}
    written = set(_AT.findall(text))
    missing = sorted(asked_for - written)
    if missing:
        world.warn(f"mentions of {len(missing)} people are not in the text and do not show")
    return sorted(asked_for & written)


CALLS = (
    Call("POST", "/robot/sendBySession", by_session, Host.OLD, token=False, counted=False),
    Call("POST", "/robot/send", by_custom_robot, Host.OLD, token=False, counted=False),
)
