"""Misbehaviour on demand: named faults, bounded by a count or until cleared, chosen by path prefix."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """Everything the stand-in can do wrong that waits for its occasion."""

    # on calls
    SLOW = "slow"
    NO_ANSWER = "no_answer"
    RESET_CALL = "reset_call"
    HTML = "html"
    BANNED = "banned"
    ERROR_500 = "error_500"
    ERROR_503 = "error_503"
    THROTTLE_403 = "throttle_403"
    DONE_BUT_504 = "done_but_504"
    DONE_BUT_LATE = "done_but_late"
    FLOW_CONTROL = "flow_control"
    REFUSE_DING = "refuse_ding"
    REFUSE_CONTENT = "refuse_content"
    # on pushes; the path is the topic
    DROP = "drop"
    DELAY = "delay"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    BROKEN_FRAME = "broken_frame"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_TOPIC = "unknown_topic"


@dataclass(slots=True)
class Fault:
    """One fault in wait. `left` None: until cleared. `words` are what it looks for, if it looks for words."""

    kind: FaultKind
    prefix: str = ""
    left: int | None = None
    ms: int = 0
    words: tuple[str, ...] = ()

    def fits(self, path: str) -> bool:
        """True if this fault strikes on `path`."""
        return path.startswith(self.prefix) and self.left != 0


class Faults:
    """The faults in wait, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []
        self._behaves_again = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Set a fault in wait."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Behave again."""
        self.waiting.clear()
        self._behaves_again.set()
        self._behaves_again = asyncio.Event()

    async def hold(self, fault: Fault) -> None:
        """Wait as long as the fault says; one without a time holds until somebody clears the faults."""
        if fault.ms:
            await asyncio.sleep(fault.ms / 1000)
        else:
            await self._behaves_again.wait()

    def take(self, kind: FaultKind, path: str, said: str | None = None) -> Fault | None:
        """The oldest fault of `kind` that strikes on `path`, used up by one; with `said`, only if a word is in it."""
        for fault in self.waiting:
            if fault.kind is not kind or not fault.fits(path):
                continue
            if said is not None and not any(word in said for word in fault.words):
                continue
            if fault.left is not None:
                fault.left -= 1
                if fault.left == 0:
                    self.waiting.remove(fault)
            return fault
        return None
