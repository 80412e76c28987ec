"""Every step between the wire and the wire at which a worker is killed, in one table.

The tests take their steps from here, and `docs/guarantees.md` has one row for each (`python -m tests.crash.steps` prints
them; `test_the_page.py` holds that they are there).
"""

import sys
from dataclasses import dataclass
from enum import Enum, unique


@unique
class Stretch(Enum):
    """A part of the way, and what holds for every step of it: why nothing is lost, what is seen, what the operator sees."""

    IN = (
        "The wire is acknowledged after the commit that holds key and handling alike: a repeat finds both or neither",
        "Late by the repeat (frames 10 s, 30 s; gateways 60 s and more); a presser sees a failure and presses again",
        "Nothing",
        "test_on_the_way_in",
    )
    OUT = (
        "A row not yet started goes after its lease of 60 s; a started card update or download is simply repeated",
        "Late by a minute; a chat message or text that was started is never sent again blindly, so it may be missing",
        "DELIVERY_UNKNOWN for each message that was started, unless the gateway reports on it",
        "test_on_the_way_out",
    )
    TIMER = (
        "The timer waits again after its lease of 60 s, and its key makes a second handling a repeat",
        "Late by a minute",
        "Nothing",
        "test_at_a_timer",
    )
    FILE = (
        "The download is repeated after its lease; blob and event are named by content and row, so each is there once",
        "The picture joins its report a minute late",
        "Nothing",
        "test_while_fetching_a_file",
    )
    SEAL = (
        "A seal, its leaves and the marks on the heads are one transaction: the next tick makes the same seal",
        "Nothing",
        "Nothing; `duban audit verify` finds the record whole",
        "test_while_sealing",
    )

    def __init__(self, safe: str, seen: str, operator: str, test: str) -> None:
        self.safe = safe
        self.seen = seen
        self.operator = operator
        self.test = test


class When(Enum):
    """Which side of the call."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Place:
    """A call of the program: the process dies before it, or after it, unless it gave an empty answer."""

    stretch: Stretch
    sentence: str
    when: When
    call: str
    """`module:name` or `module:Class.name`, as the program looks it up at the moment of the call."""


@unique
class Step(Enum):
    """The steps, in the order of the way."""

    BEFORE_REMEMBERING = Place(
        Stretch.IN, "before its key is remembered", When.BEFORE, "store.inbox:Inbox.remember"
    )
    AFTER_REMEMBERING = Place(
        Stretch.IN, "its key remembered, nothing decided", When.AFTER, "store.inbox:Inbox.remember"
    )
    BEFORE_DECIDING = Place(
        Stretch.IN, "the matter loaded, before deciding", When.BEFORE, "handlers.keeping:decide"
    )
    AFTER_DECIDING = Place(Stretch.IN, "decided, nothing kept", When.AFTER, "handlers.keeping:decide")
    BEFORE_COMMIT = Place(
        Stretch.IN, "everything written, before the commit", When.AFTER, "bot.intake:Intake._in_transaction"
    )
    AFTER_COMMIT = Place(Stretch.IN, "committed, nobody told yet", When.AFTER, "bot.intake:Intake._handled")
    BEFORE_ACK = Place(
        Stretch.IN,
        "before the frame is acknowledged",
        When.BEFORE,
        "adapters.dingtalk.connection:Connection._acknowledge",
    )
    AFTER_ACK = Place(
        Stretch.IN,
        "the frame just acknowledged",
        When.AFTER,
        "adapters.dingtalk.connection:Connection._acknowledge",
    )
    BEFORE_ANSWER = Place(
        Stretch.IN, "before the gateway's push is answered", When.BEFORE, "adapters.sms.webhook:_answer"
    )
    AFTER_ANSWER = Place(
        Stretch.IN,
        "the gateway's push just answered",
        When.AFTER,
        "aiohttp.web_protocol:RequestHandler.finish_response",
    )

    BEFORE_CLAIMING = Place(
        Stretch.OUT, "outbox rows chosen, the claim not committed", When.AFTER, "store.queue:Queue.claim"
    )
    AFTER_CLAIMING = Place(
        Stretch.OUT, "outbox rows claimed, none worded", When.BEFORE, "bot.sender:_by_digest"
    )
    BEFORE_STARTING = Place(
        Stretch.OUT, "a row worded, not marked started", When.BEFORE, "bot.sender:Sender._started"
    )
    AFTER_STARTING = Place(
        Stretch.OUT, "a row marked started and committed", When.AFTER, "bot.sender:Sender._started"
    )
    BEFORE_WIRE = Place(
        Stretch.OUT, "right before the call to the other side", When.BEFORE, "bot.sender:Sender._on_the_wire"
    )
    ON_WIRE = Place(
        Stretch.OUT,
        "the request is out, its answer not in",
        When.AFTER,
        "aiohttp.client_reqrep:ClientRequest.write_bytes",
    )
    AFTER_WIRE = Place(
        Stretch.OUT,
        "the other side has answered, nothing marked",
        When.AFTER,
        "bot.sender:Sender._on_the_wire",
    )
    BEFORE_DONE = Place(Stretch.OUT, "a row marked done, not committed", When.AFTER, "store.queue:Queue.done")
    AFTER_DONE = Place(
        Stretch.OUT, "a row marked done and committed", When.AFTER, "bot.sender:Sender._settle_sent"
    )

    BEFORE_TIMER_CLAIM = Place(
        Stretch.TIMER, "due timers chosen, the claim not committed", When.AFTER, "store.due:Due.claim"
    )
    AFTER_TIMER_CLAIM = Place(
        Stretch.TIMER, "due timers claimed, none handled", When.AFTER, "bot.timetable:Timetable._claim"
    )
    AFTER_TIMER_HANDLED = Place(
        Stretch.TIMER, "a timer handled, not settled", When.BEFORE, "bot.timetable:Timetable._settle"
    )

    AFTER_DOWNLOAD = Place(
        Stretch.FILE, "a file downloaded, not kept", When.BEFORE, "bot.delivery.errands:fault_of"
    )
    AFTER_BLOB = Place(
        Stretch.FILE, "a file kept, its event not handed in", When.BEFORE, "bot.delivery.errands:FileFetched"
    )
    AFTER_FILE_EVENT = Place(
        Stretch.FILE,
        "the file's event committed, its row not done",
        When.AFTER,
        "bot.delivery.errands:Errands.run",
    )

    BEFORE_SEAL = Place(Stretch.SEAL, "new heads read, nothing sealed", When.BEFORE, "store.sealer:root")
    BETWEEN_SEAL_AND_HEADS = Place(
        Stretch.SEAL, "a seal written, its heads not marked", When.BEFORE, "store.sealer:update"
    )
    AFTER_SEAL = Place(
        Stretch.SEAL, "heads sealed and marked, not committed", When.BEFORE, "store.sealer:Seal"
    )

    @property
    def stretch(self) -> Stretch:
        return self.value.stretch

    @property
    def sentence(self) -> str:
        return self.value.sentence


def rows() -> list[str]:
    """The rows of the page."""
    return [
        f"| A worker is killed (SIGKILL): {step.sentence} | {step.stretch.safe} | {step.stretch.seen} "
        f"| {step.stretch.operator} | `tests/crash/test_killed.py::{step.stretch.test}` |"
        for step in Step
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(rows()) + "\n")
