"""Intake: received, asked about, accepted, answered, declined, reopened (`domain.md` §4, §6.3)."""

from domain import commands as asked
from domain.accountable import accountable
from domain.actor import citizen
from domain.notices import NoticeKind
from domain.refusals import Reason
from domain.still_true import still_true
from domain.vocabulary import Channel, DeclineReason, Grade, Nature, Rating, RatingWay, State, Urgency
from tests.world import CITIZEN, NEIGHBOUR, at, by, case


def test_a_text_becomes_a_ticket_and_gets_a_receipt_and_is_the_dispatchers() -> None:
    c = case().filed()
    assert c.it.state is State.RECEIVED
    assert [n.to.appellant for n in c.notices(NoticeKind.RECEIPT)] == [CITIZEN]
    assert accountable(c.it, c.context) == "dispatcher"
    assert not c.notices(NoticeKind.NEW_TICKET)[0].ordinary, (
        "nobody else knows of it: it cannot wait for the digest"
    )


def test_a_new_request_is_not_announced_any_more_once_it_is_dispatched() -> None:
    c = case().filed()
    told = c.notices(NoticeKind.NEW_TICKET)[0]
    assert still_true(told, c.it, c.now)
    c.accepted().dispatched()
    assert not still_true(told, c.it, c.now)


def test_a_citizen_files_only_for_themselves_and_a_unit_never() -> None:
    c = case()
    file = asked.FileAppeal(citizen(NEIGHBOUR), 1, "n", "s", CITIZEN, c.words(), Channel.SMS)  # type: ignore[arg-type]
    assert c.refused(file) is Reason.NOT_YOURS
    whistle = asked.FileAppeal(by("operator"), 1, "n", "s", CITIZEN, c.words(), Channel.WHISTLE)  # type: ignore[arg-type]
    assert c.refused(whistle) is Reason.NO_WHISTLE
    assert (
        case().refused(
            asked.FileAppeal(by("town-duty"), 1, "n", "s", CITIZEN, c.words(), Channel.CALL)  # type: ignore[arg-type]
        )
        is Reason.NOT_YOUR_OFFICE
    )


def test_accepting_needs_nature_and_place() -> None:
    c = case().filed()
    assert c.refused(asked.Accept(by("operator"), place=c.words())) is Reason.MISSING_NATURE
    assert c.refused(asked.Accept(by("operator"), Nature.HELP)) is Reason.MISSING_PLACE
    c.does(asked.Accept(by("operator"), Nature.HELP, place=c.words()))
    assert c.it.state is State.PENDING_DISPATCH
    assert c.refused(asked.Accept(by("operator"))) is Reason.ALREADY_ACCEPTED
    # Until it is dispatched the class may still be set right.
    assert c.does(asked.Accept(by("dispatcher"), category="0101")).it.category == "0101"


def test_urgency_rises_with_words_and_falls_only_by_the_heads_correction() -> None:
    c = case().filed()
    c.does(asked.AddWords(citizen(CITIZEN), CITIZEN, c.words(), Urgency.URGENT))
    assert c.it.urgency is Urgency.URGENT
    lower = asked.Accept(by("operator"), Nature.HELP, place=c.words(), urgency=Urgency.NORMAL)
    assert c.refused(lower) is Reason.LOWERING_URGENCY
    correct = asked.CorrectRecord(by("supervisor"), c.words(), urgency=Urgency.NORMAL)
    assert c.refused(correct) is Reason.NOT_YOUR_OFFICE
    c.does(asked.CorrectRecord(by("head"), c.words(), urgency=Urgency.NORMAL))
    assert (c.it.urgency, c.it.urgent_since) == (Urgency.NORMAL, None)


def test_a_question_is_answered_by_the_citizens_words() -> None:
    c = case().filed().does(asked.AskCitizen(by("operator"), case().words()))
    assert c.it.state is State.NEED_INFO
    c.does(asked.AddWords(citizen(CITIZEN), CITIZEN, c.words()))
    assert c.it.state is State.RECEIVED


def test_two_working_days_of_silence_decline_it_and_words_take_it_up_again() -> None:
    c = case("2019-07-05 10:00").filed().does(asked.AskCitizen(by("operator"), case().words()))
    c.wait_until("2019-07-10 08:29")
    assert c.it.state is State.NEED_INFO
    c.wait_until("2019-07-10 08:30")
    assert (c.it.state, c.it.declined) == (State.DECLINED, DeclineReason.INSUFFICIENT)
    c.does(asked.AddWords(citizen(CITIZEN), CITIZEN, c.words()))
    assert c.it.state is State.RECEIVED


def test_a_listed_matter_is_neither_declined_nor_declined_by_silence() -> None:
    c = case("2019-07-05 10:00").filed().does(asked.Supervise(by("supervisor"), Grade.KEY))
    assert c.refused(asked.Decline(by("operator"), DeclineReason.PETITION)) is Reason.LIST_TRACK_NOT_DECLINED
    c.does(asked.AskCitizen(by("operator"), c.words())).wait_until("2019-07-10 09:00")
    assert c.it.state is State.RECEIVED


def test_a_question_with_the_unit_pauses_the_clock_and_moves_the_limit_by_working_days() -> None:
    c = case("2019-07-05 10:00").filed().accepted(Nature.HELP).dispatched()
    assert c.it.limit is not None
    assert c.it.limit.due_at == at("2019-07-13 00:00")
    c.clock("2019-07-08 10:00").does(asked.AskCitizen(by("dispatcher"), c.words()))
    assert c.it.limit.pauses[0].until_at is None
    c.clock("2019-07-09 10:00").does(asked.AddWords(citizen(CITIZEN), CITIZEN, c.words()))
    assert c.it.state is State.DISPATCHED
    assert c.it.limit.due_at == at("2019-07-16 00:00")  # one working day later, over a weekend


def test_a_declined_request_is_reopened_by_the_centre_only() -> None:
    c = case().filed().does(asked.Decline(by("operator"), DeclineReason.PETITION))
    assert c.refused(asked.Reopen(citizen(CITIZEN))) is Reason.NOT_YOUR_OFFICE
    assert c.does(asked.Reopen(by("supervisor"))).it.state is State.RECEIVED
    assert c.refused(asked.Reopen(by("supervisor"))) is Reason.ALREADY


def test_a_dissatisfied_rating_of_an_answer_at_once_takes_it_up_again() -> None:
    c = case().filed().does(asked.AnswerAtOnce(by("operator"), case().words()))
    rating = asked.RecordRating(citizen(CITIZEN), CITIZEN, Rating.DISSATISFIED, RatingWay.SMS, c.words())
    assert c.does(rating).it.state is State.RECEIVED


def test_waiting_for_dispatch_is_heard_of_every_working_morning() -> None:
    c = case("2019-07-05 09:00").filed().wait_until("2019-07-09 12:00")
    # Friday after four office hours, then Monday and Tuesday at half past eight, with the head.
    assert [n.to.person for n in c.notices(NoticeKind.DISPATCH_WAITS)] == [
        "dispatcher", "dispatcher", "head", "dispatcher", "head",
    ]  # fmt: skip
