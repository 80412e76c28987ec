"""The robot speaks: one-to-one, groups, read state, recall, files people sent (`dingtalk.md` §4.7, §7)."""

from dataclasses import dataclass
from urllib.parse import quote

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import refused
from adapters.standins.dingtalk.faults import FaultKind
from adapters.standins.dingtalk.gate import Body, Call
from adapters.standins.dingtalk.looks import LOOKS, content_of
from adapters.standins.dingtalk.organisation import Group
from adapters.standins.dingtalk.phones import ROBOT, Kind, Message
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import Asked, World

PEOPLE_PER_CALL = 20
PARAM_BYTES = 15_000
DAY_MS = 24 * 3600 * 1000
FILE_LINK_SECONDS = 600.0
SEND_SCOPE = "qyapi_robot_sendmsg"


@dataclass(frozen=True, slots=True)
class Words:
    """A checked robot message."""

    kind: Kind
    content: Json


async def send_to_people(asked: Asked) -> Json:
    """One-to-one, up to twenty people; who got nothing is named in the answer, which is a success all the same."""
    world = asked.world
    words = _words(asked)
    staff_ids = reading.texts(asked.body, "userIds")
    if not staff_ids:
        raise refused("miss.param", "userIds不能为空")
    if len(staff_ids) > PEOPLE_PER_CALL:
        raise refused("invalidParameter.userIds.overMax", "用户数量超过上限")
    known, unknown = world.people_known(dict.fromkeys(staff_ids))
    slowed = _flow_controlled(world, asked.path, known)
    key = world.mint.fresh("query", 30)
    for staff_id in known:
        if staff_id not in slowed:
            put_message(world, world.organisation.one_to_one(staff_id), words, key, (staff_id,))
    return {
        "processQueryKey": key,
        "invalidStaffIdList": unknown,
        "flowControlledStaffIdList": slowed,
        "filteredStaffIdList": [],
    }


async def send_to_group(asked: Asked) -> Json:
    """To a group the robot is in."""
    words = _words(asked)
    group = _group(asked)
    key = asked.world.mint.fresh("query", 30)
    put_message(asked.world, group.id, words, key, group.members)
    return {"processQueryKey": key}


def put_message(
    world: World, conversation_id: str, words: Words, key: str, receivers: tuple[str, ...]
) -> Message:
    """The robot's message appears on phones."""
    message = Message(
        id="msg" + world.mint.fresh("message-id", 22),
        conversation_id=conversation_id,
        at_ms=world.clock.now_ms(),
        sender=ROBOT,
        kind=words.kind,
        content=words.content,
        query_key=key,
        receivers=receivers,
    )
    world.show(message)
    return message


async def read_status(asked: Asked) -> Json:
    """Who has read a one-to-one message; within 24 hours."""
    _own_robot(asked, asked.query.get("robotCode", ""))
    messages = _sent(asked, asked.query.get("processQueryKey", ""))
    recalled = all(one.recalled for one in messages)
    return {
        "sendStatus": "RECALLED" if recalled else "SUCCESS",
        "messageReadInfoList": _readers(asked, messages),
    }


async def group_read_status(asked: Asked) -> Json:
    """Who has read a group message."""
    _own_robot(asked, reading.text(asked.body, "robotCode"))
    _group(asked)
    messages = _sent(asked, reading.text(asked.body, "processQueryKey"))
    readers = [one["userId"] for one in _readers(asked, messages) if one["readStatus"] == "READ"]
    return {"sendStatus": "SUCCESS", "readUserIds": readers, "hasMore": False}


async def recall_from_people(asked: Asked) -> Json:
    """Take one-to-one messages back; each key has its own result."""
    _own_robot(asked, reading.text(asked.body, "robotCode"))
    return _recall(asked)


async def recall_from_group(asked: Asked) -> Json:
    """Take group messages back."""
    _own_robot(asked, reading.text(asked.body, "robotCode"))
    _group(asked)
    return _recall(asked)


async def download_link(asked: Asked) -> Json:
    """A download code becomes a plain, temporary link."""
    code, robot = reading.text(asked.body, "downloadCode"), reading.text(asked.body, "robotCode")
    if not code or not robot:
        raise refused("invalidParameter.robotCode.empty")
    if robot != asked.world.settings.client_id:
        raise refused("invalidParameter.robotCode.auth")
    file_id = asked.world.secrets.downloads.look(code)
    if file_id is None:
        raise refused("invalidParameter.robotCode.downloadCode", "downloadCode错误或已过期")
    link = asked.world.secrets.file_links.issue(file_id, FILE_LINK_SECONDS)
    expires = asked.world.clock.real_ms() // 1000 + int(FILE_LINK_SECONDS)
    return {"downloadUrl": f"{asked.origin}/files/{quote(link, safe='')}?Expires={expires}"}


def _words(asked: Asked) -> Words:
    _own_robot(asked, reading.text(asked.body, "robotCode"))
    look = LOOKS.get(reading.text(asked.body, "msgKey"))
    if look is None:
        raise refused("invalidParameter.msgKey.invalid")
    raw = asked.body.get("msgParam")
    param = reading.object_text(raw)
    if param is None or any(need not in param for need in look.needs):
        raise refused("invalidParameter.msgParam.invalid", "msgParam参数无效")
    if len(str(raw).encode()) > PARAM_BYTES:
        raise refused("invalidParameter.msgParam.tooLong")
    if asked.world.contains_refused(asked.path, str(raw)):
        raise refused("contain.notAllowed.text", "消息内容包含不允许的文字")
    return Words(look.kind, content_of(look.kind, param))


def _flow_controlled(world: World, path: str, known: list[str]) -> list[str]:
    fault = world.faults.take(FaultKind.FLOW_CONTROL, path)
    return [one for one in known if one in fault.words or not fault.words] if fault else []


def _own_robot(asked: Asked, robot_code: str) -> None:
    if not robot_code:
        raise refused("miss.param", "robotCode不能为空")
    if robot_code != asked.world.settings.client_id:
        raise refused("invalidParameter.robotCode.auth")


def _group(asked: Asked) -> Group:
    group = asked.world.organisation.groups.get(reading.text(asked.body, "openConversationId"))
    if group is None:
        raise refused("invalid.openConversationId")
    if not group.robot:
        raise refused("robot.not.in.group", "机器人不在群内")
    return group


def _sent(asked: Asked, key: str) -> list[Message]:
    messages = asked.world.phones.by_key.get(key, [])
    if not messages:
        raise refused("invalidParameter.processQueryKey.invalid")
    if messages[0].at_ms < asked.world.clock.now_ms() - DAY_MS:
        raise refused("robot.processQueryKey.expired")
    return messages


def _readers(asked: Asked, messages: list[Message]) -> list[Json]:
    return [
        {
            "name": asked.world.organisation.people[staff_id].name,
            "userId": staff_id,
            "readStatus": "READ" if staff_id in message.read_by else "UNREAD",
        }
        for message in messages
        for staff_id in message.receivers
    ]


def _recall(asked: Asked) -> Json:
    keys = reading.texts(asked.body, "processQueryKeys")
    if not keys or len(keys) > PEOPLE_PER_CALL:
        raise refused("invalidParameter.processQueryKeys.overMax")
    done: list[str] = []
    failed: Json = {}
    for key in keys:
        messages = asked.world.phones.by_key.get(key, [])
        if not messages:
            failed[key] = "robot.processQueryKey.notExist"
        elif messages[0].at_ms < asked.world.clock.now_ms() - DAY_MS:
            failed[key] = "robot.processQueryKey.expired"
        else:
            for message in messages:
                message.recalled = True
                asked.world.touched(message.conversation_id)
            done.append(key)
    return {"successResult": done, "failedResult": failed}


CALLS = (
    Call("POST", "/v1.0/robot/oToMessages/batchSend", send_to_people, scope=SEND_SCOPE),
    Call("GET", "/v1.0/robot/oToMessages/readStatus", read_status, scope=SEND_SCOPE, body=Body.NONE),
    Call("POST", "/v1.0/robot/otoMessages/batchRecall", recall_from_people, scope=SEND_SCOPE),
    Call("POST", "/v1.0/robot/groupMessages/send", send_to_group, scope=SEND_SCOPE),
    Call("POST", "/v1.0/robot/groupMessages/query", group_read_status, scope=SEND_SCOPE),
    Call("POST", "/v1.0/robot/groupMessages/recall", recall_from_group, scope=SEND_SCOPE),
    Call("POST", "/v1.0/robot/messageFiles/download", download_link, scope=SEND_SCOPE),
)
