"""The answer check (§8.5) over invented answers, good and bad: what a person would say of each is what is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.texts import answer_check
from config.texts.heard.answering import alike, hear_answer, hear_request, parts, places, shingles
from domain.answering import SHORTEST, AnswerFault, AnswerFinding, check
from domain.vocabulary import Nature

LAMPS = "桃园小区南门外的三盏路灯坏了半个月，晚上老人摔过跤，请尽快修好。"
NOISE = "幸福小区楼下音响夜里太吵，孩子睡不着，请管一管"
WATER = (
    "柳树村自来水已经断断续续停了一个月，村里两百多户只能挑水吃。1、什么时候能恢复供水？2、水费为什么照收？"
    "3、挖断的水管由谁来赔偿？"
)
BUS = "请问去人民医院的8路公交车末班车是几点？老年卡能不能免费乘车？"

GOOD = [
    (LAMPS, Nature.HELP, "7月2日更换路灯三盏，夜间试灯正常，已电话告知诉求人，对方表示满意。"),
    (
        LAMPS,
        Nature.HELP,
        "7月2日到桃园小区南门检查，系电缆被挖断，当天更换路灯三盏，夜间试灯正常，已电话告知诉求人。",
    ),
    (
        LAMPS,
        Nature.COMPLAINT,
        "经现场核实，三盏路灯因线路老化不亮，我局已于7月2日下午全部修复，并安排专人每晚巡查。",
    ),
    (NOISE, Nature.COMPLAINT, "7月6日现场检查，已责令商户22点后停止播放，并电话告知诉求人，持续巡查"),
    (
        NOISE,
        Nature.COMPLAINT,
        "昨晚21时到店实测，音响超标3分贝，店主当场调低音量并签订限时经营承诺书，已当面告知诉求人。",
    ),
    (
        WATER,
        Nature.COMPLAINT,
        (
            "经查，停水系修路挖断主管所致。1、6月28日水管已接通，全村恢复供水；2、停水期间的水费已退还到户；3、赔偿由施工方承担，"
            "7月5日已签协议。"
        ),
    ),
    (
        WATER,
        Nature.COMPLAINT,
        "6月28日到村里调查，主管被修路施工挖断，当天抢修并恢复供水；停水月份的水费已全部退还；挖断水管的损失由施工单位赔偿。",
    ),
    (
        BUS,
        Nature.ENQUIRY,
        "8路公交车到人民医院的末班车为晚上九点半，六十五岁以上老人持老年卡可以免费乘车，请在上车时刷卡。",
    ),
]

BAD = [
    (LAMPS, Nature.HELP, "已修好。", {AnswerFault.TOO_SHORT}),
    (LAMPS, Nature.HELP, "您好，您的来信已收悉。感谢您的关心和支持！", {AnswerFault.TOO_SHORT}),
    (
        LAMPS,
        Nature.HELP,
        "尊敬的市民您好，您反映的问题已收悉，我局高度重视，已转交相关部门尽快核实处理，感谢您对我们工作的理解和支持！",
        {AnswerFault.EMPTY_TALK},
    ),
    (
        NOISE,
        Nature.COMPLAINT,
        "您好，您的留言已收到。我们将督促有关单位抓紧调查，认真办理，及时答复，请您耐心等待，谢谢您的支持与监督！",
        {AnswerFault.EMPTY_TALK},
    ),
    (
        LAMPS,
        Nature.COMPLAINT,
        "6月3日到梧桐花园检查，系变压器故障，当天更换保险并恢复供电，路灯全部点亮，已电话告知诉求人。",
        {AnswerFault.OTHER_PLACE},
    ),
    (
        "解放路口的红绿灯坏了三天，早晚高峰堵成一团，没有交警来指挥交通。",
        Nature.COMPLAINT,
        (
            "经查，该公司拖欠十七名工人两个月工资，7月1日我局约谈负责人并下达限期支付决定书，工资已于7月3日足额发放到工人本人银行卡，"
            "劳动者表示认可。"
        ),
        {AnswerFault.OTHER_SUBJECT},
    ),
    (
        WATER,
        Nature.COMPLAINT,
        "经现场检查，系修路时施工不慎造成主管破裂，抢修队6月28日已连夜焊接接通，全村两百多户已恢复供水，已电话告知诉求人。",
        {AnswerFault.PART_UNANSWERED},
    ),
    (
        LAMPS,
        Nature.HELP,
        "桃园小区南门外的路灯现在全部亮了，请放心，今后我们会多多留意这一带的照明设施。",
        {
            AnswerFault.NOTHING_FOUND,
            AnswerFault.NOTHING_DONE,
            AnswerFault.NO_DATE,
        },
    ),
    (
        LAMPS,
        Nature.HELP,
        "经现场检查，桃园小区南门外路灯系线路老化，已更换灯具三盏并恢复照明，诉求人表示满意。",
        {AnswerFault.NO_DATE},
    ),
]


@pytest.mark.parametrize(("request_", "nature", "answer"), GOOD)
def test_an_answer_that_answers_goes_through(request_: str, nature: Nature, answer: str) -> None:
    assert check(hear_request(request_), hear_answer(answer), nature) == ()


@pytest.mark.parametrize(("request_", "nature", "answer", "faults"), BAD)
def test_an_answer_that_does_not_is_found_out(
    request_: str, nature: Nature, answer: str, faults: set[AnswerFault]
) -> None:
    found = check(hear_request(request_), hear_answer(answer), nature)

    assert {one.fault for one in found} == faults


def test_the_parts_that_were_not_answered_are_named() -> None:
    found = check(hear_request(WATER), hear_answer(BAD[6][2]), Nature.COMPLAINT)

    assert found[0].parts == (2, 3)
    assert "第2、3项" in answer_check.reason(found)


def test_an_explanation_needs_neither_a_deed_nor_a_date() -> None:
    answer = "老年卡可以在各个公交总站办理，凭身份证和一张照片，当场领取，不收费用，上车刷卡即可免费。"

    assert check(hear_request(BUS), hear_answer(answer), Nature.ENQUIRY) == ()


def test_the_date_of_the_signature_is_not_when_it_was_done() -> None:
    answer = "经现场检查，系线路老化，已更换路灯三盏并恢复照明，诉求人表示满意。某某市城市管理局 2019年7月2日"

    assert not hear_answer(answer).dated


def test_a_units_own_name_is_no_place() -> None:
    assert places("由西湖街道办事处和城北派出所负责") == ()
    assert places("路灯和路面都坏了，村民出行不便") == ()


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("1、修路。2、装灯。", 2),
        ("一是漏水；二是停电；三是噪音", 3),
        ("（1）积水（2）坑洼", 2),
        ("路灯坏了；井盖也没了", 2),
        ("路灯坏了三天，1个人摔倒", 0),
        ("电费每度0.56元，共3.2元", 0),
    ],
)
def test_parts_are_heard_where_somebody_set_them_apart(words: str, count: int) -> None:
    assert len(parts(words)) == count


def test_two_requests_about_one_matter_are_alike_and_others_are_not() -> None:
    assert alike(LAMPS, "桃园小区南门外路灯坏了，老人摔跤，请修好") > 0.3
    assert alike(LAMPS, NOISE) < 0.1


def test_courtesy_makes_no_two_answers_alike() -> None:
    one = shingles("您好，您的来信收悉。现将有关情况答复如下：路灯已经更换。感谢您对我们工作的支持！")
    other = shingles("您好，您的来信收悉。现将有关情况答复如下：水管昨日接通。感谢您对我们工作的支持！")

    assert not one & other


TEXTS = st.text(alphabet="路灯坏了修好桃园小区，。；：1、2经查已7月日 \nabc①（一）", max_size=200)


@given(TEXTS, TEXTS, st.sampled_from(Nature))
def test_whatever_is_written_there_is_an_answer(request_: str, answer: str, nature: Nature) -> None:
    asked, said = hear_request(request_), hear_answer(answer)
    found = check(asked, said, nature)

    assert said.substance >= 0
    assert (said.letters < SHORTEST) == (found[:1] == (AnswerFinding(AnswerFault.TOO_SHORT),))
    assert all(1 <= part <= len(asked.parts) for one in found for part in one.parts)
    assert bool(found) == bool(answer_check.reason(found))


@given(TEXTS)
def test_full_width_letters_are_heard_as_the_others(words: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in words)

    assert hear_answer(wide).letters == hear_answer(words).letters
    assert shingles(wide) == shingles(words)
