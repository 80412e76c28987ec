"""Misbehaviour on demand: each fault strikes a number of times, or until it is cleared."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field


class FaultKind(StrEnum):
    """Everything the stand-in can do wrong."""

    # on calls, before anything is done
    THROTTLE = "throttle"
    ERROR_500 = "error_500"
    HTML = "html"
    CLOSE = "close"
    REFUSE = "refuse"
    # on calls, after the text went out
    SLOW = "slow"
    DONE_BUT_HANG = "done_but_hang"
    DONE_BUT_CLOSE = "done_but_close"
    DONE_BUT_504 = "done_but_504"
    DONE_BUT_HTML = "done_but_html"
    # on what became of a text
    NO_REPORTS = "no_reports"
    REPORT_FAILED = "report_failed"
    # on entries pushed: texts and reports alike
    DROP = "drop"
    DELAY = "delay"
    DUPLICATE = "duplicate"
    REORDER = "reorder"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in wait. `times` None: until cleared. `code` for refusals and reports, `ms` for waiting."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    kind: FaultKind
    times: Annotated[int, Field(ge=1)] | None = None
    code: str = ""
    ms: Annotated[int, Field(ge=0)] = 0


class Faults:
    """The faults in wait, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Set a fault in wait."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Behave again."""
        self.waiting.clear()

    def take(self, *kinds: FaultKind) -> Fault | None:
        """The oldest fault of one of these kinds, used up by one."""
        for place, fault in enumerate(self.waiting):
            if fault.kind in kinds:
                self._use(place, fault)
                return fault
        return None

    def _use(self, place: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times == 1:
            del self.waiting[place]
        else:
            self.waiting[place] = replace(fault, times=fault.times - 1)
