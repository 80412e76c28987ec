"""/通报: the ten-day bulletin (十天一通报) is drafted, approved and sent; what was sent is found again."""

from config.texts import bulletins as told
from domain.bulletins.bulletin import BULLETINS, Bulletin, Stage, label_of
from domain.bulletins.deciding import Fault
from domain.figures.period import Period, period_before
from domain.notices import Recipient, RecipientKind
from domain.outgoing import SendFile
from domain.vocabulary import Office
from handlers.bulletins import approved, asked, corrected
from handlers.commands.command import HEADS, Call, CommandSpec, Unclear
from handlers.commands.periods import meeting_days, period_named, this_period
from handlers.dockets import hand_over
from handlers.speaking import Spoken

_DRAFT, _APPROVE, _CORRECT = "draft", "approve", "correct"
_ACTS = {
    "拟稿": _DRAFT,
    "起草": _DRAFT,
    "批准": _APPROVE,
    "印发": _APPROVE,
    "更正": _CORRECT,
    "重发": _CORRECT,
}
_READERS = frozenset(
    {Office.SUPERVISOR, Office.INSPECTOR, Office.CITY_LEADER, Office.UNIT_HEAD, Office.LIAISON}
)


async def run(call: Call) -> Spoken:
    """Without an act: the bulletin of that period, its files handed over again."""
    act = call.arguments.one_of(_ACTS)
    period = period_named(call) or last_period(call)
    if act == _DRAFT:
        return _said(await asked(period, call.by, call.work, call.context))
    bulletin = await call.work.dockets.named(BULLETINS, label_of(period))
    if bulletin is None:
        raise Unclear(told.none_of(period))
    if act is None:
        return await _shown(call, bulletin)
    if not call.offices & HEADS:
        raise Unclear(told.heads_only())
    if act == _APPROVE:
        return _said(await approved(bulletin, call.by, call.work, call.context))
    return _said(await corrected(bulletin, call.text.strip(), call.by, call.work, call.context))


def last_period(call: Call) -> Period:
    """上期: the last one that is over."""
    return period_before(this_period(call), meeting_days(call))


async def _shown(call: Call, bulletin: Bulletin) -> Spoken:
    """Drafts are for those who may approve them."""
    if bulletin.stage is not Stage.ISSUED and not call.offices & HEADS:
        raise Unclear(told.none_of(bulletin.period))
    to = Recipient(RecipientKind.PERSON, person=call.speaker.id)
    for file in bulletin.files:
        key = f"bulletin-again:{call.said.key.id}:{file.blob}"
        await hand_over(SendFile(to, file.blob, file.name), key=key, work=call.work, context=call.context)
    return Spoken(told.shown(bulletin))


def _said(outcome: Bulletin | Fault) -> Spoken:
    if isinstance(outcome, Fault):
        return Spoken(told.refused(outcome))
    return Spoken(told.asked(outcome) if outcome.stage is Stage.ASKED else told.approved(outcome))


SPEC = CommandSpec(
    names=("通报",),
    aliases=("bulletin",),
    usage="/通报 [拟稿|批准|更正] [上期|本期|上月|2019年7月] [更正原因]",
    example="/通报 批准 上期",
    purpose="拟稿、批准和查看通报",
    offices=HEADS | _READERS,
    run=run,
    private=True,
)
