"""How calls fail, in the shapes of the two hosts (`dingtalk.md` §14.1)."""

from adapters.standins.dingtalk.reading import Json

DENIED = "Forbidden.AccessDenied."


class CallRefused(Exception):
    """A call on the new host failed: HTTP status, code and text."""

    def __init__(self, status: int, code: str, message: str = "", scopes: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message or code
        self.scopes = scopes

    def body(self, request_id: str) -> Json:
        """The body of the answer."""
        whole: Json = {"requestid": request_id, "code": self.code, "message": self.message}
        if self.scopes:
            whole["accessdenieddetail"] = {"requiredScopes": list(self.scopes)}
        return whole


class OldCallRefused(Exception):
    """A call on the old host failed: HTTP 200 with an errcode."""

    def __init__(self, errcode: int, errmsg: str, sub_code: str = "", sub_msg: str = "") -> None:
        super().__init__(errmsg)
        self.errcode = errcode
        self.errmsg = errmsg
        self.sub_code = sub_code
        self.sub_msg = sub_msg

    def body(self, request_id: str) -> Json:
        """The body of the answer."""
        whole: Json = {"errcode": self.errcode, "errmsg": self.errmsg, "request_id": request_id}
        if self.sub_code:
            whole |= {"sub_code": self.sub_code, "sub_msg": self.sub_msg}
        return whole


def refused(code: str, message: str = "") -> CallRefused:
    """The caller's own fault: 400."""
    return CallRefused(400, code, message)
