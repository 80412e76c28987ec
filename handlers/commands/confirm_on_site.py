"""/核实: the confirmer's finding. Passing needs a photo and a position, by page; or a listed kind with nothing to see."""

from config.texts import answers_commands as told
from config.texts import labels
from domain.commands import ItemFinding, ReportVisit
from domain.ids import ItemNo
from domain.ticket import Ticket
from domain.vocabulary import ConfirmationKind, Office
from handlers.commands.command import SUPERVISION, Call, CommandSpec
from handlers.commands.steps import by_label, done, incomplete, the_ticket, words_if_any
from handlers.site import link_for
from handlers.speaking import Spoken

KINDS = by_label(ConfirmationKind, labels.confirmation_kind) | {
    "签字记录": ConfirmationKind.SIGNED_RECORD,
    "付款凭证": ConfirmationKind.PAYMENT_VOUCHER,
    "处理文书": ConfirmationKind.DECISION_DOCUMENT,
    "调解书": ConfirmationKind.DECISION_DOCUMENT,
    "处理决定": ConfirmationKind.DECISION_DOCUMENT,
}


async def run(call: Call) -> Spoken:
    """A bare 到位 is answered with the link to the page; 未到位 may name the items that failed."""
    ticket = await the_ticket(call)
    kind = call.arguments.one_of(KINDS) or ConfirmationKind.SITE
    passed = call.arguments.verdict()
    if passed is None:
        raise incomplete(call, "“到位”或“未到位”")
    failed = () if passed else call.arguments.numbers()
    link = link_for(ticket, call.speaker, call.around)
    if kind is ConfirmationKind.SITE and link:
        return Spoken(told.confirm_by_page(ticket.number, link), ticket.id)
    command = ReportVisit(
        call.by,
        passed,
        kind,
        findings=_findings(ticket, failed, passed=passed),
        note=await words_if_any(call, ticket),
    )
    return await done(call, ticket, command, told.site_passed if passed else told.site_failed)


def _findings(ticket: Ticket, failed: tuple[int, ...], *, passed: bool) -> tuple[ItemFinding, ...]:
    """Every item ticked: the named ones failed, or all of them where none is named."""
    return tuple(
        ItemFinding(i.no, passed or (bool(failed) and i.no not in _numbers(failed))) for i in ticket.items
    )


def _numbers(failed: tuple[int, ...]) -> frozenset[ItemNo]:
    return frozenset(ItemNo(no) for no in failed)


SPEC = CommandSpec(
    names=("核实",),
    aliases=("confirm",),
    usage="/核实 工单号 到位|未到位 [签字记录|付款凭证|处理文书] [说明]",
    example="/核实 K7M2 到位 付款凭证 已看原件并电话联系诉求人",
    purpose="报送核实结果（现场核实须在手机页面拍照定位）",
    offices=SUPERVISION | {Office.CONFIRMER},
    run=run,
)
