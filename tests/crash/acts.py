"""What people do while the worker dies: a citizen texts, a leader replies, presses, sends a picture; or time passes."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.stage.phones import Json
from store.tables.tickets import tickets
from tests.crash.stage import DISPATCHER, Stage

REPLIER, PRESSER = "staff-jtj02", "staff-cgj02"
MATTERS = 6
"""Made together: one for a calm day, one for every press."""
URGENT_WAITS = timedelta(minutes=11)
"""An urgent matter may lie undispatched for ten."""


@dataclass(slots=True)
class Town:
    """The acts, each on matters of its own, so that every time it should come to the same."""

    stage: Stage
    count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    pressed: Json = field(default_factory=dict)
    to_sign: list[str] = field(default_factory=list)
    """Numbers of matters that wait for their leader's signature."""

    async def citizen_texts(self, words: str = "青石乡{}村的井盖坏了") -> None:
        """A request from a phone nobody knows."""
        no = next(self.count)
        phone = f"1370001{no:04d}"
        self.stage.citizens.append(phone)
        await self.stage.phones.text(phone, words.format(no))

    async def leader_replies(self) -> None:
        """Progress on the one matter in this leader's hands."""
        await self._says(REPLIER, f"今天去现场看过，已装好{next(self.count)}处，继续施工")

    async def leader_sends_a_picture(self) -> None:
        """It joins the last report."""
        await self.stage.phones.say(
            {"person": REPLIER, "kind": "picture", "picture": f"井盖{next(self.count)}"}
        )

    async def nothing(self) -> None:
        """Time alone passes."""

    async def leader_presses(self) -> None:
        """They sign; what is shown on the screen does not matter, a press is a press."""
        await self.stage.phones.press(self.pressed)

    async def urgent_text(self) -> None:
        """A matter that may lie for ten minutes only."""
        await self.citizen_texts("青石乡{}村煤气泄漏，味道很大，快来人")

    async def a_matter_to_report_on(self) -> None:
        """Signed for by the first reply, so that all later ones come to the same."""
        await self.dispatched("交通运输局")
        await self.leader_replies()
        await self.stage.settled()

    async def a_matter_to_sign(self) -> None:
        """A card with its button in front of the leader who will press it."""
        if not self.to_sign:
            self.to_sign = await self.dispatched("城市管理局", MATTERS)
        self.pressed = {"person": PRESSER, **await self._button(self.to_sign.pop())}

    async def dispatched(self, unit: str, matters: int = 1) -> list[str]:
        """New matters in the hands of that unit's leader; their numbers."""
        before = {row["number"] for row in await self.stage.rows(tickets)}
        for _ in range(matters):
            await self.citizen_texts()
        await self.stage.settled()
        numbers = {str(row["number"]) for row in await self.stage.rows(tickets)} - before
        assert len(numbers) == matters
        for number in numbers:
            await self._says(DISPATCHER, f"/派单 {number} {unit} 投诉 地点：青石乡")
        await self.stage.settled()
        return list(numbers)

    async def card_says(self) -> str:
        """What state the pressed card shows; it is the same for everybody who holds it."""
        card = await self._card(lambda card: card["outTrackId"] == self.pressed["outTrackId"])
        return str(card["values"]["note"])

    async def _button(self, number: str) -> Json:
        card = await self._card(lambda card: number in card["values"]["title"])
        (button,) = [one for one in card["buttons"] if one["params"]["action"] == "acknowledge"]
        return {"outTrackId": card["outTrackId"], "actionIds": [button["id"]], "params": button["params"]}

    async def _card(self, wanted: Callable[[Any], bool]) -> Any:
        screen: Any = await self.stage.phones.screen(PRESSER)
        (found,) = [
            message["card"]
            for chat in screen["chats"]
            for message in chat["messages"]
            if "card" in message and wanted(message["card"])
        ]
        return found

    async def _says(self, person: str, text: str) -> None:
        await self.stage.phones.say({"person": person, "kind": "text", "text": text})
