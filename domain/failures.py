"""The one tree of failures. A refusal (`domain/refusals.py`) is not among them: it is an answer, not a fault.

DubanError
├── Misconfigured          at start only; names the setting and what it wanted
├── Unreadable             the wire said something we cannot parse; the adapter answers 4xx
├── Away                   the memory does not answer; nothing was kept, and the wire comes again
├── Overloaded             more waits than can be kept; the adapter answers 503 and the wire comes again
├── Stale                  somebody else changed the ticket first; the intake runs the handler again
└── DeliveryFailed
    ├── Transient          try again; may carry how long the other side asked us to wait
    ├── Permanent          never again; tell the operator
    └── Unknown            may have gone out: never resend a text message blindly
"""

from datetime import timedelta


class DubanError(Exception):
    """Anything duban itself raises."""


class Misconfigured(DubanError):
    """A setting is missing or wrong; the text names file, line, value and what was expected."""


class Unreadable(DubanError):
    """The wire said something we cannot parse; the text says what, without quoting personal data."""


class Away(DubanError):
    """The database does not answer, or takes nothing (restarting, stalled, full, read-only, no connection left).

    Whether the last transaction stands is not known: do it again whole, its unique keys make that safe.
    """


class Overloaded(DubanError):
    """The queue before the memory is full: nothing was taken, say so and let the other side come again."""


class Stale(DubanError):
    """The ticket changed between load and keep: load and decide again."""


class DeliveryFailed(DubanError):
    """A message or call did not (or may not) have arrived.

    `code` is the other side's own word for it; the text is for the operator and holds nothing secret.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class Transient(DeliveryFailed):
    """Try again, not before `wait` if the other side asked for one."""

    def __init__(self, code: str, sentence: str, wait: timedelta | None = None) -> None:
        super().__init__(code, sentence)
        self.wait = wait


class Permanent(DeliveryFailed):
    """It will never work as it stands; a person must look.

    `for_everyone` marks faults of the account or the installation (secret wrong, permission missing, month's
    quota used up), which would hit every other message as well.
    """

    def __init__(self, code: str, sentence: str, *, for_everyone: bool = False) -> None:
        super().__init__(code, sentence)
        self.for_everyone = for_everyone


class Unknown(DeliveryFailed):
    """The request left us and no answer came back: it may have gone out."""
