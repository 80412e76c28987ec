"""Phone numbers as we keep and compare them, and the numbers no machine of ours may ever answer."""

import re
import unicodedata

_DECORATION = re.compile(r"[\s\-\uff0d().]+")
_COUNTRY = re.compile(r"^(?:\+86|0086|86)(?=1\d{10}$)")
_ANY_COUNTRY = re.compile(r"^(?:\+86|0086|86)")
_DIALABLE = re.compile(r"^\+?[0-9]{3,20}$")
_MACHINES = ("106", "10086", "10010", "10000", "95", "96", "12", "400")


def normalised(number: str) -> str:
    """The one form in which a number is kept and compared (`sms.md` §10.1).

    Full-width digits become plain, spaces and hyphens go, and +86, 0086 or 86 is dropped where a mobile number
    (eleven digits beginning with 1) remains. Anything else (landline, +852…, short code) is kept as it is.
    """
    plain = _DECORATION.sub("", number)
    if not plain.isascii():
        plain = "".join(_plain(letter) for letter in plain)
    return _COUNTRY.sub("", plain)


def _plain(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter.replace("\uff0b", "+")


def is_dialable(number: str) -> bool:
    """Whether a normalised number has the shape of one: 3 to 20 digits, perhaps a plus before them."""
    return _DIALABLE.match(number) is not None


def never_answered(number: str) -> bool:
    """Whether the number belongs to a machine: two robots that answer each other do not stop (`sms.md` §10.1).

    Platforms (106…), operators (10086, 10010, 10000), hotlines and services (95…, 96…, 12…, 400…).
    """
    plain = normalised(number)
    return _ANY_COUNTRY.sub("", plain).startswith(_MACHINES) or plain.startswith(_MACHINES)
