"""What a stand-in is told at its start, and the rules that may be changed while it runs."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from adapters.standins.dingtalk.organisation import Group, Person


class Strictness(StrEnum):
    """What happens where nobody outside knows what the platform does."""

    REFUSE = "refuse"
    WARN = "warn"
    OFF = "off"


class CallbackShape(StrEnum):
    """Four documentation pages show four shapes of a button callback (`dingtalk.md` §5.5)."""

    BOTH = "both"
    CONTENT_ONLY = "content_only"
    VALUE_ONLY = "value_only"
    PARAMS_OUTSIDE = "params_outside"


@dataclass(slots=True)
class Rules:
    """How the platform behaves. Times are real seconds. `PUT /control/settings` changes any of them."""

    ack_seconds: float = 3.0
    retry_seconds: tuple[float, ...] = (10.0, 30.0)
    """When an un-acked message or event is pushed again, counted from its first push; empty: never."""
    card_seconds: float = 2.0
    ping_seconds: float = 25.0
    linger_seconds: float = 10.0
    """How long a socket told to disconnect stays open."""
    ticket_seconds: float = 90.0
    token_seconds: float = 7200.0
    session_minutes: float = 90.0
    download_hours: float = 24.0
    value_limit: Strictness = Strictness.REFUSE
    """A card variable above 1 KB: refused (400), only noted, or let through."""
    repeated_card: Strictness = Strictness.WARN
    """Another content under a known outTrackId: refused (400 `param.cardAlreadyExist`) or ignored."""
    calls_per_second: int | None = 20
    monthly_calls: int | None = 5000
    callback_shape: CallbackShape = CallbackShape.BOTH
    scopes_withheld: tuple[str, ...] = ()
    """Permissions the organisation has not granted."""
    contacts_as_text: bool = False
    """Contacts answer as the published samples do (`dingtalk.md` §12): numbers, truth values and lists as text, a lone
    object for a list of one."""
    twice: bool = False
    """Every push comes a second time in spite of its ack: by turns beside it, after its ack, after the next push."""
    swap: int | None = None
    """A seed: neighbouring pushes of different conversations and cards overtake each other."""
    events: tuple[str, ...] = ("robot_msg_read", "robot_msg_recall", "user_leave_org", "user_modify_org")
    """The events ticked in the console (事件订阅)."""


@dataclass(frozen=True, slots=True)
class StandinSettings:
    """One stand-in: its address, its app, its people.

    `world_file` is a JSON file `{"people": […], "groups": […], "templates": {id: …}}` in the words of the
    control API. `seed` decides every id and every random choice. Port 0 takes a free one.
    """

    client_id: str
    client_secret: str
    corp_id: str
    host: str = "127.0.0.1"
    port: int = 0
    seed: int = 1
    robot_name: str = "督办机器人"
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()
    template_ids: tuple[str, ...] = ()
    """Published card templates that follow the `buttons` convention of our own template."""
    template_files: tuple[tuple[str, Path], ...] = ()
    """Published templates by id, each with the file the console exported or will import."""
    world_file: Path | None = None
    rules: Rules = field(default_factory=Rules)
    journal: Path | None = None
    """A file that keeps phones, cards and pushes under way over a kill and a new start; None: all is in memory."""
