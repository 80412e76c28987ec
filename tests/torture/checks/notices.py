"""Every notice was shown exactly once, or its row is unknown and the operator was told."""

from collections import Counter, defaultdict

from tests.torture.history import History, Row, Seen

TOLD = frozenset({"done", "unknown"})
"""A notice to the operator that is itself unknown is in the list of troubles; nobody is told of that again."""
SAID_BY_SMS = "sms"


def not_shown(history: History) -> list[str]:
    """The row says it went out; no phone shows it."""
    texts = Counter(one.row for one in history.seen if one.row)
    ids = {one.id for one in history.seen if one.id}
    words = Counter((one.whose, one.text) for one in history.seen if not one.row)
    found = []
    for row in history.rows:
        if row.state != "done" or row.kind == "FetchFile":
            continue
        if row.kind == "SyncCard":
            if row.provider_id and row.provider_id not in ids:
                found.append(f"row {row.id} ({row.key}): the card is on no phone")
        elif row.whose == SAID_BY_SMS:
            if not texts[row.id]:
                found.append(f"row {row.id} ({row.key}): no such text on any phone")
        elif row.provider_id:
            if row.provider_id not in ids:
                found.append(f"row {row.id} ({row.key}): {row.provider_id} is on no phone")
        elif not words[row.whose, row.words]:
            found.append(f"row {row.id} ({row.key}): its words are not on the phone of {row.whose}")
    return found


def shown_too_often(history: History) -> list[str]:
    """A text twice for one row, a card twice on one phone, a message that no row accounts for."""
    return [*_texts(history), *_cards(history), *_messages(history)]


def ill_told(history: History) -> list[str]:
    """A row ended unknown or failed and no notice to the operator says so."""
    told = {row.key for row in history.rows if row.state in TOLD}
    return [
        f"row {row.id} ({row.key}) is {row.state} ({row.code}), the operator was not told"
        for row in history.rows
        if row.state in {"unknown", "failed"} and not row.to_operator and f"trouble:{row.id}" not in told
    ]


def _texts(history: History) -> list[str]:
    times = Counter(one.row for one in history.seen if one.row)
    states = {row.id: row.state for row in history.rows}
    return [
        f"row {row} ({states.get(row, 'of nobody')}): its text is on the phone {count} times"
        for row, count in times.items()
        if count > 1 or states.get(row) not in {"done", "unknown"}
    ]


def _cards(history: History) -> list[str]:
    times = Counter((one.whose, one.card) for one in history.seen if one.card)
    return [
        f"card {card} is {count} times on the phone of {whose}"
        for (whose, card), count in times.items()
        if count > 1
    ]


def _messages(history: History) -> list[str]:
    """Per phone: what no settled row accounts for must not be more than its rows that may have gone out."""
    ids = {row.provider_id for row in history.rows if row.state == "done" and row.provider_id}
    spare = Counter(
        (row.whose, row.words) for row in history.rows if row.state == "done" and not row.provider_id
    )
    left: dict[str, list[Seen]] = defaultdict(list)
    shown: Counter[str] = Counter()
    found = []
    for one in history.seen:
        if one.row or one.card:
            continue
        if one.id in ids:
            shown[f"{one.id} {one.whose}"] += 1
        elif spare[one.whose, one.text]:
            spare[one.whose, one.text] -= 1
        else:
            left[one.whose].append(one)
    found += [f"message {name} is shown {count} times" for name, count in shown.items() if count > 1]
    doubt = Counter(row.whose for row in history.rows if row.state == "unknown" and _speaks(row))
    found += [
        f"{len(more)} messages to {whose} more than any row accounts for ({doubt[whose]} unknown): {more[-1].text[:60]!r}"
        for whose, more in left.items()
        if len(more) > doubt[whose]
    ]
    return found


def _speaks(row: Row) -> bool:
    return row.kind not in {"SyncCard", "FetchFile"}
