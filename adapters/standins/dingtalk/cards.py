"""Live cards (互动卡片): their data, who sees which of it, and what a press does to the presser's screen alone.

A person sees the private value of a variable if there is one, else the public one (`dingtalk.md` §5.4). The
`cardData` of an answer to a press lies over the public values on the presser's screen only, until the next update.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Values = dict[str, str]


@dataclass(slots=True)
class Placement:
    """One place a card was delivered to. `carrier` is the processQueryKey of the message that carries it."""

    conversation_id: str
    carrier: str


@dataclass(slots=True)
class Card:
    """One card instance, named by the caller's outTrackId."""

    out_track_id: str
    template_id: str
    callback_type: str
    user_id_type: int
    public: Values
    private: dict[str, Values]
    supports_forward: bool = False
    over: dict[str, Values] = field(default_factory=dict)
    """What an answer to a press put over the public values, by presser."""
    placements: dict[str, Placement] = field(default_factory=dict)
    """By conversation id."""

    def values_for(self, staff_id: str) -> Values:
        """The values this person's screen shows."""
        return {**self.over.get(staff_id, self.public), **self.private.get(staff_id, {})}

    def update(
        self,
        public: Mapping[str, str] | None,
        private: Mapping[str, Mapping[str, str]],
        *,
        public_by_key: bool,
        private_by_key: bool,
    ) -> None:
        """An update by API: reaches every copy, and ends what only a presser saw. Default is replace-all."""
        if public is not None:
            self.public = {**self.public, **public} if public_by_key else dict(public)
        for staff_id, values in private.items():
            before = self.private.get(staff_id, {}) if private_by_key else {}
            self.private[staff_id] = {**before, **values}
        self.over.clear()

    def answer(
        self,
        staff_id: str,
        public: Mapping[str, str] | None,
        private: Mapping[str, str] | None,
        *,
        public_by_key: bool,
        private_by_key: bool,
    ) -> None:
        """The answer to this person's press: `cardData` for their eyes only, `userPrivateData` kept."""
        if public is not None:
            before = self.over.get(staff_id, self.public) if public_by_key else {}
            self.over[staff_id] = {**before, **public}
        if private is not None:
            kept = self.private.get(staff_id, {}) if private_by_key else {}
            self.private[staff_id] = {**kept, **private}


class Cards:
    """Every card instance, by outTrackId; and those whose button is being answered right now."""

    def __init__(self) -> None:
        self.by_id: dict[str, Card] = {}
        self.open_presses: dict[str, int] = {}

    def press_begins(self, out_track_id: str) -> None:
        """A callback for this card has left."""
        self.open_presses[out_track_id] = self.open_presses.get(out_track_id, 0) + 1

    def press_ends(self, out_track_id: str) -> None:
        """That callback was answered, or its time is over."""
        self.open_presses[out_track_id] -= 1
        if not self.open_presses[out_track_id]:
            del self.open_presses[out_track_id]
