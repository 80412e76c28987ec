"""The face of a card (任务卡片): every variable of the template as text, in the order of `domain.md` §15.1.

Four kinds of card share one template: the unit's task, the confirmer's visit, the centre's decision, the callback.
Each value stays within 1,000 bytes. Without a template the same card is a markdown message with numbered choices.
"""

from collections.abc import Sequence
from enum import StrEnum

from config.texts import actions as buttons
from config.texts import facts, notes
from config.texts.fitting import clipped, fits, json_list, shortened
from domain.asks import Ask
from domain.faces import CardFace, ChatText
from domain.notices import CardKind
from domain.ticket import Item
from domain.view import TicketView

VARIABLES = (
    "title", "grade", "light", "problem", "place", "people_count", "lead", "assist", "demand", "due", "remaining",
    "latest", "note", "revision", "items", "buttons",
)  # fmt: skip
"""The template's variables: an update by key leaves out none, or the old words would stay."""
_ITEM_LETTERS = (60, 40, 28, 20, 14, 8)
"""Lengths to try for an item's words until all items fit into one variable."""


def face(
    view: TicketView, kind: CardKind, actions: Sequence[StrEnum], ask: Ask | None = None, link: str = ""
) -> CardFace:
    """The card as this viewer may see it now. `link`: the confirmer's page."""
    if taken_back(view, kind):
        return _taken_back(view)
    values = (
        ("title", f"{facts.line_of_meeting(view)}{facts.number(view)} {facts.title(view, 40)}"),
        ("grade", facts.grade(view)),
        ("light", facts.light(view)),
        ("problem", facts.problem(view)),
        ("place", facts.place(view)),
        ("people_count", facts.people(view)),
        ("lead", _lead(view)),
        ("assist", facts.assists(view)),
        ("demand", facts.demand(view)),
        ("due", facts.due(view)),
        ("remaining", facts.remaining(view)),
        ("latest", facts.latest(view)),
        ("note", notes.note(view, kind, ask, link)),
    )
    revision = view.ticket.version
    whole = (
        *((name, clipped(value)) for name, value in values),
        ("revision", str(revision)),
        ("items", items_json(view, kind)),
        ("buttons", buttons_json(actions, ask)),
    )
    return CardFace(revision, whole)


def taken_back(view: TicketView, kind: CardKind) -> bool:
    """Whether the card's unit has nothing more to do with it: what others do from now on is not for this card."""
    if kind is not CardKind.TASK or view.viewer is None:
        return False
    units = view.context.directory.units_of(view.viewer, view.context.today)
    return not any(part.unit in units for part in view.ticket.assignments)


def _taken_back(view: TicketView) -> CardFace:
    told = {
        "title": facts.number(view),
        "note": notes.TAKEN_BACK,
        "revision": str(view.ticket.version),
        "items": json_list([]),
        "buttons": json_list([]),
    }
    return CardFace(view.ticket.version, tuple((name, told.get(name, "")) for name in VARIABLES))


def items_json(view: TicketView, kind: CardKind) -> str:
    """The items as JSON text: number, tick box, words; shorter words where there are many, then a count of the rest."""
    items = view.ticket.items
    standards = kind in (CardKind.VISIT, CardKind.TASK)
    for letters in _ITEM_LETTERS:
        for with_standard in (True, False) if standards else (False,):
            told = json_list([_item(view, item, letters, with_standard=with_standard) for item in items])
            if fits(told):
                return told
    for shown in range(len(items) - 1, 0, -1):
        rest = {"n": "", "mark": "", "text": f"另有{len(items) - shown}条，请发 /进度 {facts.number(view)}"}
        short = [_item(view, item, _ITEM_LETTERS[-1], with_standard=False) for item in items[:shown]]
        told = json_list([*short, rest])
        if fits(told):
            return told
    return json_list([])


def _item(view: TicketView, item: Item, letters: int, *, with_standard: bool) -> dict[str, str]:
    told = shortened(facts.item_words(view, item), letters)
    standard = facts.item_standard(view, item) if with_standard else ""
    if standard:
        told += f"｜到位标准：{shortened(standard, letters)}"
    return {
        "n": str(item.no),
        "mark": facts.item_mark(item),
        "text": f"{told}（{shortened(facts.item_told(view, item), max(letters, 12))}）",
    }


def buttons_json(actions: Sequence[StrEnum], ask: Ask | None = None) -> str:
    """The buttons as JSON text; those that do not fit any more are left to typing."""
    told = [
        {"action": action.value, "text": buttons.text(action), "argument": buttons.argument(action, ask)}
        for action in buttons.ordered(actions)
    ]
    while not fits(json_list(told)):
        told.pop()
    return json_list(told)


def as_markdown(
    view: TicketView, kind: CardKind, actions: Sequence[StrEnum], ask: Ask | None = None, link: str = ""
) -> ChatText:
    """The same card as a message, for installations without a template: numbered choices, and what to type."""
    number, code = facts.number(view), facts.short_number(view)
    if taken_back(view, kind):
        return ChatText(title=alert(view, kind), markdown=f"**{number}**\n\n{notes.TAKEN_BACK}")
    lines = [
        f"**{number} {facts.title(view, 40)}**",
        " ".join((facts.grade(view), facts.light(view))).strip(),
    ]
    told = (
        ("反映问题", facts.problem(view)),
        ("地点", facts.place(view)),
        ("反映人数", facts.people(view)),
        ("牵头", _lead(view)),
        ("协办", facts.assists(view)),
        ("办理要求", facts.demand(view)),
        ("时限", "，".join(part for part in (facts.due(view), facts.remaining(view)) if part)),
        ("最新进展", facts.latest(view)),
    )
    lines += [f"{name}：{value}" for name, value in told if value]
    lines += facts.item_lines(view, standards=kind in (CardKind.VISIT, CardKind.TASK))
    lines += [line for line in notes.note(view, kind, ask, link).split("\n\n") if line]
    choices = buttons.ordered(actions)
    if choices:
        lines.append("**可以这样做：**")
        lines += [
            f"{place}. {buttons.text(action)}：回复“{buttons.typed(action, code)}”"
            for place, action in enumerate(choices, start=1)
        ]
    return ChatText(title=alert(view, kind), markdown="\n\n".join(line for line in lines if line))


def alert(view: TicketView, kind: CardKind) -> str:
    """What a locked screen shows: never personal data, so no title and no words."""
    return f"【{notes.heading(kind)}】{facts.number(view)} {facts.grade(view)}"


def _lead(view: TicketView) -> str:
    unit, leader = facts.lead(view), facts.leader(view)
    return f"{unit}（{leader}）" if unit and leader else unit
