"""What SendSms checks before a text goes out: signature, template, variables, number, and the caps (`sms.md` §6.5)."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.standins.sms.refused import RefusedError
from adapters.standins.sms.settings import Rules

_VARIABLE = re.compile(r"\$\{([^}]+)\}")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_NUMBERS_MAX = 1000
_TEXT_MAX = 500
_OUT_ID_MAX = 255


@dataclass(frozen=True, slots=True)
class Order:
    """A text that may go out to these numbers."""

    numbers: tuple[str, ...]
    sign_name: str
    template: str
    text: str
    out_id: str


class Account:
    """The signatures and templates of one account, and what was sent to whom today."""

    def __init__(self, sign_names: tuple[str, ...], templates: Mapping[str, str]) -> None:
        self.sign_names = set(sign_names)
        self.templates = dict(templates)
        self._sent: Counter[tuple[str, str, str, str]] = Counter()

    def order(self, asked: Mapping[str, str], rules: Rules, day: str) -> Order:
        """The text to be sent, counted against its numbers' caps. Raises `RefusedError`."""
        numbers = _numbers(asked.get("PhoneNumbers", ""))
        sign_name = asked.get("SignName", "")
        if sign_name not in self.sign_names:
            raise RefusedError("isv.SMS_SIGNATURE_ILLEGAL", "短信签名不合法")
        code = asked.get("TemplateCode", "")
        if code not in self.templates:
            raise RefusedError("isv.SMS_TEMPLATE_ILLEGAL", "短信模板不合法")
        out_id = asked.get("OutId", "")
        if len(out_id) > _OUT_ID_MAX:
            raise RefusedError("isv.INVALID_PARAMETERS", "OutId过长")
        values = _values(asked.get("TemplateParam", ""), rules)
        text = f"【{sign_name}】{_filled(self.templates[code], values)}"
        if len(text) > _TEXT_MAX:
            raise RefusedError("isv.PARAM_LENGTH_LIMIT", "短信内容超过500字")
        if any(word in text for word in rules.refused_words):
            raise RefusedError("isv.BLACK_KEY_CONTROL_LIMIT", "黑名单管控")
        self._count(numbers, sign_name, code, day, rules.daily_limit)
        return Order(numbers, sign_name, code, text, out_id)

    def _count(self, numbers: tuple[str, ...], sign_name: str, code: str, day: str, limit: int) -> None:
        keys = [(day, number, sign_name, code) for number in numbers]
        if any(self._sent[key] >= limit for key in keys):
            raise RefusedError("isv.BUSINESS_LIMIT_CONTROL", "触发号码天级流控")
        self._sent.update(keys)


def _numbers(written: str) -> tuple[str, ...]:
    if not written:
        raise RefusedError("isv.MOBILE_NUMBER_ILLEGAL", "非法手机号")
    said = written.split(",")
    if len(said) > _NUMBERS_MAX:
        raise RefusedError("isv.MOBILE_COUNT_OVER_LIMIT", "手机号码数量超过限制")
    matches = [_MOBILE.fullmatch(one) for one in said]
    found = tuple(match[1] for match in matches if match is not None)
    if len(found) != len(said):
        raise RefusedError("isv.MOBILE_NUMBER_ILLEGAL", "非法手机号")
    return found


def _values(written: str, rules: Rules) -> Mapping[str, str]:
    try:
        values = json.loads(written or "{}")
    except ValueError:
        raise RefusedError("isv.INVALID_JSON_PARAM", "JSON参数不合法，只接受字符串值") from None
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise RefusedError("isv.INVALID_JSON_PARAM", "JSON参数不合法，只接受字符串值")
    for value in values.values():
        if _LINK.search(value):
            raise RefusedError("isv.PARAM_NOT_SUPPORT_URL", "不支持URL")
        if "【" in value or "】" in value:
            raise RefusedError("isv.INVALID_PARAMETERS", "变量中不能有【】")
        if len(value) > rules.variable_max:
            raise RefusedError("isv.PARAM_LENGTH_LIMIT", "参数超出长度限制")
    return values


def _filled(template: str, values: Mapping[str, str]) -> str:
    lacking = [name for name in _VARIABLE.findall(template) if not values.get(name)]
    if lacking:
        raise RefusedError("isv.TEMPLATE_MISSING_PARAMETERS", f"模板缺少变量：{'、'.join(lacking)}")
    return _VARIABLE.sub(lambda match: values[match[1]], template)
