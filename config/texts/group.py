"""What the supervision group (督办群) reads: numbers, units, states and dates; nobody's name, nobody's words.

Free words are left out rather than masked: no mask knows every name (`domain.md` §14, rule 1). A report of wrongdoing
or a caller who asked for secrecy does not even show its place.
"""

from dataclasses import replace

from config.texts import facts, labels, whistle_facts
from config.texts.wording import Wording, fill
from domain.faces import ChatText
from domain.notices import Notice, NoticeKind
from domain.view import TicketView

GAPS = frozenset(
    {
        "number", "category", "state", "grade", "light", "place", "lead", "assists", "units", "due", "remaining",
        "count", "items", "town", "whistle", "attendance",
    }
)  # fmt: skip
"""Every gap a notice to a group may have."""

OWN_WORDS = frozenset({NoticeKind.PUBLIC_PROGRESS, NoticeKind.WHISTLE_PUBLIC})
"""Kinds made for a group: a centre may word them itself, with these gaps."""
_OTHERS = "{light} {grade} {state}\n类别：{category}\n承办：{units}\n时限：{due}，{remaining}"


def told(notice: Notice, view: TicketView | None, wording: Wording) -> ChatText:
    """A notice for the group. `wording` is that of the notice's kind; only its short word serves other kinds."""
    values = _values(notice, view)
    body = wording.text if notice.kind in OWN_WORDS else _OTHERS
    short = wording.short
    if notice.kind is NoticeKind.PUBLIC_PROGRESS and view:
        short = labels.state(view.ticket.state)
    head = f"【{short}】{values['number']}".strip()
    late = "（补发）" if notice.late else ""
    return ChatText(title=head, markdown=f"**{head}**{late}\n\n" + fill(body, values).replace("\n", "\n\n"))


def _values(notice: Notice, view: TicketView | None) -> dict[str, str]:
    values = dict.fromkeys(GAPS, "")
    if view is None:
        return values
    public = replace(view, viewer=None, may_see_caller=False)
    return values | {
        "number": facts.number(public),
        "category": facts.category(public),
        "state": labels.state(public.ticket.state),
        "grade": facts.grade(public),
        "light": facts.light(public),
        "place": "" if public.ticket.confidential else facts.place(public),
        "lead": facts.lead(public),
        "assists": facts.assists(public),
        "units": facts.units(public, notice.units) or facts.lead(public),
        "due": facts.due(public),
        "remaining": facts.remaining(public),
        "count": str(notice.count) if notice.count else "",
        "items": facts.item_numbers(notice.items),
        "town": whistle_facts.town(public),
        "whistle": whistle_facts.kind(public),
        "attendance": whistle_facts.attendance(public),
    }
