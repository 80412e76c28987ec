"""What stands at the foot of a card (提示): what is being asked, by whom, why, and what to mind."""

from typing import assert_never

from config.texts import answer_check, facts, labels, times, whistle_facts
from domain.asks import Ask, AskKind
from domain.commands import RequestCloseout, RequestExtension, RequestReturn
from domain.notices import CardKind
from domain.view import TicketView
from domain.vocabulary import WITH_UNIT, State

TAKEN_BACK = "工单已收回，本单位不再承办，无需再操作"


def heading(kind: CardKind) -> str:
    """What a card of this kind is called on a locked screen."""
    match kind:
        case CardKind.TASK:
            return "任务卡片"
        case CardKind.VISIT:
            return "现场核实"
        case CardKind.DECISION:
            return "请您决定"
        case CardKind.CALLBACK:
            return "请您回访"
        case CardKind.WHISTLE:
            return "吹哨报到"
    assert_never(kind)


def note(view: TicketView, kind: CardKind, ask: Ask | None, link: str) -> str:
    """The foot of the card: an open question first, then what this kind of card is about."""
    lines = [_asked(ask), *_of_kind(view, kind, link), _secrecy(view)]
    return "\n\n".join(line for line in lines if line)


def _of_kind(view: TicketView, kind: CardKind, link: str) -> list[str]:
    match kind:
        case CardKind.TASK:
            return _task(view)
        case CardKind.VISIT:
            return _visit(view, link)
        case CardKind.DECISION:
            return _decision(view)
        case CardKind.CALLBACK:
            return _callback(view)
        case CardKind.WHISTLE:
            return whistle_facts.on_town_card(view)
    assert_never(kind)


def _task(view: TicketView) -> list[str]:
    ticket = view.ticket
    lines = [f"状态：{labels.state(ticket.state)}", *whistle_facts.on_unit_card(view)]
    if ticket.extension and ticket.extension.granted is None:
        lines.append(f"已申请延期到{times.day_and_weekday(ticket.extension.until)}，待审批，照常计时")
    if ticket.state is State.CLOSEOUT_REQUESTED:
        lines.append("已申请销号，等待现场核实")
    back = ticket.returned_answers[-1] if ticket.returned_answers else None
    if back is not None and ticket.state in WITH_UNIT:
        lines.append(f"办结答复退回过一次：{answer_check.notes(back.findings)}")
    if ticket.rework_round and ticket.cause:
        lines.append(f"第{ticket.rework_round}次发回重办，原因：{labels.cause(ticket.cause)}")
    if ticket.supervision and ticket.is_open:
        sheet = ticket.supervision
        told = facts.words(view, sheet.words)
        until = f"{times.deadline(sheet.due_at, view.context.today)}前答复"
        if ticket.state is State.SHELVED:
            until = "挂账期间不催答复"
        number = f"（{facts.sheet_number(view)}）" if sheet.number else ""
        lines.append(f"{labels.grade(sheet.grade)}{number}，{until}" + (f"：{told}" if told else ""))
    return lines


def _visit(view: TicketView, link: str) -> list[str]:
    visit = view.ticket.visit
    lines = [f"[打开现场核实页面]({link})"] if link else []
    if visit is None:
        return lines
    if visit.passed is None:
        lines.append(f"请在{times.deadline(visit.due_at, view.context.today)}前到现场核实")
        lines.append("逐条对照到位标准，拍照、定位、勾选后提交；无信号时也可填写，有信号自动上传")
    else:
        told = facts.words(view, visit.note)
        lines.append(
            ("核实结论：到位" if visit.passed else "核实结论：未到位") + (f"，{told}" if told else "")
        )
    return lines


def _decision(view: TicketView) -> list[str]:
    """What is asked, by whom, and the facts to decide on."""
    return [*_return(view), *_extension(view), *_handled(view), *_approval(view), *_review(view)]


def _return(view: TicketView) -> list[str]:
    wish = next((w for w in reversed(view.ticket.returns) if w.granted is None), None)
    if wish is None:
        return []
    lines = [f"{view.unit_name(wish.unit)}申请退单，原因：{labels.return_reason(wish.reason)}"]
    said = facts.words(view, wish.words)
    lines += [f"说明：{said}"] if said else []
    lines += [f"建议改派：{view.unit_name(wish.suggested)}"] if wish.suggested else []
    earlier = sum(w.granted is not None for w in view.ticket.returns)
    return [*lines, f"此前已退单{earlier}次" if earlier else ""]


def _extension(view: TicketView) -> list[str]:
    wish = view.ticket.extension
    if wish is None or wish.granted is not None:
        return []
    until = times.day_and_weekday(wish.until)
    return [
        f"{view.person_name(wish.by)}申请延期到{until}",
        f"理由：{facts.words(view, wish.reason)}",
        f"现时限：{facts.due(view)}，{facts.remaining(view)}",
    ]


def _handled(view: TicketView) -> list[str]:
    if view.ticket.state is not State.HANDLED:
        return []
    return [
        f"{view.person_name(view.ticket.handled_by)}申请办结",
        f"办理结果：{facts.words(view, view.ticket.answer, 160)}",
        _checked(view),
    ]


def _checked(view: TicketView) -> str:
    """What the answer check found, beside the answer: a person decides."""
    findings = view.ticket.answer_findings
    return f"答复检查：{answer_check.notes(findings)}（请重点核对）" if findings else ""


def _approval(view: TicketView) -> list[str]:
    ticket = view.ticket
    request, visit = ticket.closeout, ticket.visit
    if request is None or not ticket.is_open:
        return []
    lines = [f"{view.person_name(request.by)}申请销号"]
    said = facts.words(view, request.words)
    lines += [f"办理情况：{said}"] if said else []
    if visit and visit.passed is not None and visit.reported_at:
        found = "到位" if visit.passed else "未到位"
        kind = f"（{labels.confirmation_kind(visit.kind)}）" if visit.kind else ""
        when = times.moment(visit.reported_at, view.context.today)
        photos = f"，照片{len(visit.photos)}张" if visit.photos else ""
        where = "，有定位" if visit.with_position else ""
        lines.append(f"{view.person_name(visit.confirmer)} {when}核实：{found}{kind}{photos}{where}")
        seen = facts.words(view, visit.note)
        lines += [f"核实说明：{seen}"] if seen else []
    if ticket.ratings:
        lines.append(f"群众评价：{labels.rating(ticket.ratings[-1].rating)}")
    if ticket.approval:
        lines.append(f"{view.person_name(ticket.approval.by)}已审批")
    return lines


def _review(view: TicketView) -> list[str]:
    ticket = view.ticket
    if ticket.state is not State.DISSATISFIED_REVIEW:
        return []
    if ticket.whistle and ticket.whistle.refusal:
        said = facts.words(view, ticket.whistle.refusal)
        return [f"{whistle_facts.town(view)}不认可处置结果，请分析原因后发回重办", f"理由：{said}"]
    lines = ["群众评价不满意，请分析原因后发回重办，或提出不合理诉求认定"]
    given = ticket.ratings[-1] if ticket.ratings else None
    said = facts.words(view, given.words) if given else ""
    lines += [f"群众意见：{said}"] if said else []
    if ticket.finding:
        by = view.person_name(ticket.finding.proposed_by)
        ground = labels.unreasonable_ground(ticket.finding.ground)
        lines.append(f"{by}提出认定：{ground}，{facts.words(view, ticket.finding.words)}")
    return lines


def _callback(view: TicketView) -> list[str]:
    """Whom to call is asked for with a reason and logged (§14): the card itself never names anybody."""
    ticket = view.ticket
    number = facts.short_number(view)
    lines = []
    if ticket.callback:
        lines.append(f"请在{times.deadline(ticket.callback.due_at, view.context.today)}前完成回访")
        if ticket.callback.tries:
            lines.append(f"已拨打未接通{len(ticket.callback.tries)}次")
    said = facts.words(view, ticket.answer, 160)
    lines += [f"办理结果：{said}"] if said else []
    lines.append(f"查看电话：/联系 {number} 电话回访")
    lines.append(f"登记：/回访 {number} 满意（基本满意、不予评价、不满意、未接通）")
    return lines


def _secrecy(view: TicketView) -> str:
    return "保密件：诉求人信息不对承办单位显示，联系请经中心" if view.ticket.confidential else ""


def _asked(ask: Ask | None) -> str:
    """The question this viewer still owes an answer to."""
    if ask is None:
        return ""
    match ask.kind:
        case AskKind.CONFIRM:
            return f"**请确认：{_read_back(ask)}**"
        case AskKind.CLOSEOUT_WORDS:
            return "**请回复：逐条处理结果、佐证照片、与群众联系情况**"
        case AskKind.RETURN_REASON:
            return "**请选择退单原因**"
        case AskKind.EXTENSION_DETAILS:
            return "**请回复延期到哪一天、什么原因，例如：延期到15号，材料没到**"
        case AskKind.PROGRESS_WORDS:
            return "**请直接回复进展，可附照片**"
        case AskKind.ITEMS_PROPOSED:
            return "**请确认拟定的条目，或逐行另写**"
        case (
            AskKind.PICK_TICKET
            | AskKind.PICK_ANSWER
            | AskKind.SURVEY
            | AskKind.SURVEY_AGAIN
            | AskKind.SURVEY_WHY
            | AskKind.WHICH_REQUEST
            | AskKind.FIRST_WORDS
        ):
            return ""
    assert_never(ask.kind)


def _read_back(ask: Ask) -> str:
    match ask.command:
        case RequestExtension():
            return f"申请延期到{times.day_and_weekday(ask.command.until)}"
        case RequestReturn():
            return f"申请退单，原因：{labels.return_reason(ask.command.reason)}"
        case RequestCloseout():
            return "申请销号"
        case _:
            return "按刚才的回复办理"
