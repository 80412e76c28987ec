"""DingTalk's words for failure, as ours (`dingtalk.md` §14.1, with §5.8, §7.2 and §8).

HTTP 200 is not success, a stale token is a 400, throttling is a 403: only the code decides, and the status only
where there is no code. Message texts are never quoted: they may repeat what we sent.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from adapters.dingtalk.loose import Json, list_of, object_of, scalar_text, text_at
from domain.failures import DeliveryFailed, Permanent, Transient, Unknown


class Cure(StrEnum):
    """What helps."""

    TOKEN = "token"  # noqa: S105 - the name of a cure, not a token
    """A new access token, once."""
    WAIT = "wait"
    OURS = "ours"
    """Nothing: this message will never go."""
    ACCOUNT = "account"
    """Nothing until the organisation changes something: every other call fails as well."""
    MAYBE = "maybe"
    """It may have gone out."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of failure: what helps, and what to tell the operator."""

    cure: Cure
    sentence: str
    wait: timedelta | None = None


_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_BAN = timedelta(minutes=5)

_TOKEN = Fault(Cure.TOKEN, "DingTalk did not accept the access token")
_SECRET = Fault(Cure.ACCOUNT, "DingTalk does not know this Client ID and Client Secret")
_PERMISSION = Fault(Cure.ACCOUNT, "the app lacks a permission in DingTalk's console")
_ADDRESS = Fault(Cure.ACCOUNT, "this server's address is not on the app's list of egress addresses")
_QUOTA = Fault(Cure.WAIT, "the organisation's monthly quota of API calls is used up", timedelta(hours=1))
_QPS_APP = Fault(Cure.WAIT, "too many calls a second from this app", _SECOND)
_QPS_ALL = Fault(Cure.WAIT, "too many calls a second on the whole platform")
_QPM = Fault(Cure.WAIT, "too many calls a minute from this app", _MINUTE)
_BUSY = Fault(Cure.WAIT, "DingTalk is busy or faulty")
_GONE_QUIET = Fault(Cure.MAYBE, "DingTalk gave up waiting for itself; the call may have been carried out")
BANNED = Fault(Cure.WAIT, "DingTalk has shut this address out for a while", _BAN)
_TOO_FAST = Fault(Cure.WAIT, "too many messages in a short time", _SECOND)
_REVIEW = Fault(Cure.OURS, "DingTalk's content review refused the words, the picture or a link")
_REQUEST = Fault(Cure.OURS, "DingTalk did not accept the request")
_PERSON = Fault(Cure.OURS, "the person is unknown to this organisation or outside the app's visible range")
_GROUP = Fault(Cure.OURS, "the group is unknown, dissolved, or of another organisation")
_ROBOT = Fault(Cure.ACCOUNT, "the robot is stopped, unknown, or belongs to another app")
_NOT_ONE_TO_ONE = Fault(Cure.OURS, "the robot may not write to this person")
_TEMPLATE = Fault(Cure.OURS, "the card template is unknown or not published")
_CARD = Fault(Cure.OURS, "the card is unknown to DingTalk")
_CARD_EXISTS = Fault(Cure.OURS, "a card with this id was already made")
_DING = Fault(Cure.OURS, "DingTalk refused the strong reminder")
_DING_QUOTA = Fault(Cure.OURS, "the organisation has no strong reminders left, or its edition has none")
_FILE_CODE = Fault(Cure.OURS, "the file's code is wrong or has expired")
_SIZE = Fault(Cure.OURS, "the message or list is longer than DingTalk takes")

_DENIED = "forbidden.accessdenied."

_FAULTS: dict[str, Fault] = {
    # tokens and secrets
    "invalidauthentication": _TOKEN,
    "40014": _TOKEN,
    "40001": _TOKEN,
    "42001": _TOKEN,
    "invalidclientidorsecret": _SECRET,
    "invalid.client": _SECRET,
    "unauthorized.client": _SECRET,
    "40089": _SECRET,
    "authfailed": _SECRET,
    # permission, address, throttling, quota
    _DENIED + "accesstokenpermissiondenied": _PERMISSION,
    "60011": _PERMISSION,
    _DENIED + "ipnotinwhitelist": _ADDRESS,
    "60020": _ADDRESS,
    _DENIED + "qpslimitforappkeyandapi": _QPS_APP,
    "90018": _QPS_APP,
    _DENIED + "qpslimitforapi": _QPS_ALL,
    "90002": _QPS_ALL,
    _DENIED + "qpmlimitforappkeyandapi": _QPM,
    _DENIED + "apicountlimitfororg": _QUOTA,
    "90020": _QUOTA,
    # the other side's health
    "system.busy": _BUSY,
    "systembusy": _BUSY,
    "system.error": _BUSY,
    "unknownerror": _BUSY,
    "server.error": _BUSY,
    "-1": _BUSY,
    "15": _GONE_QUIET,
    "isp.top-remote-connection-timeout": _GONE_QUIET,
    "1111": BANNED,
    # messages (§7.2)
    "invalidparameter.robotcode.auth": _ROBOT,
    "invalidparameter.robotcode.notexsit": _ROBOT,
    "invalidparameter.robotcode.empty": _REQUEST,
    "invalidparameter.robotcode.downloadcode": _FILE_CODE,
    "invalidparameter.msgparam.toolong": _SIZE,
    "invalidparameter.userids.overmax": _SIZE,
    "invalid.openconversationid": _GROUP,
    "group.disbanded": _GROUP,
    "conversation.org.notmatch": _GROUP,
    "bot.stopped": _ROBOT,
    "staffid.notexisted": _PERSON,
    "chatbotid.notallow.sendoto": _NOT_ONE_TO_ONE,
    "robot.oto.notexist": _NOT_ONE_TO_ONE,
    "send.too.fast": _TOO_FAST,
    "send.bytoken.toofast": _TOO_FAST,
    "too.many.people": _SIZE,
    "contain.notallowed.text": _REVIEW,
    "contain.notallowed.picture": _REVIEW,
    "contain.unsafe.url": _REVIEW,
    # cards (§5.8)
    "param.contentunsafe": _REVIEW,
    "param.useridnotexist": _PERSON,
    "param.cardnotexist": _CARD,
    "param.cardalreadyexist": _CARD_EXISTS,
    "param.templatenotexist": _TEMPLATE,
    "param.templateunpublished": _TEMPLATE,
    # DING (§8)
    "send.ding.exception": _DING,
    "invalid.chatbotid": _ROBOT,
    "miss.staffid": _REQUEST,
    "toomuch.msg": _TOO_FAST,
    "ding.receivercount.limit": _SIZE,
    "ding.serverquota.insufficient": _DING_QUOTA,
    # contacts and media (§11, §12)
    "40004": _REQUEST,
    "40078": _REQUEST,
    "40104": _PERSON,
    "60121": _PERSON,
    "50002": _PERSON,
}

_PREFIXES: tuple[tuple[str, Fault], ...] = (
    ("param.", _REQUEST),
    ("invalidparameter", _REQUEST),
    ("miss", _REQUEST),
)

_STATUSES: dict[int, Fault] = {
    401: _SECRET,
    408: _GONE_QUIET,
    413: _SIZE,
    429: _TOO_FAST,
    500: _BUSY,
    502: _GONE_QUIET,
    503: _BUSY,
    504: _GONE_QUIET,
}

OUT_OF_CALLS = frozenset(code for code, fault in _FAULTS.items() if fault is _QUOTA)
"""Codes, in small letters, that say the month's calls are spent: more may be bought at any hour."""
REVIEWED = frozenset(code for code, fault in _FAULTS.items() if fault is _REVIEW)
"""Codes, in small letters, that say the words themselves are not let through: other words may be."""

_CODE = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_SCOPE = re.compile(r"[A-Za-z0-9._-]{1,80}")
_OK_STATUSES = range(200, 300)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failed answer: its code, what it means, and a permission's name where one is missing."""

    code: str
    fault: Fault
    detail: str = ""

    def failure(self, *, repeatable: bool) -> DeliveryFailed:
        """As one of our three failures. What may be repeated without harm is never unknown, only late."""
        sentence = f"{self.fault.sentence} ({self.detail})" if self.detail else self.fault.sentence
        match self.fault.cure:
            case Cure.WAIT | Cure.TOKEN:
                return Transient(self.code, sentence, self.fault.wait)
            case Cure.MAYBE if repeatable:
                return Transient(self.code, sentence, self.fault.wait)
            case Cure.MAYBE:
                return Unknown(self.code, sentence)
            case Cure.OURS | Cure.ACCOUNT:
                return Permanent(self.code, sentence, for_everyone=self.fault.cure is Cure.ACCOUNT)


def trouble_of(status: int, body: object, text: str = "") -> Trouble | None:
    """What went wrong in this answer, or `None` if it says it went right.

    `body` is the JSON read from it or `None`; `text` its beginning, to know a page for people from a broken answer.
    """
    if not isinstance(body, dict):
        return _without_json(status, text)
    code = text_at(body, "code", "errcode", "error")
    if not code and text_at(body, "status") == "1111":
        return Trouble("1111", BANNED)
    if code == "88":
        return _trouble_88(body)
    if status in _OK_STATUSES and code in {"", "0"}:
        return None
    if not code or code == "0":
        return Trouble(f"http_{status}", _by_status(status))
    return Trouble(tidy_code(code), _by_code(code, status), _scopes(body))


def unreachable(fault: Exception, *, sent: bool, repeatable: bool) -> DeliveryFailed:
    """No answer at all: harmless before the request left us, else it may have been carried out."""
    code = "timeout" if isinstance(fault, TimeoutError) else "unreachable"
    name = type(fault).__name__
    if sent and not repeatable:
        return Unknown(code, f"the request left us and no answer came back ({name})")
    return Transient(code, f"DingTalk could not be reached ({name})")


def tidy_code(code: str) -> str:
    """A code as it may stand in a log: other people's words do not get in by this door."""
    return code if _CODE.fullmatch(code) else "unreadable_code"


def _by_code(code: str, status: int) -> Fault:
    low = code.lower()
    if low in _FAULTS:
        return _FAULTS[low]
    prefixed = next((fault for prefix, fault in _PREFIXES if low.startswith(prefix)), None)
    return prefixed or _by_status(status)


def _by_status(status: int) -> Fault:
    return _STATUSES.get(status, _BUSY if status > max(_STATUSES) else _REQUEST)


def _trouble_88(body: Json) -> Trouble:
    """88 wraps another code: an unacceptable token, a missing permission, or, with nothing inside, a time-out."""
    inner, words = text_at(body, "sub_code"), text_at(body, "sub_msg", "errmsg")
    if "access_token" in words:
        return Trouble("88", _TOKEN)
    if not inner:
        return Trouble("88", _GONE_QUIET)
    return Trouble(tidy_code(inner), _FAULTS.get(inner.lower(), _PERMISSION))


def _without_json(status: int, text: str) -> Trouble:
    if status in _STATUSES:
        return Trouble(f"http_{status}", _STATUSES[status])
    if text.lstrip().startswith("<"):
        return Trouble("html", BANNED)
    if status in _OK_STATUSES:
        return Trouble("not_json", Fault(Cure.MAYBE, "DingTalk's answer could not be read"))
    return Trouble(f"http_{status}", _by_status(status))


def _scopes(body: Json) -> str:
    details = (object_of(value) for name, value in body.items() if name.lower() == "accessdenieddetail")
    scopes = [scalar_text(scope) for detail in details for scope in list_of(detail.get("requiredScopes"))]
    return ", ".join(scope for scope in scopes if _SCOPE.fullmatch(scope))
