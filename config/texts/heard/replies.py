"""What a leader's reply means (`domain.md` §15.2): progress unless it plainly is something else.

Plain progress is recorded at once; whatever changes a right or a limit (延期, 退单, 销号) is read back and confirmed
by whoever asked, so hearing one too many costs a question and hearing one too few costs a repetition. Recognised
speech comes with wrong characters: words are looked for in pieces, with the commonest mishearings.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from config.texts.heard.dates import HeardDate, HeardNoDate, hear_dates
from config.texts.heard.letters import fold, number, squeeze, visible
from config.texts.heard.references import HeardReference, hear_references
from config.texts.heard.reply_items import HeardItemsDone, hear_items_done
from domain.calendar import WorkCalendar
from domain.calendar_clock import local_date
from domain.vocabulary import ReturnReason


class ReplyIntent(StrEnum):
    """What the sender wants, as far as words alone can say."""

    SILENCE = "silence"
    """No words at all, as under a photo."""
    YES = "yes"
    NO = "no"
    UNDO = "undo"
    CHOICE = "choice"
    """A bare number: the answer to numbered choices, if there are any."""
    ACKNOWLEDGE = "acknowledge"
    PROGRESS = "progress"
    EXTEND = "extend"
    RETURN = "return"
    CLOSE_OUT = "close_out"
    WITHDRAW = "withdraw"
    """Withdraws a close-out request, or says that work goes on."""


class ContactWay(StrEnum):
    """How the unit says it was in touch with the citizen."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    MESSAGE = "message"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class HeardReply:
    """A reply as understood. Only what belongs to its intent is filled in.

    `words`: as typed. `date`: the day promised, or asked for in an extension. `reason`: for extensions, in their words.
    `return_reason`, `suggested_unit`: for returns; the unit in their words. `contact`: the citizen was reached so.
    """

    intent: ReplyIntent
    words: str
    references: tuple[HeardReference, ...] = ()
    items: HeardItemsDone = HeardItemsDone()  # noqa: RUF009 - frozen and empty
    date: HeardDate | HeardNoDate | None = None
    reason: str = ""
    return_reason: ReturnReason | None = None
    suggested_unit: str = ""
    contact: ContactWay | None = None
    choice: int | None = None


_YES = frozenset(
    [
        "是",
        "是的",
        "对",
        "对的",
        "对对",
        "没错",
        "确认",
        "确定",
        "确认无误",
        "好",
        "好的",
        "好滴",
        "好嘞",
        "可以",
        "行",
        "行的",
        "同意",
        "嗯",
        "嗯嗯",
        "恩",
        "是滴",
        "yes",
        "y",
        "ok",
        "okay",
        "没问题",
        "就这样",
        "正确",
    ]
)
_NO = frozenset(
    [
        "不",
        "不是",
        "不对",
        "否",
        "取消",
        "不用",
        "不用了",
        "不要",
        "不要了",
        "算了",
        "错了",
        "不行",
        "不确认",
        "不同意",
        "no",
        "n",
        "弄错了",
        "没有",
    ]
)
_UNDO = frozenset(
    [
        "撤销",
        "撤消",
        "撤回",
        "撤",
        "回退",
        "undo",
        "撤销上一条",
        "撤回上一条",
        "撤销刚才",
        "刚才发错了",
        "发错了",
        "刚才说错了",
    ]
)
_ACK = re.compile(
    r"(?:收到|已收到|收悉|已收悉|签收|已签收|知道了|已知悉|知悉|明白|了解|遵命|受到|收道)[了啦]?"
    r"(?:[,.。!~ ]|谢谢|好的|马上|立即|立刻|尽快|我们?|会|将|去|安排|处理|办理|落实|核实"
    r"|研究|照办|联系|核查|请放心|领导|督办)*+"
)
_CHOICE = re.compile(r"(?:选|第)?([0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:个|项|条|号)?[.。!]?")

_WITHDRAW = re.compile(
    r"(?:撤回|撤销|撤消|取消|收回|先不|暂不|暂时不|暂缓|不)(?:了)?(?:申请)?(?:这个|刚才的?|上次的?)?(?:销号|消号|销好|办结|结案)(?:申请)?"
    r"|(?:销号|办结)申请(?:撤回|撤销|取消|收回)|(?:销号|办结).{0,4}(?:先|再)?(?:撤回|撤销|取消|等等|缓一缓)"
    r"|(?:还要|还得|需要?|要)?继续(?:施工|整改|办理|处理|推进)|工作(?:还在)?继续|还没(?:有)?(?:真正)?(?:做完|办完|处理完|整改完),?(?:先)?不销"
)
_NO_RETURN = re.compile(
    r"退回(?:押金|保证金|费用|款|钱|多收|租金|学费)|(?:不|没有?|无需|不用)(?:申请)?退(?:单|回)"
)
_RETURN = re.compile(
    r"退单|退担|申请退回|退回(?:工单|单|此单|该单|这单|本单|派单|重派|去|吧|$|[,.。])|请?(?:改派|转派|重新派)(?:给|到|至|$|[,.。])"
    r"|不(?:是|归|属于?|该|应)(?:由)?(?:我们|我局|我单位|我镇|我街道|我办|本单位|本局|我)(?:单位|局|镇|街道|办|部门|们)?"
    r"(?:管|负责|的?(?:职责|职能|范围|事|业务|辖区|管辖)|的|$|[,.。])"
    r"|(?:我们|我局|我单位|本单位)(?:不管|管不了|没有?(?:这个|此项|该项)?(?:职责|职能|权限|执法权))|非(?:我|本)(?:单位|局|镇|街道|部门)(?:职责|职能|范围|管辖|的)"
    r"|不在(?:我们|我|本)(?:单位|局|镇|街道|们)?(?:的)?(?:职责|辖区|管辖|范围)"
)
_RETURN_REASONS = (
    (ReturnReason.DUPLICATE, re.compile(r"重复(?:派单|工单|交办|件|了|的)?")),
    (
        ReturnReason.WRONG_TERRITORY,
        re.compile(r"属地|辖区|不在(?:我|本)(?:们)?(?:镇|街道|乡)|地界|管辖范围|隔壁(?:镇|街道|区|县)"),
    ),
    (
        ReturnReason.TOO_LITTLE,
        re.compile(
            r"信息不(?:全|详|清)|地址不(?:全|详|清|明)|(?:没有?|缺)(?:具体)?(?:地址|地点|电话|联系方式)|无法(?:核实|查找|联系)"
        ),
    ),
    (ReturnReason.OUT_OF_SCOPE, re.compile(r"超出受理|不属于?受理|法院|诉讼|仲裁|信访|行政复议|司法程序")),
    (
        ReturnReason.NOT_OURS,
        re.compile(
            r"不(?:是|归|属|该|应)|职责|职能|非(?:我|本)单位|执法权|权限|应该?(?:是|由|归|找)?|管不了|不管"
        ),
    ),
)
_SUGGESTED = re.compile(
    r"(?:应该?(?:是|由|归|找|转给?|派给?)?|应当(?:是|由)?|(?:是|归|由|属于|属(?!地)|转给?|派给?|交给?|改派给?|转派给?|找)(?=[^我本]))"
    r"(?P<unit>(?!退|延|销|我|本|你|他|因|其|谁)[\u4e00-\u9fff]{2,14}?)(?:那边)?(?=管|负责|处理|办理|承办|来|的(?:职责|事|职能)?|职责|[,.。;!]|$)"
)
_NO_EXTENSION = re.compile(
    r"(?:不用|不需要?|无需|不必|不再|没有?|不)(?:再)?(?:申请)?(?:延期|延长|宽限|推迟)|(?:不会|绝不)(?:延期|拖延)"
)
_EXTEND = re.compile(
    r"(?:申请|请求|想|要|能否|能不能|可否|请)?(?:办理)?(?:延期|言期|严期|延长|延迟|推迟|顺延|宽限|延后|展期|缓期)(?:办理|办结|申请|时限|期限)?"
    r"|延[到至]|再(?:给|宽限)(?:我们?|点|些)?(?=[0-9一二两三四五六七八九十几]).{1,6}?(?:天|日|周|个?工作日|星期|个?月)"
    r"|(?:时间|期限|时限)(?:不够|来不及)"
)
_NO_CLOSE = re.compile(
    r"(?:不能|还不|没法|无法|未|没有?|不(?:予|可|要|申请)?|先别|别)(?:申请)?(?:就)?(?:销号|消号|办结|结案)"
)
_CLOSE = re.compile(
    r"(?:申请|请求|请予?|可以|要求|同意|提请|建议|现|请求予以|给予|予以|麻烦)?(?:销号|消号|销好|消好|小号(?!码)|申请办结|申请结案|请予办结|可以结案)"
)

_CITIZEN = r"(?:诉求人|群众|当事人|来电人|市民|反映人|投诉人|举报人|业主|住户|居民|村民|老百姓|本人|对方|客户|用户|他本人|她本人)"
_CONTACT = re.compile(
    rf"(?:与|和|跟|向|给|同|对|联系|通知|告知|回复|走访|约见)了?{_CITIZEN}.{{0,8}}?(?:联系|电话|沟通|见面|回复|答复|告知|解释|反馈|说明|通话|对接|协商|表示)"
    rf"|(?:已经?|电话|微信|短信|当面|上门|及时)+(?:联系|回复|告知|沟通|答复|解释|回访|通知|走访)了?(?:上|到)?{_CITIZEN}?"
    rf"|(?:联系|通知|告知|回复|答复|走访|约见|见)(?:上|到|过)?了?{_CITIZEN}|{_CITIZEN}(?:已经?)?(?:表示|认可|同意|知晓|知情|满意|说)"
)
_NO_CONTACT = re.compile(
    r"(?:没有?|未|无法|还没|尚未|正在|准备|马上|待|将|会|去|明天)(?:再|能|有)?(?:与|和|跟|向|给|同|对)?.{0,5}?(?:走访|上门|见|约|联系|沟通|见面|回复|答复|通知|告知)[^,.。;!]*"
    r"|联系不上|打不通|无人接听|关机|不接电话"
)
_WAYS = (
    (ContactWay.IN_PERSON, re.compile(r"当面|见面|上门|走访|面对面|到家|入户|现场(?:与|和|跟|向)|约见")),
    (ContactWay.PHONE, re.compile(r"电话|打电话|通话|致电|去电|回电")),
    (ContactWay.MESSAGE, re.compile(r"微信|短信|信息|留言")),
)
_PROMISE = re.compile(
    r"(?:预计|预期|计划|争取|力争|保证|确保|承诺|打算|准备|将|会|要|最迟|最晚|不晚于|定于|约定|安排)(?:在|于|到)?$"
)
_JOINTS = re.compile(r"[,，.。;；:：、!！\s]+")
_WISH_AT_END = re.compile(
    r"(?:特?申请|请求|需要?|想|要|恳请)(?:再)?(?:[延言严]期|延长|推迟|顺延)?(?:到|至)?$"
)
_WISH_WORDS = re.compile(
    r"^(?:我们?|现|特)?(?:申请|请求|想|要|能否|能不能|可否|请)?(?:再)?(?:办理)?(?:[延言严]期|延长|推迟|顺延|宽限|延后|延)?(?:办理|时限|期限)?(?:到|至)?$"
)


def hear_reply(text: str, now: datetime, calendar: WorkCalendar) -> HeardReply:
    """What a reply means. Total: words we cannot place are progress, and kept as typed."""
    words = visible(text)
    plain = squeeze(words).strip(".。!！~～,，")
    short = _short_intent(plain)
    if short is not None:
        choice = _CHOICE.fullmatch(plain) if short is ReplyIntent.CHOICE else None
        return HeardReply(short, words, choice=number(choice[1]) if choice else None)
    folded = fold(words)
    references = hear_references(words)
    named = _beside(folded, references)
    if named in _WITH_A_NUMBER:
        return HeardReply(named, words, references)
    intent = _intent(folded.replace(" ", ""))
    dates = hear_dates(words, now, calendar)
    reply = HeardReply(intent, words, references, hear_items_done(words), contact=_contact(folded))
    match intent:
        case ReplyIntent.EXTEND:
            date = _asked_for(folded, dates)
            return _with(reply, date=date, reason=_reason(words, folded, date))
        case ReplyIntent.RETURN:
            return _with(reply, return_reason=_return_reason(folded), suggested_unit=_suggested(folded))
        case _:
            return _with(reply, date=_promised(folded, dates, local_date(now)))


_WITH_A_NUMBER = frozenset({ReplyIntent.ACKNOWLEDGE, ReplyIntent.UNDO})


def _beside(folded: str, references: tuple[HeardReference, ...]) -> ReplyIntent | None:
    """What is said beside the numbers: K7M2 收到 signs that ticket, as 收到 alone would."""
    if not references:
        return None
    rest = folded
    for reference in references:
        rest = rest[: reference.start] + " " * (reference.end - reference.start) + rest[reference.end :]
    return _short_intent(squeeze(rest).strip(".。!！~～,，:：、"))


def _short_intent(plain: str) -> ReplyIntent | None:
    if not plain:
        return ReplyIntent.SILENCE
    for intent, said in ((ReplyIntent.YES, _YES), (ReplyIntent.NO, _NO), (ReplyIntent.UNDO, _UNDO)):
        if plain in said:
            return intent
    if _CHOICE.fullmatch(plain):
        return ReplyIntent.CHOICE
    return ReplyIntent.ACKNOWLEDGE if _ACK.fullmatch(plain) else None


def _intent(plain: str) -> ReplyIntent:
    if _WITHDRAW.search(plain):
        return ReplyIntent.WITHDRAW
    if _RETURN.search(_NO_RETURN.sub("", plain)):
        return ReplyIntent.RETURN
    if _EXTEND.search(_NO_EXTENSION.sub("", plain)):
        return ReplyIntent.EXTEND
    if _CLOSE.search(_NO_CLOSE.sub("", plain)):
        return ReplyIntent.CLOSE_OUT
    return ReplyIntent.PROGRESS


def _with(
    reply: HeardReply,
    *,
    date: HeardDate | HeardNoDate | None = None,
    reason: str = "",
    return_reason: ReturnReason | None = None,
    suggested_unit: str = "",
) -> HeardReply:
    return HeardReply(
        reply.intent,
        reply.words,
        reply.references,
        reply.items,
        date,
        reason,
        return_reason,
        suggested_unit,
        reply.contact,
    )


def _asked_for(folded: str, dates: tuple[HeardDate | HeardNoDate, ...]) -> HeardDate | HeardNoDate | None:
    """The new end asked for: the day after 延到, 至 or 到, else the last one named."""
    for heard in dates:
        if folded[: heard.start].rstrip().endswith(("到", "至")):
            return heard
    return dates[-1] if dates else None


def _promised(
    folded: str, dates: tuple[HeardDate | HeardNoDate, ...], today: date
) -> HeardDate | HeardNoDate | None:
    """The day something is expected: one called so (预计7月28日), else the first that is still to come.

    Today counts only where it is promised: 今天到现场 tells what was done. An impossible day only when there is no other.
    """
    ahead = [heard for heard in dates if isinstance(heard, HeardDate) and not heard.past]
    for heard in ahead:
        if _PROMISE.search(folded[: heard.start].rstrip()):
            return heard
    later = [heard for heard in ahead if heard.on > today]
    if later:
        return later[0]
    return next((heard for heard in dates if isinstance(heard, HeardNoDate)), None)


def _reason(words: str, folded: str, date: HeardDate | HeardNoDate | None) -> str:
    """Why they need longer: their words without the wish and its date."""
    start, end = (date.start, date.end) if date else (0, 0)
    pieces: list[str] = []
    for part, offset in ((folded[:start], 0), (folded[end:], end)):
        place = 0
        for joint in (*_JOINTS.finditer(part), None):
            stop = joint.start() if joint else len(part)
            piece = _WISH_AT_END.sub("", words[offset + place : offset + stop].strip())
            if piece and not _WISH_WORDS.match(fold(piece)):
                pieces.append(piece)
            place = joint.end() if joint else stop
    return "，".join(pieces)


def _return_reason(folded: str) -> ReturnReason | None:
    return next((reason for reason, pattern in _RETURN_REASONS if pattern.search(folded)), None)


def _suggested(folded: str) -> str:
    return next((match["unit"] for match in _SUGGESTED.finditer(folded)), "")


def _contact(folded: str) -> ContactWay | None:
    said = _CONTACT.search(_NO_CONTACT.sub("", folded))
    if said is None:
        return None
    return next((way for way, pattern in _WAYS if pattern.search(folded)), ContactWay.UNSAID)
