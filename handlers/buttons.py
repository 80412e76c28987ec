"""What each button does (design §4): the same functions as the typed words, so that both ways do the same thing."""

from config.texts import actions, answers_commands, whistles
from config.texts import answers_replies as told
from domain.asks import AskKind
from domain.commands import (
    AnyCommand,
    Approve,
    ConfirmFinding,
    ConfirmWhistle,
    DecideExtension,
    DecideReturn,
    RateUnits,
    RateWhistle,
    RecordCallTry,
    ReportArrival,
    RequestCloseout,
    RequestReturn,
    Review,
)
from domain.deciding.ending import still_to_ask
from domain.ids import VisitId
from domain.may import Action, buttons
from domain.notices import CardKind
from domain.refusals import Refusal
from domain.ticket import Ticket
from domain.view import TicketView
from domain.vocabulary import Office, ReturnReason, WhistleMark
from handlers.closeout_form import ask_what_is_missing
from handlers.keeping import carry_out
from handlers.leader_progress import acknowledge
from handlers.leader_wishes import work_goes_on
from handlers.reading_back import ask
from handlers.site import link_for
from handlers.speaking import Spoken
from handlers.talk import Talk, refused, seen_by

CARDS = (CardKind.TASK, CardKind.VISIT, CardKind.DECISION, CardKind.CALLBACK, CardKind.WHISTLE)


async def press(talk: Talk, ticket: Ticket, action: Action) -> Spoken:
    """Do what the button says, or ask for the words it wants."""
    match action:
        case Action.ACKNOWLEDGE:
            return await acknowledge(talk, ticket)
        case Action.ARRIVAL:
            return await _do(talk, ticket, ReportArrival(talk.by))
        case (
            Action.REPORT_PROGRESS | Action.REQUEST_EXTENSION | Action.REPORT_HANDLED | Action.REQUEST_RETURN
        ):
            return await _ask_for_words(talk, ticket, action)
        case Action.REQUEST_CLOSEOUT:
            command = RequestCloseout(talk.by, VisitId(talk.work.ids.new()))
            return await ask_what_is_missing(talk, ticket, command)
        case Action.WITHDRAW_CLOSEOUT:
            return await work_goes_on(talk, ticket)
        case Action.CONTACT_SUPERVISOR:
            return supervisors(talk)
        case Action.OPEN_SITE_PAGE:
            return await _page(talk, ticket)
        case _:
            return await _do(talk, ticket, decision(talk, ticket, action))


def decision(talk: Talk, ticket: Ticket, action: Action) -> AnyCommand:
    """The centre's decisions that need no words; refusing needs a reason, and is typed."""
    match action:
        case Action.GRANT_EXTENSION:
            return DecideExtension(talk.by, granted=True)
        case Action.GRANT_RETURN:
            return DecideReturn(talk.by, granted=True)
        case Action.PASS_REVIEW:
            return Review(talk.by, passed=True)
        case Action.APPROVE:
            return Approve(talk.by)
        case Action.CONFIRM_FINDING:
            return ConfirmFinding(talk.by)
        case Action.CONFIRM_WHISTLE:
            return ConfirmWhistle(talk.by)
        case Action.RATE_UNITS_GOOD:
            return RateUnits(talk.by, WhistleMark.GOOD)
        case Action.RATE_WHISTLE_GOOD:
            return RateWhistle(talk.by, WhistleMark.GOOD)
        case Action.CALL_FAILED:
            return RecordCallTry(talk.by, (*still_to_ask(ticket), ticket.appeals[0].appellant)[0])
        case _:
            raise ValueError(f"{action.value} decides nothing")


async def chosen_button(talk: Talk, ticket: Ticket) -> Spoken | None:
    """The n-th choice of the card as a message, where no template is published; None when there is no such choice."""
    for kind in CARDS:
        on_card = actions.ordered(buttons(ticket, talk.speaker.id, kind, talk.context))
        if on_card and talk.heard.choice and talk.heard.choice <= len(on_card):
            return await press(talk, ticket, Action(on_card[talk.heard.choice - 1]))
    return None


def supervisors(talk: Talk) -> Spoken:
    """联系督办员."""
    return Spoken(told.supervisors(talk.context.directory.holders(Office.SUPERVISOR, talk.context.today)))


async def _do(talk: Talk, ticket: Ticket, command: AnyCommand) -> Spoken:
    outcome = await carry_out(ticket, command, talk.work, talk.context)
    if isinstance(outcome, Refusal):
        return await refused(talk, ticket, outcome)
    return Spoken(_told(command, await seen_by(talk, outcome)), outcome.id)


def _told(command: AnyCommand, view: TicketView) -> str:
    match command:
        case ReportArrival():
            return answers_commands.arrived(view)
        case DecideExtension():
            return answers_commands.extension_granted(view)
        case DecideReturn():
            return answers_commands.return_granted(view)
        case Review():
            return answers_commands.review_passed(view)
        case Approve():
            return answers_commands.approved(view)
        case ConfirmFinding():
            return answers_commands.finding_confirmed(view)
        case RecordCallTry():
            return answers_commands.call_tried(view)
        case ConfirmWhistle():
            return whistles.confirmed(view)
        case RateUnits(mark=mark):
            return whistles.units_rated(view, mark)
        case RateWhistle(mark=mark):
            return whistles.whistle_rated(view, mark)
        case _:
            raise ValueError(f"{type(command).__name__} is no button's command")


async def _ask_for_words(talk: Talk, ticket: Ticket, action: Action) -> Spoken:
    view = await seen_by(talk, ticket)
    command: AnyCommand | None = None
    match action:
        case Action.REPORT_PROGRESS:
            kind, words = AskKind.PROGRESS_WORDS, told.say_progress(view)
        case Action.REQUEST_EXTENSION:
            kind, words = AskKind.EXTENSION_DETAILS, told.say_extension(view)
        case Action.REPORT_HANDLED:
            kind, words = AskKind.CLOSEOUT_WORDS, told.say_result(view)
        case _:
            kind, words = AskKind.RETURN_REASON, told.return_reasons()
            command = RequestReturn(talk.by, ReturnReason.NOT_OURS)
    question = ask(kind, talk.speaker, talk.work, talk.around, ticket=ticket.id, command=command)
    await talk.work.asks.put(question)
    return Spoken(words, ticket.id)


async def _page(talk: Talk, ticket: Ticket) -> Spoken:
    link = link_for(ticket, talk.speaker, talk.around)
    view = await seen_by(talk, ticket)
    if link is None:
        return Spoken(told.stale_press(view), ticket.id)
    return Spoken(told.open_page([(view, link)]), ticket.id)
