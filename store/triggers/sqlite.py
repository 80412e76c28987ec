"""The triggers in SQLite's words."""

from store.triggers.append_only import APPEND_ONLY, KEPT, Fixed
from store.triggers.rules import RULES, YES, Rule


def statements() -> dict[str, str]:
    """Every trigger by its name, with the statement that makes it."""
    made: dict[str, str] = {}
    for fixed in (*APPEND_ONLY, *KEPT):
        made |= _no_replacing(fixed)
        made |= _no(fixed.table, "DELETE")
    for fixed in APPEND_ONLY:
        made |= _no(fixed.table, "UPDATE")
    for rule in RULES:
        made |= _rule(rule)
    return made


def _no(table: str, on: str) -> dict[str, str]:
    name = f"duban_{table}_no_{on.lower()}"
    return {
        name: f"CREATE TRIGGER {name} BEFORE {on} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'duban: rows of {table} take no {on}'); END"
    }


def _no_replacing(fixed: Fixed) -> dict[str, str]:
    name = f"duban_{fixed.table}_no_replace"
    return {
        name: f"CREATE TRIGGER {name} BEFORE INSERT ON {fixed.table} WHEN {fixed.repeats(whole=True)} "
        f"BEGIN SELECT RAISE(ABORT, 'duban: a row of {fixed.table} is not replaced'); END"
    }


def _rule(rule: Rule) -> dict[str, str]:
    name = f"duban_{rule.table}_{rule.name}"
    made = (
        f"CREATE TRIGGER {name} BEFORE {rule.on} ON {rule.table} WHEN {rule.when} "
        f"BEGIN SELECT RAISE(ABORT, 'duban: {rule.sentence}') WHERE {rule.forbidden}; END"
    )
    return {name: made.replace(YES, "1")}
