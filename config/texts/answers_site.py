"""What the confirmer's phone page (现场核实) says when it does not open or is not taken, and when it is."""

from config.texts import labels
from domain.vocabulary import State


def sent_in(*, passed: bool) -> str:
    """Taken."""
    if passed:
        return "核实结果已提交：到位。谢谢，本页可以关闭。"
    return "核实结果已提交：未到位，已退回承办单位。谢谢，本页可以关闭。"


def replaced() -> str:
    """Another confirmer was named, or another visit planned."""
    return "这次核实任务已改派或取消，请以最新卡片为准。"


def over(state: State) -> str:
    """The ticket is not waiting for a visit any more."""
    return f"该工单现在是“{labels.state(state)}”，不需要现场核实。"


def other_device() -> str:
    """The page was first opened on another phone."""
    return "本次核实已在另一部手机上打开，请在那部手机上完成，或请督办员重新指定。"


def too_late_to_open() -> str:
    """24 hours."""
    return "链接已过期（24小时内打开有效），请在督办卡片里重新打开。"


def session_over() -> str:
    """72 hours, or revoked."""
    return "本次核实页面已失效（打开后72小时内提交有效），请联系督办员重新指定。"


def sent_already() -> str:
    """Sent in before."""
    return "本次核实结果已提交，无需重复提交。"


def no_such_visit() -> str:
    """A link that leads nowhere."""
    return "没有找到这次核实任务，请在督办卡片里重新打开。"
