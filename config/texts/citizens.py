"""Text messages: to citizens, and to officials without a chat account (`domain.md` §15.4, `sms.md` §1, §10).

Short, polite, official; one 70-character part wherever it can be. Never a name, never the citizen's own words, no
promise of a result, and no opt-out word offered as an answer. Gateways that take only registered templates get
variables of at most six characters: the short code stands where free text has the full number.
"""

from collections.abc import Iterator, Mapping
from typing import assert_never

from config.texts import facts, labels, times
from config.texts.masking import mask_words
from config.texts.wording import SmsWording, fill, gaps
from domain.faces import SmsKind, SmsText
from domain.notices import Notice, NoticeKind
from domain.view import TicketView
from domain.vocabulary import DeclineReason, State

SMS_GAPS = frozenset(
    {"number", "due", "why", "way", "state", "count", "what", "time", "words", "demand", "result"}
)
"""Every gap a text message may have; in a registered template `words`, `demand` and `result` are not allowed."""
FREE_GAPS = frozenset({"words", "demand", "result"})
LONGEST_VARIABLE = 6
_WORDS_LETTERS = 300
_SOON = "规定期限"


def wording(kind: SmsKind) -> SmsWording:
    """The default wording of a kind of text message."""
    free = _free(kind)
    return SmsWording(free, _template(kind) or free)


def _free(kind: SmsKind) -> str:
    match kind:
        case SmsKind.RECEIPT:
            return "您的诉求已受理，编号{number}，我们将尽快核实办理并答复。补充情况请直接回复本短信。"
        case SmsKind.JOINED:
            return "您反映的事项已登记，编号{number}，正在办理，不必重复提交。有新情况请直接回复。"
        case SmsKind.ADDED:
            return "您补充的内容已并入诉求{number}。如属另一件事，请回复“新诉求”加内容。"
        case SmsKind.NEED_INFO:
            return "办理您的诉求（编号{number}）还需补充：{demand}。请直接回复本短信。"
        case SmsKind.DECLINED:
            return "您的诉求（编号{number}）按规定不予受理，原因：{why}；办理途径：{way}。"
        case SmsKind.ANSWER:
            return "您的诉求（编号{number}）答复如下：{result}"
        case SmsKind.DISPATCHED:
            return "您的诉求（编号{number}）已转承办单位办理，将在{due}前答复，请保持电话畅通。"
        case SmsKind.STATE:
            return "您的诉求（编号{number}）当前状态：{state}，答复期限：{due}。补充请直接回复。"
        case SmsKind.NOTHING_OPEN:
            return "未查到本号码在办的诉求。如需反映问题，请直接回复时间、地点和具体情况。"
        case SmsKind.SURVEY:
            return "您的诉求{number}已处理完毕，请回复数字评价：1满意 2基本满意 3不予评价 4不满意。"
        case SmsKind.ASK_RATING:
            return "未能识别您的评价，请回复一个数字：1满意 2基本满意 3不予评价 4不满意。"
        case SmsKind.SURVEY_WHY:
            return "很抱歉未让您满意（编号{number}）。请回复具体哪里不满意，我们将核实后处理。"
        case SmsKind.THANKS:
            return "您的评价已收到（编号{number}），感谢您的支持。"
        case SmsKind.REWORK:
            return "您的诉求（编号{number}）已发回承办单位重新办理，将在{due}前再次答复。"
        case SmsKind.SHELVED:
            return "您的诉求（编号{number}）因客观条件暂不能办结，已列入跟踪，将于{due}前复核并告知。"
        case SmsKind.FINDING:
            return "您的诉求（编号{number}）经复核，依规定不能支持，本次办理结束。如有异议请来电12345。"
        case SmsKind.ASK_WHICH:
            return "您有{count}件诉求在办，请回复诉求编号加内容，我们据此为您登记。"
        case SmsKind.ASK_WORDS:
            return "您好，这里是民声受理服务中心。请回复要反映的时间、地点和具体情况。"
        case SmsKind.MANY:
            return "您发来的短信均已保存，正在处理，近期不再逐条回复。"
        case SmsKind.OPT_OUT:
            return "今后不再向您发送评价和进度短信，您仍可随时反映诉求。如需恢复请来电12345。"
        case SmsKind.EMERGENCY:
            return "遇紧急危险请立即拨打110、119、120或122。您的信息已转告值班人员。"
        case SmsKind.LEADER_TASK:
            return "工单{number}：{what}，办理时限{due}，请及时处理，详情请向本单位联络员了解。"
        case SmsKind.DUTY:
            return "紧急工单{number}：{what}，请在{time}前到场处置，并向中心报告。"
    assert_never(kind)


def _template(kind: SmsKind) -> str:
    """What is registered where the free form holds words too long for a variable."""
    match kind:
        case SmsKind.NEED_INFO:
            return "办理您的诉求（编号{number}）还需补充信息，请直接回复时间、地点和具体情况。"
        case SmsKind.ANSWER:
            return "您的诉求（编号{number}）已有办理结果，详情请拨打12345查询。如有疑问请直接回复。"
        case _:
            return ""


def text_of(
    kind: SmsKind, worded: SmsWording, sign: str, values: Mapping[str, str], short_code: str
) -> SmsText:
    """A text message ready to go: signed free text, and the variables of the registered template."""
    body = fill(worded.text, values)
    short = {**values, "number": short_code}
    variables = tuple((name, short[name][:LONGEST_VARIABLE]) for name in dict.fromkeys(gaps(worded.template)))
    return SmsText(kind, f"【{sign}】{body}", variables)


def values_for(notice: Notice, view: TicketView | None, what: str = "") -> dict[str, str]:
    """Everything a text message about this notice may want."""
    return {
        "number": view.ticket.number if view else "",
        "due": _due(notice, view),
        "why": _why(view),
        "way": _way(view),
        "state": citizen_state(view.ticket.state) if view else "",
        "count": str(notice.count),
        "what": what,
        "time": times.clock(notice.at) if notice.at else _SOON,
        "words": _official_words(view.read(notice.words)) if view else "",
        "demand": (_official_words(view.read(notice.words)) if view else "") or "时间、地点和具体情况",
        "result": _result(notice, view),
    }


def _official_words(said: str) -> str:
    """Words an official wrote for the citizen. Masked all the same: the sender's number proves nothing (`sms.md` §10.2)."""
    return facts.cut(mask_words(said), _WORDS_LETTERS).rstrip("。；;")


def _result(notice: Notice, view: TicketView | None) -> str:
    if view is None:
        return ""
    said = view.read(notice.words) or view.read(view.ticket.answer)
    return _official_words(said) or "已有办理结果，详情请拨打12345查询"


def _due(notice: Notice, view: TicketView | None) -> str:
    if notice.on:
        return times.day(notice.on)
    if view is None:
        return _SOON
    if not view.ticket.is_open or view.ticket.state in _ANSWERED:
        return "已答复"
    if view.ticket.shelving:
        return times.day(view.ticket.shelving.review_on)
    return facts.due_day(view) or _SOON


_ANSWERED = frozenset({State.CALLBACK, State.SITE_CONFIRMED})


def _why(view: TicketView | None) -> str:
    declined = view.ticket.declined if view else None
    if declined is DeclineReason.LEGAL_PROCEDURE:
        return "属法定程序"
    return labels.decline_reason(declined)[:LONGEST_VARIABLE] if declined else "不属范围"


def _way(view: TicketView | None) -> str:
    """The right way, in at most six characters; §4.4."""
    declined = view.ticket.declined if view else None
    match declined:
        case DeclineReason.EMERGENCY:
            return "报警急救电话"
        case DeclineReason.LEGAL_PROCEDURE:
            return "相应法定程序"
        case DeclineReason.PETITION:
            return "原信访渠道"
        case DeclineReason.SECRETS:
            return "有关主管部门"
        case DeclineReason.DISTURBANCE:
            return "公安机关"
        case DeclineReason.INSUFFICIENT:
            return "回复补充信息"
        case None:
            return "12345"
    assert_never(declined)


def citizen_state(state: State) -> str:
    """Where a request stands, in a citizen's words: nothing of the inner offices."""
    match state:
        case State.RECEIVED | State.PENDING_DISPATCH:
            return "已登记"
        case State.NEED_INFO:
            return "待您补充"
        case State.DECLINED:
            return "不予受理"
        case State.ANSWERED | State.CLOSED | State.CLOSED_OUT:
            return "已办结"
        case State.DISPATCHED | State.RETURN_REQUESTED:
            return "已转办"
        case State.ACKNOWLEDGED | State.IN_PROGRESS | State.DISSATISFIED_REVIEW:
            return "办理中"
        case State.HANDLED | State.CLOSEOUT_REQUESTED | State.SITE_CONFIRMED:
            return "核实中"
        case State.CALLBACK:
            return "回访中"
        case State.REWORK:
            return "重新办理"
        case State.SHELVED:
            return "跟踪办理"
        case State.MERGED:
            return "合并办理"
    assert_never(state)


def kind_of(notice: NoticeKind, *, with_ticket: bool = True) -> SmsKind | None:
    """Which text message a notice to a citizen is; None for notices to officials."""
    if notice is NoticeKind.CITIZEN_STATE and not with_ticket:
        return SmsKind.NOTHING_OPEN
    return _KINDS.get(notice)


_KINDS: Mapping[NoticeKind, SmsKind] = {
    NoticeKind.RECEIPT: SmsKind.RECEIPT,
    NoticeKind.ADDED: SmsKind.ADDED,
    NoticeKind.CITIZEN_ASKED: SmsKind.NEED_INFO,
    NoticeKind.DECLINED: SmsKind.DECLINED,
    NoticeKind.ANSWERED: SmsKind.ANSWER,
    NoticeKind.CITIZEN_DISPATCHED: SmsKind.DISPATCHED,
    NoticeKind.SURVEY: SmsKind.SURVEY,
    NoticeKind.SURVEY_WHY: SmsKind.SURVEY_WHY,
    NoticeKind.THANKS: SmsKind.THANKS,
    NoticeKind.CITIZEN_REWORK: SmsKind.REWORK,
    NoticeKind.CITIZEN_SHELVED: SmsKind.SHELVED,
    NoticeKind.CITIZEN_FINDING: SmsKind.FINDING,
    NoticeKind.REPEAT_KNOWN: SmsKind.JOINED,
    NoticeKind.CITIZEN_STATE: SmsKind.STATE,
    NoticeKind.ASK_WHICH: SmsKind.ASK_WHICH,
    NoticeKind.ASK_WORDS: SmsKind.ASK_WORDS,
    NoticeKind.ASK_RATING: SmsKind.ASK_RATING,
    NoticeKind.MANY_TEXTS: SmsKind.MANY,
    NoticeKind.OPTED_OUT: SmsKind.OPT_OUT,
    NoticeKind.EMERGENCY_CITIZEN: SmsKind.EMERGENCY,
}
"""Every kind of notice to citizens; `config/texts/notices.py` is total over the others."""


def registered(template: str) -> str:
    """A template as gateways want it registered: ${number} for {number}."""
    return template.replace("{", "${")


def example(template: str) -> Iterator[tuple[str, str]]:
    """A value of the longest kind for each variable of a template, for the registration form."""
    samples = {
        "number": "A7K3Q9",
        "due": "12月31日",
        "why": "属法定程序",
        "way": "相应法定程序",
        "state": "重新办理",
        "count": "3",
        "what": "需您签收",
        "time": "21:42",
    }
    return ((name, samples[name]) for name in dict.fromkeys(gaps(template)))
