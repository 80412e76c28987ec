"""`duban policy diff` in words: every rule that differs, and nothing else."""

from pathlib import Path

import pytest

from config.difference import differences
from config.init import write_sample
from config.policy import read_policy

CHANGES = [
    ("call_tries: 3", "call_tries: 2", ["call_tries（回访未接通几次后结束（须在不同半天））：3 → 2"]),
    (
        "acknowledge: 4小时",
        "acknowledge: 30分钟",
        ["acknowledge（普通工单签收时限（办公时间））：4小时 → 30分钟"],
    ),
    ("forget_by_itself: false", "forget_by_itself: true", ["false → true"]),
    (
        "{nature: 投诉, limit: 10个",
        "{nature: 投诉, since: 2027-01-01, limit: 8个",
        [
            "limits 删去：投诉：10个工作日（7.1 投诉举报）",
            "limits 新增：投诉，2027-01-01 起：8个工作日（7.1 投诉举报）",
        ],
    ),
    (
        '  - {nature: 咨询, limit: 1个工作日, source: "7.1 咨询"}\n  - {nature: 求助, limit: 5个工作日, source: "7.1 求助"}\n',
        '  - {nature: 求助, limit: 5个工作日, source: "7.1 求助"}\n  - {nature: 咨询, limit: 1个工作日, source: "7.1 咨询"}\n',
        ["limits 的次序变了"],
    ),
    ("重点督办: 5个", "重点督办: 4个", ["supervision", "重点督办 5个工作日", "重点督办 4个工作日"]),
    (
        "{after: 3个工作日, to: [责任领导, 一把手], by: 消息}",
        "{after: 3个工作日, to: [责任领导, 一把手], by: 强提醒}",
        ["ladders 新增：超期：1个工作日 责任领导；3个工作日 责任领导、一把手（强提醒）；"],
    ),
    (
        "name: 噪音扰民, categories",
        "name: 噪声扰民, categories",
        ["kinds 删去：噪音扰民（01）", "kinds 新增：噪声扰民（01）"],
    ),
    ("name: 施工噪音", "name: 施工噪声", ["categories 新增：0101 施工噪声"]),
    ("跟踪督办制]", "督办制]", ["four_systems", "跟踪督办制 → ", "督办制"]),
    (
        '"01-01", spans: ["08:30-12:00", "14:00-17:30"]',
        '"01-01", spans: ["08:30-12:00", "14:00-18:00"]',
        ["office_hours 新增：01-01起 08:30-12:00、14:00-18:00"],
    ),
    ('quiet_hours: "22:00', 'quiet_hours: "21:00', ["quiet_hours", "22:00-07:00 → 21:00-07:00"]),
]


@pytest.mark.parametrize(("old", "new", "words"), CHANGES, ids=[words[0] for *_, words in CHANGES])
def test_a_change_is_told_in_words(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    write_sample(tmp_path / "a")
    before = tmp_path / "a" / "policy.yaml"
    text = before.read_text(encoding="utf-8")
    assert old in text
    after = tmp_path / "b.yaml"
    after.write_text(text.replace(old, new, 1), encoding="utf-8")

    found = differences(read_policy(before), read_policy(after))

    for said in words:
        assert any(said in sentence for sentence in found), found
    assert len({sentence.partition(" ")[0].partition("（")[0] for sentence in found}) == 1
    assert differences(read_policy(before), read_policy(before)) == ()
