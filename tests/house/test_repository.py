"""Settings, commands, notices, documents and lock files agree with the program."""

import re
import subprocess
import sys
import tomllib
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from adapters.sms import GATEWAYS
from config.init import write_sample
from config.load import load
from config.settings import Settings
from config.texts import notices, refusals
from config.texts import settings as told
from domain.notices import NoticeKind
from domain.refusals import Reason
from handlers.commands import BY_NAME, COMMANDS
from store.migrate import check, upgrade
from tests.house.sources import FLOORS, ROOT, chinese

SETTINGS_PAGE = ROOT / "docs" / "settings.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def every_setting() -> list[str]:
    """`section.name` of everything `duban.toml` may say."""
    hints = get_type_hints(Settings)
    return [
        f"{section.name}.{one.name}"
        for section in fields(Settings)
        if is_dataclass(kind := _plain(hints[section.name]))
        for one in fields(kind)
        if (section.name, one.name) != ("sms", "section")
    ]


def _plain(hint: Any) -> Any:
    return next((one for one in get_args(hint) if is_dataclass(one)), hint)


@pytest.mark.parametrize("setting", every_setting())
def test_every_setting_is_explained_and_documented(setting: str) -> None:
    assert chinese(
        told.SETTINGS[setting].about
        if hasattr(told.SETTINGS[setting], "about")
        else str(told.SETTINGS[setting])
    )
    assert f"`{setting.partition('.')[2]}`" in text_of(SETTINGS_PAGE)


def test_no_setting_is_explained_that_is_not_there() -> None:
    own = {name for name in told.SETTINGS if not name.startswith("sms.alibaba.")}

    assert own <= set(every_setting())


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_of_notice_has_words(kind: NoticeKind) -> None:
    source = "".join(text_of(file) for file in sorted((ROOT / "config" / "texts").glob("*.py")))

    assert re.search(rf"NoticeKind\.{kind.name}\b", source), f"nothing in config/texts words {kind.name}"
    assert chinese(text_of(Path(notices.__file__)))


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_has_words(reason: Reason) -> None:
    assert re.search(rf"Reason\.{reason.name}\b", text_of(Path(refusals.__file__)))


def test_every_command_is_told_once_and_by_every_name() -> None:
    names = [name for spec in COMMANDS for name in (*spec.names, *spec.aliases)]

    assert len(names) == len(set(names))
    assert all(BY_NAME[name] is spec for spec in COMMANDS for name in (*spec.names, *spec.aliases))
    for spec in COMMANDS:
        assert chinese(spec.purpose)
        assert spec.usage.startswith(f"/{spec.names[0]}")
        assert spec.example.startswith(f"/{spec.names[0]}")
        assert any(alias.isascii() for alias in spec.aliases), f"{spec.names[0]} has no English name"


def test_every_command_module_is_in_the_table() -> None:
    import importlib

    folder = ROOT / "handlers" / "commands"
    with_spec = [
        name
        for name in (file.stem for file in folder.glob("*.py") if file.stem != "__init__")
        if hasattr(importlib.import_module(f"handlers.commands.{name}"), "SPEC")
    ]

    specs = {id(spec) for spec in COMMANDS}
    assert all(id(importlib.import_module(f"handlers.commands.{name}").SPEC) in specs for name in with_spec)


@pytest.mark.parametrize("gateway", sorted(GATEWAYS))
def test_every_gateway_has_tests_of_its_pushes_and_its_sending(gateway: str) -> None:
    tests = ROOT / "tests" / "adapters" / "sms"

    assert (tests / f"test_{gateway}_push.py").exists()
    assert (tests / f"test_{gateway}_send.py").exists()


def test_the_example_settings_load(tmp_path: Path) -> None:
    write_sample(tmp_path / "centre")

    assert load(tmp_path / "centre", {}).directory.people


def test_the_architecture_names_exactly_the_packages_that_exist() -> None:
    page = text_of(ROOT / "docs" / "architecture.md")
    drawn = set(re.findall(r"^    (\w+)\[", page, re.MULTILINE))
    installed = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests", "bench"}

    assert drawn == set(FLOORS) == installed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_in_the_documents_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(page))
    broken = [one for one in links if "://" not in one and not (page.parent / one).exists()]

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_of_ours_named_in_the_documents_exists(page: Path) -> None:
    named = re.findall(
        r"`((?:bot|handlers|adapters|store|config|domain|tests|docs)/[\w/.-]+\.(?:py|md|json|yaml))`",
        text_of(page),
    )

    assert [one for one in named if not (ROOT / one).exists()] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_pins_hashes_and_names_no_host(lock: str) -> None:
    lines = text_of(ROOT / lock).splitlines()
    pinned = [
        place
        for place, line in enumerate(lines)
        if re.match(r"[a-z0-9_.-]+(\[[\w,-]+\])?==", line, re.IGNORECASE)
    ]

    assert not [line for line in lines if "://" in line or "index-url" in line or "find-links" in line]
    assert pinned
    assert all(lines[place + 1].strip().startswith("--hash=sha256:") for place in pinned)


def test_the_lock_files_hold_everything_the_project_asks_for() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    extras = project["optional-dependencies"]

    assert _names(project["dependencies"]) <= _locked("requirements.lock")
    assert _names([*project["dependencies"], *extras["dev"], *extras["build"]]) <= _locked(
        "requirements-dev.lock"
    )


def _names(wanted: list[str]) -> set[str]:
    return {_same(re.split(r"[\[<>=! ]", one, maxsplit=1)[0]) for one in wanted}


def _locked(lock: str) -> set[str]:
    found = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[\w,-]+\])?==", text_of(ROOT / lock), re.MULTILINE)
    return {_same(name) for name in found}


def _same(name: str) -> str:
    """One spelling for a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_imports_only_point_down() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


async def test_the_migrations_lead_to_the_tables_of_the_program(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'duban.db'}"
    await upgrade(url)

    assert await check(url) == ()
