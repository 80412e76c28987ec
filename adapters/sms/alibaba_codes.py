"""What each of Alibaba Cloud's error codes means for us: try again, never again, or nobody knows (`sms.md` §6.5).

Vendor documents: help.aliyun.com/zh/sms/developer-reference/api-error-codes (API错误码) and the platform's
general codes. Codes marked D there are the platform's habit rather than this service's manual.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from domain.failures import DeliveryFailed, Permanent, Transient, Unknown

_HTTP_REQUEST_TIMEOUT = 408
_HTTP_TOO_MANY = 429
_HTTP_SERVER_FAULT = 500
_HTTP_CLIENT_FAULT = 400
_HTTP_REDIRECT = 300

NUMBER_HAS_ENOUGH = "isv.BUSINESS_LIMIT_CONTROL"

LATER: Mapping[str, tuple[str, timedelta | None]] = MappingProxyType(
    {
        NUMBER_HAS_ENOUGH: (
            "This number has had its share of texts for now.",
            timedelta(hours=1),
        ),
        "isv.DAY_LIMIT_CONTROL": ("The account's daily limit is used up.", timedelta(hours=3)),
        "isv.MONTH_LIMIT_CONTROL": ("The account's monthly limit is used up.", timedelta(hours=24)),
        "isp.SYSTEM_ERROR": ("The gateway had a fault of its own.", None),
        "ServiceUnavailable": ("The gateway is away for a moment.", None),
        "Throttling": ("The gateway asks us to be slower.", timedelta(seconds=2)),
    }
)
"""Not sent, but may be later; with the time after which it makes sense to try."""

INSTALLATION: Mapping[str, str] = MappingProxyType(
    {
        "isv.OUT_OF_SERVICE": "The service is stopped for lack of money: top up the account.",
        "isv.AMOUNT_NOT_ENOUGH": "The account's balance is used up: top it up.",
        "isv.ACCOUNT_NOT_EXISTS": "The account does not exist: check access_key_id.",
        "isv.ACCOUNT_ABNORMAL": "The account is blocked: ask the provider.",
        "isv.SMS_SIGNATURE_ILLEGAL": "The signature is not registered: check sign_name.",
        "isv.SMS_SIGN_ILLEGAL": "The signature is not registered: check sign_name.",
        "isv.SIGN_STATE_ILLEGAL": "The signature is not approved yet, or no longer: look in the console.",
        "isv.SMS_TEMPLATE_ILLEGAL": "The template is not registered or approved: check templates.",
        "isv.SMS_SIGNATURE_SCENE_ILLEGAL": "The signature may not be used with this template's kind.",
        "isv.PRODUCT_UN_SUBSCRIPT": "The text message service is not ordered for this account.",
        "isv.PRODUCT_UNSUBSCRIBE": "The text message service is not ordered for this account.",
        "isv.DENY_IP_RANGE": "The account does not allow calls from our address.",
        "isp.RAM_PERMISSION_DENY": "The access key lacks the permission to send texts.",
        "isv.SECURITY_FROZEN_ACCOUNT": "The account is frozen: ask the provider.",
        "SignatureDoesNotMatch": "The access key secret is wrong.",
        "IncompleteSignature": "The gateway cannot read our signature.",
        "InvalidAccessKeyId.NotFound": "The access key does not exist.",
        "InvalidAccessKeyId.Inactive": "The access key is switched off.",
        "InvalidTimeStamp.Expired": "Our clock differs from the gateway's: set the machine's time.",
        "InvalidTimeStamp.Format": "The gateway cannot read our time.",
        "Forbidden": "The access key lacks the permission to send texts.",
        "NoPermission": "The access key lacks the permission to send texts.",
        "InvalidAction.NotFound": "The endpoint is not the text message service: check endpoint.",
        "InvalidVersion": "The endpoint is not the text message service: check endpoint.",
    }
)
"""Faults of the account or of our settings: every other text would fail alike, so a person must act."""

MESSAGE: Mapping[str, str] = MappingProxyType(
    {
        "isv.MOBILE_NUMBER_ILLEGAL": "The number is not one that can receive texts.",
        "isv.MOBILE_COUNT_OVER_LIMIT": "Too many numbers in one call.",
        "isv.TEMPLATE_MISSING_PARAMETERS": "The template has a variable we did not fill.",
        "isv.TEMPLATE_PARAMS_ILLEGAL": "A variable's value is not of the kind the template wants.",
        "isv.INVALID_PARAMETERS": "A parameter is not allowed.",
        "isv.INVALID_JSON_PARAM": "The variables could not be read.",
        "isv.PARAM_LENGTH_LIMIT": "A variable's value is too long.",
        "isv.PARAM_NOT_SUPPORT_URL": "A variable holds a link, which is not allowed.",
        "isv.SMS_CONTENT_ILLEGAL": "The text is not allowed.",
        "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE": "The text does not suit the template's kind.",
        "isv.BLACK_KEY_CONTROL_LIMIT": "A variable holds a word the gateway refuses.",
        "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": "This template is for numbers abroad only.",
        "isv.EXTEND_CODE_ERROR": "The extension is already used by another signature.",
    }
)
"""Only this one text: it will never go out as it stands."""

PERHAPS: Mapping[str, str] = MappingProxyType(
    {
        # We never use a nonce twice: somebody on the way repeated the request, so a first copy was taken.
        "SignatureNonceUsed": "A copy of this request arrived before: it may have been sent.",
        "InternalError": "The gateway broke while working on it: it may have been sent.",
    }
)
"""Nobody knows whether the text went out."""


def failure_of(code: str, status: int) -> DeliveryFailed:
    """The failure behind an error code that came with an HTTP status; the code's own family counts if it is new."""
    for known in (code, code.partition(".")[0]):
        if known in LATER:
            sentence, wait = LATER[known]
            return Transient(code, sentence, wait)
        if known in INSTALLATION:
            return Permanent(code, INSTALLATION[known], for_everyone=True)
        if known in MESSAGE:
            return Permanent(code, MESSAGE[known])
        if known in PERHAPS:
            return Unknown(code, PERHAPS[known])
    if status >= _HTTP_SERVER_FAULT:
        return Unknown(code, "The gateway broke in a way we do not know: it may have been sent.")
    return Permanent(code, "The gateway refused it for a reason we do not know.")


def failure_without_code(status: int) -> DeliveryFailed:
    """The failure behind an answer that is not the gateway's own: a proxy's page, or nothing readable."""
    code = f"http_{status}"
    if status in (_HTTP_REQUEST_TIMEOUT, _HTTP_TOO_MANY):
        return Transient(code, "Something before the gateway asks us to come back later.")
    if _HTTP_REDIRECT <= status < _HTTP_SERVER_FAULT:
        return Permanent(code, "Something other than the gateway answers at the endpoint.", for_everyone=True)
    return Unknown(code, "The answer could not be read: the text may have been sent.")
