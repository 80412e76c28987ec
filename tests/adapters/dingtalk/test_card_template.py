"""The template file for DingTalk's console: our face fits it, and its buttons say what the parser reads."""

import json
import re
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[3] / "config/files/card_template.json"
NAMES = {
    *("title", "grade", "light", "problem", "place", "people_count", "lead", "assist", "demand", "due"),
    *("remaining", "latest", "note", "revision", "items", "buttons"),
}


def editor() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    found: dict[str, Any] = json.loads(whole["editorData"])
    return found


def components(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(one for child in node.get("children", []) for one in components(child))]


def test_the_file_has_the_shape_of_an_export() -> None:
    assert set(json.loads(FILE.read_text("utf-8"))) == {"editorData", "widgetInfo", "type", "mode"}
    known = {one["componentName"] for one in editor()["schema"]["componentsMap"]}
    used = {one["componentName"] for one in components(editor()["schema"]["componentsTree"][0])}
    assert used == known


def test_its_variables_are_those_of_the_face_and_each_is_shown() -> None:
    variables = {one["name"]: one for one in editor()["variableList"]}
    assert set(variables) == NAMES
    assert not any(one["private"] for one in variables.values())
    assert set(editor()["mockData"]["cardData"]) == NAMES

    tree = json.dumps(editor()["schema"]["componentsTree"], ensure_ascii=False)
    shown = set(re.findall(r"\$\{(\w+)\}", tree)) | set(re.findall(r'"variable": "(\w+)"', tree))
    assert shown == NAMES


def test_a_button_sends_what_the_parser_reads() -> None:
    loops = [
        one for one in components(editor()["schema"]["componentsTree"][0]) if one["componentName"] == "Loop"
    ]
    assert [one["props"]["listData"]["variable"] for one in loops] == ["items", "buttons"]
    button = loops[1]["children"][0]["props"]

    assert button["actionType"] == "request"
    assert {one["name"]: (one["variable"], one["variableType"]) for one in button["params"]} == {
        "action": ("buttons[0].action", "loop"),
        "argument": ("buttons[0].argument", "loop"),
        "revision": ("revision", "global"),
    }
