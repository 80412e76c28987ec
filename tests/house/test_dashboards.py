"""The dashboard and the alert rules ask only for figures there are, and alert at the bounds the auditor promises."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.metrics import GAUGES, LABELS, PREFIX, TOTALS, Metrics
from domain import auditing
from domain.auditing import FindingKind
from tests.house.sources import ROOT, chinese

DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "duban.json").read_text(encoding="utf-8"))
RULES = (ROOT / "deploy" / "prometheus" / "alerts.yaml").read_text(encoding="utf-8")
ALERTS: list[dict[str, Any]] = [
    rule for group in YAML(typ="safe").load(RULES)["groups"] for rule in group["rules"]
]
PANELS: list[dict[str, Any]] = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
TARGETS = [target for panel in PANELS for target in panel["targets"]]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

OF_PROMETHEUS = {"up"}
"""Figures Prometheus itself keeps of every target."""
LABELS_OF_PROMETHEUS = {"job", "instance"}
WORDS = {"and", "or", "unless", "by", "on", "without", "ignoring", "bool", "group_left", "group_right"}

PROMISED = {
    "DubanTimersLate": auditing.TIMER_WITHIN,
    "DubanAuditorSilent": auditing.AUDITED_WITHIN,
    "DubanStreamUnheld": auditing.STREAM_HELD_WITHIN,
    "DubanStreamSilent": auditing.STREAM_HEARD_WITHIN,
    "DubanMessagesLate": auditing.MESSAGE_AT_LONGEST,
}
UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}


def exposed() -> set[str]:
    """Every name a scrape shows, of the program's own and of its process."""
    return {
        family.name + ("_total" if family.type == "counter" else "")
        for family in Metrics().registry.collect()
    }


def labels() -> set[str]:
    gauges = {label for _, *told in (GAUGES | TOTALS).values() for label in told}
    return gauges | {label for told in LABELS.values() for label in told} | LABELS_OF_PROMETHEUS


def metrics_in(expression: str) -> set[str]:
    """Names of figures in PromQL: whatever is no text, label, range, function, keyword or variable."""
    bare = re.sub(r'"[^"]*"', "", expression)
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]", "", bare)
    bare = re.sub(r"\b(by|on|without|ignoring)\s*\([^)]*\)", "", bare)
    bare = re.sub(r"\b(sum|max|min|count|avg)\b", "", bare)
    found = re.findall(r"(?<![\w$])[a-zA-Z_:][\w:]*(?!\w|\s*\()", bare)
    return set(found) - WORDS


def labels_in(expression: str) -> set[str]:
    lists = re.findall(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)", expression)
    grouped = {label.strip() for one in lists for label in one.split(",")}
    return grouped | set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"", expression))


def expressions() -> Iterator[tuple[str, str]]:
    yield from ((f"alert {alert['alert']}", alert["expr"]) for alert in ALERTS)
    for panel in PANELS:
        yield from ((f"panel {panel['title']}", target["expr"]) for target in panel["targets"])


def unknown(asked: Iterator[tuple[str, str]]) -> list[str]:
    """What is asked for and does not exist."""
    names, known_labels = exposed() | OF_PROMETHEUS, labels()
    return [
        f"{where}: {name}"
        for where, expression in asked
        for name in sorted(
            (metrics_in(expression) - names) | (labels_in(expression) - known_labels),
        )
    ]


def test_only_figures_and_labels_that_exist_are_asked_for() -> None:
    assert unknown(expressions()) == []
    assert all(metrics_in(expression) for _, expression in expressions())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (
            "max(duban_timer_delay_seconds and on (job, instance) duban_store_up == 1) > 3",
            "duban_timer_delay_seconds",
        ),
        ("sum by (kind) (increase(duban_sends[15m]))", "duban_sends"),
        ('sum by (colour) (rate(duban_sends_total{outcome="failed"}[5m]))', "colour"),
        ('duban_sends_total{how="failed"} > 1', "how"),
    ],
)
def test_a_figure_or_label_nobody_shows_is_found(asked: str, found: str) -> None:
    assert unknown(iter([("doctored", asked)])) == [f"doctored: {found}"]


def test_every_figure_of_ours_is_on_the_dashboard() -> None:
    shown = {name for target in TARGETS for name in metrics_in(target["expr"])}

    assert {name for name in exposed() if name.startswith(f"{PREFIX}_")} - shown == set()


def test_the_dashboard_takes_any_datasource_and_speaks_chinese() -> None:
    variables = {one["name"]: one["type"] for one in DASHBOARD["templating"]["list"]}
    assert variables == {"datasource": "datasource"}
    for one in [*PANELS, *TARGETS]:
        assert one["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
    rows = [panel["title"] for panel in DASHBOARD["panels"] if panel["type"] == "row"]
    assert rows == ["进来的", "出去的", "提醒和巡检", "钉钉长连接和额度", "数据库和 Redis", "进程"]
    assert all(chinese(panel["title"]) for panel in PANELS)
    numbers = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(numbers)) == len(numbers)


def test_a_legend_names_only_labels_its_query_keeps() -> None:
    for target in TARGETS:
        named = set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]))
        kept = re.match(r"(?:sum|max)(?: by \(([^)]*)\))?\s*\(", target["expr"])
        if kept is not None:
            assert named <= {label.strip() for label in (kept[1] or "").split(",")}, target["expr"]
        assert named <= labels()


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: str(alert["alert"]))
def test_every_alert_says_what_is_wrong_and_what_to_do(alert: dict[str, Any]) -> None:
    told = alert["annotations"]

    assert set(told) == {"summary", "description"}
    assert all(chinese(words) for words in told.values())
    assert alert["labels"]["severity"] in {"critical", "warning"}
    assert f"`{alert['alert']}`" in OPERATIONS


def test_no_alert_is_explained_that_is_not_there() -> None:
    names = [alert["alert"] for alert in ALERTS]

    assert len(set(names)) == len(names)
    assert set(re.findall(r"`(Duban\w+)`", OPERATIONS)) == set(names)


@pytest.mark.parametrize("name", PROMISED)
def test_an_alert_comes_at_the_bound_the_auditor_promises(name: str) -> None:
    (alert,) = [one for one in ALERTS if one["alert"] == name]
    if "for" in alert:
        after = timedelta(**{UNITS[alert["for"][-1]]: int(alert["for"][:-1])})
    else:
        after = timedelta(seconds=int(alert["expr"].rpartition("> ")[2]))

    assert after == PROMISED[name]


def test_everything_the_auditor_can_find_alerts_once() -> None:
    asked = [kind for alert in ALERTS for kind in _kinds(alert["expr"])]

    assert sorted(asked) == sorted(kind.value for kind in FindingKind)


def _kinds(expression: str) -> list[str]:
    found = re.findall(r'duban_findings\{kind=~?"([^"]*)"\}', expression)
    return [kind for one in found for kind in one.split("|")]
