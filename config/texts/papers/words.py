"""The words that stand in the shipped templates beside the fields. A centre changes them in its own copy, in Word."""

# Fonts, with what stands in for each where it is not installed (GB/T 9704; `domain.md` §13.8).
BODY_FONT = "仿宋_GB2312"
TITLE_FONT = "方正小标宋简体"
HEADING_FONT = "黑体"
SUBHEADING_FONT = "楷体_GB2312"
FALLBACKS = {
    BODY_FONT: "仿宋,FangSong,STFangsong",
    TITLE_FONT: "宋体,SimSun,STSong",
    HEADING_FONT: "SimHei,STHeiti",
    SUBHEADING_FONT: "楷体,KaiTi,STKaiti",
}

FONT_TRIAL = "督办民声受理：，％〔〕—"
"""What a font must be able to write to be taken for a Chinese one."""

STYLES = {
    "Body": "公文正文",
    "Flush": "公文顶格",
    "Title": "公文标题",
    "Heading1": "公文一级标题",
    "Heading2": "公文二级标题",
    "RedHead": "红色版头",
    "Number": "发文字号",
    "Marking": "密级",
    "Cell": "表格内容",
    "CellCentre": "表格居中",
    "CellHead": "表格表头",
    "Small": "表格小字",
    "SmallCentre": "表格小字居中",
    "SmallHead": "表格小字表头",
    "Note": "表注",
    "Picture": "图表",
    "Caption": "表题",
    "Sign": "落款",
    "Colophon": "版记",
    "ColophonLast": "版记末行",
    "Tail": "文末",
    "PageNumber": "页码",
    "ExportMark": "导出标记",
}

ROW, PARAGRAPH, GROUP, CHART, PART, ENTRY = "行", "段", "组", "图", "节", "条"
"""Names of the variables of loops."""

COLON = "："
SEALED = "（盖章）"
NUMBER = "编号："
BATCH_IN_TITLE = "交办清单（{batch}）"
BRIEF_ISSUE = "（{issue}）"
ISSUED = "{date}印发"
PRINTED = "  共印{count}份"
REPORT_TO, SEND_TO, ISSUE_TO = "报：", "送：", "发："
ENCLOSURES = "附件："
ANNEX = "附件"
ANNEX_TITLE = "各单位办理情况统计表"
MEETING_DAY = "会议日期："
ITEMS, FINDINGS, RESULTS = "条目清单", "逐条核查情况", "逐条整改结果"
ON_SITE, APPROVED = "现场核实", "审批"
ISSUING_UNIT = "填发单位："

# Sections of the bulletin (§13.6)
BULLETIN_SECTIONS = (
    "一、基本情况",
    "二、分类情况",
    "三、热点难点",
    "四、逢6交办事项",
    "五、督办与重办",
    "六、到场与值班",
    "七、单位情况",
    "八、下一步要求",
)
BASIC_TABLE = "表1  基本情况"
NATURE_TABLE = "表2  诉求类型"
CLASS_TABLE = "表3  内容分类"
SUBJECT_TABLE = "表4  突出问题"
HOT_TABLE = "表5  热点难点事项"
BATCH_TABLE = "表6  逢6交办事项"
UNFINISHED_TABLE = "表7  未办结事项"
SUPERVISION_TABLE = "表8  督办与重办"
ARRIVAL_TABLE = "表9  紧急事项到场"
SHORTCOMING_TABLE = "表10  存在的问题"
MONTH_TABLE = "表2  分月受理情况"
ANNUAL_NATURE_TABLE, ANNUAL_CLASS_TABLE = "表3  诉求类型", "表4  内容分类"
GOOD_PRACTICE, SHORTCOMINGS = "（一）好的做法", "（二）存在的问题"
NOBODY = "本期无。"
ANNUAL_SECTIONS = ("一、总体情况", "二、分月和分类情况", "三、下一步打算")
ANNUAL_TITLE = "{year}年度民声受理统计"

# Minutes
MINUTES_TITLE = "民声受理调度会纪要"
MINUTES_OPENING = (
    "{date}，{chair}在{place}主持召开{batch}调度会。"
    "会议通报了上次会议以来的情况，逐件回头看，研究交办新一批事项。纪要如下："
)
MINUTES_SECTIONS = ("一、通报情况", "二、上一批事项回头看", "三、交办事项和表态", "四、下一步要求")
PRESENT, ABSENT = "参加：", "缺席："

# Urge notice
URGE_OPENING = "{assigned_at}交办你单位的{ticket}“{subject}”，办理时限为{due}，{late_by}。"
URGE_DEMAND = "请你单位{demand}，并于{answer_due}前将办理情况反馈我中心。"

# Accountability
PROPOSAL_SECTIONS = ("一、有关情况", "二、事实清单", "三、单位说明", "四、处理建议")
PROPOSAL_UNIT = "涉及单位：{unit}。依据：{rule}。"
PROPOSAL_NOTE = "本件只汇集事实、提出建议，是否约谈、是否追责由有权机关按规定程序决定。"
PROPOSAL_AUDIENCE = "知悉范围：{audience}。请勿扩散，不得上传群聊。"
