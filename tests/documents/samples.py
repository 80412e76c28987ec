"""One sample of every paper, from a town that does not exist. Numbers are masked as they come in service."""

from datetime import UTC, date, datetime

from domain.calendar_clock import LOCAL
from domain.papers import bulletin as b
from domain.papers import chat, closing, leaders, ledgers, meetings, sheets
from domain.papers.kinds import PaperKind
from domain.papers.paper import Paper

ISSUER = "清河市民声受理服务中心"
DAY = date(2019, 7, 8)


def at(day: int, hour: int = 9, minute: int = 30) -> datetime:
    """That July's local morning, in UTC."""
    return datetime(2019, 7, day, hour, minute, tzinfo=LOCAL).astimezone(UTC)


TICKET_SHEET = sheets.TicketSheet(
    issuer=ISSUER,
    issued_on=DAY,
    ticket_number="NX2019070800027",
    received_at=at(8),
    channel="12345来电",
    appellant="张**",
    phone="138****1234",
    nature="投诉",
    content_class="城乡建设 / 市政公用 / 道路养护",
    urgency="紧急",
    place="东关街道幸福里小区北门",
    position="北纬36.1234°，东经118.5678°",
    subject="幸福里小区北门外路面塌陷，车辆通行危险",
    request="来电人反映，幸福里小区北门外人行道与车行道交接处路面塌陷约两米见方，已有电动车摔倒，夜间没有警示标志，"
    "希望尽快围挡并修复。\n来电人表示曾于上周向物业反映，物业称不属其管理范围。",
    concerned="幸福里物业服务公司",
    attachments="照片2张",
    repeated="多人同诉，共3人",
    linked="NX2019070300112",
    received_by="受理岗2号",
    lead_unit="市住房和城乡建设局",
    leader="李某某（副局长）",
    assist_units="东关街道办事处、市公安局交通警察大队",
    dispatched_at=at(8, 10, 5),
    demand="先行围挡、设置夜间警示灯，查明塌陷原因后修复路面，并当面答复来电人。",
    due="2019年7月10日24:00前",
)

ITEMS = (
    sheets.SheetItem(
        1, "塌陷处没有围挡和夜间警示", "四周围挡，夜间有警示灯", "市住房和城乡建设局", "7月8日21:00前"
    ),
    sheets.SheetItem(
        2, "路面塌陷约两米见方", "路面恢复平整，压实度合格", "市住房和城乡建设局", "7月10日24:00前"
    ),
    sheets.SheetItem(
        3, "早晚高峰车辆绕行混乱", "安排人员疏导至修复完成", "市公安局交通警察大队", "7月10日24:00前"
    ),
)

ASSIGNMENT_SHEET = sheets.AssignmentSheet(
    issuer=ISSUER,
    issued_on=DAY,
    ticket_number="NX2019070800027",
    batch="第27批",
    assigned_at=at(8, 11),
    assigned_by="中心督办科",
    lead_unit="市住房和城乡建设局",
    leader="李某某（副局长）",
    assist_units="东关街道办事处、市公安局交通警察大队",
    place="东关街道幸福里小区北门",
    problem="小区北门外路面塌陷，已有电动车摔倒，多人反映。",
    items=ITEMS,
    demand="责任领导到现场研究解决，第一时间与反映人见面。",
    due="2019年7月10日24:00前",
    feedback_way="在督办助手中直接回复",
)

SUPERVISION_SHEET = sheets.SupervisionSheet(
    issuer=ISSUER,
    issued_on=date(2019, 7, 15),
    subject="关于幸福里小区北门路面塌陷问题的督办",
    sheet_number="民督〔2019〕45号",
    grade="重点督办",
    signed_by="王某某",
    signed_at=at(15, 9, 0),
    supervised_unit="市住房和城乡建设局",
    leader="李某某（副局长）",
    linked_to="NX2019070800027／第27批第3号",
    request_summary="群众反映小区北门外路面塌陷，电动车摔倒，要求围挡并修复。",
    so_far="7月8日派单，7月8日签收；7月10日报告已围挡；7月12日申请销号，现场核实未到位。",
    shortcomings="超期3个工作日；不满意1次，原因：部分解决；退单0次。",
    demand="查明塌陷原因，彻底修复路面，逐条报告整改结果；请主要负责人到现场督促。",
    due="2019年7月22日24:00前",
    feedback_way="在督办助手中直接回复，并附现场照片",
    copy_to="市委督查室、市政府督查室",
)

URGE_NOTICE = sheets.UrgeNotice(
    issuer=ISSUER,
    issued_on=date(2019, 7, 11),
    notice_number="民催〔2019〕118号",
    addressee="市住房和城乡建设局",
    ticket_number="NX2019070800027",
    subject="幸福里小区北门外路面塌陷",
    assigned_at=at(8, 11),
    due="2019年7月10日24:00前",
    late_by="现已超期1个工作日，尚未报告办理结果",
    demand="抓紧办理，责任领导与反映人当面沟通",
    answer_due="2019年7月12日24:00",
)

REWORK_NOTICE = sheets.ReworkNotice(
    issuer=ISSUER,
    issued_on=date(2019, 7, 16),
    rework_number="NX2019070800027-R1",
    ticket_number="NX2019070800027",
    subject="幸福里小区北门外路面塌陷",
    lead_unit="市住房和城乡建设局",
    leader="李某某（副局长）",
    assist_units="东关街道办事处",
    grade="重点督办",
    first_result="7月12日已用沥青临时填补，设置警示牌。",
    rated_at=at(15, 16, 20),
    complaint="填补处雨后再次下沉，没有查明原因；施工人员没有与反映人联系。",
    cause_class="部分解决",
    demand="查明塌陷原因，彻底修复；责任领导与反映人见面，当面说明。",
    due="2019年7月23日24:00前",
)

SITE_RECORD = closing.SiteRecord(
    issuer=ISSUER,
    issued_on=date(2019, 7, 19),
    ticket_number="NX2019070800027",
    subject="幸福里小区北门外路面塌陷",
    lead_unit="市住房和城乡建设局",
    visited_at=at(19, 15, 10),
    visited_by="督办员甲",
    present="东关街道办事处城建办、幸福里物业服务公司",
    place="东关街道幸福里小区北门",
    position="北纬36.1234°，东经118.5678°，距工单位置18米",
    visit_way="现场查看、拍照，随机询问过往居民3人",
    findings=(
        closing.Finding(1, "塌陷处没有围挡和夜间警示", "四周围挡，夜间有警示灯", "到位", "修复后已撤除"),
        closing.Finding(2, "路面塌陷约两米见方", "路面恢复平整", "到位", "雨后复查，未见下沉"),
        closing.Finding(3, "早晚高峰车辆绕行混乱", "安排人员疏导", "到位", ""),
    ),
    conclusion="到位。建议销号。",
    photos="照片4张：北门全景、修复路面近景、井盖周边、公示牌",
    remark="雨水管网接口已更换。",
)

CLOSEOUT_REQUEST = closing.CloseoutRequest(
    issuer=ISSUER,
    issued_on=date(2019, 7, 19),
    batch="第27批第3号",
    ticket_number="NX2019070800027",
    problem="幸福里小区北门外路面塌陷，车辆通行危险。",
    lead_unit="市住房和城乡建设局",
    assist_units="东关街道办事处",
    leader="李某某（副局长）",
    assigned_at=at(8, 11),
    due="2019年7月22日24:00前",
    finished_at=at(18, 17, 40),
    on_time="按时",
    course="7月16日责任领导到现场，查明系雨水管接口渗漏；7月17日开挖更换接口；7月18日回填压实、摊铺沥青。",
    results=(
        closing.ItemResult(1, "塌陷处没有围挡和夜间警示", "已围挡并设置警示灯，修复后撤除", "7月8日"),
        closing.ItemResult(2, "路面塌陷约两米见方", "更换雨水管接口，回填压实，恢复沥青路面", "7月18日"),
        closing.ItemResult(3, "早晚高峰车辆绕行混乱", "早晚高峰各2人疏导", "7月18日"),
    ),
    evidence="施工前后照片6张、压实度检测单1份",
    three_firsts="第一时间见面：7月16日9:00；第一现场研究：7月16日9:20；第一标准评判：7月18日18:00",
    citizen_opinion="反映人表示路面平整，满意。",
    lasting_measure="对东关街道同批次雨水管接口排查12处，更换2处。",
    applied_by="李某某",
    applied_at=at(18, 18, 30),
    checked_by="督办员甲",
    checked_at=at(19, 15, 10),
    checked_place="小区北门（距工单位置18米）",
    visit_way="现场查看",
    conclusion="到位",
    photos="4张",
    callback_result="满意（7月20日短信）",
    approval="同意销号。",
    approved_by="王某某",
    closed_out_at=at(20, 17, 0),
)

UNREASONABLE = closing.UnreasonableFinding(
    issuer=ISSUER,
    issued_on=date(2019, 7, 24),
    ticket_number="NX2019070500081",
    subject="要求撤销已生效的交通违法处罚",
    unit="市公安局交通警察大队",
    rated_at=at(19, 10, 0),
    complaint="不同意处罚，要求撤销。",
    applied_at=at(19, 16, 0),
    ground="已由其他法定程序作出最终决定",
    proof="行政复议决定书、送达回证",
    callback_note="来电人承认收到复议决定，仍要求中心撤销处罚。",
    first_member="中心审核岗甲",
    first_opinion="属已经法定程序处理的事项，同意认定。",
    second_member="中心审核岗乙",
    second_opinion="同意。",
    decision="认定为不合理诉求，仅不计入满意率，其他统计照常。",
    decided_at=at(23, 11, 0),
    citizen_told="7月23日电话告知理由和异议途径。",
    objection="至今未提出。",
)

LINES = tuple(
    meetings.AssignmentLine(
        no,
        f"NX20190708{no:05d}",
        problem,
        place,
        unit,
        leader,
        assist,
        "现场查明原因，立行立改，当面答复反映人",
        f"7月{12 + no}日",
        "已到现场" if no % 2 else "",
        "",
    )
    for no, (problem, place, unit, leader, assist) in enumerate(
        (
            (
                "小区北门外路面塌陷，车辆通行危险",
                "东关街道幸福里小区",
                "市住房和城乡建设局",
                "李某某",
                "东关街道办事处",
            ),
            (
                "餐饮店油烟直排，居民不敢开窗",
                "西关街道文化路步行街",
                "市综合行政执法局",
                "周某某",
                "市生态环境局",
            ),
            ("路灯连片不亮，夜间出行不便", "南城镇振兴大道东段", "市供电公司", "吴某某", ""),
            (
                "建筑工地夜间施工噪音扰民",
                "东关街道学府花园",
                "市综合行政执法局",
                "周某某",
                "市生态环境局、市住房和城乡建设局",
            ),
            (
                "物业停用电梯三天，高层老人出行困难",
                "西关街道观澜小区",
                "市住房和城乡建设局",
                "李某某",
                "市市场监督管理局",
            ),
        ),
        start=1,
    )
)

ASSIGNMENT_LIST = meetings.AssignmentList(
    issuer=ISSUER, issued_on=DAY, batch="第27批", meeting_on=DAY, lines=LINES
)

MINUTES = meetings.Minutes(
    issuer=ISSUER,
    issued_on=DAY,
    minutes_number="第27期",
    batch="第27批",
    meeting_on=DAY,
    meeting_place="市政府第二会议室",
    chair="市委常委、政法委书记",
    present="市住房和城乡建设局、市综合行政执法局、市生态环境局、市供电公司、各乡镇街道主要负责同志",
    absent="市水务集团（已请假）",
    situation=(
        "6月26日至7月7日共受理群众诉求3353件，其中有效2880件，在线办结1652件，转派1228件。",
        "按时办结率100%，群众满意度96.82%。",
    ),
    looked_back=(
        meetings.LookedBack(
            1, "振兴大道积水", "市住房和城乡建设局", "更换泵站控制柜，7月3日降雨后未积水", "巩固"
        ),
        meetings.LookedBack(2, "农贸市场占道经营", "市综合行政执法局", "早市时段仍有占道", "反弹"),
    ),
    decided=tuple(
        meetings.Decided(
            line.no,
            line.problem,
            line.lead_unit,
            line.leader,
            line.assist_units,
            line.demand,
            line.finish_by,
            "三天内见底" if line.no == 1 else "按期办结",
        )
        for line in LINES
    ),
    next_steps=(
        "各单位主要负责同志当日到现场，责任领导逐条认领，进展随时在督办助手中报送。",
        "反弹事项由市综合行政执法局重新拟定措施，下次会议报告。",
    ),
    sent_to="市委办公室、市政府办公室，各乡镇街道，市直有关部门",
)


def _tickets(ref: str, name: str, count: int) -> b.TicketList:
    return b.TicketList(
        ref,
        name,
        tuple(
            b.TicketLine(
                f"NX20190701{no:05d}",
                "2019年7月1日",
                "城乡建设",
                "东关街道",
                "市住房和城乡建设局",
                "已办结",
                "2019年7月4日",
                "2019年7月3日",
                "满意",
            )
            for no in range(1, count + 1)
        ),
    )


GROUPS = (
    b.Group(
        "乡镇街道",
        (
            b.UnitLine(
                "1",
                "东关街道",
                "19",
                "100.00%",
                "94.74%",
                "94.74%",
                "92.31%",
                "97.83%",
                "1",
                "1",
                "0",
                "1",
                "93.25",
            ),
            b.UnitLine(
                "2",
                "西关街道",
                "23",
                "95.65%",
                "91.30%",
                "95.65%",
                "90.00%",
                "95.00%",
                "1",
                "1",
                "1",
                "0",
                "90.86",
            ),
            b.UnitLine(
                "2",
                "南城镇",
                "14",
                "100.00%",
                "85.71%",
                "92.86%",
                "88.89%",
                "90.00%",
                "1",
                "1",
                "0",
                "1",
                "90.86",
            ),
            b.UnitLine(
                "样本不足", "北山乡", "3", "100.00%", "100.00%", "100.00%", "—", "—", "0", "0", "0", "0", "—"
            ),
        ),
        "注：样本少于5件的单位列出但不排名；不合理诉求1件，已从满意率中剔除。",
    ),
    b.Group(
        "市直部门",
        (
            b.UnitLine(
                "1",
                "市综合行政执法局",
                "61",
                "98.36%",
                "90.16%",
                "93.44%",
                "91.11%",
                "96.30%",
                "2",
                "2",
                "0",
                "1",
                "92.11",
            ),
            b.UnitLine(
                "2",
                "市住房和城乡建设局",
                "88",
                "97.73%",
                "78.95%",
                "89.47%",
                "85.19%",
                "93.33%",
                "4",
                "3",
                "2",
                "3",
                "84.67",
            ),
        ),
        "注：并列单位名次相同。",
    ),
)

BULLETIN = b.Bulletin(
    issuer=ISSUER,
    issued_on=DAY,
    issue_number="第19期（总第30期）",
    period="2019年6月26日至7月7日",
    addressee="各乡镇街道，市直有关部门，有关公共服务企业",
    opening="现将2019年6月26日至7月7日民声受理和办理情况通报如下。",
    overview=(
        "本期共受理群众诉求3353件，其中12345来电3309件、短信6件、其他渠道38件；有效诉求2880件，在线办结1652件，转派1228件。",
        "已办结750件，在办794件（含上期结转），按时办结率100.00%，群众满意度96.82%。",
    ),
    figures=(
        b.Figure("受理总量（件）", "3353", "3102", "+8.09%", "1-1"),
        b.Figure("有效诉求（件）", "2880", "2711", "+6.23%", "1-2"),
        b.Figure("在线办结（件）", "1652", "1598", "+3.38%", "1-3"),
        b.Figure("转派（件）", "1228", "1113", "+10.33%", "1-4"),
        b.Figure("按时办结率", "100.00%", "99.12%", "+0.88个百分点", "1-5"),
        b.Figure("满意率", "96.82%", "97.40%", "-0.58个百分点", "1-6"),
        b.Figure("参评率", "—", "—", "—"),
    ),
    charts=(
        b.Chart(
            "近六期受理量",
            "件",
            tuple(
                b.Point(f"第{no}期", value)
                for no, value in zip(range(14, 20), (2810, 2935, 3010, 2890, 3102, 3353), strict=True)
            ),
            b.ChartKind.LINE,
        ),
        b.Chart(
            "突出问题",
            "件",
            (
                b.Point("噪音扰民", 214),
                b.Point("小区物业", 188),
                b.Point("市政维护", 143),
                b.Point("餐饮油烟", 97),
                b.Point("停水停电", 64),
            ),
        ),
    ),
    natures=(
        b.Share("咨询", "1560", "54.17%", "+5.10%", "2-1"),
        b.Share("求助", "1010", "35.07%", "+7.40%", "2-2"),
        b.Share("投诉", "148", "5.14%", "-3.20%", "2-3"),
        b.Share("举报", "24", "0.83%", "—", "2-4"),
        b.Share("建议", "138", "4.79%", "+1.47%", "2-5"),
    ),
    classes=(
        b.Share("城乡建设", "930", "32.29%", "+9.10%", "2-6"),
        b.Share("环境保护", "412", "14.31%", "+2.00%", "2-7"),
        b.Share("交通运输", "305", "10.59%", "-1.30%", "2-8"),
    ),
    top_subjects=(
        b.Share("噪音扰民", "214", "7.43%", "+12.04%", "2-9"),
        b.Share("小区物业", "188", "6.53%", "+4.44%", "2-10"),
    ),
    hot_matters=(
        b.HotMatter("东关街道学府花园", "工地夜间施工噪音", "17", "上升", "市综合行政执法局", "3-1"),
        b.HotMatter("西关街道观澜小区", "电梯停用", "9", "新发", "市住房和城乡建设局", "3-2"),
    ),
    batch_words=("第27批交办5件；对第26批26件逐件回头看，巩固24件，反弹2件，已发回重办。",),
    batches=(
        b.BatchFigures("第27批", "5", "0", "0", "5", "0.00%", "4-1"),
        b.BatchFigures("第26批", "26", "24", "24", "2", "92.31%", "4-2"),
        b.BatchFigures("累计", "745", "697", "688", "48", "93.56%", "4-3"),
    ),
    unfinished=(
        b.Unfinished(
            "第26批第7号",
            "农贸市场占道经营",
            "市综合行政执法局",
            "周某某",
            "7月5日",
            "早市时段反弹，重新拟定措施",
        ),
        b.Unfinished(
            "第25批第2号", "河道两侧违建拆除", "南城镇", "郑某某", "7月20日", "涉及3户正在协商，按计划推进"
        ),
    ),
    supervision=(
        b.Figure("督办单（件）", "6", "4", "+50.00%", "5-1"),
        b.Figure("发回重办（件）", "5", "7", "-28.57%", "5-2"),
        b.Figure("销号（件）", "24", "21", "+14.29%", "5-3"),
        b.Figure("不予销号（件）", "2", "0", "—", "5-4"),
        b.Figure("挂账（件）", "1", "1", "0.00%", "5-5"),
    ),
    duty_words=("本期紧急事项12件，按时到场11件，到场及时率91.67%。",),
    arrivals=(
        b.Arrivals("市供电公司", "5", "5", "0", "100.00%", "6-1"),
        b.Arrivals("市水务集团", "4", "3", "1", "75.00%", "6-2"),
        b.Arrivals("市燃气公司", "3", "3", "0", "100.00%", "6-3"),
    ),
    praised=("市供电公司在7月3日雷雨停电中20分钟到场，主动在小区群公告恢复时间。",),
    unit_shortcomings=(
        b.Shortcoming(
            "市住房和城乡建设局", "2件超期，1件现场核实未到位即申请销号", "NX2019070800027\nNX2019062900114"
        ),
        b.Shortcoming("市水务集团", "1件紧急事项未按时到场", "NX2019070200045"),
    ),
    next_steps=(
        "各承办单位要对超期和反弹事项逐件明确责任领导，7月16日前报告整改结果。",
        "学府花园夜间施工噪音由市综合行政执法局牵头，联合市生态环境局开展夜查。",
    ),
    formula_note="满意率＝（满意＋基本满意）÷（满意＋基本满意＋不满意），不予评价和已剔除的工单不计入。",
    groups=GROUPS,
    reported_to="市委、市人大常委会、市政府、市政协领导同志",
    sent_to="市委督查室、市政府督查室、市纪委监委",
    issued_to="各乡镇街道，市直有关部门，有关公共服务企业",
    printed="120",
    ticket_lists=(
        _tickets("1-1", "受理总量", 6),
        _tickets("5-2", "发回重办", 5),
        _tickets("6-2", "市水务集团紧急事项", 4),
    ),
)

BRIEF = leaders.Brief(
    issuer=ISSUER,
    issued_on=date(2019, 7, 12),
    head="呈 阅 件",
    issue_number="第8期",
    subject="关于学府花园周边工地夜间施工噪音问题的情况报告",
    opening="近10日，中心接到学府花园及周边小区居民反映夜间施工噪音17件，涉及3个小区，呈上升趋势。现将有关情况报告如下。",
    sections=(
        leaders.Section(
            "基本情况",
            (
                "反映集中在22时至次日5时，主要为混凝土浇筑和渣土车进出。",
                "市综合行政执法局已现场核查4次，责令整改2次，仍有反复。",
            ),
        ),
        leaders.Section(
            "主要原因", ("施工单位赶工期，夜间施工许可到期后未停工；渣土车绕行路线紧邻居民楼。",)
        ),
        leaders.Section(
            "工作建议",
            (
                "由市综合行政执法局牵头，联合市住房和城乡建设局、市公安局交通警察大队连续夜查一周。",
                "列入第28批交办事项。",
            ),
        ),
    ),
    enclosures=("1．相关工单清单", "2．现场核查记录"),
    reported_to="市委、市政府主要负责同志",
    sent_to="市委办公室、市政府办公室",
    printed="12",
)

ACCOUNTABILITY = leaders.AccountabilityProposal(
    issuer=ISSUER,
    issued_on=date(2019, 7, 30),
    proposal="约谈建议",
    proposal_number="民约〔2019〕2号",
    addressee="市委督查室",
    unit="市水务集团",
    rule="《民声受理办理工作规定》第二十一条（不服从调度、推诿扯皮）",
    summary="7月以来，该单位紧急事项未按时到场2次，退单理由不成立3次，满意率连续两期列本组末位。",
    facts=(
        leaders.Fact(
            1,
            at(2, 20, 15),
            "NX2019070200045",
            "主管爆裂，要求30分钟到场，实际1小时52分到场",
            "到场定位、值班电话记录",
        ),
        leaders.Fact(
            2, at(9, 8, 40), "NX2019070900013", "以“非本单位职责”退单，经核系其管网", "退单记录、派单目录"
        ),
        leaders.Fact(3, at(21, 23, 5), "NX2019072100077", "值班电话无人接听，未到场", "三次呼叫记录"),
    ),
    unit_statement="该单位称7月2日抢修人员同时处置两处爆管，已增加一组夜间值守。",
    proposed="建议由市政府督查室约谈该单位主要负责人，限期整改。",
    audience="市委督查室、市政府督查室、市纪委监委、中心主任",
)

SHELVED = ledgers.ShelvedLedger(
    issuer=ISSUER,
    issued_on=date(2019, 7, 31),
    period="2019年7月",
    lines=(
        ledgers.ShelvedLine(
            1,
            "NX2019051600033",
            "老旧小区无集中供暖",
            "东关街道纺织厂宿舍",
            "市住房和城乡建设局",
            "李某某",
            "列入2020年改造计划，需完成管网立项",
            date(2019, 6, 20),
            date(2019, 9, 20),
            "已完成入户调查",
        ),
        ledgers.ShelvedLine(
            2,
            "NX2019060200018",
            "跨线桥噪音屏障",
            "南城镇桥头村",
            "市交通运输局",
            "孙某某",
            "需与铁路部门协商",
            date(2019, 7, 1),
            date(2019, 10, 1),
            "已发函，待复",
        ),
    ),
)

DUTY = ledgers.DutyPaper(
    issuer=ISSUER,
    issued_on=date(2019, 7, 31),
    period="2019年7月",
    roster=tuple(
        ledgers.DutyLine(date(2019, 7, day), unit, "08:00—次日08:00", officer, "0536-*******", "值班领导")
        for day, unit, officer in (
            (1, "市供电公司", "值班员一"),
            (1, "市水务集团", "值班员二"),
            (2, "市供电公司", "值班员三"),
        )
    ),
    arrivals=(
        ledgers.ArrivalLine("市供电公司", 15, 15, 0, 0, "100.00%"),
        ledgers.ArrivalLine("市水务集团", 9, 6, 1, 2, "66.67%"),
        ledgers.ArrivalLine("市燃气公司", 0, 0, 0, 0, "—"),
    ),
)

ANNUAL = ledgers.AnnualStatistics(
    issuer=ISSUER,
    issued_on=date(2019, 12, 31),
    year="2019",
    opening="2019年，中心坚持归口受理、分类办理、全面回访、跟踪督办。现将全年情况统计如下。",
    overview=("全年受理群众诉求82853件，有效59624件，在线办结41658件，转派17966件，群众满意度97.40%。",),
    figures=(
        b.Figure("受理总量（件）", "82853", "—", "—"),
        b.Figure("有效诉求（件）", "59624", "—", "—"),
        b.Figure("满意率", "97.40%", "—", "—"),
    ),
    charts=(
        b.Chart(
            "分月受理量",
            "件",
            tuple(b.Point(f"{month}月", 6200 + month * 110) for month in range(1, 13)),
            b.ChartKind.LINE,
        ),
    ),
    months=tuple(b.Share(f"{month}月", str(6200 + month * 110), "8.33%", "—") for month in range(1, 13)),
    natures=BULLETIN.natures,
    classes=BULLETIN.classes,
    next_steps=("进一步压实首接负责，提高现场核实质量。",),
    formula_note=BULLETIN.formula_note,
    groups=GROUPS,
)

EXPORT = ledgers.Export(
    issuer=ISSUER,
    issued_on=DAY,
    title="超期工单",
    columns=("工单编号", "标题", "牵头单位", "超期工作日"),
    rows=(
        ("NX2019070800027", "路面塌陷", "市住房和城乡建设局", 3),
        ("NX2019062900114", "=1+1", "市水务集团", 1),
    ),
)

RETURN_REQUEST = chat.ReturnRequest(
    ticket_number="NX2019070900013",
    subject="自来水管漏水",
    unit="市水务集团",
    applied_by="联络员",
    applied_at=at(9, 8, 40),
    return_reason="非本单位职责",
    explanation="漏点在小区内部管网。",
    suggested_unit="市住房和城乡建设局",
)
EXTENSION_REQUEST = chat.ExtensionRequest(
    ticket_number="NX2019070800027",
    subject="路面塌陷",
    unit="市住房和城乡建设局",
    applied_by="李某某",
    applied_at=at(10, 15, 0),
    due="2019年7月10日24:00前",
    wanted_due="2019年7月17日24:00前",
    explanation="需更换雨水管接口，备货三天。",
)
PROGRESS = chat.ProgressPaper(
    ticket_number="NX2019070800027",
    subject="路面塌陷",
    unit="市住房和城乡建设局",
    reported_by="李某某",
    reported_at=at(9, 17, 0),
    progress="已围挡，查明系雨水管接口渗漏。",
    next_step="明日开挖。",
)
CLOSEOUT_REFUSAL = chat.CloseoutRefusal(
    ticket_number="NX2019070800027",
    subject="路面塌陷",
    unit="市住房和城乡建设局",
    leader="李某某",
    failed_items=("2. 路面塌陷约两米见方：填补处雨后下沉",),
    reason="现场核实未到位",
    demand="查明原因，彻底修复",
    due="2019年7月22日24:00前",
    decided_by="督办员甲",
    decided_at=at(15, 11, 0),
)
CALLBACK = chat.CallbackRecord(
    ticket_number="NX2019070800027",
    subject="路面塌陷",
    called_by="回访岗1号",
    called_at=at(20, 10, 30),
    callback_way="电话",
    contacted="是",
    solved="是",
    rating="满意",
)
DISSATISFACTION = chat.DissatisfactionAnalysis(
    ticket_number="NX2019070800027",
    subject="路面塌陷",
    unit="市住房和城乡建设局",
    rated_at=at(15, 16, 20),
    complaint="雨后再次下沉",
    first_result="沥青临时填补",
    cause_class="部分解决",
    analysis="没有查明塌陷原因",
    handling="发回重办，列为重点督办",
    analysed_by="回访岗1号",
)
LOOK_BACK = chat.LookBackRecord(
    ticket_number="NX2019062000051",
    subject="农贸市场占道经营",
    unit="市综合行政执法局",
    visited_by="督办员乙",
    visited_at=at(8, 7, 0),
    place="西关农贸市场",
    result="反弹",
    remark="早市时段占道",
)
WHISTLE = chat.WhistleSheet(
    ticket_number="NX2019071000009",
    whistler="南城镇",
    whistled_at=at(10, 9, 0),
    whistle_kind="综合执法",
    matter="河道两侧违法建设",
    place="南城镇桥头村东",
    arrival_due="7月10日10:30前",
    called=(
        chat.Called("市综合行政执法局", "牵头", "09:06", "09:48"),
        chat.Called("市水利局", "协同", "09:10", "未到"),
    ),
    mutual_rating="南城镇评市综合行政执法局：满意",
)
CITIZEN_REPLY = chat.CitizenReply(
    reply="【民声】您反映的路面塌陷（NX2019070800027）已修复，请回复1满意2基本满意3不予评价4不满意。"
)

SAMPLES: dict[PaperKind, Paper] = {
    one.kind: one
    for one in (
        TICKET_SHEET,
        ASSIGNMENT_LIST,
        ASSIGNMENT_SHEET,
        SUPERVISION_SHEET,
        URGE_NOTICE,
        RETURN_REQUEST,
        EXTENSION_REQUEST,
        PROGRESS,
        SITE_RECORD,
        CLOSEOUT_REQUEST,
        CLOSEOUT_REFUSAL,
        CALLBACK,
        DISSATISFACTION,
        REWORK_NOTICE,
        UNREASONABLE,
        LOOK_BACK,
        WHISTLE,
        BULLETIN,
        MINUTES,
        BRIEF,
        ACCOUNTABILITY,
        SHELVED,
        DUTY,
        ANNUAL,
        CITIZEN_REPLY,
        EXPORT,
    )
}
