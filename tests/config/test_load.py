"""A centre's folder: the sample works, a wrong value is pointed at, a secret is never shown."""

from dataclasses import fields
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from config.checks import Severity, findings
from config.init import write_sample
from config.load import load, read_settings
from config.policy import read_policy
from config.secret import Secret
from config.settings import Settings
from config.texts import policy as rules
from config.texts import settings as told
from config.texts.kinds import FOUR_SYSTEMS, TEN_KINDS
from domain.faces import SmsKind
from domain.failures import Misconfigured
from domain.ids import PersonId, UnitId
from domain.ladders import DEFAULT_LADDERS, LadderKind, Means, Rung
from domain.notices import NoticeKind
from domain.policy import Policy
from domain.ticket import Limit
from domain.vocabulary import LimitKind, Nature, Office, Urgency
from tests.config.samples import changed, line_of, sample

TODAY = date(2026, 7, 6)


def test_the_sample_loads_and_passes_every_check(tmp_path: Path) -> None:
    centre = load(sample(tmp_path), {})

    found = findings(centre.settings, centre.policy, centre.directory, TODAY)

    assert [one.sentence for one in found if one.severity is Severity.ERROR] == []
    assert tuple(one.sentence for one in found) == centre.warnings
    assert centre.texts.sign == "民声"
    assert centre.database_url.reveal().startswith("sqlite:///")


def test_the_sample_states_every_rule_with_its_default(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    text = (directory / "policy.yaml").read_text(encoding="utf-8")

    policy = load(directory, {}).policy

    for field in fields(Policy):
        assert f"\n{field.name}:" in text
        assert field.name in rules.RULES
        if field.name not in ("limits", "categories", "kinds", "four_systems"):
            assert getattr(policy, field.name) == getattr(Policy(), field.name), field.name
    assert (policy.kinds, policy.four_systems) == (TEN_KINDS, FOUR_SYSTEMS)
    assert {"office_hours", "quiet_hours"} | {field.name for field in fields(Policy)} == set(rules.RULES)


def test_the_sample_limits_are_those_of_the_reference_and_water_and_power_have_a_day(tmp_path: Path) -> None:
    policy = load(sample(tmp_path), {}).policy

    def limit(nature: Nature | None, category: str = "") -> Limit:
        return policy.limit_for(nature, category, Urgency.NORMAL, UnitId("jtj"), TODAY)

    assert limit(Nature.HELP, "0903") == Limit(LimitKind.WALL_CLOCK, 24 * 60, "7.1 停水停电")
    for nature in Nature:
        assert limit(nature) == Policy().limit_for(nature, "", Urgency.NORMAL, UnitId("jtj"), TODAY)


def test_the_sample_catalogue_covers_the_ten_kinds(tmp_path: Path) -> None:
    categories = load(sample(tmp_path), {}).policy.categories

    assert {code[:2] for code in categories} >= {f"{n:02d}" for n in range(1, 11)}
    assert len(categories) >= 40
    assert any(one.department_duty for one in categories.values())


def test_the_sample_is_never_written_over_anything(tmp_path: Path) -> None:
    directory = tmp_path / "centre"
    directory.mkdir()
    (directory / "people.csv").write_text("mine", encoding="utf-8")

    with pytest.raises(Misconfigured, match=r"people\.csv"):
        write_sample(directory)

    assert [path.name for path in directory.iterdir()] == ["people.csv"]
    assert (directory / "people.csv").read_text(encoding="utf-8") == "mine"


def test_secrets_of_the_sample_are_its_own_and_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = sample(tmp_path / "a"), sample(tmp_path / "b")

    secret = load(first, {}).settings.sms.webhook_secret

    assert secret != load(second, {}).settings.sms.webhook_secret
    assert len(secret.reveal()) >= 22
    for name in ("duban.toml", "keys/site.key"):
        assert (first / name).stat().st_mode & 0o077 == 0


def test_every_setting_is_explained_and_nothing_else_is() -> None:
    names = {
        f"{section.name}.{field.name}"
        for section in fields(Settings)
        for field in fields(section.type)  # type: ignore[arg-type]  # each section is a dataclass
    }

    assert names - {"sms.section"} == set(told.SETTINGS)
    assert {section.name for section in fields(Settings)} == set(told.SECTIONS)


WRONG_SETTINGS = [
    ("port = 8086", 'port = "8086"', ["server.port", "8086", "1到65535的整数"]),
    ("port = 8086", "port = 70000", ["server.port", "70000", "1到65535的整数"]),
    ("port = 8086", "prot = 8086", ["prot", "是不是 port？"]),
    ("[redis]", "[radis]", ["radis", "是不是 redis？"]),
    ('[redis]\nurl = ""', '[redis]\nurl = "127.0.0.1:6379"', ["redis.url", "不显示", "redis://"]),
    ('[redis]\nurl = ""', '[redis]\nurl = "redis://127.0.0.1:70000/0"', ["redis.url", "不显示", "redis://"]),
    ('[redis]\nurl = ""', "[redis]\nurl = 6379", ["redis.url", "不显示", "redis://"]),
    ('level = "info"', 'level = "loud"', ["log.level", "loud", "debug"]),
    ('name = "民声受理服务中心"', 'name = ""', ["centre.name", "文字"]),
    ('sign = "民声"', 'sign = "【民声】"', ["centre.sign", "不含空格和【】"]),
    (
        'public_url = "http://127.0.0.1:8086"',
        'public_url = "duban.example.org"',
        ["server.public_url", "https://"],
    ),
    ('client_id = ""', "client_id = 5", ["dingtalk.client_id", "5", "文字"]),
    ("# agent_id = 1", 'agent_id = "x"', ["dingtalk.agent_id", "正整数"]),
    (
        "# allow_private_downloads = false",
        "allow_private_downloads = 1",
        ["allow_private_downloads", "true 或 false"],
    ),
    ('gateway = ""', 'gateway = ""\nextra = 1', ["sms.extra"]),
    ("port = 8086", "port = ", ["格式不对", "TOML"]),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"), WRONG_SETTINGS, ids=[new for _, new, _ in WRONG_SETTINGS]
)
def test_a_wrong_setting_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    directory = sample(tmp_path)

    with pytest.raises(Misconfigured) as stopped:
        changed(directory, "duban.toml", old, new)

    line = line_of(directory, "duban.toml", new.rsplit("\n", maxsplit=1)[-1])
    assert f"duban.toml 第{line}行" in str(stopped.value)
    for words in expected:
        assert words in str(stopped.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"duban\.toml.*duban init"):
        load(tmp_path, {})


def test_a_gateway_keeps_its_own_table_and_hides_its_secrets(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    path = directory / "duban.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('gateway = ""', 'gateway = "alibaba"')
        + '\n[sms.alibaba]\naccess_key_id = "id"\naccess_key_secret = "hunter2hunter2"\nsign_name = "民声"\n'
        '[sms.alibaba.templates]\nreceipt = "SMS_1"\n',
        encoding="utf-8",
    )

    sms = load(directory, {}).settings.sms

    assert sms.gateway == "alibaba"
    assert sms.section["access_key_secret"] == Secret("hunter2hunter2")
    assert sms.section["templates"] == {"receipt": "SMS_1"}
    assert "hunter2" not in repr(sms)


def test_the_environment_gives_secrets_and_the_files_are_asked_for_the_rest(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    environ = {
        "DUBAN_DINGTALK_CLIENT_SECRET": "from-outside",
        "DUBAN_DATABASE_URL": "postgresql://duban:pw@db/duban",
        "DUBAN_SMS_ACCESS_KEY_SECRET": "key-from-outside",
    }

    centre = load(directory, environ)

    assert centre.settings.dingtalk.client_secret.reveal() == "from-outside"
    assert centre.database_url.reveal() == "postgresql://duban:pw@db/duban"
    assert centre.settings.sms.section["access_key_secret"] == Secret("key-from-outside")
    for secret in ("from-outside", "pw@db"):
        assert secret not in repr(centre.settings)


def test_a_webhook_secret_too_short_is_refused_without_being_shown(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as stopped:
        read_settings(sample(tmp_path) / "duban.toml", {"DUBAN_SMS_WEBHOOK_SECRET": "shortsecret"})

    assert "sms.webhook_secret" in str(stopped.value)
    assert "shortsecret" not in str(stopped.value)


def test_a_secret_of_the_wrong_kind_is_refused_without_being_shown(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as stopped:
        changed(sample(tmp_path), "duban.toml", 'client_secret = ""', "client_secret = 123456789")

    assert "dingtalk.client_secret" in str(stopped.value)
    assert "123456789" not in str(stopped.value)


WRONG_RULES = [
    ("acknowledge: 4小时", "acknowledge: 四小时", ["acknowledge", "四小时", "时长"]),
    ("acknowledge: 4小时", "acknowledge: 4个工作日", ["acknowledge", "时长"]),
    ("answered_sample: 5%", "answered_sample: 0.05", ["answered_sample", "百分比"]),
    ("answered_sample: 5%", "answered_sample: 101%", ["answered_sample", "百分比"]),
    ("acknowledge: 4小时", "acknowlege: 4小时", ["是不是 acknowledge？"]),
    ("rework: 5个工作日", "rework: 5", ["rework", "个工作日"]),
    ("call_tries: 3", "call_tries: 10000", ["call_tries", "1到9999的整数"]),
    ("call_tries: 3", "call_tries: 0", ["call_tries", "1到9999的整数"]),
    ("call_tries: 3", "call_tries: true", ["call_tries", "1到9999的整数"]),
    ("{after: 1个工作日, to", "{after: 9个工作日, to", ["ladders.late.1.after", "由早到晚"]),
    ("{after: 1个工作日, to", "{after: 1天, to", ["ladders.late.0.after", "1天", "工作日数"]),
    (
        "to: [责任领导], by: 消息",
        "to: [责任领导], by: 短信",
        ["ladders.late.0.by", "短信", "消息、强提醒 之一"],
    ),
    ("to: [责任领导], by: 消息", "to: [局长], by: 消息", ["ladders.late.0.to.0", "局长", "岗位列表"]),
    ("{after: 15分钟, to: [值班员], by", "{after: 15分钟, by", ["缺少 ladders.urgent.3.to", "岗位列表"]),
    ("{after: 15分钟, to", "{to", ["缺少 ladders.urgent.3.after", "当即"]),
    ("call_tries: 3", "call_tries: 3\nlate_ladder_working_days: [1]", ["请删去旧的"]),
    ("[归口受理制, 分类办理制,", "[归口受理制,", ["four_systems", "四个不同的名称"]),
    ('{name: 小区物业, categories: ["02"]}', "{name: 小区物业, categories: []}", ["kinds.1.categories"]),
    ("{name: 小区物业,", "{name: 噪音扰民,", ["kinds.1.name", "噪音扰民", "各类不同名"]),
    ("  重点督办: 5个工作日", "  最高督办: 5个工作日", ["督办等级"]),
    ("approvers: [中心主任, 中心副主任]", "approvers: [主任]", ["主任", "岗位列表"]),
    ("{nature: 咨询, limit", "{nature: 闲聊, limit", ["limits.1.nature", "闲聊", "咨询"]),
    ('{nature: 咨询, limit: 1个工作日, source: "7.1 咨询"}', "{nature: 咨询}", ["缺少 limits.1.limit"]),
    ('{code: "0101", name: 施工噪音', "{code: 0101, name: 施工噪音", ["categories.0.code", "加引号"]),
    ('code: "0102"', 'code: "0101"', ["0101", "重复"]),
    ("lead: hbj", "lead: nobody", ["nobody", "units.csv"]),
    (
        "  satisfaction: 满意率",
        "  satisfaction: 满意度",
        ["figures.satisfaction", "满意度", "满意率（全口径）"],
    ),
    ("  ranking: 分档", "  ranking: 红黑榜", ["figures.ranking", "红黑榜", "不排名、分档、排名"]),
    ("  period: 旬", "  period: 周", ["figures.period", "周", "旬、调度会"]),
    ("  smallest_sample: 5", "  smallest_sample: 0", ["figures.smallest_sample", "整数"]),
    ("solved: 30, satisfied: 30}", "solved: 30, satisfied: 31}", ["figures.weights", "合计100"]),
    ("solved: 30, satisfied: 30}", "solved: 30.5, satisfied: 29.5}", ["figures.weights", "整数"]),
    ("solved: 30, satisfied: 30}", "solved: 30, satisfid: 30}", ["是不是 satisfied？"]),
    ("{excellent: 90, good: 80", "{excellent: 80, good: 80", ["figures.grades", "由高到低"]),
    ("ranking_seen_by: [话务员", "ranking_seen_by: [局长", ["figures.ranking_seen_by.0", "岗位列表"]),
    ('quiet_hours: "22:00-07:00"', 'quiet_hours: "22点到7点"', ["quiet_hours", "22:00-07:00"]),
    (
        '"01-01", spans: ["08:30-12:00", "14:00-17:30"]',
        '"01-01", spans: ["14:00-17:30", "08:30-12:00"]',
        ["office_hours.0.spans"],
    ),
    ("quota_calls: 5000", "quota_calls: 5000\nquota_calls: 6000", ["同一个设置写了两次"]),
    ("limits:\n", "limits: &again\n  - *again\n", ["引用", "直接写出来"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), WRONG_RULES, ids=[new for _, new, _ in WRONG_RULES])
def test_a_wrong_rule_is_named_with_its_line(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    directory = sample(tmp_path)

    with pytest.raises(Misconfigured) as stopped:
        changed(directory, "policy.yaml", old, new)

    assert "policy.yaml 第" in str(stopped.value)
    for words in expected:
        assert words in str(stopped.value)


def test_the_line_of_a_wrong_rule_is_the_right_one(tmp_path: Path) -> None:
    directory = sample(tmp_path)

    with pytest.raises(Misconfigured) as stopped:
        changed(
            directory, "policy.yaml", 'code: "0301", name: 餐饮油烟扰民', 'code: "0301", nmae: 餐饮油烟扰民'
        )

    assert f"policy.yaml 第{line_of(directory, 'policy.yaml', 'nmae')}行" in str(stopped.value)


def test_rules_may_be_changed_in_the_words_of_the_trade(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(
        "site_visit: 4个办公小时\nundo_within: 1小时\nconfirmers: [核查员]\nquiet_hours: '21:00-06:30'\n"
        "supervision: {重点督办: 3个工作日}\n"
        "limits:\n  - {nature: 投诉, urgency: 紧急, limit: 10天, statutory: true, since: 2026-01-01, source: 法定}\n"
        "office_hours:\n  - {from: '05-01', spans: ['08:00-12:00']}\n  - {from: '10-01', spans: ['09:00-17:00']}\n",
        encoding="utf-8",
    )

    read = read_policy(path)

    assert read.policy.site_visit.kind is LimitKind.OFFICE_HOURS
    assert read.policy.site_visit.amount == 240
    assert read.policy.undo_within == timedelta(hours=1)
    assert read.policy.confirmers == (Office.CONFIRMER,)
    assert read.quiet.begins == time(21)
    assert read.policy.limits[0].statutory
    assert read.policy.limits[0].since == date(2026, 1, 1)
    assert [season.begins for season in read.seasons] == [(5, 1), (10, 1)]
    assert read.policy.call_tries == Policy().call_tries


def test_a_late_ladder_written_as_days_still_counts(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text("late_ladder_working_days: [2, 4, 6]\n", encoding="utf-8")

    ladder = read_policy(path).policy.ladders.of(LadderKind.LATE, Urgency.NORMAL)

    assert [rung.after for rung in ladder] == [2, 4, 6]
    assert [Office.UNIT_HEAD in rung.to for rung in ladder] == [False, True, True]
    assert [Office.CENTRE_HEAD in rung.to for rung in ladder] == [False, False, True]


def test_a_ladder_of_one_urgency_stands_beside_the_general_one(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(
        "ladders:\n  urgent:\n"
        "    - {after: 10分钟, to: [值班员], by: 强提醒}\n"
        "    - {after: 当即, to: [一把手], by: 短信, urgency: 特急}\n",
        encoding="utf-8",
    )

    ladders = read_policy(path).policy.ladders

    assert ladders.of(LadderKind.URGENT, Urgency.URGENT) == (Rung(10, (Office.DUTY_OFFICER,), Means.DING),)
    assert ladders.of(LadderKind.URGENT, Urgency.CRITICAL) == (Rung(0, (Office.UNIT_HEAD,), Means.SMS),)
    assert ladders.late == DEFAULT_LADDERS.late


WRONG_TABLES = [
    ("people.csv", "zx01,赵示例,13900000001,zx,,", "zx01,赵示例,1390000,zx,,", ["手机", "不显示", "11位"]),
    ("people.csv", "zx02,钱示例,13900000002", "zx02,钱示例,13900000001", ["手机", "重复", "****"]),
    ("people.csv", "zx02,", "zx01,", ["编号", "zx01", "重复"]),
    ("people.csv", "13900000001,zx,,", "13900000001,nowhere,,", ["单位", "nowhere", "units.csv"]),
    ("people.csv", "13900000001,zx,,", "13900000001,zx,,也许", ["停用", "也许"]),
    ("people.csv", "13900000001,zx,,", "13900000001,zx,", ["这一行有5格", "应为6格"]),
    ("people.csv", "编号,姓名,手机", "编号,名字,手机", ["表头", "名字", "姓名"]),
    ("people.csv", "编号,姓名,手机,单位,钉钉ID,停用", "编号,姓名,钉钉ID,停用", ["表头缺少列", "手机、单位"]),
    ("people.csv", "zx01,", "负责 人,", ["编号", "字母、数字"]),
    ("units.csv", "jtj,交通运输局,部门", "jtj,交通运输局,局", ["类别", "局", "乡镇街道"]),
    ("units.csv", "jjdd,交警大队", "jtj,交警大队", ["编码", "重复"]),
    ("units.csv", "城区,swj", "城区,nobody", ["上级单位", "nobody"]),
    ("units.csv", "城区,swj", "城区,swjt", ["上级单位", "另一个单位"]),
    ("units.csv", "南桥,农村", "南桥,郊区", ["区域", "郊区"]),
    ("offices.csv", "zx01,中心主任", "zx01,大主任", ["岗位", "大主任", "核查员"]),
    ("offices.csv", "zx01,中心主任", "zx99,中心主任", ["编号", "zx99", "people.csv"]),
    ("offices.csv", "zx01,中心主任,,2018-09-01,", "zx01,中心主任,,2018-13-01,", ["起", "2018-13-01", "日期"]),
    ("offices.csv", "zx01,中心主任,,2018-09-01,", "zx01,中心主任,,2018-09-01,2018-08-01", ["止", "不早于"]),
    ("offices.csv", "zx01,中心主任,,2018-09-01,", "zx01,中心主任,nowhere,2018-09-01,", ["单位", "nowhere"]),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    WRONG_TABLES,
    ids=[f"{file} {new}" for file, _, new, _ in WRONG_TABLES],
)
def test_a_wrong_cell_is_named_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    directory = sample(tmp_path)

    with pytest.raises(Misconfigured) as stopped:
        changed(directory, file, old, new)

    assert f"{file} 第" in str(stopped.value)
    for words in expected:
        assert words in str(stopped.value)
    assert "示例" not in str(stopped.value)
    assert "1390000" not in str(stopped.value)


def test_the_line_of_a_wrong_cell_is_the_right_one(tmp_path: Path) -> None:
    directory = sample(tmp_path)

    with pytest.raises(Misconfigured) as stopped:
        changed(directory, "people.csv", "13900000020,qsx", "13900000020,nowhere")

    assert f"people.csv 第{line_of(directory, 'people.csv', 'nowhere')}行" in str(stopped.value)


def test_tables_may_have_a_byte_order_mark_and_english_headings(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    path = directory / "people.csv"
    text = path.read_text(encoding="utf-8").replace(
        "编号,姓名,手机,单位,钉钉ID,停用", "code,name,mobile,unit,staff_id,suspended"
    )
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert load(directory, {}).directory.people


def test_a_gbk_table_gets_a_sentence_that_says_so(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    path = directory / "people.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))

    with pytest.raises(Misconfigured, match=r"people\.csv.*GBK.*CSV UTF-8"):
        load(directory, {})


WRONG_TEXTS = [
    ('[notices.overdue]\ntext = "工单 {nubmer}"', 2, ["{nubmer}", "{number}"]),
    ('[notices.overdue]\ntext = "工单 {number"', 2, ["成对的{}"]),
    ('[notices.overdue]\ntext = "工单 {number.__class__}"', 2, ["成对的{}"]),
    ('[notices.overdue]\ntext = "工单 {number!r}"', 2, ["成对的{}"]),
    ('[notices.overdue]\nshort = "已经超过了期限"', 2, ["1到6个字"]),
    ('[notices.overdue]\nshort = "{words}"', 2, ["不含{}"]),
    ("[notices.overdue]\ntext = 5", 2, ["text", "文字"]),
    ('[notices.overdu]\ntext = "x"', 1, ["overdu", "是不是 overdue？"]),
    ('[notices.receipt]\ntext = "x"', 1, ["receipt", "[sms.…]"]),
    ('[notices.public_progress]\ntext = "{words}"', 2, ["{words}"]),
    ('[sms.receipt]\ntemplate = "{words}"', 2, ["{words}"]),
    ('[sms.receipt]\ntext = "【民声】{number}"', 2, ["不含【】"]),
    ('[sms.receipt]\ntitle = "x"', 2, ["title"]),
    ('[chat.receipt]\ntext = "x"', 1, ["chat"]),
    ('\n[notices.overdue]\n\ntext = """\n工单\n{oops}"""', 4, ["{oops}"]),
]


@pytest.mark.parametrize(("text", "line", "expected"), WRONG_TEXTS, ids=[text for text, _, _ in WRONG_TEXTS])
def test_a_wrong_wording_stops_the_start_with_its_line(
    tmp_path: Path, text: str, line: int, expected: list[str]
) -> None:
    directory = sample(tmp_path)
    (directory / "texts.toml").write_text(text, encoding="utf-8")

    with pytest.raises(Misconfigured) as stopped:
        load(directory, {})

    assert f"texts.toml 第{line}行" in str(stopped.value)
    for words in expected:
        assert words in str(stopped.value)


def test_a_centres_own_wording_is_used_and_the_rest_stays(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    (directory / "texts.toml").write_text(
        '[notices.overdue]\ntext = "请速办 {number}"\n[sms.receipt]\ntext = "收到，编号{number}。"\n',
        encoding="utf-8",
    )

    texts = load(directory, {}).texts

    assert texts.wording(NoticeKind.OVERDUE).text == "请速办 {number}"
    assert texts.wording(NoticeKind.OVERDUE).short == "已超期"
    assert texts.sms_wording(SmsKind.RECEIPT).text == "收到，编号{number}。"
    assert "尽快" in texts.sms_wording(SmsKind.RECEIPT).template


def test_a_confirmer_may_have_an_area(tmp_path: Path) -> None:
    directory = sample(tmp_path)
    offices = directory / "offices.csv"
    lines = [
        line if line.startswith("#") else f"{line},{'片区' if line.startswith('编号') else ''}"
        for line in offices.read_text(encoding="utf-8").splitlines()
    ]
    text = "\n".join(lines).replace("zx09,核查员,,2018-09-01,,", "zx09,核查员,,2018-09-01,,东湖街道、jtj")
    offices.write_text(text, encoding="utf-8")

    person = load(directory, {}).directory.people[PersonId("zx09")]

    assert person.covers(Office.CONFIRMER, TODAY) == {UnitId("dhjd"), UnitId("jtj")}
    offices.write_text(text.replace("、jtj", "、没有的局"), encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"offices\.csv.*片区.*没有的局"):
        load(directory, {})
