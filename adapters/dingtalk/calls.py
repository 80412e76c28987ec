"""Every call we make to DingTalk, and what may be done with it (`dingtalk.md` §5-§12, §14.2)."""

from dataclasses import dataclass
from enum import StrEnum


class Host(StrEnum):
    """DingTalk's two houses: they differ in how a token is shown and how a fault is told."""

    API = "api"
    OAPI = "oapi"


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `name` is what the quota counter sees."""

    name: str
    path: str
    host: Host = Host.API
    method: str = "POST"
    counted: bool = True
    """Against the month's quota; contact and login calls are not."""
    limited: bool = True
    """One of the calls a second that the app is allowed; answers into a session are not calls of the app."""
    repeatable: bool = False
    """Doing it twice does what doing it once does, so no answer is no disaster."""


SEND_TO_PEOPLE = Call("oToMessages.batchSend", "/v1.0/robot/oToMessages/batchSend")
SEND_TO_GROUP = Call("groupMessages.send", "/v1.0/robot/groupMessages/send")
REPLY = Call("sendBySession", "/robot/sendBySession", Host.OAPI, limited=False)
CREATE_CARD = Call("card.createAndDeliver", "/v1.0/card/instances/createAndDeliver", repeatable=True)
UPDATE_CARD = Call("card.update", "/v1.0/card/instances", method="PUT", repeatable=True)
DING = Call("ding.send", "/v1.0/robot/ding/send")
DOWNLOAD = Call("messageFiles.download", "/v1.0/robot/messageFiles/download", repeatable=True)
UPLOAD = Call("media.upload", "/media/upload", Host.OAPI, repeatable=True)
USER_BY_MOBILE = Call(
    "user.getbymobile", "/topapi/v2/user/getbymobile", Host.OAPI, counted=False, repeatable=True
)
USER = Call("user.get", "/topapi/v2/user/get", Host.OAPI, counted=False, repeatable=True)
DEPARTMENTS = Call(
    "department.listsub", "/topapi/v2/department/listsub", Host.OAPI, counted=False, repeatable=True
)
PEOPLE_OF_DEPARTMENT = Call("user.listid", "/topapi/user/listid", Host.OAPI, counted=False, repeatable=True)
