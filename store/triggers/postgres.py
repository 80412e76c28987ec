"""The triggers in PostgreSQL's words: a function and a trigger each, firing always, for replication roles too.

TRUNCATE walks past row triggers, so the record has a statement trigger against it.
"""

from store.triggers.append_only import APPEND_ONLY, KEPT, Fixed
from store.triggers.rules import RULES, YES, Rule


def statements() -> dict[str, tuple[str, ...]]:
    """Every trigger by its name, with the statements that make it."""
    made: dict[str, tuple[str, ...]] = {}
    for fixed in (*APPEND_ONLY, *KEPT):
        made |= _no_replacing(fixed)
        made |= _no(fixed.table, "DELETE", "ROW")
        made |= _no(fixed.table, "TRUNCATE", "STATEMENT")
    for fixed in APPEND_ONLY:
        made |= _no(fixed.table, "UPDATE", "ROW")
    for rule in RULES:
        made |= _rule(rule)
    return made


def _no(table: str, on: str, each: str) -> dict[str, tuple[str, ...]]:
    name = f"duban_{table}_no_{on.lower()}"
    return _made(name, table, on, each, _refuse(f"rows of {table} take no {on}"))


def _no_replacing(fixed: Fixed) -> dict[str, tuple[str, ...]]:
    name = f"duban_{fixed.table}_no_replace"
    body = f"IF {fixed.repeats} THEN {_refuse(f'a row of {fixed.table} is not replaced')} END IF; RETURN NEW;"
    return _made(name, fixed.table, "INSERT", "ROW", body)


def _rule(rule: Rule) -> dict[str, tuple[str, ...]]:
    name = f"duban_{rule.table}_{rule.name}"
    body = (
        f"IF ({rule.when}) THEN IF {rule.forbidden} THEN {_refuse(rule.sentence)} END IF; END IF; RETURN NEW;"
    )
    return _made(name, rule.table, rule.on, "ROW", body.replace(YES, "TRUE"))


def _refuse(sentence: str) -> str:
    return f"RAISE EXCEPTION 'duban: {sentence}' USING ERRCODE = 'integrity_constraint_violation';"


def _made(name: str, table: str, on: str, each: str, body: str) -> dict[str, tuple[str, ...]]:
    return {
        name: (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $duban$ BEGIN {body} END $duban$",
            f"CREATE TRIGGER {name} BEFORE {on} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        )
    }
