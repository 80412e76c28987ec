"""`duban policy check`: every way in which a centre's rules go wrong is one sentence with file, line, key and remedy."""

from datetime import date
from pathlib import Path

import pytest

from config.checks import Finding, Severity
from config.load import load
from config.proving.centre import prove
from domain.failures import Misconfigured
from tests.config.samples import line_of, sample

TODAY = date(2026, 7, 6)
LAST_LIMIT = '  - {limit: 5个工作日, source: "7.1 其他"}\n'


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """The sample with one change; whether it still loads is what is asked."""
    directory = folder if (folder / "policy.yaml").exists() else sample(folder)
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return directory


def found(directory: Path) -> tuple[Finding, ...]:
    return prove(directory, {}, TODAY)


def test_the_shipped_files_have_nothing_to_be_said_about(tmp_path: Path) -> None:
    assert found(sample(tmp_path)) == ()


ERRORS = [
    (
        LAST_LIMIT,
        LAST_LIMIT + '  - {nature: 表扬, limit: 3个工作日, source: "新"}\n',
        ["limits.7 永远轮不到", "第22行已包含它的全部情形", "移到前面或删去"],
        "表扬",
    ),
    (
        LAST_LIMIT,
        "  - {nature: 咨询, limit: 2个工作日, since: 2026-05-02, until: 2026-05-01}\n" + LAST_LIMIT,
        ["limits.6 的有效期自 2026-05-02 至 2026-05-01", "永远不生效"],
        "until: 2026-05-01",
    ),
    (
        'category: "09", limit: 24小时',
        'category: "99", limit: 24小时',
        ["limits.0 的分类“99”在 categories 中没有"],
        'category: "99"',
    ),
    (
        LAST_LIMIT,
        "  - {unit: nobody, limit: 2个工作日}\n" + LAST_LIMIT,
        ["limits.6.unit 的单位“nobody”在 units.csv 中没有"],
        "unit: nobody",
    ),
    (
        "夜间停工，工地公示作业时间，居民区边界噪声达标, lead: hbj",
        "夜间停工, lead: nqz",
        ["categories.0.lead “施工噪音”属部门职责，却由南桥镇（乡镇街道）牵头"],
        'code: "0101"',
    ),
    (
        "居民区边界噪声达标, lead: hbj",
        "居民区边界噪声达标, lead: zx",
        ["categories.0.lead 的牵头单位“民声受理服务中心”是中心自己"],
        'code: "0101"',
    ),
    (
        'name: 小区物业, categories: ["02"]',
        'name: 小区物业, categories: ["02", "0304", "0101"]',
        ["kinds 中分类“0101”同时归入“噪音扰民”和“小区物业”"],
        "kinds:",
    ),
    (
        "重点督办: 5个工作日",
        "重点督办: 2个工作日",
        ["supervision 中“重点督办”的时限比“一般督办”还短"],
        "重点督办: 2",
    ),
    (
        "arrival_village_warn: 1小时",
        "arrival_village_warn: 3小时",
        ["arrival_village_warn 不早于 arrival_village"],
        "arrival_village_warn: 3",
    ),
    (
        "[责任领导, 一把手, 中心主任, 督办员], by: 消息",
        "[责任领导, 一把手], by: 强提醒",
        ["ladders.late 的最后一级没有中心的岗位", "加上“中心主任”"],
        "late:",
    ),
    (
        "[话务员, 派单员, 回访员, 督办员, 中心主任, 中心副主任, 责任领导, 一把手, 督查人员]",
        "[督查人员]",
        ["figures.ranking_seen_by 所列岗位（督查人员）目前都无人担任"],
        "ranking_seen_by:",
    ),
    (
        "{after: 1个工作日, to: [责任领导]",
        "{after: 1个工作日, to: [督查人员, 责任领导]",
        ["ladders.late.0 写了“督查人员”，但目前无人担任"],
        "督查人员, 责任领导",
    ),
]


@pytest.mark.parametrize(("old", "new", "words", "where"), ERRORS, ids=[words[0] for *_, words, _ in ERRORS])
def test_an_error_is_told_with_its_line_and_its_remedy(
    tmp_path: Path, old: str, new: str, words: list[str], where: str
) -> None:
    directory = changed(tmp_path, "policy.yaml", old, new)

    errors = [one.sentence for one in found(directory) if one.severity is Severity.ERROR]

    assert len(errors) == 1, errors
    assert errors[0].startswith(f"policy.yaml 第{line_of(directory, 'policy.yaml', where)}行：")
    for said in words:
        assert said in errors[0]


TEMPORARY = "  - {nature: 咨询, limit: 2个工作日, since: 2026-01-01, until: 2026-06-30}\n"
UNTIL_SEPTEMBER = "  - {nature: 咨询, limit: 1个工作日, until: 2026-09-30}\n"
WARNINGS: list[tuple[str, str, list[str]]] = [
    (
        '  - {nature: 咨询, limit: 1个工作日, source: "7.1 咨询"}\n',
        UNTIL_SEPTEMBER + "  - {nature: 咨询, limit: 2个工作日, since: 2026-11-01}\n",
        ["limits.2 与第", "条件相同，但 2026-10-01 至 2026-10-31都不生效"],
    ),
    (
        '  - {nature: 咨询, limit: 1个工作日, source: "7.1 咨询"}\n',
        UNTIL_SEPTEMBER + "  - {nature: 咨询, limit: 2个工作日, since: 2026-09-01}\n",
        ["limits.2 与第", "2026-09-01 至 2026-09-30两条都有效，按排在前面的算"],
    ),
    (LAST_LIMIT, TEMPORARY.replace("咨询", "表扬") + LAST_LIMIT, ["limits.6 已于 2026-06-30 到期"]),
    (LAST_LIMIT, "", ["没有覆盖：表扬、其他、未定类型，2026-07-06 起"]),
    ("  催办: 1个工作日\n", "", ["supervision 没有写催办"]),
    ('  - {name: 安全隐患, categories: ["10"]}\n', "", ["kinds 有9类", "kinds 没有包含分类 1001"]),
    (
        "agenda_working_days: 1",
        "agenda_working_days: 12",
        ["agenda_working_days 为 12 个工作日", "最近只隔 10 天"],
    ),
    ("smallest_sample: 5", "smallest_sample: 2", ["figures.smallest_sample 为 2，不足 5 件"]),
    (
        "to: [责任领导, 一把手], by: 消息",
        "to: [责任领导], by: 消息",
        ["ladders.late.1 与前面各级相比没有新的岗位"],
    ),
]


@pytest.mark.parametrize(("old", "new", "words"), WARNINGS, ids=[words[0] for *_, words in WARNINGS])
def test_what_only_should_be_looked_at_is_a_warning(
    tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    directory = changed(tmp_path, "policy.yaml", old, new)

    told = found(directory)

    for said in words:
        assert any(said in one.sentence for one in told if one.severity is Severity.WARNING), told
    load(directory, {})


def test_somebody_missing_later_is_told_with_the_days(tmp_path: Path) -> None:
    directory = changed(
        tmp_path, "offices.csv", "jtj02,责任领导,,2018-09-01,", "jtj02,责任领导,,2018-09-01,2026-12-31"
    )
    changed(directory, "offices.csv", "jtj03,联络员,,2018-09-01,", "jtj03,联络员,,2026-09-01,")
    changed(directory, "offices.csv", "zx01,中心主任,,2018-09-01,", "zx01,中心主任,,2018-09-01,2026-12-31")

    told = {one.sentence: one.severity for one in found(directory)}

    def severity(*words: str) -> Severity:
        return next(level for sentence, level in told.items() if all(word in sentence for word in words))

    assert severity("即日至 2026-08-31，交通运输局：没有联络员") is Severity.WARNING
    assert severity("2027-01-01 起，交通运输局：没有责任领导") is Severity.WARNING
    assert severity("2027-01-01 起，没有人担任“中心主任”") is Severity.ERROR
    assert severity("ladders.late.2 写了“中心主任”，但2027-01-01 起无人担任") is Severity.ERROR


def test_every_file_that_cannot_be_read_is_named_at_once(tmp_path: Path) -> None:
    directory = changed(tmp_path, "policy.yaml", "call_tries: 3", "call_tries: 三")
    changed(directory, "people.csv", "13900000001", "1390000")
    (directory / "texts.toml").write_text("[notices.nothing]\ntext = 'x'\n", encoding="utf-8")

    told = [one.sentence for one in found(directory)]

    assert [one.partition(" ")[0] for one in told] == ["policy.yaml", "people.csv", "texts.toml"]


def test_rules_that_contradict_themselves_start_nothing(tmp_path: Path) -> None:
    directory = changed(tmp_path, "policy.yaml", LAST_LIMIT, LAST_LIMIT + TEMPORARY)

    with pytest.raises(Misconfigured, match=r"limits\.7 永远轮不到"):
        load(directory, {})
