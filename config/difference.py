"""Two centres' rules compared: which differ, in words (`duban policy diff`)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from config.policy import Rules
from config.texts import policy as rules
from config.texts import policy_diff as told
from config.texts import rules_shown as shown
from domain.policy import Policy


def differences(old: Rules, new: Rules) -> tuple[str, ...]:
    """One sentence for each rule that differs, in the order of the handbook; none: they say the same."""
    found = [sentence for field in fields(Policy) for sentence in _field(field.name, old.policy, new.policy)]
    found += _entries("office_hours", _seasons(old), _seasons(new))
    if old.quiet != new.quiet:
        found.append(_changed("quiet_hours", shown.quiet(old.quiet), shown.quiet(new.quiet)))
    return tuple(found)


def _field(name: str, old: Policy, new: Policy) -> Iterator[str]:
    one, other = getattr(old, name), getattr(new, name)
    if one == other:
        return
    match name:
        case "limits":
            yield from _entries(name, *([shown.limit_row(row) for row in rows] for rows in (one, other)))
        case "categories":
            yield from _entries(
                name, *([shown.category(kind) for kind in of.values()] for of in (one, other))
            )
        case "kinds":
            yield from _entries(name, *([shown.matter_kind(kind) for kind in of] for of in (one, other)))
        case "ladders":
            yield from _entries(name, *(shown.ladder_lines(of) for of in (one, other)))
        case _ if is_dataclass(one):
            yield from _parts(name, one, other)
        case _:
            yield _changed(name, shown.value(one), shown.value(other))


def _parts(name: str, one: object, other: object) -> Iterator[str]:
    """The settings of a group that differ, each by its own key; what has no short form is shown as it stands."""
    for field in fields(one):  # type: ignore[arg-type]  # asked before: a dataclass
        before, after = getattr(one, field.name), getattr(other, field.name)
        if before != after:
            words = [
                str(of) if shown.value(of) == shown.NO_SHORT_FORM else shown.value(of)
                for of in (before, after)
            ]
            yield told.changed(f"{name}.{field.name}", rules.RULES[name], words[0], words[1])


def _entries(key: str, old: Sequence[str], new: Sequence[str]) -> list[str]:
    """What is gone and what is new; where nothing is, only the order differs."""
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    found = [told.removed(key, line) for line in old if line in gone]
    found += [told.added(key, line) for line in new if line in come]
    return found if found or list(old) == list(new) else [told.reordered(key)]


def _seasons(of: Rules) -> list[str]:
    return [shown.season(season) for season in of.seasons]


def _changed(key: str, old: str, new: str) -> str:
    return told.changed(key, rules.RULES[key], old, new)
