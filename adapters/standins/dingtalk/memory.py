"""What the platform still knows after one of its servers was killed: phones, cards, links, and pushes nobody has acked.

Written fact by fact into the journal (`adapters/standins/journal.py`). Tokens, tickets, read marks and recalls are forgotten:
a client must cope with tokens that end before their time anyway.
"""

import base64
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from adapters.standins.dingtalk.cards import Card, Cards
from adapters.standins.dingtalk.clock import Clock
from adapters.standins.dingtalk.mint import Mint
from adapters.standins.dingtalk.phones import Ding, Message, Phones, StoredFile
from adapters.standins.dingtalk.secrets_book import Secrets, Session
from adapters.standins.dingtalk.stream import Push, Stream
from adapters.standins.journal import Journal

_MESSAGE, _CARD, _DING, _SESSION, _PUSH = (
    TypeAdapter(Message),
    TypeAdapter(Card),
    TypeAdapter(Ding),
    TypeAdapter(Session),
    TypeAdapter(Push),
)


@dataclass(frozen=True, slots=True)
class Remembered:
    """The parts of a stand-in's world that outlive it."""

    journal: Journal
    clock: Clock
    mint: Mint
    phones: Phones
    cards: Cards
    secrets: Secrets
    stream: Stream


def message_fact(message: Message) -> Mapping[str, object]:
    """A message as the journal keeps it."""
    return {"message": _MESSAGE.dump_python(message, mode="json")}


def card_fact(card: Card) -> Mapping[str, object]:
    """A card as it is now."""
    return {"card": _CARD.dump_python(card, mode="json")}


def ding_fact(ding: Ding) -> Mapping[str, object]:
    """A strong reminder."""
    return {"ding": _DING.dump_python(ding, mode="json")}


def file_fact(stored: StoredFile) -> Mapping[str, object]:
    """A file with its content."""
    content = base64.b64encode(stored.content).decode()
    return {"id": stored.id, "name": stored.name, "type": stored.media_type, "content": content}


def push_fact(push: Push) -> Mapping[str, object]:
    """A push that sets out now, in real seconds."""
    return {"at_s": time.time(), "id": push.business_id, "push": _PUSH.dump_python(push, mode="json")}


def session_fact(name: str, session: Session, until_ms: int) -> Mapping[str, object]:
    """A session link."""
    return {"name": name, "session": _SESSION.dump_python(session, mode="json"), "until_ms": until_ms}


def download_fact(name: str, file_id: str, until_ms: int) -> Mapping[str, object]:
    """A download code."""
    return {"name": name, "file": file_id, "until_ms": until_ms}


def remember(world: Remembered) -> Callable[[], None]:
    """Take up what earlier lives left behind; call the answer once the event loop runs, to push on what was under way."""
    under_way: dict[str, tuple[float, Push]] = {}
    lives = 0
    for kind, value in world.journal.recalled():
        match kind:
            case "life":
                lives += 1
            case "clock":
                world.clock.offset_s = float(str(value["offset_s"]))
            case "push":
                under_way[str(value["id"])] = float(str(value["at_s"])), _PUSH.validate_python(value["push"])
            case "acked" | "given_up":
                under_way.pop(str(value["id"]), None)
            case _:
                _take_up(world, kind, value)
    world.mint.begin_life(lives)
    world.journal.keep("life", {})

    def push_on() -> None:
        for at_s, push in under_way.values():
            world.stream.resume(push, time.time() - at_s)

    return push_on


def _take_up(world: Remembered, kind: str, value: Mapping[str, object]) -> None:
    match kind:
        case "message":
            world.phones.add(_MESSAGE.validate_python(value["message"]))
        case "card":
            card = _CARD.validate_python(value["card"])
            world.cards.by_id[card.out_track_id] = card
        case "ding":
            ding = _DING.validate_python(value["ding"])
            world.phones.dings[ding.id] = ding
        case "file":
            name, media_type = str(value["name"]), str(value["type"])
            stored = StoredFile(str(value["id"]), name, media_type, base64.b64decode(str(value["content"])))
            world.phones.files[stored.id] = stored
        case "session":
            session = _SESSION.validate_python(value["session"])
            world.secrets.sessions.restore(str(value["name"]), session, int(str(value["until_ms"])))
        case "download":
            world.secrets.downloads.restore(
                str(value["name"]), str(value["file"]), int(str(value["until_ms"]))
            )
        case _:
            return
