"""What the stand-in is told at its start, and the rules that may change while it runs."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field


class SequenceForm(StrEnum):
    """The manual's editions differ in how `sequence_id` is written."""

    STRING = "string"
    NUMBER = "number"
    ABSENT = "absent"


class TimeForm(StrEnum):
    """The manual's editions differ in how `send_time` is written."""

    DASHED = "dashed"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class Template:
    """A registered template (模板): `${name}` in its text is a variable."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Rules:
    """How the gateway behaves; `PUT /control/rules` changes any of them.

    Times are the gateway's seconds; one of them lasts `second_s` real seconds, so that ten minutes of retrying
    fit into a test.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    second_s: Annotated[float, Field(ge=0)] = 1.0
    retry_s: tuple[float, ...] = (60.0, 300.0, 600.0)
    """When an unanswered push is tried again, each counted from the try before; then it is dropped for good."""
    report_s: Annotated[float, Field(ge=0)] = 1.0
    """How long after a text reached the phone its report is pushed."""
    gather_s: Annotated[float, Field(ge=0)] = 0.0
    """How long entries wait for company; with 0 each is pushed at once."""
    entries_max: Annotated[int, Field(ge=1)] = 20
    """Most entries in one push."""
    answer_s: Annotated[float, Field(gt=0)] = 5.0
    """Real seconds a push waits for its answer."""
    skew_s: Annotated[float, Field(ge=0)] = 900.0
    """Real seconds by which a caller's clock may differ."""
    daily_limit: Annotated[int, Field(ge=0)] = 50
    """Texts for one number, signature and template in one business day."""
    variable_max: Annotated[int, Field(ge=1)] = 35
    """Longest value of a variable, in characters."""
    refused_words: tuple[str, ...] = ()
    """Words for which a text is refused (敏感词)."""
    sequence_form: SequenceForm = SequenceForm.STRING
    time_form: TimeForm = TimeForm.DASHED
    twice: bool = False
    """Every entry is pushed a second time although it was taken: by turns beside the first, after it, after the next."""
    swap: int | None = None
    """A seed: entries of different phones overtake each other, and a report comes before the answer to its call."""
    with_sign_name: bool = False
    """Older editions name the signature in every text pushed."""


@dataclass(frozen=True, slots=True)
class StandinSettings:
    """One stand-in: its address, its account, where it pushes to. Port 0 takes a free one."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    access_key_id: str
    access_key_secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 0
    sign_names: tuple[str, ...] = ()
    templates: tuple[Template, ...] = ()
    callback_url: str = field(default="", repr=False)
    """Where texts and reports are pushed; may be told later. It holds a secret, so it is not shown."""
    access_code: str = "12345"
    """The number citizens write to: `dest_code` of every text pushed."""
    rules: Rules = field(default_factory=Rules)
    journal: Path | None = None
    """A file that keeps the phones and what is on its way, over a kill and a new start; None: all is in memory."""
