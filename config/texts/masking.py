"""Takes personal data out of free text before more people read it than must (脱敏; `domain.md` §14).

Everything errs on the safe side: a long number that may be a telephone is starred, ticket numbers alone are left.
Lengths are not kept, and what is masked cannot be put together again.
"""

import re
import unicodedata
from collections.abc import Callable

from config.texts.heard.letters import fold

_STARS = "****"
_MOBILE = re.compile(r"1[3-9]\d{9}")
_BETWEEN = r"[\s\-\u2010-\u2015_.·•()\u200b-\u200d\u2060]{0,3}"
_DIGIT_RUN = re.compile(rf"\d(?:{_BETWEEN}\d){{6,}}[xX]?")
_TICKET = re.compile(
    r"(?<![a-z])nx *20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-?\d{5,6}(?!\d)", re.IGNORECASE
)
_DATE = r"(?:19|20)\d{2}[-.]?(?:0?[1-9]|1[0-2])[-.]?(?:0?[1-9]|[12]\d|3[01])"
_HARMLESS = re.compile(
    rf"{_DATE}(?: ?[-\u2010-\u2015]+ ?{_DATE})?|(?:19|20)\d{{2}} ?[-\u2010-\u2015]+ ?(?:19|20)\d{{2}}"
    r"|\d{1,9}\.\d{1,2}|[1-9]\d{3,4}000|[1-9]\d{1,4}0 ?[-\u2010-\u2015]+ ?[1-9]\d{1,4}0"
)
"""Dates, spans of years or sums, amounts with decimals, round sums: long, but nobody's number."""
_SPOKEN = re.compile(
    "[零〇一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖](?:[ \\-]?[零〇一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖]){6,}"
)

_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])[·•.\s-]?(?=[A-Z0-9]*\d)[A-Z0-9]{4,5}[A-Z0-9挂学警港澳](?![A-Z0-9])"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦昌马苗凤方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅齐康伍余元顾孟平黄穆萧尹姚邵汪祁毛禹狄米贝明臧计成戴宋庞熊纪舒屈"
    "项祝董梁杜阮蓝闵席季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘解应宗丁宣邓单洪包左石崔吉龚程"
    "邢裴陆荣翁荀甄曲封储靳井段富巫焦牧谷车侯宁仇祖武刘景龙叶司黎白怀蒲邰赖卓屠池乔闻党翟谭姬申冉桑桂牛边燕尚温庄晏"
    "柴瞿阎连习艾向古易廖耿关文寇广师聂辛饶曾肖沙丰欧阳诸葛司马上官游涂"
)
_LETTER = "[\u4e00-\u9fff·]"
_STOP = r"(?=[\s,.;:、，。；：()（）!！0-9*]|电话|手机|号码|联系|身份|家住|住在|住|是|男|女|在|因|于|和|$)"
_NAME_AFTER = re.compile(
    r"(我的?名字(?:叫|是)|我名?叫|名叫|姓名(?:为|是)?|联系人(?:是|为)?|本人姓名"
    r"|(?:投诉人|举报人|反映人|来电人|业主|户主|当事人)(?=[:：是叫])[是叫]?)"
    rf"([:：\s]{{0,3}})(某?[{_SURNAMES}]{_LETTER}{{1,2}}?){_STOP}"
)
_WITH_NUMBER = re.compile(
    rf"(举报人|投诉人|反映人|来电人|报案人|知情人)([:：\s]{{0,3}})([{_SURNAMES}]{_LETTER}{{1,2}}?)(?=\s{{0,2}}(?:[0-9*]|电话|手机|号码|[(（]))"
)
"""An official hands on who told them, number and all: the name stands right before it."""
_CALLED = re.compile(
    rf"(我的?名字(?:叫|是)|我名?叫|名叫|联系人[:：是为\s]{{1,3}}|姓名[:：是为\s]{{1,3}})([:：\s]{{0,3}})([{_SURNAMES}]{_LETTER}{{1,2}})"
)
_MYSELF = re.compile(
    rf"(本人|我是)([:：,，\s]{{0,2}})([{_SURNAMES}](?![是于和从在对为向与被有已])(?!家){_LETTER}{{1,2}}?(?<![人县市省区镇村户民工师生员家主长者]))(?=[\s,，。;；:：、(（0-9*]|电话|手机|身份证|$)"
)
_SURNAMED = re.compile(
    rf"(我姓[:：\s]{{0,2}}[{_SURNAMES}])([,，\s]{{0,2}}(?:名|叫))([:：\s]{{0,2}}{_LETTER}{{1,3}}?){_STOP}"
)

_HOUSE = re.compile(
    r"[0-9a-z一二三四五六七八九十百东南西北甲乙丙丁]{1,6} ?(?:号楼|号院|栋|幢|座|单元|号房|室|号|#|楼|层|门牌|户|弄|组)",
    re.IGNORECASE,
)


_LIVES = re.compile(
    r"((?:家住|住址|住在|(?<![居入不])住(?![宅户房院建宿民人了着进下不持手所客满]))[:：]?)([^，,。；;！!？?\n]{2,24})"
)
_MARKS = str.maketrans({mark: chr(ord(mark) + 0xFEE0) for mark in "*_`[]<>|~\\"})
"""What chat would take for bold, a link or a table, in its full-width form."""


def mask_home(text: str) -> str:
    """Words without where their author lives: a reporter (举报) is found by their address as well as by their name."""
    return _LIVES.sub(lambda match: f"{match[1]}{_STARS}", text)


def without_markdown(text: str) -> str:
    """Somebody's words as plain letters in a markdown message: no bold by accident, and no link by design."""
    return text.translate(_MARKS)


def mask_name(name: str) -> str:
    """A person's name with the first letter left: 张**."""
    stripped = name.strip()
    return f"{stripped[:1]}**" if stripped else ""


def mask_phone(phone: str) -> str:
    """A telephone number with a little left at both ends: 138****1234; short numbers keep only their beginning."""
    digits = "".join(_digit(letter) for letter in phone if letter.isdigit())
    digits = re.sub(r"^(?:0086|86)(?=1\d{10}$)", "", digits)
    if len(digits) >= 11:  # noqa: PLR2004 - a mobile number, or a longer one
        return f"{digits[:3]}{_STARS}{digits[-4:]}"
    return f"{digits[:2]}{_STARS}" if len(digits) > 4 else _STARS  # noqa: PLR2004 - less is no number of a person


def mask_place(place: str) -> str:
    """A place down to the estate or village: everything from the first house number on is left out."""
    match = _HOUSE.search(fold(place))
    kept = place[: match.start()] if match else place
    return mask_words(kept).rstrip(" ,，、-") or _STARS


def mask_words(text: str, *, houses: bool = False) -> str:
    """Free text without mobile and fixed numbers, ID numbers, bank cards, plates, mail addresses and names.

    Names are found after words that announce one (我叫, 本人, 联系人, 姓名). `houses`: house numbers as well.
    Ticket numbers and dates stay.
    """
    spared, masked, place = fold(text), [], 0
    for match in _TICKET.finditer(spared):
        masked.append(_without_numbers(text[place : match.start()]))
        masked.append(text[match.start() : match.end()])
        place = match.end()
    masked.append(_without_numbers(text[place:]))
    words = _without_names("".join(masked))
    return _replaced(_HOUSE, words, lambda _: _STARS) if houses else words


def _without_numbers(text: str) -> str:
    text = _replaced(_MAIL, text, lambda _: _STARS)
    text = _replaced(_PLATE, text, lambda match: f"{match[1]}*****", upper=True)
    text = _replaced(_DIGIT_RUN, text, lambda match: _masked_run(match[0]))
    return _replaced(_SPOKEN, text, lambda match: f"{match[0][0]}{_STARS}")


def _masked_run(run: str) -> str:
    """A run of digits, however spaced, that is too long to be shown; sums and dates are not."""
    digits = "".join(_digit(letter) for letter in run if letter.isdigit())
    plain = re.sub(r"^(?:0086|86)(?=1\d{10}$)", "", digits)
    if len(plain) == 11 and _MOBILE.match(plain):  # noqa: PLR2004 - a mobile number
        return f"{plain[:3]}{_STARS}{plain[-4:]}"
    if _HARMLESS.fullmatch(run) and not _MOBILE.search(digits):
        return run
    return f"{digits[:2]}{_STARS}"


def _without_names(text: str) -> str:
    for pattern in (_SURNAMED, _NAME_AFTER, _WITH_NUMBER, _CALLED, _MYSELF):
        text = pattern.sub(_masked_name, text)
    return text


def _masked_name(match: re.Match[str]) -> str:
    before, between, name = match[1], match[2], match[3]
    if before.startswith("我姓"):
        return f"{before}**"
    return f"{before}{between}{mask_name(name)}"


def _digit(letter: str) -> str:
    value = unicodedata.digit(letter, None)
    return str(value) if value is not None else ""


def _replaced(
    pattern: re.Pattern[str], text: str, mask: Callable[[re.Match[str]], str], *, upper: bool = False
) -> str:
    """`pattern` looked for in the folded text, and replaced in the text as typed."""
    folded = fold(text)
    if upper:
        folded = "".join(letter.upper() if letter.isascii() else letter for letter in folded)
    parts, place = [], 0
    for match in pattern.finditer(folded):
        parts += [text[place : match.start()], mask(match)]
        place = match.end()
    return "".join((*parts, text[place:]))
