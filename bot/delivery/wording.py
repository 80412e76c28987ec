"""Turns an outbox row into a finished letter, from the newest state: who exactly, by which way, in which words.

Runs inside a reading transaction. A notice that is no longer true when its turn comes becomes a `NoLetter`
("stop at once when the state changes", `domain.md` §7.4).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

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
from config.texts.busy import REPLY_TITLE
from config.texts.held import SHORT
from config.texts.shown import shown
from domain.economy import Supply, worth_sending
from domain.faces import ChatText
from domain.ids import AppellantId, PersonId
from domain.inbound import ConversationKind
from domain.notices import Notice, Recipient, RecipientKind
from domain.outgoing import Ding, FetchFile, Notify, Outgoing, PrintPaper, Reply, SendFile, SyncCard, Tell
from domain.people import Person
from domain.still_true import still_true
from domain.view import TicketView
from domain.vocabulary import Office
from handlers.holding import Held, held
from handlers.ports import Work
from handlers.surroundings import Surroundings
from handlers.views import view_of


@dataclass(frozen=True, slots=True)
class Wording:
    """`supply`: how the month's budget stands.

    `has_template`: cards are published, and updated when something on them has changed; without one the same is said in
    markdown messages, and again only when what the holder may do has changed.
    """

    work: Work
    around: Surroundings
    has_template: bool
    supply: Supply = Supply.AMPLE

    async def letter(self, outgoing: Outgoing) -> Letter:
        """The finished letter of one row."""
        match outgoing:
            case Notify(notice):
                return await self._notice(notice)
            case Ding(person, notice):
                return await self._ding(person, notice)
            case Reply():
                return await self._reply(outgoing)
            case SyncCard(card):
                return await self._card(card)
            case FetchFile() | PrintPaper():
                return Errand(outgoing)
            case Tell():
                return await self._tell(outgoing)
            case SendFile(to, blob, name):
                place = await self._place(to)
                return place if isinstance(place, NoLetter) else FileLetter(*place, blob, name)
            case _:
                assert_never(outgoing)

    async def digest(self, person: PersonId, notices: Sequence[Notice]) -> Letter:
        """One morning digest out of several ordinary notices for one person."""
        found = self.around.context.directory.person(person)
        if found is None or found.suspended or found.staff_id is None:
            return NoLetter("收信人没有钉钉账号或已停用")
        told = []
        for notice in notices:
            view = await self._view(notice, person)
            if view is None or still_true(notice, view.ticket, self.around.context.now):
                told.append((notice, view))
        if not told:
            return NoLetter("情况已变化，无需再提醒")
        return ChatLetter((found.staff_id,), self.around.texts.digest(told))

    async def _notice(self, notice: Notice) -> Letter:
        view = await self._view(notice, notice.to.person)
        if view is not None and not still_true(notice, view.ticket, self.around.context.now):
            return NoLetter("情况已变化，无需再提醒")
        if notice.to.kind is not RecipientKind.APPELLANT and not worth_sending(notice, self.supply):
            return NoLetter(SHORT)
        match notice.to.kind:
            case RecipientKind.PERSON:
                return self._to_person(notice, view)
            case RecipientKind.APPELLANT:
                return await self._to_citizen(notice, view)
            case RecipientKind.GROUP:
                group = await self.work.groups.supervision()
                if group is None:
                    return NoLetter("尚未绑定督办群")
                return GroupLetter(group, self.around.texts.group(notice, view))
            case RecipientKind.OPERATOR:
                return self._to_operator(notice, view)
            case _:
                assert_never(notice.to.kind)

    def _to_person(self, notice: Notice, view: TicketView | None) -> Letter:
        found = self._person(notice.to.person)
        if found is None:
            return NoLetter("收信人不在名册或已停用")
        if found.staff_id is None or notice.by_sms:
            text = self.around.texts.sms(notice, view)
            return SmsLetter(found.mobile, text, found.id)
        return ChatLetter((found.staff_id,), self.around.texts.chat(notice, view))

    async def _to_citizen(self, notice: Notice, view: TicketView | None) -> Letter:
        appellant = AppellantId(notice.to.appellant or 0)
        data = await self.work.appellants.data(appellant)
        if data is None:
            return NoLetter("诉求人资料已删除")
        if data.opted_out and not notice.urgent:
            return NoLetter("诉求人已退订")
        return SmsLetter(data.phone, self.around.texts.sms(notice, view), appellant)

    def _to_operator(self, notice: Notice, view: TicketView | None) -> Letter:
        reached = self._operators()
        if not reached:
            return NoLetter("没有可联系的管理员")
        return ChatLetter(reached, self.around.texts.chat(notice, view))

    def _operators(self) -> tuple[str, ...]:
        admins = self.around.context.directory.holders(Office.ADMINISTRATOR, self.around.context.today)
        return tuple(person.staff_id for person in admins if person.staff_id)

    async def _ding(self, person: PersonId, notice: Notice) -> Letter:
        found = self._person(person)
        view = await self._view(notice, person)
        if view is not None and not still_true(notice, view.ticket, self.around.context.now):
            return NoLetter("情况已变化，无需再提醒")
        if found is None or found.staff_id is None:
            return NoLetter("收信人没有钉钉账号")
        return DingLetter(found.staff_id, self.around.texts.chat(notice, view).title)

    async def _reply(self, reply: Reply) -> Letter:
        words = (await self.work.words.open((reply.words,))).get(reply.words.ref)
        if words is None:
            return NoLetter("内容已删除")
        # Where two are alone nobody needs to be called by name.
        in_group = reply.conversation.kind is ConversationKind.GROUP
        mentions = (reply.staff_id,) if reply.staff_id and in_group else ()
        text = ChatText(REPLY_TITLE, words, mentions)
        return ReplyLetter(reply.link, reply.conversation, reply.staff_id, text)

    async def _tell(self, told: Tell) -> Letter:
        words = (await self.work.words.open((told.words,))).get(told.words.ref)
        if words is None:
            return NoLetter("内容已删除")
        if told.to.kind is RecipientKind.OPERATOR:
            reached = self._operators()
            text = ChatText(told.title, words)
            return ChatLetter(reached, text) if reached else NoLetter("没有可联系的管理员")
        place = await self._place(told.to)
        if isinstance(place, NoLetter):
            return place
        staff_id, group = place
        text = ChatText(told.title, words)
        return GroupLetter(group, text) if staff_id is None else ChatLetter((staff_id,), text)

    async def _place(self, to: Recipient) -> tuple[str | None, str] | NoLetter:
        """A person's chat, or the supervision group's."""
        if to.kind is RecipientKind.GROUP:
            group = await self.work.groups.supervision()
            return NoLetter("尚未绑定督办群") if group is None else (None, group)
        found = self._person(to.person)
        if found is None or found.staff_id is None:
            return NoLetter("收信人没有钉钉账号或已停用")
        return found.staff_id, ""

    async def _card(self, card_id: str) -> Letter:
        card = await self.work.cards.get(card_id)
        ticket = await self.work.tickets.get(card.ticket) if card else None
        found = self._person(card.person) if card else None
        if card is None or ticket is None or found is None or found.staff_id is None:
            return NoLetter("持卡人没有钉钉账号或已停用")
        texts = self.around.texts
        seen = await held(card, ticket, found, self.work, self.around)
        if not self.has_template:
            stands = shown_by(seen)
            if card.shown == stands:
                return NoLetter("卡片内容没有变化，不再重发")
            words = texts.card_markdown(seen.view, card.kind, seen.actions, seen.ask, seen.link)
            return ChatLetter((found.staff_id,), words, card.id, stands)
        face = texts.face(seen.view, card.kind, seen.actions, seen.ask, seen.link)
        if card.delivered and card.shown == shown(face):
            return NoLetter("卡片内容没有变化，不再更新")
        alert = texts.card_alert(seen.view, card.kind)
        return CardLetter(card.id, found.staff_id, face, card.delivered, alert, shown(face))

    async def _view(self, notice: Notice, viewer: PersonId | None) -> TicketView | None:
        found = await self.work.tickets.get(notice.ticket) if notice.ticket is not None else None
        if found is None:
            return None
        return await view_of(found, self.work, self.around.context, viewer, notice.words)

    def _person(self, person: PersonId | None) -> Person | None:
        found = self.around.context.directory.person(person) if person else None
        return None if found is None or found.suspended else found


def shown_by(seen: Held) -> str:
    """What of a card a message shows that matters to its holder: the state, what they may do, what they are asked."""
    whole = f"{seen.view.ticket.state}|{','.join(seen.actions)}|{seen.ask.id if seen.ask else ''}|{seen.link}"
    return hashlib.sha256(whole.encode()).hexdigest()
