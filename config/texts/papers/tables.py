"""Names and notes of the sheets of a workbook."""

OVERVIEW = "基本情况"
NATURES = "诉求类型"
CLASSES = "内容分类"
SUBJECTS = "突出问题"
HOT = "热点难点"
BATCHES = "逢6交办"
UNFINISHED = "未办结"
SUPERVISION = "督办重办"
ARRIVALS = "到场统计"
SHORTCOMINGS = "单位问题"
ROSTER = "值班表"
MONTHS = "分月"
INDEX = "明细目录"
TICKETS = "工单明细"
INDEX_COLUMNS = ("明细", "名称", "工单数", "查看")
OPEN = "查看工单"
REF = "明细"

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST = 31


def sheet_name(words: str) -> str:
    """A sheet's name as Excel takes it: no brackets or slashes, 31 characters at most."""
    return words.translate(_FORBIDDEN)[:_LONGEST].strip() or TICKETS


def mark(by: str, at: str) -> str:
    """The visible mark of an export (`domain.md` §14.6)."""
    return f"导出人：{by}  导出时间：{at}"
