"""The strong reminder (DING 强提醒); that DingTalk refuses it is a normal case (`dingtalk.md` §8)."""

from adapters.dingtalk.api import Api
from adapters.dingtalk.calls import DING
from adapters.dingtalk.loose import clean, list_of, object_of, scalar_text, text_at
from domain.faces import Sent
from domain.failures import Permanent

MOST_PEOPLE = 200
_IN_APP = 1


async def ding(api: Api, staff_ids: tuple[str, ...], text: str) -> Sent:
    """Ring people in the app; `text` shows on locked screens: no personal data.

    Raises `Permanent` with DingTalk's code when the organisation may not, or has none left: never for everyone,
    because plain messages still go. The sender then falls back to one and tells the operator.
    """
    if not 0 < len(staff_ids) <= MOST_PEOPLE:
        raise Permanent("receivers", f"a strong reminder goes to 1 to {MOST_PEOPLE} people at a time")
    body = {
        "robotCode": api.settings.robot,
        "remindType": _IN_APP,
        "receiverUserIdList": list(staff_ids),
        "content": clean(text),
    }
    try:
        answer = await api.ask(DING, body, urgent=True)
    except Permanent as fault:
        raise Permanent(fault.code, str(fault)) from None
    failed = object_of(answer.get("failedList")).values()
    missed = {scalar_text(staff_id) for people in failed for staff_id in list_of(people)}
    return Sent(text_at(answer, "openDingId"), tuple(one for one in staff_ids if one in missed))
