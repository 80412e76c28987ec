"""Everything duban says, behind one frozen value: the defaults of this folder under the centre's own `texts.toml`.

Handlers and the sender get a `Texts` and nothing else of this folder, beside the answers to commands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from config.texts import cards, citizens, digest, duetime, group, notices, refusals
from config.texts.overrides import Overrides
from config.texts.wording import SmsWording, Wording, fill
from domain.asks import Ask
from domain.duetime import DueTime
from domain.faces import CardFace, ChatText, SmsKind, SmsText
from domain.notices import CardKind, Notice, NoticeKind
from domain.refusals import Refusal
from domain.view import TicketView

DEFAULT_SIGN = "民声"


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one centre. `sign`: the signature (签名) of its text messages, without brackets."""

    sign: str = DEFAULT_SIGN
    overrides: Overrides = field(default_factory=Overrides)

    def chat(self, notice: Notice, view: TicketView | None = None) -> ChatText:
        """A notice to one official, in one-to-one chat. Give the view of that official; None where no ticket is meant."""
        worded = self.wording(notice.kind)
        values = notices.values_for(notice, view)
        head = f"【{worded.short}】{values['number']}"
        late = "（补发）" if notice.late else ""
        body = fill(worded.text, values).replace("\n", "\n\n")
        return ChatText(title=head, markdown=f"**【{worded.short}】**{late}{body}")

    def group(self, notice: Notice, view: TicketView | None = None) -> ChatText:
        """A notice to the supervision group: nobody's name, nobody's words."""
        return group.told(notice, view, self.wording(notice.kind))

    def sms(self, notice: Notice, view: TicketView | None = None) -> SmsText:
        """A notice as a text message: to a citizen, or to an official without a chat account."""
        kind = citizens.kind_of(notice.kind, with_ticket=view is not None)
        if kind is None:
            hurry = notice.urgent and notice.at is not None
            kind = SmsKind.DUTY if hurry else SmsKind.LEADER_TASK
        what = self.wording(notice.kind).short
        values = citizens.values_for(notice, view, what)
        code = view.ticket.short_code if view else ""
        return citizens.text_of(kind, self.sms_wording(kind), self.sign, values, code)

    def refusal(self, refusal: Refusal, view: TicketView | None = None) -> str:
        """The answer no, in one sentence: what is wrong, and what to do."""
        return refusals.sentence(refusal, view)

    def face(
        self,
        view: TicketView,
        kind: CardKind,
        actions: Sequence[StrEnum],
        ask: Ask | None = None,
        link: str = "",
    ) -> CardFace:
        """A card's face for its viewer. `ask`: what they still owe an answer to; `link`: the confirmer's page."""
        return cards.face(view, kind, actions, ask, link)

    def card_markdown(
        self,
        view: TicketView,
        kind: CardKind,
        actions: Sequence[StrEnum],
        ask: Ask | None = None,
        link: str = "",
    ) -> ChatText:
        """The same card as a message with numbered choices, for installations without a card template."""
        return cards.as_markdown(view, kind, actions, ask, link)

    def card_alert(self, view: TicketView, kind: CardKind) -> str:
        """What a locked screen shows when a card arrives: nobody's name, nobody's words."""
        return cards.alert(view, kind)

    def digest(self, told: Sequence[tuple[Notice, TicketView | None]]) -> ChatText:
        """One person's morning digest of everything ordinary that waited for it."""
        return digest.digest([(notice, view, self.wording(notice.kind)) for notice, view in told])

    def explain_due(self, due: DueTime, view: TicketView) -> tuple[str, ...]:
        """Line by line, why something is due when it is."""
        return duetime.explain(due, view.context.today)

    def wording(self, kind: NoticeKind) -> Wording:
        """The centre's wording of a notice to officials, or ours."""
        return self.overrides.notices.get(kind) or notices.wording(kind)

    def sms_wording(self, kind: SmsKind) -> SmsWording:
        """The centre's wording of a text message, or ours."""
        return self.overrides.sms.get(kind) or citizens.wording(kind)

    def templates(self) -> tuple[tuple[SmsKind, str], ...]:
        """Every template to register with a gateway that takes no free text, as it wants them: ${number}."""
        return tuple((kind, citizens.registered(self.sms_wording(kind).template)) for kind in SmsKind)
