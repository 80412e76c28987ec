"""The calls to an urgent matter as /进度 shows them: when, who, by which means, delivered or read, and who has signed."""

from collections.abc import Iterator, Sequence

from config.texts import duty, times
from domain.ladders import Means
from domain.sendings import Reached, Sending
from domain.view import TicketView

_MEANS = {Means.CARD: "卡片", Means.MESSAGE: "消息", Means.DING: "强提醒", Means.SMS: "短信"}
_REACHED = {
    Reached.WAITING: "待发",
    Reached.SENT: "已发出，待回执",
    Reached.DELIVERED: "已送达",
    Reached.READ: "已读",
    Reached.FAILED: "未送达",
    Reached.UNKNOWN: "是否送达不明",
    Reached.DROPPED: "未发",
}
_MOST = 30


def calls(view: TicketView, sendings: Sequence[Sending]) -> str:
    """Nothing where nobody was called."""
    if not sendings:
        return ""
    lines = [_line(view, one) for one in sendings[-_MOST:]]
    return "\n".join(("通知情况：", *lines, *_signed(view)))


def _line(view: TicketView, one: Sending) -> str:
    person = view.context.directory.people.get(one.person)
    if person is not None and person.staff_id is None and one.means is Means.MESSAGE:
        one = one.texted()
    read = times.clock(one.read_at) if one.read_at else ""
    why = f"（{one.why}）" if one.why else ""
    return f"{times.clock(one.at)} {_name(view, one)} {_MEANS[one.means]}{_REACHED[one.reached]}{read}{why}"


def _name(view: TicketView, one: Sending) -> str:
    person = view.context.directory.people.get(one.person)
    if person is None:
        return one.person
    return duty.in_group(person) if view.viewer is None else person.name


def _signed(view: TicketView) -> Iterator[str]:
    for part in view.ticket.assignments:
        unit = view.unit_name(part.unit)
        if part.acknowledged_at is None:
            yield f"{unit}：尚未签收"
        else:
            yield f"{unit}：{times.moment(part.acknowledged_at, view.context.today)}签收"
