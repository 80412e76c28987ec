"""`duban policy` as an operator runs it."""

from pathlib import Path

from tests.cli.duban import centre, duban, edit


def test_check_says_what_is_wrong_and_exits_with_one_only_for_errors(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")

    sound = duban("policy", "check", str(folder))
    edit(folder / "policy.yaml", '  - {name: 安全隐患, categories: ["10"]}\n', "")
    warned = duban("policy", "check", str(folder))
    edit(folder / "policy.yaml", "arrival_village_warn: 1小时", "arrival_village_warn: 3小时")
    wrong = duban("policy", "check", str(folder))

    assert (sound.returncode, sound.stdout) == (0, "政策检查通过，没有错误，0 处提醒。\n")
    assert warned.returncode == 0, warned.stdout
    assert warned.stdout.startswith("！ policy.yaml 第")
    assert wrong.returncode == 1
    assert wrong.stdout.startswith("✗ policy.yaml 第")
    assert "共 1 处错误、2 处提醒；有错误的政策不会生效" in wrong.stdout
