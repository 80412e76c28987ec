"""Work notices (工作通知, `dingtalk.md` §10): accepted at once, and not always delivered."""

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import OldCallRefused
from adapters.standins.dingtalk.gate import Call, Host
from adapters.standins.dingtalk.phones import Notice
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import Asked

MESSAGE_BYTES = 2048
PEOPLE_PER_CALL = 100
PER_DAY = 500
SAME_TODAY, TOO_MANY_TODAY = "143106", "143105"


async def send(asked: Asked) -> Json:
    """Take a notice. The same words twice a day for one person are dropped without a word."""
    body, world = asked.body, asked.world
    content = body.get("msg")
    message = reading.as_mapping(content) or (reading.object_text(content) or {})
    if not reading.number(body, "agent_id"):
        raise OldCallRefused(40035, "agent_id不合法")
    if not message or len(reading.compact(message).encode()) > MESSAGE_BYTES:
        raise OldCallRefused(40035, "msg不合法")
    names = [one for one in reading.text(body, "userid_list").split(",") if one]
    if reading.flag(body, "to_all_user") or body.get("to_all_user") == "true":
        names = list(world.organisation.people)
    if not names or len(names) > PEOPLE_PER_CALL:
        raise OldCallRefused(40035, "userid_list不合法")
    known, unknown = world.people_known(dict.fromkeys(names))
    refused = {one: reason for one in known if (reason := _reason(asked, one, message))}
    notice = Notice(
        task_id=world.mint.fresh_number("notice", 400_000_000),
        at_ms=world.clock.now_ms(),
        content=message,
        arrived=tuple(one for one in known if one not in refused),
        refused=refused,
        invalid=tuple(unknown),
    )
    world.phones.notices[notice.task_id] = notice
    world.watch.changed(notice.arrived)
    return {"task_id": notice.task_id}


async def result(asked: Asked) -> Json:
    """What became of it."""
    notice = _notice(asked, "task_id")
    return {
        "send_result": {
            "invalid_user_id_list": list(notice.invalid),
            "forbidden_user_id_list": list(notice.refused),
            "failed_user_id_list": [],
            "read_user_id_list": [],
            "unread_user_id_list": list(notice.arrived),
            "forbidden_list": [
                {"code": code, "count": 1, "userid": staff_id} for staff_id, code in notice.refused.items()
            ],
        }
    }


async def recall(asked: Asked) -> Json:
    """Take a notice back."""
    notice = _notice(asked, "msg_task_id")
    notice.recalled = True
    asked.world.watch.changed(notice.arrived)
    return {}


def _reason(asked: Asked, staff_id: str, message: Json) -> str:
    clock = asked.world.clock
    begin_ms = clock.now_ms() - 24 * 3600 * 1000
    today = [
        one for one in asked.world.phones.notices.values() if one.at_ms > begin_ms and staff_id in one.arrived
    ]
    if any(one.content == message for one in today):
        return SAME_TODAY
    return TOO_MANY_TODAY if len(today) >= PER_DAY else ""


def _notice(asked: Asked, key: str) -> Notice:
    notice = asked.world.phones.notices.get(reading.number(asked.body, key))
    if notice is None:
        raise OldCallRefused(40035, "任务不存在")
    return notice


_ROOT = "/topapi/message/corpconversation/"
CALLS = (
    Call("POST", _ROOT + "asyncsend_v2", send, Host.OLD),
    Call("POST", _ROOT + "getsendresult", result, Host.OLD),
    Call("POST", _ROOT + "recall", recall, Host.OLD),
)
