"""What the answer check (`domain/answering.py`; §8.5) found, in words: to the unit in one sentence, to the reviewer as a list."""

from typing import assert_never

from domain.answering import SHORTEST, AnswerFault, AnswerFinding


def reason(findings: tuple[AnswerFinding, ...]) -> str:
    """What is wrong and what to write instead, as one part of a sentence without its full stop."""
    return "；".join(_asked_of_the_unit(finding) for finding in findings)


def notes(findings: tuple[AnswerFinding, ...]) -> str:
    """What the reviewer should look at: 答复检查：没有写明何时办理、没有回答第2项."""
    return "、".join(_noticed(finding) for finding in findings)


def _asked_of_the_unit(finding: AnswerFinding) -> str:
    match finding.fault:
        case AnswerFault.TOO_SHORT:
            return f"答复不足{SHORTEST}字，请写明查到什么、做了什么、什么时间"
        case AnswerFault.EMPTY_TALK:
            return "答复只说收到、转办或重视，请写明查到什么、做了什么、什么时间"
        case AnswerFault.COPIED:
            return f"与工单{finding.number}的答复几乎相同，请按本件实际情况写"
        case AnswerFault.OTHER_PLACE:
            return "答复写的地点与诉求地点不一致，请核对是否答错工单"
        case AnswerFault.OTHER_SUBJECT:
            return "答复内容与诉求事项对不上，请核对是否答错工单"
        case AnswerFault.PART_UNANSWERED:
            return f"没有回答诉求的{_parts(finding)}，请逐项答复"
        case AnswerFault.NOTHING_FOUND:
            return "没有写明查到的情况或原因"
        case AnswerFault.NOTHING_DONE:
            return "没有写明做了什么"
        case AnswerFault.NO_DATE:
            return "没有写明办理时间"
    assert_never(finding.fault)


def _noticed(finding: AnswerFinding) -> str:
    match finding.fault:
        case AnswerFault.TOO_SHORT:
            return f"不足{SHORTEST}字"
        case AnswerFault.EMPTY_TALK:
            return "只说收到、转办或重视"
        case AnswerFault.COPIED:
            return f"与工单{finding.number}的答复几乎相同"
        case AnswerFault.OTHER_PLACE:
            return "地点与诉求不一致"
        case AnswerFault.OTHER_SUBJECT:
            return "内容与诉求对不上"
        case AnswerFault.PART_UNANSWERED:
            return f"没有回答{_parts(finding)}"
        case AnswerFault.NOTHING_FOUND:
            return "没写查到的情况"
        case AnswerFault.NOTHING_DONE:
            return "没写做了什么"
        case AnswerFault.NO_DATE:
            return "没写办理时间"
    assert_never(finding.fault)


def _parts(finding: AnswerFinding) -> str:
    return f"第{'、'.join(str(part) for part in finding.parts)}项"
