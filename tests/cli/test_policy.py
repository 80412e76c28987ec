"""`duban policy` as an operator runs it, but within this process: a start of the interpreter for each line takes long."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli.policy import NotApplied, app
from bot.cli.policy_diff import NothingToLookInto
from tests.cli.duban import centre, edit


@pytest.fixture(autouse=True)
def _log_of_its_own() -> Iterator[None]:
    """A command logs to the stderr it was given, which ends with it: the next test must not log there."""
    yield
    structlog.reset_defaults()


def policy(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def sentence(result: Result) -> str:
    """What `bot/__main__.py` prints of a failure that is the operator's to mend."""
    assert isinstance(result.exception, NotApplied), result.output
    return str(result.exception)


def test_check_says_what_is_wrong_and_exits_with_one_only_for_errors(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")

    sound = policy("check", str(folder))
    edit(folder / "policy.yaml", '  - {name: 安全隐患, categories: ["10"]}\n', "")
    warned = policy("check", str(folder))
    edit(folder / "policy.yaml", "arrival_village_warn: 1小时", "arrival_village_warn: 3小时")
    wrong = policy("check", str(folder))

    assert (sound.exit_code, sound.stdout) == (0, "政策检查通过，没有错误，0 处提醒。\n")
    assert warned.exit_code == 0, warned.stdout
    assert warned.stdout.startswith("！ policy.yaml 第")
    assert wrong.exit_code == 1
    assert wrong.stdout.startswith("✗ policy.yaml 第")
    assert "共 1 处错误、2 处提醒；有错误的政策不会生效" in wrong.stdout


def test_apply_takes_somebodys_word_and_log_shows_it(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")
    here = ("--dir", str(folder))

    nobody = policy("apply", "--by", "zx99", "--reason", "试行", *here)
    clerk = policy("apply", "--by", "zx03", "--reason", "试行", *here)
    first = policy("apply", "--by", "zx01", "--reason", "试行", *here)
    again = policy("apply", "--by", "zx01", "--reason", "试行", *here)
    edit(folder / "policy.yaml", "arrival_village_warn: 1小时", "arrival_village_warn: 3小时")
    wrong = policy("apply", "--by", "zx01", "--reason", "再改", *here)
    log = policy("log", *here)

    assert [one.exit_code for one in (nobody, clerk, first, again, wrong, log)] == [1, 1, 0, 0, 1, 0]
    assert "people.csv 中没有在岗的 zx99" in sentence(nobody)
    assert "zx03 不是中心主任、中心副主任、管理员" in sentence(clerk)
    assert first.stdout.startswith("已记录：zx01 于此刻起启用"), first.stdout
    assert again.stdout.startswith("这份政策已在生效")
    assert (
        sentence(wrong) == "政策有错误，没有生效，也没有改动任何内容。请先运行 duban policy check 逐条改正。"
    )
    assert len(log.stdout.splitlines()) == 1
    assert "zx01" in log.stdout
    assert log.stdout.endswith("试行\n")


def test_diff_says_which_rules_differ_and_without_a_store_no_more(tmp_path: Path) -> None:
    folder = centre(tmp_path / "centre")
    other = tmp_path / "b.yaml"
    other.write_bytes((folder / "policy.yaml").read_bytes())
    edit(other, "call_tries: 3", "call_tries: 2")

    same = policy("diff", str(folder), str(folder / "policy.yaml"))
    words = policy("diff", str(folder), str(other))
    nowhere = policy("diff", str(folder), str(other), "--tickets", "--dir", str(folder))

    assert same.stdout == "两份政策没有差别。\n"
    assert words.stdout == "规则的差别：\n  call_tries（回访未接通几次后结束（须在不同半天））：3 → 2\n"
    assert isinstance(nowhere.exception, NothingToLookInto)
    assert "没有找到数据库" in str(nowhere.exception)
