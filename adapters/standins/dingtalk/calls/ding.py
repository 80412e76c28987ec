"""Strong reminders (DING, `dingtalk.md` §8). A refusal is a normal case."""

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import refused
from adapters.standins.dingtalk.faults import FaultKind
from adapters.standins.dingtalk.gate import Call
from adapters.standins.dingtalk.phones import Ding
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import Asked

DING_SCOPE = "Premium.Ding.Write"
WAYS = {1: "app", 2: "sms", 3: "phone"}
PEOPLE = {1: 200, 2: 20, 3: 20}


async def send(asked: Asked) -> Json:
    """Remind people in the app, by text or by phone."""
    body, world = asked.body, asked.world
    if reading.text(body, "robotCode") != world.settings.client_id:
        raise refused("invalid.chatbotId")
    way = reading.number(body, "remindType")
    if way not in WAYS:
        raise refused("send.ding.exception", "remindType")
    staff_ids = reading.texts(body, "receiverUserIdList")
    if not staff_ids:
        raise refused("miss.staffId")
    if len(staff_ids) > PEOPLE[way]:
        raise refused("ding.receivercount.limit")
    if world.faults.take(FaultKind.REFUSE_DING, asked.path):
        raise refused("ding.serverquota.insufficient", "DING额度不足")
    text = reading.text(body, "content")
    if world.contains_refused(asked.path, text):
        raise refused("send.ding.exception", "内容不合规")
    known, unknown = world.people_known(dict.fromkeys(staff_ids))
    ding = Ding(world.mint.fresh("ding", 18), world.clock.now_ms(), WAYS[way], text, tuple(known))
    world.remind(ding)
    answer: Json = {"openDingId": ding.id}
    return {**answer, "failedList": {"staffId.notExisted": unknown}} if unknown else answer


async def recall(asked: Asked) -> Json:
    """Take a DING back."""
    ding = asked.world.phones.dings.get(reading.text(asked.body, "openDingId"))
    if ding is None:
        raise refused("send.ding.exception", "openDingId")
    ding.recalled = True
    asked.world.watch.changed(ding.receivers)
    return {"openDingId": ding.id}


CALLS = (
    Call("POST", "/v1.0/robot/ding/send", send, scope=DING_SCOPE),
    Call("POST", "/v1.0/robot/ding/recall", recall, scope=DING_SCOPE),
)
