"""What a ticket has to tell, as short strings for one pair of eyes; every text about a ticket is made of these.

Masking happens here, for everybody: full data are shown on demand only, each look logged (`domain.md` §14, rule 1).
"""

from config.texts import duetime, labels, times
from config.texts.masking import mask_home, mask_place, mask_words, without_markdown
from domain.calendar_clock import local_date
from domain.duetime import DueTime, running_due
from domain.ids import ItemNo, Sealed, UnitId
from domain.lights import light as light_of
from domain.running import clock_reads, lies_still
from domain.ticket import Assignment, Item, ProgressNote
from domain.view import TicketView
from domain.vocabulary import Grade, UnitRole


def cut(text: str, letters: int) -> str:
    """At most so many characters on one line, the last one … where something is missing."""
    flat = " ".join(text.split())
    return flat if len(flat) <= letters else flat[: letters - 1] + "…"


def words(view: TicketView, sealed: Sealed | None, letters: int = 200) -> str:
    """Somebody's words, masked for everybody: who must call asks for name and number, and that look is logged."""
    return cut(without_markdown(_masked(view, view.read(sealed))), letters)


def _masked(view: TicketView, said: str) -> str:
    """`view.viewer` None: a group, where not even the number of a house is for everybody (§14, rule 1)."""
    masked = mask_words(said, houses=view.viewer is None)
    return mask_home(masked) if view.ticket.confidential else masked


def number(view: TicketView) -> str:
    """工单编号."""
    return view.ticket.number


def line_of_meeting(view: TicketView) -> str:
    """【第27批·3号】 of the dispatch meeting that assigned it, or nothing."""
    if not view.ticket.meetings:
        return ""
    last = view.ticket.meetings[-1]
    return f"【第{last.batch}批·{last.no}号】"


def short_number(view: TicketView) -> str:
    """短码, where there is room for no more than six characters."""
    return view.ticket.short_code


def title(view: TicketView, letters: int = 30) -> str:
    """标题: the dispatcher's, else the beginning of the request."""
    return words(view, view.ticket.title, letters) or problem(view, letters) or category(view) or "群众诉求"


def problem(view: TicketView, letters: int = 120) -> str:
    """反映问题, at most 120 characters (§15.1). Never in a group: no mask knows every name (§14)."""
    if view.viewer is None or not view.ticket.appeals:
        return ""
    return words(view, view.ticket.appeals[0].words, letters)


def place(view: TicketView) -> str:
    """事发地点: a viewer nobody knows (a group) sees it down to the estate only (§14, rule 1)."""
    said = view.read(view.ticket.place)
    if not said.strip():
        return ""
    if view.viewer is None:
        return cut(without_markdown(mask_place(said)), 40)
    return cut(without_markdown(mask_words(said)), 60)


def category(view: TicketView) -> str:
    """内容分类, else 诉求类型."""
    found = view.context.policy.categories.get(view.ticket.category)
    if found:
        return found.name
    return labels.nature(view.ticket.nature) if view.ticket.nature else ""


def people_count(view: TicketView) -> int:
    """反映人数: different appellants, merged ones included."""
    return len(view.ticket.appellants)


def people(view: TicketView) -> str:
    """3人; nothing where no citizen raised it, but a town whistled."""
    count = people_count(view)
    return f"{count}人" if count else ""


def due_time(view: TicketView) -> DueTime | None:
    """The running limit, explained; with an extension the date that was granted."""
    running = view.ticket.limit
    if running is None:
        return None
    return running_due(running, view.context.calendar)


def due(view: TicketView) -> str:
    """时限: 7月10日（周三）24:00前."""
    found = due_time(view)
    if found is None:
        return ""
    shown = times.due(found, view.context.today)
    return f"{shown}（暂定）" if found.provisional else shown


def due_day(view: TicketView) -> str:
    """The last day alone: 7月10日."""
    found = due_time(view)
    return times.day(found.shown_on) if found else ""


def remaining(view: TicketView) -> str:
    """还剩2个工作日, 今日到期, 已超期1个工作日; in a pause what it does to the limit; nothing once all is done."""
    found = due_time(view)
    if found is None or not view.ticket.is_open:
        return ""
    if lies_still(view.ticket.limit):
        return f"{pause(view)}{duetime.during_pause(view.ticket.limit)}"
    return times.remaining(found, view.context.now, view.context.calendar)


def pause(view: TicketView) -> str:
    """Why it lies still: 挂账期间, 待补充期间."""
    return "挂账期间" if view.ticket.shelving is not None else "待补充期间"


def light(view: TicketView) -> str:
    """绿黄红灯 with its word; while the clock stands still the lamp stays as it was."""
    found, running = due_time(view), view.ticket.limit
    if found is None or running is None or not view.ticket.is_open:
        return ""
    lamp = light_of(clock_reads(running, view.context.now), found, view.ticket.urgency, view.context.calendar)
    return labels.light(lamp)


def sheet_number(view: TicketView) -> str:
    """民督〔2019〕45号 of the open supervision sheet, or nothing."""
    sheet = view.ticket.supervision
    if sheet is None or not sheet.number:
        return ""
    return f"{view.context.policy.sheet_series}〔{local_date(sheet.at).year}〕{sheet.number}号"


def grade(view: TicketView) -> str:
    """督办等级, else 紧急程度 where it says something, else the track."""
    ticket = view.ticket
    if ticket.supervision and ticket.supervision.grade > Grade.REMINDER:
        return labels.grade(ticket.supervision.grade)
    if ticket.urgency.value != "normal":
        return labels.urgency(ticket.urgency)
    return labels.track(ticket.track)


def lead(view: TicketView) -> str:
    """牵头单位."""
    part = view.ticket.lead
    return view.unit_name(part.unit) if part else ""


def leader(view: TicketView) -> str:
    """责任领导 of the lead unit; never in a group."""
    part = view.ticket.lead
    return view.person_name(part.leader) if part and view.viewer is not None else ""


def assists(view: TicketView) -> str:
    """协办单位."""
    return units(view, tuple(a.unit for a in view.ticket.assignments if a.role is UnitRole.ASSIST))


def units(view: TicketView, which: tuple[UnitId, ...]) -> str:
    """Units by name, the complained-of one left out of every audience (§14, rule 3)."""
    return "、".join(view.unit_name(unit) for unit in which if unit != view.ticket.about_unit)


def arrival(part: Assignment) -> str:
    """When a unit came, and whether in time: 09:27，按时."""
    if part.arrived_at is None:
        return ""
    return f"{times.clock(part.arrived_at)}，{'晚到' if part.arrival_late else '按时'}"


def arrivals(view: TicketView) -> str:
    """到场 of every unit that came."""
    return "；".join(
        f"{view.unit_name(part.unit)} {times.day(local_date(part.arrived_at))} {arrival(part)}"
        for part in view.ticket.assignments
        if part.arrived_at
    )


def demand(view: TicketView) -> str:
    """办理要求."""
    return words(view, view.ticket.demand, 120)


def item_numbers(which: tuple[ItemNo, ...]) -> str:
    """1、3."""
    return "、".join(str(no) for no in which)


def item_words(view: TicketView, item: Item, letters: int = 40) -> str:
    """条目内容."""
    return words(view, item.words, letters) or f"条目{item.no}"


def item_standard(view: TicketView, item: Item, letters: int = 60) -> str:
    """到位标准: the item's own, else the policy's for the class."""
    own = words(view, item.standard, letters)
    if own:
        return own
    found = view.context.policy.categories.get(view.ticket.category)
    return cut(found.standard, letters) if found else ""


def item_mark(item: Item) -> str:
    """☐ ☑ ☒ ✅."""
    return labels.item_mark(item.state)


def item_told(view: TicketView, item: Item) -> str:
    """交通运输局，未完成，7月10日前."""
    told = f"{view.unit_name(item.unit)}，{labels.item_state(item.state)}"
    return f"{told}，{times.day(item.due_on)}前" if item.due_on else told


def item_lines(view: TicketView, *, standards: bool = False) -> list[str]:
    """One line per item: ☐ 1. 减速带（交通运输局，未完成）; the standard below it, if wanted."""
    lines = []
    for item in view.ticket.items:
        lines.append(f"{item_mark(item)} {item.no}. {item_words(view, item)}（{item_told(view, item)}）")
        standard = item_standard(view, item) if standards else ""
        if standard:
            lines.append(f"　到位标准：{standard}")
    return lines


def last_note(view: TicketView) -> ProgressNote | None:
    """The last report of progress that stands."""
    return next((note for note in reversed(view.ticket.progress) if not note.withdrawn), None)


def latest(view: TicketView, letters: int = 80) -> str:
    """最新进展: when, what, by whom; in a group without the name."""
    note = last_note(view)
    if note is None:
        return ""
    when = times.moment(note.at, view.context.today)
    said = words(view, note.words, letters) if view.viewer is not None else ""
    if not said and note.done:
        said = f"条目{item_numbers(note.done)}已完成"
    if not said:
        said = f"上传佐证{len(note.evidence)}份" if note.evidence else "已报送"
    by = view.person_name(note.by) if view.viewer is not None else ""
    return f"{when} {by}：{said}" if by else f"{when} {said}"
