"""What a person of the story has on their screen, as plain text to look for words in."""

import json
import re
from dataclasses import dataclass

Json = dict[str, object]
_LABELS = {
    "problem": "反映问题：",
    "place": "地点：",
    "people_count": "反映人数：",
    "lead": "牵头：",
    "assist": "协办：",
    "demand": "办理要求：",
    "due": "时限：",
    "latest": "最新进展：",
}
"""What stands before a card's values in the template we ship."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message or card, in the order shown. `card` is its outTrackId, empty for a message.

    `alert`: what a locked screen shows of it.
    """

    id: str
    text: str
    mine: bool
    card: str = ""
    buttons: tuple["Button", ...] = ()
    revision: str = ""
    alert: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button on a card, and what it carries."""

    text: str
    params: tuple[tuple[str, str], ...]


def chat_shown(screen: Json, *, group: bool) -> tuple[Shown, ...]:
    """One-to-one messages, or those of the groups."""
    return tuple(
        _message(one)
        for chat in _objects(screen, "chats")
        if (chat.get("kind") == "group") is group
        for one in _objects(chat, "messages")
    )


def dings_shown(screen: Json) -> tuple[Shown, ...]:
    """Strong reminders (DING): they ring, and stand beside the chat, not in it."""
    return tuple(
        Shown(f"ding:{one.get('id')}", str(one.get("text", "")), mine=False)
        for one in _objects(screen, "dings")
    )


def texts_shown(screen: Json) -> tuple[Shown, ...]:
    """The text messages of a citizen's phone."""
    return tuple(
        Shown(str(index), str(one.get("text", "")), one.get("author") == "citizen")
        for index, one in enumerate(_objects(screen, "messages"))
    )


def _message(one: Json) -> Shown:
    card = one.get("card")
    mine = one.get("mine") is True
    if isinstance(card, dict):
        values = card.get("values")
        held = {str(k): str(v) for k, v in values.items()} if isinstance(values, dict) else {}
        buttons = tuple(_button(button) for button in _objects(card, "buttons"))
        return Shown(
            str(one.get("id")),
            _card_text(held, buttons),
            mine,
            str(card.get("outTrackId")),
            buttons,
            held.get("revision", ""),
        )
    words = plain(str(one.get("text") or one.get("content") or ""))
    recalled = "（已撤回）" if one.get("recalled") is True else ""
    return Shown(str(one.get("id")), f"{recalled}{words}", mine, alert=str(one.get("title") or ""))


def plain(markdown: str) -> str:
    """Markdown as it is read: without its stars, one line under the other."""
    return re.sub(r"\n{2,}", "\n", markdown.replace("**", "")).strip()


def _button(told: Json) -> Button:
    params = told.get("params")
    held = params.items() if isinstance(params, dict) else ()
    return Button(str(told.get("text", "")), tuple((str(k), str(v)) for k, v in held))


def _card_text(values: dict[str, str], buttons: tuple[Button, ...]) -> str:
    lines = [
        f"{_LABELS.get(name, '')}{plain(text)}"
        for name, text in values.items()
        if name not in {"items", "buttons", "revision"} and text
    ]
    lines += [
        f"{item.get('mark', '')} {item.get('n', '')}. {item.get('text', '')}"
        for item in json.loads(values.get("items") or "[]")
    ]
    if buttons:
        lines.append(" ".join(f"[{button.text}]" for button in buttons))
    return "\n".join(lines)


def _objects(told: Json, key: str) -> list[Json]:
    value = told.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
