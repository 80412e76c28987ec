"""What the auditor found, in the operator's words: what is wrong, and what to do about it."""

from typing import assert_never

from domain.auditing import FindingKind


def finding(code: str) -> str:
    """The sentence for the code of a notice: the kind of finding and an example, parted by a colon; other codes have none."""
    word, _, example = code.partition(":")
    if word not in _KINDS:
        return ""
    return _sentence(FindingKind(word)) + (f"（{example}）" if example else "")


_KINDS = frozenset(kind.value for kind in FindingKind)


def _sentence(kind: FindingKind) -> str:
    match kind:
        case FindingKind.NOBODY_ACCOUNTABLE:
            return "有在办工单找不到唯一的责任人，或责任人已离职，请改派，并核对人员表和岗位表"
        case FindingKind.NO_TIMER:
            return "有在办工单没有任何待办提醒，可能被遗忘，请立即人工跟进并联系维护人员"
        case FindingKind.EVENT_STUCK:
            return "有来信到时没有重试处理，请检查程序是否在运行"
        case FindingKind.MESSAGE_STUCK:
            return "有消息到时没有发出，请检查钉钉、短信平台和程序是否正常"
        case FindingKind.DIGEST_STUCK:
            return "早报没有按时发出，请检查程序是否在运行"
        case FindingKind.TIMER_STUCK:
            return "有到期提醒没有按时处理，请检查程序是否在运行、数据库是否过慢"
        case FindingKind.LEASE_STUCK:
            return "有消息或提醒处理到一半无人接手，请检查程序是否在运行"
        case FindingKind.SEALER_BEHIND:
            return "办理记录没有按时封存，请运行 duban audit verify 检查"
        case FindingKind.STREAM_UNHELD:
            return "没有连上钉钉，领导的回复收不到，请检查网络和应用凭证"
        case FindingKind.STREAM_SILENT:
            return "已连上钉钉但长时间没有任何信号，可能收不到回复，请检查网络或重启程序"
        case FindingKind.CLOCK_APART:
            return "服务器与数据库的时钟不一致，时限会算错，请校准时钟"
        case FindingKind.CLOCK_JUMPED:
            return "服务器时钟发生跳变，请检查对时服务，并核对这段时间的提醒"
    assert_never(kind)
