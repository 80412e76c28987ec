"""How often this worker looks, and how long what it claimed is its own. Real time throughout.

The same for every worker of an installation: a lease is judged by whoever reaps it.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Only a test has reason to take another: there a dead worker's minute has to pass in seconds."""

    sweep_s: float = 1
    """Seconds between two looks for what is due."""
    follow_s: float = 1
    """Seconds between two looks for business time moved elsewhere."""
    reap_s: float = 10
    """Seconds between two looks for rows whose worker died."""
    seal_s: float = 60
    """Seconds between two seals of the record."""
    lease: timedelta = timedelta(seconds=60)
    """Outbox rows and timers are the claiming worker's for so long."""
    stream_lease: timedelta = timedelta(seconds=6)
    """The Stream is its holder's for so long after the last renewal: with the next look of another, and a socket opened, it is
    taken over in less than ten seconds."""
    stream_renew_s: float = 1.5
    number_lease: timedelta = timedelta(seconds=60)
    """A worker's number for ids is its own for so long after the last renewal."""
    number_renew_s: float = 10
    stop_within_s: float = 20
    """What is under way or held in memory at a stop gets so long to end."""
