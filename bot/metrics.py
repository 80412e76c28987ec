"""Every figure of `/metrics`, by name (`docs/metrics.md` explains each; a test holds the two together).

One registry for each program, passed on and never global: two programs in one process count apart. What happens is counted
where it happens; what merely stands is looked at when somebody asks (`bot/scraping.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from domain.inbound import Inbound

PREFIX = "duban"


@dataclass(slots=True)
class Metrics:
    """Counters are of this worker since its start; gauges of the store are the same on every worker."""

    registry: CollectorRegistry = field(default_factory=lambda: CollectorRegistry(auto_describe=True))
    events: Counter = field(init=False)
    refusals: Counter = field(init=False)
    sends: Counter = field(init=False)
    gauges: "Shown" = field(init=False)
    totals: "Shown" = field(init=False)

    def __post_init__(self) -> None:
        ProcessCollector(registry=self.registry)
        self.events = self._counter("events", "Inbound events, by what became of them.")
        self.refusals = self._counter("refusals", "Commands refused, whether given or only foreseen.")
        self.sends = self._counter("sends", "Outbox rows settled or put off, by kind of letter.")
        self.totals = Shown(CounterMetricFamily, TOTALS)
        self.registry.register(self.totals)
        self.gauges = Shown(GaugeMetricFamily, GAUGES)
        self.registry.register(self.gauges)

    def event(self, event: Inbound, outcome: str) -> None:
        """An inbound event came to this end, and its transaction stands."""
        self.events.labels(event.key.source, type(event).__name__, outcome).inc()

    def refused(self, reason: str) -> None:
        """A command was refused."""
        self.refusals.labels(reason).inc()

    def sent(self, kind: str, outcome: str, rows: int) -> None:
        """So many outbox rows of a kind of letter came to this end."""
        self.sends.labels(kind, outcome).inc(rows)

    def set(self, name: str, value: float, *labels: str) -> None:
        """What a gauge shows."""
        self.gauges.show(name, value, *labels)

    def clear(self, name: str) -> None:
        """Forget every label of a gauge: what is not there any more must not stand for ever."""
        self.gauges.clear(name)

    def _counter(self, name: str, about: str) -> Counter:
        return Counter(name, about, LABELS[f"{PREFIX}_{name}"], namespace=PREFIX, registry=self.registry)


LABELS: dict[str, list[str]] = {
    "duban_events": ["source", "kind", "outcome"],
    "duban_refusals": ["reason"],
    "duban_sends": ["kind", "outcome"],
}

GAUGES: dict[str, tuple[str, ...]] = {
    "store_up": ("1 while the database answers the questions behind the other gauges.",),
    "inbox_pending_events": ("Events kept for another try.",),
    "quarantine_events": ("Events nothing could be done with, waiting for an operator.",),
    "outbox_rows": ("Outbox rows not yet settled.", "kind", "state"),
    "outbox_oldest_age_seconds": ("Age of the oldest of them that may go.", "kind", "state"),
    "timer_lag_seconds": ("How late the most overdue timer is; 0: none is due.",),
    "findings": ("What the auditor finds wrong.", "kind"),
    "auditor_age_seconds": ("Time since the auditor last looked, on whichever worker.",),
    "stream_sockets": ("Open Stream sockets of this worker; 0 on all workers but one.",),
    "stream_silence_seconds": ("Time since this worker heard anything on the Stream.",),
    "stream_heard_age_seconds": ("Time since any worker heard anything on the Stream, as written down.",),
    "held_frames": (
        "Frames of the Stream held in memory because the store takes nothing; gone if this worker ends.",
    ),
    "quota_spent": ("Used of the month's budget.", "kind"),
    "quota_forecast": ("What the month will have cost at this pace.", "kind"),
    "quota_budget": ("What the month allows; 0: no limit.", "kind"),
    "redis_up": ("1 while Redis answers; absent where none is configured.",),
    "database_connections": ("Connections of this worker.", "state"),
    "database_waiting": ("Writes under way or waiting for their turn on this worker.",),
    "database_oldest_snapshot_seconds": ("Age of the oldest transaction PostgreSQL keeps old rows for.",),
    "under_way": ("Events being handled and messages being sent on this worker.", "what"),
}
"""Name, what it says, labels."""

TOTALS: dict[str, tuple[str, ...]] = {
    "stream_frames": ("Frames on this worker's Stream, by what became of them.", "outcome"),
    "door_pushes": ("Pushes of the SMS gateway, by what became of them.", "outcome"),
    "held_frames_lost": (
        "Frames not held any longer, or never; lost unless DingTalk brought them again.",
        "why",
    ),
    "rate_limit_leaves": ("Leaves to call DingTalk this worker took, by who gave them.", "by"),
    "recipient_waits": ("Messages put off because their recipient had had their share.",),
    "rate_limit_waits": ("Leaves that had to be waited for.",),
    "rate_limit_wait_seconds": ("How long was waited for them in all.",),
}
"""Counters that others keep already; shown as `…_total`."""


class Shown(Collector):
    """Shows figures kept elsewhere, as they were handed over last; one never handed over is absent, not 0."""

    def __init__(
        self,
        family: type[CounterMetricFamily] | type[GaugeMetricFamily],
        told: dict[str, tuple[str, ...]],
    ) -> None:
        self._family = family
        self._told = told
        self._figures: dict[str, dict[tuple[str, ...], float]] = {name: {} for name in told}

    def show(self, name: str, figure: float, *labels: str) -> None:
        """The figure as it stands by now."""
        self._figures[name][labels] = figure

    def clear(self, name: str) -> None:
        """Nothing of it stands any more."""
        self._figures[name].clear()

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        """One family for each, with or without samples."""
        for name, (about, *labels) in self._told.items():
            family = self._family(f"{PREFIX}_{name}", about, labels=labels)
            for values, figure in self._figures[name].items():
                family.add_metric(values, figure)
            yield family
