"""The lines of the year's report (年度统计) as they are printed."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.figures.year import YearRow

ROWS: Mapping[YearRow, str] = MappingProxyType(
    {
        YearRow.RECEIVED: "受理各类诉求",
        YearRow.CALLS: "其中接听来电",
        YearRow.OTHER_CHANNELS: "其他渠道",
        YearRow.VALID: "受理有效事项",
        YearRow.AT_ONCE: "在线办结",
        YearRow.PASSED_ON: "转派工单",
        YearRow.SATISFACTION: "群众满意度",
        YearRow.MEETINGS: "调度会批次",
        YearRow.MEETING_ITEMS: "直接交办",
        YearRow.MEETING_ITEMS_DONE: "交办已办结",
        YearRow.DIFFICULT: "疑难工单",
        YearRow.UNITS_ON_DUTY: "重点联动单位",
    }
)
"""Every line there is: a test prints them all."""
