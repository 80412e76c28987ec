"""The triggers in PostgreSQL's words: a function and a trigger each, firing always, for replication roles too.

TRUNCATE walks past row triggers, so the record has a statement trigger against it, on every partition too.
"""

from store.triggers.append_only import APPEND_ONLY, KEPT, Fixed
from store.triggers.rules import RULES, YES, Rule

_TAKE_KEY = """
IF NEW.card IS NOT NULL AND NEW.state = 'waiting' THEN
    INSERT INTO outbox_cards (card, id) VALUES (NEW.card, NEW.id) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN NULL; END IF;
END IF;
INSERT INTO outbox_keys (key, id) VALUES (NEW.key, NEW.id) ON CONFLICT DO NOTHING;
IF NOT FOUND THEN
    DELETE FROM outbox_cards WHERE card = NEW.card AND id = NEW.id;
    RETURN NULL;
END IF;
RETURN NEW;"""

_WAIT_OR_NOT = """
IF NEW.state = 'waiting' THEN
    INSERT INTO outbox_cards (card, id) VALUES (NEW.card, NEW.id);
ELSE
    DELETE FROM outbox_cards WHERE card = OLD.card AND id = OLD.id;
END IF;
RETURN NEW;"""

_GIVE_BACK = """
DELETE FROM outbox_keys WHERE key = OLD.key AND id = OLD.id;
DELETE FROM outbox_cards WHERE card = OLD.card AND id = OLD.id;
RETURN OLD;"""

_TAKE_RAW_KEY = """
INSERT INTO inbox_raw_keys (source, key, id) VALUES (NEW.source, NEW.key, NEW.id) ON CONFLICT DO NOTHING;
IF NOT FOUND THEN RETURN NULL; END IF;
RETURN NEW;"""

_GIVE_RAW_BACK = """
DELETE FROM inbox_raw_keys WHERE source = OLD.source AND key = OLD.key AND id = OLD.id;
RETURN OLD;"""

ONCE = (
    ("duban_inbox_raw_once", "inbox_raw", "INSERT", _TAKE_RAW_KEY, "TRUE"),
    ("duban_inbox_raw_gone", "inbox_raw", "DELETE", _GIVE_RAW_BACK, "TRUE"),
    ("duban_outbox_once", "outbox", "INSERT", _TAKE_KEY, "TRUE"),
    (
        "duban_outbox_turn",
        "outbox",
        "UPDATE",
        _WAIT_OR_NOT,
        "NEW.card IS NOT NULL AND (OLD.state = 'waiting') <> (NEW.state = 'waiting')",
    ),
    ("duban_outbox_gone", "outbox", "DELETE", _GIVE_BACK, "TRUE"),
)
"""What unique keys of inbox_raw and outbox hold on SQLite: one cannot reach over partitions, so the keys live in narrow
tables. A row whose key is there, or for whose card an update already waits, is passed over, as ON CONFLICT DO NOTHING does;
two updates of one card never wait at once."""


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
    for name, table, on, body, when in ONCE:
        made |= _made(name, table, on, "ROW", body, when=when)
    return made


def guards_of(table: str, partition: str) -> tuple[str, ...]:
    """What a new partition needs beside the row triggers it inherits: those for whole statements are not inherited."""
    name = f"duban_{table}_no_truncate"
    if name not in statements():
        return ()
    return (
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {partition} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        f"ALTER TABLE {partition} ENABLE ALWAYS TRIGGER {name}",
    )


def _no(table: str, on: str, each: str) -> dict[str, tuple[str, ...]]:
    name = f"duban_{table}_no_{on.lower()}"
    return _made(name, table, on, each, _refuse(f"rows of {table} take no {on}"))


def _no_replacing(fixed: Fixed) -> dict[str, tuple[str, ...]]:
    name = f"duban_{fixed.table}_no_replace"
    body = f"IF {fixed.repeats(whole=False)} THEN {_refuse(f'a row of {fixed.table} is not replaced')} END IF; RETURN NEW;"
    return _made(name, fixed.table, "INSERT", "ROW", body)


def _rule(rule: Rule) -> dict[str, tuple[str, ...]]:
    name = f"duban_{rule.table}_{rule.name}"
    body = (
        f"IF ({rule.when}) THEN IF {rule.forbidden} THEN {_refuse(rule.sentence)} END IF; END IF; RETURN NEW;"
    )
    return _made(name, rule.table, rule.on, "ROW", body.replace(YES, "TRUE"))


def _refuse(sentence: str) -> str:
    return f"RAISE EXCEPTION 'duban: {sentence}' USING ERRCODE = 'integrity_constraint_violation';"


def _made(
    name: str, table: str, on: str, each: str, body: str, *, when: str = "TRUE"
) -> dict[str, tuple[str, ...]]:
    only = "" if when == "TRUE" else f"WHEN ({when}) "
    return {
        name: (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $duban$ BEGIN {body} END $duban$",
            f"CREATE TRIGGER {name} BEFORE {on} ON {table} FOR EACH {each} {only}EXECUTE FUNCTION {name}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        )
    }
