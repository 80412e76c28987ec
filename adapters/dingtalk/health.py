"""What the Stream client lets others see of itself."""

from dataclasses import dataclass


@dataclass(slots=True)
class StreamCounters:
    """Counted since the start of the program."""

    opened: int = 0
    open_failed: int = 0
    frames: int = 0
    """Frames of every kind."""
    pushes: int = 0
    """Messages, presses and events: what the monthly quota of pushes counts (`dingtalk.md` §14.2)."""
    acknowledged: int = 0
    acks_lost: int = 0
    """The frame's own socket was gone: the platform sends it again."""
    not_kept: int = 0
    """Not even the raw event could be committed: nothing was acknowledged."""
    malformed: int = 0
    """Frames that are not frames."""
    unreadable: int = 0
    """Frames whose body the parser could not read."""
    turned_away: int = 0
    """Too much waited already: left unacknowledged."""
    answered_busy: int = 0
    """Presses answered before their work was done."""


@dataclass(frozen=True, slots=True)
class StreamHealth:
    """A look at the Stream client."""

    sockets: int
    """Open sockets; two during a planned change-over."""
    last_frame_at_s: float | None
    """On the injected monotonic clock."""
    quiet_s: float | None
    """How long ago a frame came or a socket was opened; None: neither yet."""
    working: int
    """Frames being worked on or waiting for it."""
    open_failure: str
    """The code of the last failed opening, empty once a socket is open again."""
    counters: StreamCounters
