"""Words people choose with in commands: grades, verdicts, natures, areas (`domain.md` §10.1, §15.3)."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import Grade, Nature

GRADES: Mapping[str, Grade] = MappingProxyType(
    {
        **{str(int(grade)): grade for grade in Grade},
        **{f"{int(grade)}级": grade for grade in Grade},
        "零级": Grade.REMINDER,
        "一级": Grade.URGE,
        "二级": Grade.GENERAL,
        "三级": Grade.KEY,
        "四级": Grade.SPECIAL,
        "提醒": Grade.REMINDER,
        "催办": Grade.URGE,
        "一般": Grade.GENERAL,
        "一般督办": Grade.GENERAL,
        "重点": Grade.KEY,
        "重点督办": Grade.KEY,
        "专项": Grade.SPECIAL,
        "专项督办": Grade.SPECIAL,
        "提级": Grade.SPECIAL,
        "提级办理": Grade.SPECIAL,
    }
)
"""督办等级 by name, number or 级."""

VERDICTS: Mapping[str, bool] = MappingProxyType(
    {
        "批准": True,
        "同意": True,
        "准": True,
        "通过": True,
        "到位": True,
        "已到位": True,
        "合格": True,
        "属实": True,
        "成立": True,
        "pass": True,
        "approve": True,
        "yes": True,
        "驳回": False,
        "不批准": False,
        "不同意": False,
        "不准": False,
        "退回": False,
        "不通过": False,
        "未通过": False,
        "未到位": False,
        "不到位": False,
        "没到位": False,
        "不合格": False,
        "不属实": False,
        "不成立": False,
        "fail": False,
        "reject": False,
        "no": False,
    }
)
"""批准|驳回, 通过|退回, 到位|未到位: which pair is expected, the command knows."""

NATURES: Mapping[str, Nature] = MappingProxyType(
    {
        "咨询": Nature.ENQUIRY,
        "求助": Nature.HELP,
        "投诉": Nature.COMPLAINT,
        "举报": Nature.REPORT,
        "建议": Nature.SUGGESTION,
        "表扬": Nature.PRAISE,
        "感谢": Nature.PRAISE,
        "其他": Nature.OTHER,
        "其它": Nature.OTHER,
    }
)
"""诉求类型 by name; §5.1."""
