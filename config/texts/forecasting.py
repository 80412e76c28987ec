"""What `duban quota forecast` prints."""

from typing import assert_never

from domain.economy import Budget
from domain.forecasting import Edition, Forecast, Matter, Spend

MEASURING = "正在用真实程序演练五类典型事项并计数（约半分钟）……"
FREE_NOTE = "会话回复通过会话网址发出，本表不计入接口次数（钉钉是否计入推送额度未公布）。"
MIX_NOTE = "事项构成按每千件测算：在线答复700、普通办结250、超期30、紧急8、清单12；每单位每个工作日一份早报。"
READ_NOTE = "未计已读事件：如在开发者后台勾选“机器人消息已读”，每读一条另计一次推送。"


def edition(member: Edition) -> str:
    """标准版, 专业版, 加购包."""
    match member:
        case Edition.STANDARD:
            return "标准版"
        case Edition.PROFESSIONAL:
            return "专业版（一份）"
        case Edition.PACK:
            return "加购包"
    assert_never(member)


def matter(member: Matter) -> str:
    """What a request becomes."""
    match member:
        case Matter.ANSWERED:
            return "在线答复"
        case Matter.ORDINARY:
            return "普通办结"
        case Matter.LATE:
            return "超期"
        case Matter.URGENT:
            return "紧急"
        case Matter.LISTED:
            return "清单"
    assert_never(member)


_SPENDS = {
    Spend.CARDS_PUT: "卡片投放",
    Spend.CARDS_UPDATED: "卡片更新",
    Spend.NOTICES: "单聊消息",
    Spend.GROUP_NEWS: "督办群动态",
    Spend.DINGS: "强提醒（DING）",
    Spend.DOWNLOADS: "下载照片、文件",
    Spend.UPLOADS: "上传图片、文件",
    Spend.DIGESTS: "早报",
    Spend.OTHER: "其他接口",
    Spend.PUSHES: "推送（来话、点击）",
    Spend.SESSION_REPLIES: "会话回复（不计）",
}


def spend(member: Spend) -> str:
    """What is spent."""
    return _SPENDS[member]


def heading(per_day: int, units: int, name: str, budget: Budget) -> str:
    """What the forecast is for."""
    return f"每天 {per_day} 件、{units} 个单位，{name}（每月接口 {budget.calls} 次、推送 {budget.pushes} 次）"


def cost_line(member: Matter, count: int, calls: int, pushes: int) -> str:
    """What one matter costs, as counted."""
    return f"  {matter(member)}：每月 {count} 件，每件接口 {calls} 次、推送 {pushes} 次"


def line(member: Spend, count: int) -> str:
    """A row of the table."""
    return f"  {spend(member)}：{count}"


def total(of: Forecast) -> str:
    """Calls and pushes against what is allowed."""
    calls = _against(of.calls, of.budget.calls)
    return (
        f"合计接口 {of.calls} 次（{calls}），推送 {of.pushes} 次（{_against(of.pushes, of.budget.pushes)}）"
    )


def fits() -> str:
    """It is enough."""
    return "额度够用。"


def dropped(of: Forecast) -> str:
    """What is given up first when it is not."""
    news, digests = of.spent.get(Spend.GROUP_NEWS, 0), of.spent.get(Spend.DIGESTS, 0)
    return (
        f"额度不够时依次停发：督办群动态（省 {news} 次），用完后再停普通提醒和早报（再省 {digests} 次）；"
        "紧急事项和要人办的消息照发。"
    )


def short(of: Forecast, carried: int, enough: Edition | None) -> str:
    """It is not, and what would be."""
    left = of.without(Spend.GROUP_NEWS, Spend.DIGESTS)
    still = "停发后接口够用" if left <= of.budget.calls else f"停发后仍需接口 {left} 次"
    wanted = f"建议{edition(enough)}" if enough else "需购多份，请与钉钉商定"
    return f"额度不够：{still}。现版本大约可供每天 {carried} 件；按每天 {of.volume.per_day} 件{wanted}。"


def not_measured(story: str, line: int, expected: str) -> str:
    """A model story broke off."""
    return f"测算剧本“{story}”第{line}行没有走通（{expected}），不能测算；政策若改动了流程，请先用 duban rehearse 核对。"


def _against(spent: int, allowed: int) -> str:
    return f"额度的 {spent * 100 // allowed}%" if allowed else "不限"
