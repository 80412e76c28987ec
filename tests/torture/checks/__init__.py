"""The reckoning: each check is one function from a `History` to sentences saying what is wrong; none: all is well."""

from collections.abc import Callable

from tests.torture.checks.effects import doubled, lost, one_shot, photos, presses_without_effect
from tests.torture.checks.notices import ill_told, not_shown, shown_too_often
from tests.torture.checks.record import audit_broken, ids_met, not_replayed
from tests.torture.checks.standing import forgotten, stuck
from tests.torture.checks.timing import fired_twice, not_fired
from tests.torture.history import History

CHECKS: dict[str, Callable[[History], list[str]]] = {
    "lost": lost,
    "doubled": doubled,
    "one shot": one_shot,
    "press without effect": presses_without_effect,
    "photos": photos,
    "not shown": not_shown,
    "shown too often": shown_too_often,
    "operator not told": ill_told,
    "timer not fired": not_fired,
    "timer fired twice": fired_twice,
    "audit": audit_broken,
    "replay": not_replayed,
    "ids": ids_met,
    "stuck": stuck,
    "forgotten": forgotten,
}


def findings(history: History) -> dict[str, list[str]]:
    """What each check found."""
    return {name: check(history) for name, check in CHECKS.items()}
