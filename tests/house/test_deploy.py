"""The files of deploy/ say what they mean: they parse, call commands that exist, and hold no secret."""

import configparser
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from ruamel.yaml import YAML

from bot.__main__ import app
from config.texts.settings import ENVIRONMENT

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = YAML(typ="safe").load(DEPLOY / "compose.yaml")


def duban_calls() -> Iterator[tuple[str, list[str]]]:
    for unit in UNITS:
        words = shlex.split(read(unit)["Service"]["ExecStart"])
        assert Path(words[0]).name == "duban"
        yield unit.name, words[1:]
    for name, service in COMPOSE["services"].items():
        if "build" in service:
            yield name, service["command"]


def read(unit: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit, encoding="utf-8")
    return parser


def test_every_call_of_duban_is_a_command_with_options_it_knows() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    called = set()
    for where, (command, *options) in duban_calls():
        assert command in commands, where
        known = {name for parameter in commands[command].params for name in parameter.opts}
        assert {one for one in options if one.startswith("--")} <= known, where
        called.add(command)
    assert called == {"run", "migrate"}


def test_workers_can_be_several_everywhere() -> None:
    assert COMPOSE["services"]["worker"]["deploy"]["replicas"] >= 2
    assert "ports" not in COMPOSE["services"]["worker"], "a fixed port would allow one only"
    (template,) = [unit for unit in UNITS if "@" in unit.name]
    assert "--port %i" in read(template)["Service"]["ExecStart"]
    assert read(template)["Service"]["Restart"] == "on-failure", "a worker that lost its number ends itself"


def test_whoever_waits_for_a_service_waits_for_one_that_says_how_it_is() -> None:
    services = COMPOSE["services"]
    for service in services.values():
        waits = service.get("depends_on", {})
        for other in waits:
            assert other in services
            if isinstance(waits, dict) and waits[other]["condition"] == "service_healthy":
                assert "healthcheck" in services[other]
    assert all("healthcheck" in services[name] for name in ("postgres", "redis", "worker"))


@pytest.mark.parametrize("file", sorted(file for file in DEPLOY.rglob("*") if file.is_file()), ids=str)
def test_no_secret_stands_in_them(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    for name in ENVIRONMENT:
        if "REDIS" not in name:
            assert f"{name}=" not in text
            assert f"{name}:" not in text
    assert not re.search(r"://[^\s/@]*:[^\s/@]+@", text)
