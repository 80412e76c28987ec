"""Whom a survey text cannot reach is called at once, and answers at once are called back by sample (§6.2, §9.1)."""

from dataclasses import replace

import pytest

from domain import commands as asked
from domain.actor import SYSTEM
from domain.deciding.calling import sampled
from domain.evolve import replay
from domain.ids import AppellantId, TicketId
from domain.notices import NoticeKind
from domain.policy import Policy
from domain.refusals import Reason
from domain.vocabulary import Channel, Rating, RatingWay, State
from tests.world import CITIZEN, NEIGHBOUR, WORLD, Case, by, case, citizen

EVERYBODY, NOBODY = (
    replace(WORLD, policy=replace(WORLD.policy, answered_sample=share)) for share in (1.0, 0.0)
)


def answered(share: float = 1.0, *, fixed_line: bool = False) -> Case:
    """On Friday 5 July, a question answered at once."""
    world = EVERYBODY if share else NOBODY
    c = case("2019-07-05 09:00", world).filed(fixed_line=fixed_line)
    return c.does(asked.AnswerAtOnce(by("operator"), c.words()))


def rating(c: Case, given: Rating, who: str = "caller", to: AppellantId = CITIZEN) -> asked.RecordRating:
    return asked.RecordRating(by(who), to, given, RatingWay.PHONE, c.words())


# --- the sample ------------------------------------------------------------------------------------------------------


def test_the_next_working_morning_the_citizen_is_asked_and_the_matter_stays_ended() -> None:
    c = answered().wait_until("2019-07-08 09:00")

    assert c.it.state is State.ANSWERED
    assert [one.to.appellant for one in c.notices(NoticeKind.SURVEY)] == [CITIZEN]
    assert c.it.callback is not None
    assert replay(c.history) == c.it


def test_outside_the_sample_nobody_is_asked() -> None:
    c = answered(0.0).wait_until("2019-08-08 09:00")

    assert c.it.callback is None
    assert c.timers() == ()


def test_a_rating_is_kept_and_ends_the_waiting() -> None:
    c = answered().wait_until("2019-07-08 09:00").rated(Rating.SATISFIED)

    assert c.it.state is State.ANSWERED
    assert [one.rating for one in c.it.ratings] == [Rating.SATISFIED]
    assert c.timers() == ()


def test_silence_queues_a_call_and_three_tries_end_it() -> None:
    c = answered().wait_until("2019-07-09 12:30")
    assert c.who_heard(NoticeKind.CALL_WANTED) == {"caller"}

    c.does(asked.RecordCallTry(by("caller"), CITIZEN))
    assert c.refused(asked.RecordCallTry(by("caller"), CITIZEN)) is Reason.HALF_DAY_COUNTED
    c.clock("2019-07-10 09:00").does(asked.RecordCallTry(by("caller"), CITIZEN))

    assert c.it.state is State.ANSWERED
    assert [(one.rating, one.way) for one in c.it.ratings] == [(Rating.NO_RATING, RatingWay.UNREACHABLE)]
    assert c.timers() == ()


def test_a_dissatisfied_one_opens_the_matter_again_and_the_old_round_is_over() -> None:
    c = answered().wait_until("2019-07-08 09:00")
    c.does(rating(c, Rating.DISSATISFIED))

    assert c.it.state is State.RECEIVED
    assert c.it.callback is None
    assert c.who_heard(NoticeKind.REOPENED) == {"dispatcher"}


def test_without_a_round_a_call_cannot_be_missed() -> None:
    assert answered(0.0).refused(asked.RecordCallTry(by("caller"), CITIZEN)) is Reason.ENDED


def test_whoever_was_erased_is_not_called() -> None:
    c = answered().wait_until("2019-07-08 09:00").does(asked.EraseAppellant(SYSTEM, CITIZEN))

    assert c.timers() == ()


@pytest.mark.parametrize("share", [0.05, 0.5])
def test_the_sample_is_drawn_by_the_number_alone_and_is_as_large_as_said(share: float) -> None:
    policy = Policy(answered_sample=share)
    drawn = [ticket for ticket in range(20_000) if sampled(TicketId(ticket), policy)]

    assert drawn == [ticket for ticket in range(20_000) if sampled(TicketId(ticket), policy)]
    assert len(drawn) == pytest.approx(20_000 * share, rel=0.05)


def test_a_larger_sample_holds_the_smaller_one() -> None:
    few, many = Policy(answered_sample=0.05), Policy(answered_sample=0.2)

    assert all(sampled(TicketId(t), many) for t in range(5_000) if sampled(TicketId(t), few))


# --- fixed lines -----------------------------------------------------------------------------------------------------


def called_from_a_fixed_line() -> Case:
    c = case().filed(channel=Channel.CALL, fixed_line=True).accepted().dispatched()
    return c.does(asked.ReportHandled(by("transport-liaison"), c.words(), contact=True))


def test_a_fixed_line_gets_no_text_and_a_call_is_wanted_at_once() -> None:
    c = called_from_a_fixed_line().does(asked.Review(by("dispatcher"), passed=True))

    assert c.it.state is State.CALLBACK
    assert not [one for one in c.told if getattr(one, "to", None) and one.to.appellant]
    assert c.who_heard(NoticeKind.CALL_WANTED) == {"caller"}


def test_what_the_officer_wrote_down_closes_it() -> None:
    c = called_from_a_fixed_line().does(asked.Review(by("dispatcher"), passed=True))

    c.does(rating(c, Rating.BASICALLY))

    assert c.it.state is State.CLOSED
    assert c.it.ratings[-1].way is RatingWay.PHONE


def test_no_survey_counts_as_a_try_where_none_was_sent() -> None:
    c = called_from_a_fixed_line().does(asked.Review(by("dispatcher"), passed=True))
    for moment in ("2019-07-05 10:00", "2019-07-05 15:00"):
        c.clock(moment).does(asked.RecordCallTry(by("caller"), CITIZEN))
        assert c.it.state is State.CALLBACK

    c.clock("2019-07-08 10:00").does(asked.RecordCallTry(by("caller"), CITIZEN))

    assert c.it.state is State.CLOSED


def test_of_two_callers_only_the_one_with_a_mobile_is_texted() -> None:
    c = case().filed().accepted().dispatched()
    taken = asked.TakenAppeal(NEIGHBOUR, c.words(), c.now, Channel.CALL, confidential=False, fixed_line=True)
    c.does(asked.TakeIn(by("dispatcher"), TicketId(2), (taken,), part_on_list_track=False))
    c.does(asked.ReportHandled(by("transport-liaison"), c.words(), contact=True))
    c.does(asked.Review(by("dispatcher"), passed=True))

    assert [one.to.appellant for one in c.notices(NoticeKind.SURVEY)] == [CITIZEN]
    assert c.who_heard(NoticeKind.CALL_WANTED) == {"caller"}
    c.does(asked.RecordRating(citizen(CITIZEN), CITIZEN, Rating.SATISFIED, RatingWay.SMS))
    assert c.it.state is State.CALLBACK
    c.does(rating(c, Rating.SATISFIED, to=NEIGHBOUR))
    assert c.it.state is State.CLOSED


def test_a_listed_matter_of_a_fixed_line_is_called_back_the_same_way() -> None:
    c = case().filed(channel=Channel.CALL, fixed_line=True).accepted().assigned()
    c.done("transport-leader", 1).closeout_asked().seen()

    assert c.it.state is State.CALLBACK
    assert c.who_heard(NoticeKind.CALL_WANTED) == {"caller"}


def test_a_sampled_fixed_line_is_called() -> None:
    c = answered(fixed_line=True).wait_until("2019-07-08 09:00")

    assert not c.notices(NoticeKind.SURVEY)
    assert c.who_heard(NoticeKind.CALL_WANTED) == {"caller"}
