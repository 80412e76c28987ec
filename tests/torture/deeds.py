"""What people did in a torture, so that each can be asked afterwards what came of it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from adapters.standins.dingtalk.pictures import picture

_LETTERS = "桉柏枞枫桂桧榉楝榈梓楠榕椿檀柘樟"
"""Trees: no rule of the house understands one."""
_LENGTH = 5


class Way(StrEnum):
    """Over which wire."""

    TEXT = "text"
    CHAT = "chat"
    PRESS = "press"
    PAGE = "page"


@dataclass(slots=True)
class Deed:
    """One thing somebody did. `token` stands in its words and nowhere else.

    `heard`: the wire itself said that it was taken (a press answered in time, the page's good answer); for texts and chat
    the stand-in knows. `effect`: what the press or the page must have brought about, as a kind of event.
    """

    token: str
    way: Way
    who: str
    """The person's code, or the citizen's number."""
    ticket: str = ""
    """The ticket's number, where it was known."""
    effect: str = ""
    heard: bool = False
    refused: str = ""
    """The polite sentence with which a press or the page was refused."""
    told: str = ""
    """What was pressed: card, action and argument."""
    photo: str = ""
    """SHA-256 of the picture that went with it."""


def photo_of(mark: str) -> str:
    """The name a picture of this token has as a file."""
    return hashlib.sha256(picture(mark)).hexdigest()


def token(place: int) -> str:
    """The place-th token: five letters nobody else says."""
    letters = ""
    for _ in range(_LENGTH):
        place, digit = divmod(place, len(_LETTERS))
        letters += _LETTERS[digit]
    return f"榧{letters}"
