"""Card templates (卡片模板) as far as a stand-in needs them: which variables there are and what the buttons send.

Two kinds of buttons. A template may declare them (`PUT /control/templates/{id}`), and any card may carry them in
a variable `buttons`: JSON text of a list of `{"action", "text", "argument"}`, drawn by a loop. Each of those sends
the parameters `action`, `argument` and `revision` (the value of the variable `revision`), all under the one
component id `press`.

A template file in the form the console exports (`{"editorData": "…"}`) is read too: its variables, and the words
shown when a press fails.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.reading import Json

FAILED_TOAST = "操作失败，请稍后重试"
LOOP_BUTTON = "press"
"""The component id of the button inside a loop, the same for every round."""
_FAILURE_TOAST = "failureToast"
_HOLE = re.compile(r"\$\{([^}]+)\}")
_FALSE = frozenset({"", "false", "0", "[]", "{}", "null"})


@dataclass(frozen=True, slots=True)
class ButtonPlan:
    """A button as its template declares it. `show_if` names a variable; values may hold `${variable}`."""

    id: str
    text: str
    show_if: str
    params: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One template. Without `variables` every variable is accepted."""

    id: str
    variables: frozenset[str] = frozenset()
    buttons: tuple[ButtonPlan, ...] = ()
    published: bool = True
    failed_toast: str = FAILED_TOAST


@dataclass(frozen=True, slots=True)
class Button:
    """A button as one person sees it on one card."""

    id: str
    text: str
    params: tuple[tuple[str, object], ...]
    component: str

    def to_json(self, index: int) -> Json:
        """The button as a screen shows it."""
        return {"index": index, "id": self.id, "text": self.text, "params": dict(self.params)}


def read_template(template_id: str, body: Mapping[str, object]) -> Template:
    """A template from the words of the control API, or from a file the console exported."""
    exported = reading.object_text(body.get("editorData"))
    if exported is not None:
        return Template(
            id=template_id,
            variables=frozenset(
                reading.text(one, "name") for one in reading.objects(exported, "variableList")
            ),
            failed_toast=_toast_in(exported) or FAILED_TOAST,
        )
    return Template(
        id=template_id,
        variables=frozenset(reading.texts(body, "variables")),
        buttons=tuple(
            ButtonPlan(
                id=reading.text(one, "id"),
                text=reading.text(one, "text"),
                show_if=reading.text(one, "show_if"),
                params=tuple(reading.mapping(one, "params").items()),
            )
            for one in reading.objects(body, "buttons")
        ),
        published=reading.flag(body, "published", True),
    )


def buttons_of(template: Template | None, values: Mapping[str, str]) -> tuple[Button, ...]:
    """The buttons of a card with these values, declared ones first."""
    declared = template.buttons if template else ()
    shown = tuple(
        Button(
            id=plan.id,
            text=_filled(plan.text, values),
            params=tuple((name, _param(value, values)) for name, value in plan.params),
            component=plan.id,
        )
        for plan in declared
        if not plan.show_if or values.get(plan.show_if, "").strip().lower() not in _FALSE
    )
    looped = tuple(
        Button(
            id=reading.text(one, "action"),
            text=reading.text(one, "text"),
            params=(
                ("action", reading.text(one, "action")),
                ("argument", _as_text(one.get("argument", ""))),
                ("revision", values.get("revision", "")),
            ),
            component=LOOP_BUTTON,
        )
        for one in map(reading.as_mapping, reading.list_text(values.get("buttons", "")))
        if one
    )
    return shown + looped


def _toast_in(part: object) -> str:
    """The first words for a failed press anywhere in an exported template."""
    if isinstance(part, dict):
        words = reading.text(reading.mapping(reading.as_mapping(part), _FAILURE_TOAST), "content")
        return words or next((found for one in part.values() if (found := _toast_in(one))), "")
    if isinstance(part, list):
        return next((found for one in part if (found := _toast_in(one))), "")
    return ""


def _param(value: object, values: Mapping[str, str]) -> object:
    return _filled(value, values) if isinstance(value, str) else value


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: values.get(hole.group(1).strip(), ""), text)


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else reading.compact(value)
