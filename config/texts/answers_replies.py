"""Answers to plain replies of leaders and their people: what was recorded, then the undo or the next step."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from config.texts import answer_check, facts, labels, times
from config.texts.answers import ticket_name
from domain.answering import AnswerFinding
from domain.ids import ItemNo
from domain.people import Person
from domain.refusals import Reason, Refusal
from domain.site_page import UploadFault
from domain.ticket import ProgressNote
from domain.view import TicketView
from domain.vocabulary import ReturnReason, State

_CUT = 40


def file_words(count: int) -> str:
    """What stands in the record for a report that is only pictures or files."""
    return f"（附件{count}份）"


# --- which ticket -------------------------------------------------------------------------------------------------


def nothing_open() -> str:
    """The person has no open ticket."""
    return "您名下没有在办工单，消息未作登记。您可用的指令请发：/帮助"


def pick(views: Sequence[TicketView]) -> str:
    """Which of these? What was said is kept."""
    lines = [
        f"{place}. {view.ticket.short_code} {facts.title(view, 20)}"
        for place, view in enumerate(views, start=1)
    ]
    return "\n".join(("这是哪一件的？请回复序号，您刚才说的话已留存：", *lines))


def pick_gone() -> str:
    """The number chooses nothing."""
    return "没有这个序号，请回复列表里的序号或工单号；回复“取消”放弃。"


def one_only(views: Sequence[TicketView]) -> str:
    """Two tickets named for something that is no progress."""
    names = "、".join(ticket_name(view) for view in views)
    return f"您提到了{names}。申请类事项请一次说一件，未作登记。"


# --- recorded -----------------------------------------------------------------------------------------------------


def acknowledged(view: TicketView) -> str:
    """签收."""
    return f"{ticket_name(view)} 已签收，{facts.due(view)}办结。有进展直接回复我即可。"


def acknowledged_before(view: TicketView) -> str:
    """签收 a second time."""
    return f"{ticket_name(view)} 此前已签收，无需重复。有进展直接回复我即可。"


def all_signed() -> str:
    """收到, and nothing waits for a signature."""
    return "收到。您名下的工单均已签收，有进展直接回复我即可。"


def recorded(view: TicketView, note: ProgressNote, *, guessed: bool, files: int, heard: str = "") -> str:
    """Progress recorded at once, with an undo for ten minutes."""
    lines = [f"已记录进度 {ticket_name(view)}{_facts_of(view, note)}"]
    if heard:
        lines.append(f"语音识别为：{heard[:_CUT]}")
    if files:
        lines.append(f"附件{files}份正在接收，收到后归入本条进度。")
    if view.ticket.state is State.CLOSEOUT_REQUESTED:
        lines.append("该件已申请销号，本条作为备注，不影响核实。如还要继续施工，请回复“继续办理”。")
    if guessed:
        lines.append("按您刚才处理的工单登记；不对请回复“撤销”，再带工单号重发。")
    else:
        lines.append("10分钟内回复“撤销”可撤回。")
    return "\n".join(lines)


def _facts_of(view: TicketView, note: ProgressNote) -> str:
    parts = []
    if note.done:
        parts.append(f"条目{facts.item_numbers(note.done)}已报完成")
        left = tuple(item.no for item in view.ticket.items if item.no not in _done_numbers(view))
        parts.append(f"还差条目{facts.item_numbers(left)}" if left else "各条目均已报完成")
    if note.expected_on:
        parts.append(f"预计{times.full_day(note.expected_on, view.context.today)}")
    return f"：{'，'.join(parts)}。" if parts else "。"


def _done_numbers(view: TicketView) -> frozenset[ItemNo]:
    return frozenset(
        item.no for item in view.ticket.items if item.state.value in {"reported_done", "confirmed"}
    )


def recorded_on(views: Sequence[TicketView]) -> str:
    """Progress on every ticket named."""
    names = "、".join(ticket_name(view) for view in views)
    return f"已记录进度 {names}。\n10分钟内回复“撤销”加工单号可撤回。"


def files_joined(view: TicketView, count: int, *, guessed: bool) -> str:
    """Pictures that follow a report."""
    doubt = "不对请带工单号重发。" if guessed else ""
    return f"附件{count}份正在接收，归入 {ticket_name(view)} 刚才的进度。{doubt}"


def undone(view: TicketView) -> str:
    """撤销."""
    return f"{ticket_name(view)} 刚才的进度已撤回，视为未报。"


def nothing_to_undo() -> str:
    """撤销, but nothing was said in the last minutes."""
    return "没有可撤回的进度（只能撤回10分钟内本人报送的）。"


def file_lost(view: TicketView, code: str) -> str:
    """A picture or file could not be fetched, or cannot be taken; `code` says why, as the errand put it."""
    why, todo = _WHY_LOST.get(code, _NOT_RECEIVED)
    return f"{ticket_name(view)} 有一份附件{why}，{todo}。文字已登记。"


def file_not_joined(view: TicketView, *, ended: bool) -> str:
    """A picture came when its report no longer takes any."""
    why = "事项已经办结" if ended else "所附的进度已撤回"
    return f"{ticket_name(view)} 有一份附件到达时{why}，没有并入；仍需存档的请重新发送并说明。"


_TOO_BIG = ("太大，没有收下", "请压缩或调小尺寸后重新发送")
_NOT_RECEIVED = ("没有收到", "请重新发送")
_WHY_LOST: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "too_large": _TOO_BIG,
        UploadFault.PHOTO_TOO_BIG.value: _TOO_BIG,
        UploadFault.PHOTO_EMPTY.value: ("是空的，没有收下", "请重新发送"),
        UploadFault.NOT_A_PICTURE.value: ("不是照片，没有收下", "请重新拍照发送"),
        UploadFault.PICTURE_CUT_OFF.value: ("不完整、打不开，没有收下", "请重新发送"),
    }
)


def file_used_before(view: TicketView, number: str) -> str:
    """These very bytes were proof elsewhere."""
    return f"{ticket_name(view)} 这张照片在工单{number}用过，未作为佐证登记，请发本次现场的新照片。"


# --- wishes -------------------------------------------------------------------------------------------------------


def extension_details(*, date_missing: bool, reason_missing: bool) -> str:
    """What of the extension is still missing."""
    wanted = "和".join(
        part
        for part, is_missing in (("延期到哪一天", date_missing), ("延期原因", reason_missing))
        if is_missing
    )
    return f"请补充{wanted}，例：延期到7月15日，材料未到货。回复“取消”放弃。"


def return_reasons() -> str:
    """A number chooses the reason."""
    lines = [f"{place}. {labels.return_reason(reason)}" for place, reason in enumerate(ReturnReason, start=1)]
    return "\n".join(("请选择退单原因，回复序号（人手不足、难办不是理由）：", *lines, "回复“取消”放弃。"))


def handled_wish(view: TicketView, result: str, findings: tuple[AnswerFinding, ...] = ()) -> str:
    """申请办结, read back with what the citizen will read, and with what the reviewer will look at."""
    wish = f"{ticket_name(view)} 申请办结，审核通过后按以下内容答复诉求人，对吗？\n{facts.cut(result, 200)}"
    return f"{wish}\n答复检查提示（将一并报审核人）：{answer_check.notes(findings)}" if findings else wish


def result_missing() -> str:
    """A result for the citizen has substance."""
    return (
        "请补充办理结果：查到什么、做了什么、什么时候完成（不少于30字，将用于答复诉求人）。回复“取消”放弃。"
    )


def closeout_wish(view: TicketView) -> str:
    """申请销号, read back: result per item, evidence, contact."""
    lines = [f"{ticket_name(view)} 申请销号，请核对：", *facts.item_lines(view)]
    evidence = sum(len(note.evidence) for note in view.ticket.progress if not note.withdrawn)
    lines.append(f"佐证：{evidence}份")
    lead = view.ticket.lead
    if lead and lead.contacted_at:
        lines.append(f"联系诉求人：{times.moment(lead.contacted_at, view.context.today)}")
    lines.append("确认后由中心派人现场核实，对吗？")
    return "\n".join(lines)


def photos_coming(view: TicketView) -> str:
    """The proof that was missing is on its way; the next question follows by itself."""
    return f"{ticket_name(view)} 已记录，照片正在接收，收到后继续。"


def closeout_missing(view: TicketView, refusal: Refusal | None) -> str:
    """Only what is missing of the close-out form is asked for; without a refusal it is the contact with the citizen."""
    name = ticket_name(view)
    if refusal is None:
        return f"{name} 销号前还缺：与诉求人联系的情况（什么时间、什么方式、对方意见）。请直接回复，或回复“取消”。"
    if refusal.reason is Reason.ITEMS_OPEN and (others := _of_others(view, refusal.items)):
        return f"{name} 还不能申请销号：{others}。请督促，各条都报完成后再申请。"
    if refusal.reason is Reason.ITEMS_OPEN:
        items = facts.item_numbers(refusal.items)
        return (
            f"{name} 销号前还缺：条目{items}的办理结果。完成的请回复“{items}已完成”并说明，未完成请先办理。"
        )
    if refusal.reason is Reason.NO_EVIDENCE:
        items = f"条目{facts.item_numbers(refusal.items)}的" if refusal.items else ""
        return f"{name} 销号前还缺：{items}现场照片或佐证材料，请直接发图。"
    return f"{name} 曾被发回重办，请说明这次与上次有什么不同。"


def _of_others(view: TicketView, which: tuple[ItemNo, ...]) -> str:
    """条目3由交警大队办理，还没有报完成: only where nothing of it is the viewer's own to report."""
    own = view.context.directory.units_of(view.viewer, view.context.today) if view.viewer else frozenset()
    waiting = [item for item in view.ticket.items if item.no in which]
    if not waiting or any(item.unit in own for item in waiting):
        return ""
    units = "、".join(dict.fromkeys(view.unit_name(item.unit) for item in waiting))
    return f"条目{facts.item_numbers(which)}由{units}办理，还没有报完成"


def withdraw_wish(view: TicketView) -> str:
    """Work goes on: the request is withdrawn."""
    return f"{ticket_name(view)} 将撤回销号申请、继续办理，现场核实取消，对吗？"


# --- on site, supervisor ------------------------------------------------------------------------------------------


def open_page(visits: Sequence[tuple[TicketView, str]]) -> str:
    """Words and photos in chat do not confirm: the page takes the position as well."""
    lines = [f"{ticket_name(view)}：{link}" for view, link in visits]
    return "\n".join(
        ("现场核实须在手机页面拍照、定位、逐条勾选，聊天里的文字和照片不能作为核实结果：", *lines)
    )


def supervisors(people: Sequence[Person]) -> str:
    """联系督办员."""
    if not people:
        return "今天没有登记督办员，请联系中心主任。"
    return "督办员：" + "；".join(f"{person.name} {person.mobile}" for person in people)


# --- cards --------------------------------------------------------------------------------------------------------


def stale_press(view: TicketView) -> str:
    """A button on an old face, or pressed twice."""
    return f"{ticket_name(view)} 卡片已更新，刚才的按键没有生效，请看最新内容。"


def not_your_card() -> str:
    """Somebody else's card."""
    return "这张卡片不是发给您的，按键没有生效。"


def say_progress(view: TicketView) -> str:
    """报进度 was pressed."""
    return f"请直接回复 {ticket_name(view)} 的进展，可带照片、语音。"


def say_extension(view: TicketView) -> str:
    """申请延期 was pressed."""
    return f"{ticket_name(view)} {extension_details(date_missing=True, reason_missing=True)}"


def say_result(view: TicketView) -> str:
    """申请办结 was pressed."""
    return f"{ticket_name(view)} {result_missing()}"
