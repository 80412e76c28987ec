"""What people of a story look at: messages, the group, cards, text messages, strong reminders; and what they have read already.

Whoever does something has read their screen: what they see afterwards is what came after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from bot.rehearsal.casting import Casting, Role
from bot.rehearsal.memory import Memory
from bot.rehearsal.screens import Button, Shown, chat_shown, dings_shown, texts_shown
from bot.stage.phones import Phones


class Place(Enum):
    """Where somebody looks."""

    OWN = "own"
    GROUP = "group"
    DINGS = "dings"


@dataclass(frozen=True, slots=True)
class Missed:
    """Something was looked for and not found, or found and should not be there."""

    expected: str
    shown: tuple[str, ...]


@dataclass(slots=True)
class Eyes:
    """Everybody's eyes in one story."""

    casting: Casting
    phones: Phones
    memory: Memory
    _read: dict[tuple[str, Place], int] = field(default_factory=dict)
    _old_faces: dict[str, tuple[Shown, ...]] = field(default_factory=dict)

    async def screen(self, role: Role, place: Place = Place.OWN) -> tuple[Shown, ...]:
        """Everything there, oldest first."""
        if role.phone:
            return texts_shown(await self.phones.texts(role.phone))
        screen = await self.phones.screen(role.staff_id)
        if place is Place.DINGS:
            return dings_shown(screen)
        return chat_shown(screen, group=place is Place.GROUP)

    async def heard(self) -> dict[str, tuple[int, ...]]:
        """How many things everybody was told so far, in each place they look."""
        return {
            role.name: tuple(
                [
                    sum(not one.mine for one in await self.screen(role, place))
                    for place in ((Place.OWN,) if role.phone else Place)
                ]
            )
            for role in self.casting.roles.values()
        }

    async def cards(self, role: Role) -> tuple[Shown, ...]:
        """The person's cards as they are now."""
        return tuple(one for one in await self.screen(role) if one.card)

    async def read_all(self, role: Role) -> None:
        """The person has read everything that is there."""
        for place in (Place.OWN,) if role.phone else Place:
            self._read[role.name, place] = len(await self.screen(role, place))

    async def sees(self, role: Role, wanted: Sequence[str], place: Place) -> Shown | Missed:
        """The first unread message with all the words; it and those before it are read then."""
        shown = await self.screen(role, place)
        start = self._read.get((role.name, place), 0)
        for number in range(start, len(shown)):
            one = shown[number]
            if not one.mine and not one.card and self._has(one.text, wanted):
                self._read[role.name, place] = number + 1
                return one
        return Missed(self._filled(wanted), _texts(shown[start:]))

    async def sees_not(self, role: Role, unwanted: Sequence[str], place: Place) -> Missed | None:
        """None of the words in any unread message, nor on a locked screen."""
        shown = await self.screen(role, place)
        fresh = [
            one for one in shown[self._read.get((role.name, place), 0) :] if not one.mine and not one.card
        ]
        return self._none_of(unwanted, fresh)

    async def nothing_new(self, role: Role, place: Place) -> Missed | None:
        """Nothing unread at all."""
        shown = await self.screen(role, place)
        fresh = _texts(shown[self._read.get((role.name, place), 0) :])
        return Missed("什么都没有", fresh) if fresh else None

    async def card_has(self, role: Role, wanted: Sequence[str]) -> Missed | None:
        """One card with all the words; its face is remembered, for a press on an old card."""
        cards = await self.cards(role)
        self._old_faces[role.name] = cards
        if any(self._has(card.text, wanted) for card in reversed(cards)):
            return None
        return Missed(self._filled(wanted), tuple(card.text for card in cards[-2:]))

    async def card_has_not(self, role: Role, unwanted: Sequence[str]) -> Missed | None:
        """None of the words on any card."""
        return self._none_of(unwanted, await self.cards(role))

    async def button(self, role: Role, words: str, *, old: bool = False) -> tuple[Shown, Button] | Missed:
        """The button on the newest card that has it; `words` may add what the card is about: 签收@路灯."""
        cards = self._old_faces.get(role.name, ()) if old else await self.cards(role)
        wanted, _, about = words.partition("@")
        for card in reversed(cards):
            button = next((one for one in card.buttons if one.text == wanted.strip()), None)
            if button is not None and (not about or self.memory.found(about.strip(), card.text)):
                return card, button
        return Missed(f"卡片上有按钮“{words}”", tuple(card.text for card in cards))

    def _has(self, text: str, wanted: Sequence[str]) -> bool:
        return all(self.memory.found(words, text) for words in wanted)

    def _none_of(self, unwanted: Sequence[str], looked: Sequence[Shown]) -> Missed | None:
        for words in unwanted:
            filled = re.sub(r"\s", "", self.memory.filled(words))
            for one in looked:
                if filled in re.sub(r"\s", "", f"{one.alert}{one.text}"):
                    return Missed(f"不应看到“{self.memory.filled(words)}”", (one.text,))
        return None

    def _filled(self, wanted: Sequence[str]) -> str:
        return "、".join(self.memory.filled(words) for words in wanted)


def _texts(shown: Sequence[Shown]) -> tuple[str, ...]:
    return tuple(one.text for one in shown if not one.mine and not one.card)
