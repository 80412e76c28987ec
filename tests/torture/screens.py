"""What everybody's phones show, read along in the journals of the stand-ins: so it outlives a killed stand-in."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from adapters.standins.journal import Fact, read_fact

ROBOT = "robot"


@dataclass(slots=True)
class Tail:
    """New facts of a journal since the last look."""

    file: Path
    _read: int = 0
    _rest: bytes = b""

    def facts(self) -> list[Fact]:
        """Whole lines only; a line torn by a kill is none."""
        if not self.file.exists():
            return []
        with self.file.open("rb") as journal:
            journal.seek(self._read)
            fresh = journal.read()
        self._read += len(fresh)
        *lines, self._rest = (self._rest + fresh).split(b"\n")
        return [fact for line in lines if (fact := read_fact(line)) is not None]


@dataclass(frozen=True, slots=True)
class Shown:
    """One message on a phone. `whose`: a citizen's number, a staff id, or a group; `id`: BizId, processQueryKey or nothing."""

    whose: str
    id: str
    text: str
    card: str = ""
    row: str = ""
    """What the gateway was told with it: our own number of the row."""


@dataclass(slots=True)
class Screens:
    """Everything shown so far. `cards` are as they are now, by outTrackId."""

    chat: Tail
    sms: Tail
    texts: defaultdict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    messages: defaultdict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    dings: list[Shown] = field(default_factory=list)
    cards: dict[str, dict[str, object]] = field(default_factory=dict)
    holders: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The outTrackIds on each person's phone."""
    said: set[str] = field(default_factory=set)
    """What citizens and officials themselves said, whoever heard it."""
    pushes: dict[str, str] = field(default_factory=dict)
    """What was pushed (a text's words, a message's body), by the push's id."""
    accepted: set[str] = field(default_factory=set)
    """Ids of pushes that were taken: HTTP code 0, or an ack."""
    given_up: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Take in what is new."""
        for kind, value in self.sms.facts():
            self._sms(kind, value)
        for kind, value in self.chat.facts():
            self._chat(kind, value)

    def _sms(self, kind: str, value: dict[str, object]) -> None:
        match kind:
            case "shown" if value["author"] == "citizen":
                self.said.add(str(value["text"]))
            case "shown":
                phone = str(value["phone"])
                row = str(value.get("out_id", ""))
                self.texts[phone].append(Shown(phone, str(value.get("id", "")), str(value["text"]), row=row))
            case "push" if value["what"] == "text":
                entry = value["entry"]
                self.pushes[str(value["id"])] = str(entry.get("content")) if isinstance(entry, dict) else ""
            case "taken":
                self.accepted.add(str(value["id"]))
            case "dropped":
                self.given_up.add(str(value["id"]))
            case _:
                return

    def _chat(self, kind: str, value: dict[str, object]) -> None:
        match kind:
            case "message":
                self._message(_mapping(value["message"]))
            case "card":
                card = _mapping(value["card"])
                self.cards[str(card["out_track_id"])] = card
            case "ding":
                ding = _mapping(value["ding"])
                self.dings += [
                    Shown(str(one), str(ding["id"]), str(ding["text"])) for one in _list(ding["receivers"])
                ]
            case "push":
                self.pushes[str(value["id"])] = str(_mapping(value["push"])["data"])
            case "acked":
                self.accepted.add(str(value["id"]))
            case "given_up":
                self.given_up.add(str(value["id"]))
            case _:
                return

    def _message(self, message: dict[str, object]) -> None:
        content = _mapping(message["content"])
        text = str(content.get("text") or content.get("content") or "")
        if message["sender"] != ROBOT:
            self.said.add(text)
            return
        receivers = [str(one) for one in _list(message["receivers"])]
        card = str(message["out_track_id"])
        conversation = str(message["conversation_id"])
        whose = receivers[0] if len(receivers) == 1 else conversation
        self.messages[whose].append(Shown(whose, str(message["query_key"]), text, card))
        if card:
            self.holders[whose].append(card)

    def values(self, staff: str, track: str) -> dict[str, str]:
        """What that person's screen shows of the card: the answer to their own press lies over what all see."""
        card = self.cards.get(track, {})
        over, private = _mapping(card.get("over")), _mapping(card.get("private"))
        whole = {
            **(_mapping(over.get(staff)) or _mapping(card.get("public"))),
            **_mapping(private.get(staff)),
        }
        return {name: str(text) for name, text in whole.items()}

    def buttons(self, staff: str, about: str) -> list[tuple[str, dict[str, str]]]:
        """(outTrackId, action and argument) of every button on this person's cards about that number, the newest first."""
        found: list[tuple[str, dict[str, str]]] = []
        for track in reversed(self.holders[staff]):
            values = self.values(staff, track)
            if not any(about in text for text in values.values()):
                continue
            found += [
                (track, {str(name): str(word) for name, word in button.items()})
                for button in json.loads(values.get("buttons") or "[]")
            ]
        return found

    def card_texts(self, staff: str, about: str) -> list[str]:
        """The values of this person's cards about that number, the newest card first."""
        faces = [self.values(staff, track) for track in reversed(self.holders[staff])]
        return ["\n".join(face.values()) for face in faces if any(about in text for text in face.values())]


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
