"""How much one person, group or number is sent: who has had their share waits, urgent first, and nobody waits with them.

What the gateway allows a number is its own to say (`sms.md` §6.5, §7.4). DingTalk says only that it holds a person's messages
back for a time (`flowControlledStaffIdList`, `dingtalk.md` §7); its published figure for a robot in a group is twenty a
minute. An answer to what somebody has just said is not counted: their own typing is its limit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from adapters.dingtalk.messages import FLOW_CONTROLLED
from adapters.redis.shares import Shares
from adapters.sms.alibaba_codes import NUMBER_HAS_ENOUGH
from bot.delivery.letters import (
    CardLetter,
    ChatLetter,
    DingLetter,
    Errand,
    FileLetter,
    GroupLetter,
    Letter,
    NoLetter,
    ReplyLetter,
    SmsLetter,
)
from domain.economy import Share
from domain.failures import DeliveryFailed, Transient

ENOUGH = frozenset({FLOW_CONTROLLED, NUMBER_HAS_ENOUGH})
"""The other side takes nothing more for this one recipient just now."""


@dataclass(frozen=True, slots=True)
class Pacing:
    """`chat`: for each person and each group; `number`: for each number and kind of text. None: nobody has said any."""

    shares: Shares
    chat: Share | None
    number: Share | None

    async def wait_s(self, letter: Letter, *, urgent: bool) -> float:
        """Take the letter's place with everybody it goes to: 0, or after how many seconds there may be one."""
        for recipient, share in self._shares(letter):
            if (wait_s := await self.shares.take(recipient, share, urgent=urgent)) > 0:
                return wait_s
        return 0.0

    async def refused(self, letter: Letter, failure: DeliveryFailed) -> None:
        """Heed the other side: whoever it takes nothing for is left in peace by all workers."""
        if isinstance(failure, Transient) and failure.code in ENOUGH and failure.wait is not None:
            for recipient, share in self._shares(letter):
                await self.shares.shut(recipient, share, failure.wait.total_seconds())

    def _shares(self, letter: Letter) -> Iterator[tuple[str, Share]]:
        share = self.number if isinstance(letter, SmsLetter) else self.chat
        if share is not None:
            yield from ((recipient, share) for recipient in _recipients(letter))


def _recipients(letter: Letter) -> Iterator[str]:
    match letter:
        case ChatLetter(staff_ids):
            yield from (f"person:{one}" for one in staff_ids)
        case CardLetter(staff_id=staff_id, delivered=False):
            yield f"person:{staff_id}"
        case FileLetter(staff_id, conversation):
            yield f"person:{staff_id}" if staff_id else f"group:{conversation}"
        case GroupLetter(conversation):
            yield f"group:{conversation}"
        case SmsLetter(phone, text):
            yield f"number:{phone}:{text.kind.value}"
        case ReplyLetter() | CardLetter() | DingLetter() | Errand() | NoLetter():
            return
        case _:
            assert_never(letter)
