"""Work, close-out, callback, findings, rework, merging, shelving and look-backs (`domain.md` §6.3, §8, §9, §10)."""

from dataclasses import replace
from datetime import date

import pytest

from domain import commands as asked
from domain.accountable import accountable
from domain.actor import citizen
from domain.commands import TakenAppeal
from domain.ids import AppellantId, ItemNo, PersonId, TicketId, UnitId, VisitId
from domain.notices import NoticeKind
from domain.people import HeldOffice, Person
from domain.refusals import Reason
from domain.still_true import still_true
from domain.vocabulary import (
    CauseClass,
    Channel,
    ConfirmationKind,
    Grade,
    ItemState,
    LookBackResult,
    Nature,
    Office,
    Rating,
    RatingWay,
    State,
    Track,
    UnreasonableGround,
)
from tests.world import (
    CENTRE,
    CITIZEN,
    LONG_AGO,
    NEIGHBOUR,
    POLICE,
    TRANSPORT,
    WORLD,
    Case,
    at,
    by,
    case,
    sealed,
)


def asked_for() -> Case:
    return case().filed().accepted().assigned().done("transport-leader", 1).closeout_asked()


# Work.


def test_the_first_reply_signs_and_late_is_recorded() -> None:
    c = case("2019-07-05 09:00").filed().accepted().dispatched().clock("2019-07-05 15:01")
    c.does(asked.ReportProgress(by("transport-liaison"), c.words()))
    assert c.it.state is State.IN_PROGRESS
    assert c.it.assignments[0].acknowledged_late


def test_a_report_needs_something_said_and_items_of_ones_own() -> None:
    c = case().filed().accepted().assigned(TRANSPORT, POLICE)
    me = by("transport-leader")
    assert c.refused(asked.ReportProgress(me, None)) is Reason.NOTHING_SAID
    assert c.refused(asked.ReportProgress(me, c.words(), (ItemNo(9),))) is Reason.UNKNOWN_ITEM
    assert c.refused(asked.ReportProgress(me, c.words(), (ItemNo(2),))) is Reason.ITEM_NOT_YOURS
    assert c.refused(asked.ReportProgress(by("water-leader"), c.words())) is Reason.NOT_YOURS


def test_a_report_is_taken_back_within_ten_minutes_by_whoever_made_it() -> None:
    c = case("2019-07-05 09:00").filed().accepted().assigned(TRANSPORT, POLICE).done("police-liaison", 2)
    seq = c.it.progress[-1].seq
    assert c.it.assignments[1].signed_off_at is not None
    c.clock("2019-07-05 09:11")
    assert c.refused(asked.WithdrawProgress(by("police-liaison"), seq)) is Reason.TOO_LATE_TO_UNDO
    c.clock("2019-07-05 09:09")
    assert c.refused(asked.WithdrawProgress(by("police-leader"), seq)) is Reason.UNKNOWN_REPORT
    c.does(asked.WithdrawProgress(by("police-liaison"), seq))
    assert c.it.items[1].state is ItemState.OPEN
    assert c.it.assignments[1].signed_off_at is None


def test_handled_needs_contact_and_the_assistants() -> None:
    c = case().filed().accepted().dispatched(TRANSPORT, POLICE)
    hand_in = asked.ReportHandled(by("transport-liaison"), c.words())
    assert c.refused(hand_in) is Reason.NOT_CONTACTED
    c.does(asked.RecordContact(by("transport-liaison"), c.words(), c.now))
    assert c.refused(hand_in) is Reason.ASSIST_OPEN
    c.does(asked.ReportHandled(by("police-liaison"), c.words()))
    assert c.it.assignments[1].signed_off_at is not None
    assert c.does(hand_in).it.state is State.HANDLED


def test_the_centre_calls_for_the_unit_where_the_caller_is_secret() -> None:
    c = case().filed(confidential=True).accepted(Nature.REPORT).dispatched()
    c.does(asked.RecordContact(by("caller"), c.words(), c.now))
    c.does(asked.ReportHandled(by("transport-liaison"), c.words()))
    assert c.it.state is State.HANDLED


def test_each_track_has_its_own_end() -> None:
    listed = case().filed().accepted().assigned()
    assert listed.refused(asked.ReportHandled(by("transport-leader"), listed.words())) is Reason.USE_CLOSEOUT
    ordinary = case().filed().accepted().dispatched()
    request = asked.RequestCloseout(by("transport-leader"), VisitId(1))
    assert ordinary.refused(request) is Reason.USE_HANDLED


def test_a_review_refused_goes_back_and_the_deadline_stands() -> None:
    c = case().handled()
    limit = c.it.limit
    assert c.refused(asked.Review(by("dispatcher"), passed=False)) is Reason.NEEDS_REASON
    c.does(asked.Review(by("dispatcher"), passed=False, reason=c.words()))
    assert (c.it.state, c.it.limit) == (State.IN_PROGRESS, limit)


# Close-out.


def test_only_leader_or_unit_head_asks_for_closeout() -> None:
    c = case().filed().accepted().assigned().done("transport-leader", 1)
    assert c.refused(asked.RequestCloseout(by("transport-liaison"), VisitId(1))) is Reason.ONLY_LEADER
    c.closeout_asked("transport-head")


def test_closeout_needs_evidence_for_every_item() -> None:
    c = case().filed().accepted().assigned()
    c.does(asked.ReportProgress(by("transport-leader"), c.words(), (ItemNo(1),)))
    request = asked.RequestCloseout(by("transport-leader"), VisitId(1))
    assert c.refused(request) is Reason.NO_EVIDENCE
    c.does(asked.AddEvidence(by("transport-leader"), c.it.progress[-1].seq, (c.photo(),)))
    c.does(request)


def test_words_after_the_request_are_remarks_and_void_nothing() -> None:
    c = asked_for()
    c.does(asked.ReportProgress(by("transport-leader"), c.words(), (ItemNo(1),)))
    assert c.it.state is State.CLOSEOUT_REQUESTED
    c.seen()
    c.does(asked.ReportProgress(by("transport-leader"), c.words(), (ItemNo(1),)))
    c.does(asked.Approve(by("head"))).rated(Rating.SATISFIED)
    assert c.it.state is State.CLOSED_OUT


def test_a_leader_who_works_on_withdraws_the_request_and_the_visit_falls_away() -> None:
    c = asked_for().does(asked.WithdrawCloseout(by("transport-leader")))
    assert (c.it.state, c.it.visits, c.it.closeout) == (State.IN_PROGRESS, (), None)
    assert c.refused(c.visit("confirmer")) is Reason.NO_CLOSEOUT_REQUEST


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"photos": ()}, Reason.NO_PHOTO),
        ({"with_position": False}, Reason.NO_POSITION),
        ({"findings": ()}, Reason.ITEMS_NOT_TICKED),
        ({"kind": ConfirmationKind.PAYMENT_VOUCHER, "note": None}, Reason.NEEDS_CALL_NOTE),
        ({"passed": False, "photos": (), "note": None}, Reason.NEEDS_WORDS),
        ({"by": by("supervisor")}, Reason.NOT_THE_CONFIRMER),
        ({"by": by("transport-leader")}, Reason.NOT_THE_CONFIRMER),
    ],
)
def test_what_a_visit_must_have(change: dict[str, object], reason: Reason) -> None:
    c = asked_for()
    assert c.refused(replace(c.visit("confirmer"), **change)) is reason  # type: ignore[arg-type]  # fields


def test_a_picture_the_ticket_knows_is_not_of_this_visit() -> None:
    c = asked_for()
    old = c.it.progress[-1].evidence
    assert c.refused(replace(c.visit("confirmer"), photos=old)) is Reason.PHOTO_NOT_NEW


def test_matters_with_nothing_to_see_are_confirmed_by_paper_and_a_call() -> None:
    c = asked_for()
    paper = replace(c.visit("confirmer"), kind=ConfirmationKind.SIGNED_RECORD, photos=(), with_position=False)
    assert c.does(paper).it.state is State.CALLBACK


def test_confirmers_come_from_outside() -> None:
    half = HeldOffice(Office.CONFIRMER, CENTRE, LONG_AGO)
    insider = Person(PersonId("insider"), "内", "13900009999", TRANSPORT, (half,))
    c = asked_for()
    c.world = WORLD.with_people(insider)
    name = asked.NameConfirmer
    assert c.refused(name(by("supervisor"), VisitId(5), insider.id)) is Reason.CONFIRMER_OF_UNIT
    assert c.refused(name(by("supervisor"), VisitId(5), PersonId("operator"))) is Reason.CONFIRMER_CANNOT
    assert c.refused(name(by("supervisor"), VisitId(5), PersonId("confirmer"))) is Reason.ALREADY
    fresh = name(by("supervisor"), VisitId(4), PersonId("confirmer"), anew=True)
    c.does(fresh)
    assert c.refused(fresh) is Reason.ALREADY
    assert [(v.id, v.confirmer) for v in c.it.visits] == [(4, "confirmer")]
    c.does(name(by("supervisor"), VisitId(5), PersonId("confirmer2")))
    assert [v.confirmer for v in c.it.visits] == ["confirmer2"]


def test_without_a_fit_confirmer_the_supervisor_is_asked_to_name_one() -> None:
    gone = ("confirmer", "confirmer2", "supervisor", "head")
    c = case().filed().accepted().assigned().done("transport-leader", 1)
    people = WORLD.directory.people
    kept = [replace(people[PersonId(p)], offices=()) for p in gone]
    supervisor = replace(people[PersonId("supervisor")], unit=TRANSPORT)
    c.world = WORLD.with_people(*kept, supervisor)
    c.closeout_asked()
    assert c.it.visit is None
    assert c.notices(NoticeKind.CONFIRMER_NEEDED)


def test_who_went_does_not_approve_and_the_deputy_does() -> None:
    c = asked_for()
    assert c.refused(asked.Approve(by("head"))) is Reason.NOT_CONFIRMED
    c.does(asked.NameConfirmer(by("supervisor"), VisitId(5), PersonId("head"))).seen()
    assert c.who_heard(NoticeKind.APPROVAL_WANTED) == {"deputy"}
    assert c.refused(asked.Approve(by("head"))) is Reason.APPROVER_IS_CONFIRMER
    assert c.refused(asked.Approve(by("supervisor"))) is Reason.NOT_YOUR_OFFICE
    c.does(asked.Approve(by("deputy")))
    assert c.refused(asked.Approve(by("deputy"))) is Reason.ALREADY


def test_who_asked_does_not_approve() -> None:
    c = case().filed().accepted()
    both = HeldOffice(Office.UNIT_HEAD, TRANSPORT, LONG_AGO)
    deputy = WORLD.directory.people[PersonId("deputy")]
    c.world = WORLD.with_people(replace(deputy, offices=(*deputy.offices, both)))
    c.assigned().done("transport-leader", 1).closeout_asked("deputy").seen()
    assert c.refused(asked.Approve(by("deputy"))) is Reason.APPROVER_IS_APPLICANT
    c.does(asked.Approve(by("head")))


def test_an_approver_of_the_unit_is_refused() -> None:
    c = case().filed().accepted()
    deputy = WORLD.directory.people[PersonId("deputy")]
    c.world = WORLD.with_people(replace(deputy, unit=TRANSPORT))
    c.assigned().done("transport-leader", 1).closeout_asked().seen()
    assert c.refused(asked.Approve(by("deputy"))) is Reason.APPROVER_OF_UNIT


def test_rating_and_approval_come_in_either_order() -> None:
    first = case().up_to_callback().rated(Rating.SATISFIED)
    assert first.it.state is State.CALLBACK
    assert accountable(first.it, first.context) == "head"
    assert first.does(asked.Approve(by("head"))).it.state is State.CLOSED_OUT
    second = case().up_to_callback().does(asked.Approve(by("head")))
    assert accountable(second.it, second.context) == "caller"
    assert second.rated(Rating.BASICALLY).it.state is State.CLOSED_OUT


def test_a_dissatisfied_rating_voids_the_approval() -> None:
    c = case().up_to_callback().does(asked.Approve(by("head"))).rated(Rating.DISSATISFIED)
    assert (c.it.state, c.it.approval) == (State.DISSATISFIED_REVIEW, None)


def test_a_refused_closeout_opens_every_item_again() -> None:
    c = case().up_to_callback().does(asked.RejectCloseout(by("supervisor"), sealed(1)))
    assert (c.it.state, c.it.items[0].state) == (State.IN_PROGRESS, ItemState.OPEN)
    assert c.refused(asked.RequestCloseout(by("transport-leader"), VisitId(5))) is Reason.ITEMS_OPEN


# Callback, findings, rework.


def test_one_dissatisfied_among_many_opens_the_analysis() -> None:
    c = case().handled()
    appeal = TakenAppeal(NEIGHBOUR, c.words(), c.now, Channel.CALL, confidential=False)
    c.does(asked.TakeIn(by("dispatcher"), TicketId(2), (appeal,), part_on_list_track=False))
    c.does(asked.Review(by("dispatcher"), passed=True)).rated(Rating.SATISFIED)
    assert c.it.state is State.CALLBACK
    assert c.rated(Rating.DISSATISFIED, NEIGHBOUR).it.state is State.DISSATISFIED_REVIEW


def test_a_silent_survey_becomes_a_call_at_the_next_working_noon() -> None:
    c = case("2019-07-05 13:00").reviewed().wait_until("2019-07-08 11:59")
    assert not c.notices(NoticeKind.CALL_WANTED)
    c.wait_until("2019-07-08 12:00")
    assert c.who_heard(NoticeKind.CALL_WANTED) == {"caller"}


def test_a_dissatisfaction_by_phone_says_what_is_wrong() -> None:
    c = case().reviewed()
    bare = asked.RecordRating(by("caller"), CITIZEN, Rating.DISSATISFIED, RatingWay.PHONE)
    assert c.refused(bare) is Reason.NEEDS_WORDS
    by_text = asked.RecordRating(citizen(CITIZEN), CITIZEN, Rating.DISSATISFIED, RatingWay.SMS)
    c.does(by_text)
    assert c.notices(NoticeKind.SURVEY_WHY)


def test_a_finding_takes_two_one_of_them_a_head() -> None:
    c = case().reviewed().rated(Rating.DISSATISFIED)
    ground = UnreasonableGround.NO_FACTS
    assert c.refused(asked.ConfirmFinding(by("head"))) is Reason.NO_FINDING
    c.does(asked.ProposeFinding(by("caller"), ground, c.words()))
    assert c.who_heard(NoticeKind.FINDING_TO_CONFIRM) == {"head"}
    assert c.refused(asked.ConfirmFinding(by("caller"))) is Reason.SECOND_PERSON
    assert c.refused(asked.ConfirmFinding(by("supervisor"))) is Reason.NEEDS_HEAD
    c.does(asked.ConfirmFinding(by("head")))
    assert c.it.state is State.CLOSED
    assert c.notices(NoticeKind.CITIZEN_FINDING)


def test_on_the_list_a_finding_still_needs_the_approval() -> None:
    c = case().up_to_callback().does(asked.Approve(by("head"))).rated(Rating.DISSATISFIED)
    c.does(asked.ProposeFinding(by("caller"), UnreasonableGround.ABUSE, c.words()))
    c.does(asked.ConfirmFinding(by("head")))
    assert c.it.state is State.CALLBACK
    assert c.does(asked.Approve(by("deputy"))).it.state is State.CLOSED_OUT


def test_rework_of_a_listed_matter_opens_everything_and_must_be_seen_again() -> None:
    c = case().up_to_callback().rated(Rating.DISSATISFIED)
    c.does(asked.OrderRework(by("supervisor"), CauseClass.PARTLY_SOLVED, c.words()))
    assert c.it.items[0].state is ItemState.OPEN
    assert c.refused(asked.Approve(by("head"))) is Reason.NOT_CONFIRMED
    c.done("transport-leader", 1).closeout_asked().seen().does(asked.Approve(by("head")))
    assert c.rated(Rating.SATISFIED).it.state is State.CLOSED_OUT


def test_a_stranger_does_not_rate() -> None:
    c = case().reviewed()
    strange = AppellantId(77)
    rating = asked.RecordRating(citizen(strange), strange, Rating.SATISFIED, RatingWay.SMS)
    assert c.refused(rating) is Reason.UNKNOWN_APPELLANT
    other = asked.RecordRating(citizen(NEIGHBOUR), CITIZEN, Rating.SATISFIED, RatingWay.SMS)
    assert c.refused(other) is Reason.NOT_YOURS


# Supervision, shelving, merging, look-back.


def test_grades_rise_by_order_and_fall_by_the_head_with_a_reason() -> None:
    c = case().filed().accepted().dispatched()
    limit = c.it.limit
    c.does(asked.Supervise(by("supervisor"), Grade.KEY))
    assert (c.it.track, c.it.limit) == (Track.LIST, limit)
    assert c.refused(asked.Supervise(by("supervisor"), Grade.KEY)) is Reason.SAME_GRADE
    lower = asked.Supervise(by("supervisor"), Grade.URGE, None, c.words())
    assert c.refused(lower) is Reason.LOWERING_IS_HEADS
    assert c.refused(asked.Supervise(by("head"), Grade.URGE)) is Reason.NEEDS_REASON
    c.does(asked.Supervise(by("head"), Grade.URGE, None, c.words()))
    assert (c.it.grade, c.it.track) == (Grade.URGE, Track.LIST)


def test_urging_is_not_supervising() -> None:
    c = case("2019-07-05 09:00").filed().accepted().dispatched().does(asked.UrgeUnit(by("supervisor")))
    assert (c.it.urges, c.it.grade) == (1, Grade.REMINDER)
    assert c.refused(asked.UrgeUnit(by("supervisor"))) is Reason.ALREADY


def test_a_shelved_matter_is_the_heads_and_a_missed_review_puts_it_back_to_work() -> None:
    c = case("2019-07-05 09:00").filed().accepted(Nature.HELP).dispatched()
    shelve = asked.Shelve
    assert c.refused(shelve(by("supervisor"), date(2019, 8, 1), c.words())) is Reason.NOT_YOUR_OFFICE
    assert c.refused(shelve(by("head"), date(2019, 7, 5), c.words())) is Reason.DATE_PAST
    assert c.refused(shelve(by("head"), date(2019, 10, 4), c.words())) is Reason.REVIEW_TOO_FAR
    c.does(shelve(by("head"), date(2019, 7, 9), c.words()))
    assert accountable(c.it, c.context) == "head"
    c.wait_until("2019-07-09 09:00")
    assert "head" in c.who_heard(NoticeKind.SHELF_REVIEW)
    c.wait_until("2019-07-10 08:30")
    assert c.it.state is State.DISPATCHED
    assert c.it.limit is not None
    # Shelved on Friday, back on Wednesday: three working days later than the 12th.
    assert c.it.limit.due_at == at("2019-07-18 00:00")


def test_a_shelving_is_renewed_by_the_head() -> None:
    c = case("2019-07-05 09:00").filed().accepted().dispatched()
    c.does(asked.Shelve(by("head"), date(2019, 7, 9), c.words()))
    c.clock("2019-07-09 10:00").does(asked.Shelve(by("head"), date(2019, 7, 19), c.words()))
    c.wait_until("2019-07-19 10:00")
    assert c.it.state is State.SHELVED


def test_merging_and_undoing_it_restores_state_and_limit() -> None:
    part = case().filed().accepted().dispatched()
    state, limit = part.it.state, part.it.limit
    merge = asked.MergeInto(by("dispatcher"), TicketId(2), main_is_open=True, main_on_list_track=False)
    assert part.refused(replace(merge, main=part.it.id)) is Reason.MERGE_SELF
    assert part.refused(replace(merge, main_is_open=False)) is Reason.MERGE_MAIN_CLOSED
    part.does(merge)
    assert not part.timers()
    part.does(asked.UndoMerge(by("dispatcher")))
    assert (part.it.state, part.it.limit) == (state, limit)


def test_a_listed_part_does_not_go_into_an_ordinary_one() -> None:
    c = case().filed().accepted().assigned()
    merge = asked.MergeInto(by("dispatcher"), TicketId(2), main_is_open=True, main_on_list_track=False)
    assert c.refused(merge) is Reason.MERGE_LIST_INTO_ORDINARY


def test_three_persons_with_one_matter_are_key_supervision() -> None:
    c = case().filed().accepted().dispatched()
    appeals = tuple(
        TakenAppeal(AppellantId(n), c.words(), c.now, Channel.CALL, confidential=False) for n in (7, 8)
    )
    c.does(asked.TakeIn(by("dispatcher"), TicketId(2), appeals, part_on_list_track=False))
    assert (c.it.grade, c.it.track) == (Grade.KEY, Track.LIST)
    c.does(asked.LetGo(by("dispatcher"), TicketId(2), (AppellantId(7), AppellantId(8))))
    assert c.it.appellants == (CITIZEN,)


def test_a_relapse_found_on_looking_back_is_a_rework() -> None:
    c = case("2019-07-05 09:00").closed_out()
    assert c.refused(asked.RecordLookBack(by("supervisor"), LookBackResult.HOLDS)) is Reason.NO_LOOK_BACK
    c.does(asked.StartLookBack(citizen(CITIZEN), because_again=True))
    assert c.refused(asked.StartLookBack(by("supervisor"))) is Reason.ALREADY
    c.does(asked.RecordLookBack(by("supervisor"), LookBackResult.RELAPSE, c.words()))
    assert (c.it.state, c.it.cause) == (State.REWORK, CauseClass.RELAPSE)
    assert accountable(c.it, c.context) == "transport-leader"


def test_the_complained_of_unit_is_taken_out_of_every_audience() -> None:
    two_hats = replace(
        WORLD.directory.people[PersonId("transport-head")],
        offices=(
            HeldOffice(Office.UNIT_HEAD, TRANSPORT, LONG_AGO),
            HeldOffice(Office.LIAISON, UnitId("water"), LONG_AGO),
        ),
    )
    c = case("2019-07-05 09:00", WORLD.with_people(two_hats)).filed()
    c.accepted(about_unit=UnitId("water")).assigned().wait_until("2019-09-01 09:00")
    heard = {c.to.person for c in c.told if hasattr(c, "to")}
    assert "transport-leader" in heard
    assert "transport-head" not in heard
    assert not c.notices(NoticeKind.PUBLIC_PROGRESS)


def test_an_answered_matter_gets_onto_the_list_by_rework_only() -> None:
    c = case().reviewed()
    assert c.refused(asked.Supervise(by("supervisor"), Grade.KEY)) is Reason.WRONG_STATE
    c.does(asked.Supervise(by("supervisor"), Grade.GENERAL))
    assert c.rated(Rating.SATISFIED).it.state is State.CLOSED


def test_a_pending_return_leaves_the_clock_alone_and_counts_as_signed() -> None:
    c = case().filed().accepted().dispatched()
    before = c.it.limit
    c.does(asked.RequestReturn(by("transport-liaison"), asked.ReturnReason.NOT_OURS))
    assert c.it.limit == before
    assert c.refused(asked.Acknowledge(by("transport-leader"))) is Reason.ALREADY


def test_an_approval_given_is_not_asked_for_any_more() -> None:
    c = case().up_to_callback()
    wanted = c.notices(NoticeKind.APPROVAL_WANTED)[0]
    assert still_true(wanted, c.it, c.now)
    c.does(asked.Approve(by("head")))
    assert not still_true(wanted, c.it, c.now)
