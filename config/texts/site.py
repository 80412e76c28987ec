"""What the confirmation page (现场核实页) says when it stays shut, refuses what was sent in, or offers a kind of proof.

What stands on the page itself is in its template (`bot/site/page/`).
"""

from dataclasses import dataclass
from typing import assert_never

from domain.site_page import PageShut, UploadFault
from domain.vocabulary import ConfirmationKind

_AGAIN = "仍需核实的，请督办员发：/踏勘 工单号 @核查员 重发"


@dataclass(frozen=True, slots=True)
class ShutWords:
    """A headline, what happened, and what to do."""

    title: str
    what: str
    todo: str


def shut(reason: PageShut) -> ShutWords:
    """Why the page does not open."""
    match reason:
        case PageShut.NOT_OURS:
            return ShutWords(
                "链接不对",
                "这个链接不完整，或者不是发给您的。",
                "请从您本人收到的核实卡片里直接点开，不要转发或手工抄写。",
            )
        case PageShut.EXPIRED:
            return ShutWords("链接已过期", "链接须在24小时内打开，打开后72小时内提交，现在已经超过。", _AGAIN)
        case PageShut.OTHER_DEVICE:
            return ShutWords(
                "已在另一台手机上打开",
                "每次核实只认第一次打开的手机和浏览器。",
                "请回到原来的手机和浏览器里打开。手机换了的，请督办员发：/踏勘 工单号 @核查员 重发",
            )
        case PageShut.SUBMITTED:
            return ShutWords("已经提交过了", "这次核实的结果已经收到，不用再交。", "需要更正请告诉督办员。")
        case PageShut.REVOKED:
            return ShutWords(
                "这次核实已取消", "可能已改派他人，或者承办单位撤回了申请，没有需要您做的事。", _AGAIN
            )
    assert_never(reason)


def busy() -> ShutWords:
    """The store is away, and the page cannot be shown."""
    return ShutWords("系统忙", "页面暂时打不开。", "请过一会儿再从卡片里点开链接。")


def not_opened_here() -> str:
    """Something was sent in by a device that never opened the page."""
    return "本机没有打开过这次核实，未收下。请从核实卡片的链接打开页面后再提交。"


def not_now() -> str:
    """The store is away: nothing was taken."""
    return "系统忙，暂时没有收下。内容都还在本页，请过一会儿再提交。"


def later() -> str:
    """Kept, and worked on a little later: the handler failed and the intake tries it again."""
    return "核实结果已收到，正在处理，结果会发到您的聊天里。"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits a sentence names."""

    photo_mb: int
    photos: int
    total_mb: int
    words: int


def refused(  # noqa: C901 - one line a fault
    fault: UploadFault, bounds: Bounds, photo: int | None = None
) -> str:
    """Why what was sent in cannot be taken. `photo`: which one, from 1."""
    which = f"第{photo}张照片" if photo else "照片"
    match fault:
        case UploadFault.GARBLED:
            return "内容没有传完整，未收下。请检查信号后再提交一次。"
        case UploadFault.TOO_SLOW:
            return "信号太弱，没有传完，未收下。请换个信号好的地方再提交。"
        case UploadFault.TOO_BIG:
            return f"照片加起来超过{bounds.total_mb}MB，未收下。请删掉几张再提交。"
        case UploadFault.PHOTO_TOO_BIG:
            return f"{which}太大（超过{bounds.photo_mb}MB或像素过多），未收下。请把相机的照片尺寸调小后重拍。"
        case UploadFault.TOO_MANY_PHOTOS:
            return f"照片超过{bounds.photos}张，未收下。请删掉几张再提交。"
        case UploadFault.PHOTO_EMPTY:
            return f"{which}是空的，未收下。请删掉它重拍。"
        case UploadFault.NOT_A_PICTURE:
            return f"{which}不是照片（只收 JPG、PNG、WebP、HEIC），未收下。请删掉它重拍。"
        case UploadFault.PICTURE_CUT_OFF:
            return f"{which}不完整，打不开，未收下。请删掉它重拍。"
        case UploadFault.BAD_FINDINGS:
            return "逐条结果读不懂，未收下。请刷新页面，逐条勾选后再提交。"
        case UploadFault.BAD_POSITION:
            return "定位的数值不对，未收下。请点“重新定位”后再提交。"
        case UploadFault.BAD_KIND:
            return "核实方式不在可选范围内，未收下。请刷新页面重新选择。"
        case UploadFault.WORDS_TOO_LONG:
            return f"文字超过{bounds.words}字，未收下。请写短一些。"
    assert_never(fault)


@dataclass(frozen=True, slots=True)
class KindWords:
    """How a kind of confirmation is offered, and what it asks for."""

    label: str
    hint: str


def kind(member: ConfirmationKind) -> KindWords:
    """The choice on the page; §8.3."""
    match member:
        case ConfirmationKind.SITE:
            return KindWords("现场查看", "到现场，拍照并定位。")
        case ConfirmationKind.SIGNED_RECORD:
            return KindWords("签字记录", "看签字记录原件，并打电话给诉求人。")
        case ConfirmationKind.PAYMENT_VOUCHER:
            return KindWords("付款凭证", "看付款凭证原件，并打电话给诉求人。")
        case ConfirmationKind.DECISION_DOCUMENT:
            return KindWords("处理决定", "看处理决定、调解书等原件，并打电话给诉求人。")
    assert_never(member)
