"""Carries one finished letter to the other side. Raises `Transient`, `Permanent` or `Unknown`; nothing else means delivered."""

from dataclasses import dataclass
from typing import assert_never

from adapters.dingtalk.api import Api
from adapters.dingtalk.cards import Cards
from adapters.dingtalk.ding import ding
from adapters.dingtalk.media import MediaKind, upload
from adapters.dingtalk.messages import SESSION_EXPIRED, Messages
from adapters.dingtalk.places import ToGroup, ToPerson
from adapters.sms.port import Gateway
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
from domain.faces import Sent, SmsText
from domain.failures import Permanent, Transient
from domain.inbound import ConversationKind
from store.blobs import Blobs


@dataclass(frozen=True, slots=True)
class Carrier:
    """`template` is the published card template's id."""

    api: Api
    messages: Messages
    cards: Cards
    template: str
    gateway: Gateway | None
    blobs: Blobs

    async def carry(self, letter: Letter, our_id: int, *, again: bool, urgent: bool) -> Sent:
        """Send it. `our_id` is the outbox row's, echoed by gateways that can; `again`: it was tried before."""
        match letter:
            case ChatLetter(staff_ids, text):
                return await self.messages.send_to_person(staff_ids, text, urgent=urgent)
            case GroupLetter(conversation, text):
                return await self.messages.send_to_group(conversation, text, urgent=urgent)
            case ReplyLetter():
                return await self._reply(letter)
            case SmsLetter(phone, text):
                return await self._text(phone, text, our_id)
            case CardLetter():
                return await self._card(letter, again=again, urgent=urgent)
            case DingLetter(staff_id, text):
                return await ding(self.api, (staff_id,), text)
            case FileLetter():
                return await self._file(letter, urgent=urgent)
            case Errand() | NoLetter():
                raise ValueError("nothing to carry")
            case _:
                assert_never(letter)

    async def _reply(self, letter: ReplyLetter) -> Sent:
        if letter.link is not None:
            try:
                return await self.messages.reply(letter.link, letter.text, urgent=True)
            except Transient as fault:
                if fault.code != SESSION_EXPIRED:
                    raise
        if letter.conversation.kind is ConversationKind.GROUP:
            return await self.messages.send_to_group(letter.conversation.id, letter.text, urgent=True)
        if letter.staff_id is None:
            raise Permanent(SESSION_EXPIRED, "an outsider can only be answered while the chat's link lives")
        return await self.messages.send_to_person((letter.staff_id,), letter.text, urgent=True)

    async def _text(self, phone: str, text: SmsText, our_id: int) -> Sent:
        if self.gateway is None:
            raise Permanent("no_gateway", "no SMS gateway is configured", for_everyone=True)
        return await self.gateway.send(phone, text, str(our_id))

    async def _file(self, letter: FileLetter, *, urgent: bool) -> Sent:
        content = await self.blobs.get(letter.blob)
        if content is None:
            raise Permanent("file_gone", "the paper is no longer kept")
        media_id = await upload(self.api, MediaKind.FILE, letter.name, content)
        place = ToGroup(letter.conversation) if letter.staff_id is None else ToPerson(letter.staff_id)
        kind = letter.name.rpartition(".")[2]
        return await self.messages.send_file(place, media_id, letter.name, kind, urgent=urgent)

    async def _card(self, letter: CardLetter, *, again: bool, urgent: bool) -> Sent:
        if letter.delivered:
            return await self.cards.update(letter.card, letter.face, urgent=urgent)
        return await self.cards.create_and_deliver(
            letter.card,
            self.template,
            letter.face,
            ToPerson(letter.staff_id),
            letter.alert,
            again=again,
            urgent=urgent,
        )
