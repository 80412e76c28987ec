"""What counts of a ticket is a fold of its events: told story by story, then over random histories."""

from datetime import datetime

import pytest

from domain import commands as asked
from domain.actor import citizen
from domain.evolve import evolve
from domain.figures.facts import Ending, HappeningKind, TicketFacts, WorkRound
from domain.figures.folding import counts, facts_of, grown, looked_at
from domain.figures.rounds import OWING, standing_state
from domain.vocabulary import (
    CauseClass,
    Channel,
    Grade,
    LookBackResult,
    Nature,
    Rating,
    RatingWay,
    ReturnReason,
    State,
    UnitRole,
    UnreasonableGround,
    Urgency,
)
from tests.domain.figures.walks import walks
from tests.world import CITIZEN, NEIGHBOUR, POLICE, TRANSPORT, WATER, Case, at, by


def facts(case: Case) -> TicketFacts:
    return facts_of(case.history)


def lead_rounds(case: Case) -> list[WorkRound]:
    return [one for one in facts(case).rounds if one.role is UnitRole.LEAD]


def happened(case: Case) -> list[HappeningKind]:
    return [one.kind for one in facts(case).happenings]


def at_work() -> Case:
    case = Case(at("2019-07-05 09:00")).filed()
    return case.clock("2019-07-05 09:20").accepted().dispatched()


def handed_in(case: Case) -> Case:
    case.does(asked.ReportHandled(by("transport-liaison"), case.words(), contact=True))
    case.clock("2019-07-08 10:00")
    return case.does(asked.Review(by("dispatcher"), passed=True))


def rated(case: Case, rating: Rating, who: int = CITIZEN, **more: bool) -> Case:
    words = case.words() if rating is Rating.DISSATISFIED else None
    return case.does(asked.RecordRating(by("caller"), who, rating, RatingWay.PHONE, words, **more))


def test_of_a_ticket_only_received_nothing_is_counted_but_its_receipt() -> None:
    case = Case(at("2019-07-05 09:00")).filed()

    assert not any(counts(r.event) for r in case.history)
    assert facts(case) == TicketFacts(case.it.id, Channel.SMS, at("2019-07-05 09:00"))


def test_an_ordinary_matter_from_dispatch_to_close() -> None:
    case = at_work()
    case.clock("2019-07-05 10:00").does(asked.Acknowledge(by("transport-liaison")))
    rated(handed_in(case.clock("2019-07-05 15:00")), Rating.SATISFIED)

    (one,) = lead_rounds(case)
    assert one.begun_at == at("2019-07-05 09:20")
    assert (one.acknowledged_at, one.acknowledged_late) == (at("2019-07-05 10:00"), False)
    assert (one.contacted_at, one.contacted_late) == (at("2019-07-05 15:00"), False)
    # Measured by the unit's own word, counted when the centre accepted it.
    assert (one.claimed_at, one.ended_at) == (at("2019-07-05 15:00"), at("2019-07-08 10:00"))
    assert one.ending is Ending.DONE
    told = facts(case)
    assert (told.passed_on_at, told.closed_at) == (at("2019-07-05 09:20"), at("2019-07-08 10:00"))
    assert (told.nature, told.opinions[0].unit, told.opinions[0].solved) == (
        Nature.COMPLAINT,
        TRANSPORT,
        True,
    )


def test_answered_at_once() -> None:
    case = Case(at("2019-07-05 09:00")).filed()
    case.does(asked.AnswerAtOnce(by("operator"), case.words()))

    assert facts(case).answered_at == at("2019-07-05 09:00")
    assert facts(case).rounds == ()


def test_a_granted_return_takes_the_work_away_and_the_next_unit_begins_anew() -> None:
    case = at_work()
    case.does(asked.RequestReturn(by("transport-liaison"), ReturnReason.NOT_OURS))
    case.clock("2019-07-05 11:00")
    case.does(asked.DecideReturn(by("dispatcher"), granted=True, to=WATER))

    first, second = lead_rounds(case)
    assert (first.unit, first.ending, first.ended_at) == (TRANSPORT, Ending.TAKEN, at("2019-07-05 11:00"))
    assert (second.unit, second.begun_at, second.ended_at) == (WATER, at("2019-07-05 11:00"), None)
    assert [(h.kind, h.unit) for h in facts(case).happenings] == [(HappeningKind.RETURN_GRANTED, TRANSPORT)]
    assert facts(case).passed_on_at == at("2019-07-05 09:20")


def test_a_refused_return_leaves_the_work_where_it_is() -> None:
    case = at_work()
    case.does(asked.RequestReturn(by("transport-liaison"), ReturnReason.NOT_OURS))
    case.does(asked.DecideReturn(by("dispatcher"), granted=False, reason=case.words()))

    assert len(lead_rounds(case)) == 1
    assert happened(case) == [HappeningKind.RETURN_REFUSED]


def test_a_failed_review_is_no_claim() -> None:
    case = at_work()
    case.does(asked.ReportHandled(by("transport-liaison"), case.words(), contact=True))
    assert lead_rounds(case)[0].claimed_at == at("2019-07-05 09:20")
    case.does(asked.Review(by("dispatcher"), passed=False, reason=case.words()))

    assert lead_rounds(case)[0].claimed_at is None
    assert happened(case) == [HappeningKind.REVIEW_FAILED]


def test_sent_back_is_work_once_more_and_the_last_rating_counts() -> None:
    case = rated(handed_in(at_work()), Rating.DISSATISFIED)
    case.does(asked.OrderRework(by("head"), CauseClass.UNSOLVED, case.words()))

    first, again = lead_rounds(case)
    # Signing and first contact belong to the dispatch.
    assert first.acknowledged_at is not None
    assert (again.acknowledged_at, again.contacted_at) == (None, None)
    assert (first.ending, first.again) == (Ending.DONE, False)
    assert (again.begun_at, again.again, again.ended_at) == (at("2019-07-08 10:00"), True, None)
    assert again.due_at == case.it.limit.due_at if case.it.limit else None
    sent = next(h for h in facts(case).happenings if h.kind is HappeningKind.SENT_BACK)
    assert sent.degree == 1
    assert HappeningKind.SHEET in happened(case)
    (opinion,) = facts(case).opinions
    assert (opinion.superseded_at, opinion.solved) == (None, False)


def test_a_later_rating_takes_the_place_of_the_earlier() -> None:
    case = rated(handed_in(at_work()), Rating.BASICALLY)
    case.clock("2019-07-09 09:00")
    case.does(asked.RecordRating(citizen(CITIZEN), CITIZEN, Rating.DISSATISFIED, RatingWay.SMS, case.words()))

    earlier, later = facts(case).opinions
    assert (earlier.superseded_at, later.superseded_at) == (at("2019-07-09 09:00"), None)
    # The unit owes nothing while the centre looks into it.
    assert lead_rounds(case)[0].ending is Ending.DONE


def test_said_to_be_unsolved_though_content() -> None:
    case = rated(handed_in(at_work()), Rating.BASICALLY, solved=False)

    assert facts(case).opinions[0].solved is False


def test_an_unreasonable_demand_is_excluded_and_nothing_else() -> None:
    case = rated(handed_in(at_work()), Rating.DISSATISFIED)
    case.does(asked.ProposeFinding(by("supervisor"), UnreasonableGround.ABUSE, case.words()))
    case.does(asked.ConfirmFinding(by("head")))

    assert case.it.state is State.CLOSED
    assert facts(case).opinions[0].excluded
    assert lead_rounds(case)[0].ending is Ending.DONE


def test_an_urgent_matter_and_who_came() -> None:
    case = Case(at("2019-07-05 09:00")).filed(urgency=Urgency.URGENT).accepted().dispatched()
    case.clock("2019-07-05 09:20").does(asked.ReportArrival(by("transport-duty")))
    late = Case(at("2019-07-05 09:00")).filed(urgency=Urgency.URGENT).accepted().dispatched()
    late.wait_until("2019-07-05 09:41")
    missed = lead_rounds(late)[0]
    late.does(asked.ReportArrival(by("transport-duty")))

    (came,) = lead_rounds(case)
    assert (came.urgent_at, came.arrived_late) == (at("2019-07-05 09:00"), False)
    assert (missed.arrived_at, missed.arrival_missed) == (None, True)
    assert (lead_rounds(late)[0].arrived_late, lead_rounds(late)[0].arrival_missed) == (True, False)


def test_contact_after_the_working_day_is_late() -> None:
    case = at_work().clock("2019-07-08 23:59")
    case.does(asked.RecordContact(by("transport-liaison"), None, case.now))
    late = at_work().clock("2019-07-09 00:00")
    late.does(asked.RecordContact(by("transport-liaison"), None, late.now))

    assert lead_rounds(case)[0].contacted_late is False
    assert lead_rounds(late)[0].contacted_late is True


def test_shelved_is_counted_apart_and_moves_the_limit() -> None:
    case = at_work()
    before = lead_rounds(case)[0].due_at
    case.clock("2019-07-08 09:00").does(asked.Shelve(by("head"), at("2019-07-29 09:00").date(), case.words()))
    lying = lead_rounds(case)[0]
    case.clock("2019-07-10 09:00").does(asked.Unshelve(by("head")))
    back = lead_rounds(case)[0]

    assert (lying.shelved_at, lying.unshelved_at, lying.paused_at) == (
        at("2019-07-08 09:00"),
        None,
        at("2019-07-08 09:00"),
    )
    assert (back.unshelved_at, back.paused_at, back.ended_at) == (at("2019-07-10 09:00"), None, None)
    assert before is not None
    assert back.due_at is not None
    assert back.due_at > before
    assert happened(case).count(HappeningKind.SHELVED) == 1


def test_a_sheet_is_counted_when_it_is_issued_not_when_it_is_lowered() -> None:
    case = at_work()
    case.does(asked.UrgeUnit(by("supervisor")))
    case.does(asked.Supervise(by("supervisor"), Grade.KEY))
    case.does(asked.Supervise(by("head"), Grade.GENERAL, None, case.words()))

    assert happened(case) == [HappeningKind.URGED, HappeningKind.SHEET]
    assert facts(case).happenings[-1].degree == Grade.KEY


def test_assistants_have_rounds_of_their_own() -> None:
    case = Case(at("2019-07-05 09:00")).filed().accepted().assigned(TRANSPORT, POLICE)
    case.clock("2019-07-05 14:00").does(
        asked.ReportProgress(by("police-liaison"), case.words(), (2,), (case.photo(),), part_done=True)
    )

    helper = next(one for one in facts(case).rounds if one.role is UnitRole.ASSIST)
    assert (helper.unit, helper.ending, helper.ended_at) == (POLICE, Ending.DONE, at("2019-07-05 14:00"))
    assert lead_rounds(case)[0].ended_at is None


def test_an_undone_merge_takes_up_the_old_work() -> None:
    case = at_work()
    case.does(asked.MergeInto(by("dispatcher"), 2, main_is_open=True, main_on_list_track=True))
    (merged,) = lead_rounds(case)
    assert (merged.ending, facts(case).merged_at) == (Ending.TAKEN, case.now)
    case.clock("2019-07-05 12:00").does(asked.UndoMerge(by("dispatcher")))

    (one,) = lead_rounds(case)
    assert (one.begun_at, one.ended_at, one.ending) == (at("2019-07-05 09:20"), None, None)
    assert facts(case).merged_at is None


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (LookBackResult.RELAPSE, HappeningKind.RELAPSE),
        (LookBackResult.NEVER_DONE, HappeningKind.FALSE_CLOSING),
    ],
)
def test_what_a_look_back_found(result: LookBackResult, kind: HappeningKind) -> None:
    case = rated(handed_in(at_work()), Rating.SATISFIED)
    case.does(asked.StartLookBack(by("supervisor")))
    case.does(asked.RecordLookBack(by("supervisor"), result, case.words()))

    assert kind in happened(case)
    assert lead_rounds(case)[-1].again


def test_more_people_and_an_enterprise() -> None:
    case = Case(at("2019-07-05 09:00")).filed(enterprise=True).accepted()
    words = asked.TakenAppeal(NEIGHBOUR, case.words(), case.now, Channel.CALL, confidential=False)
    case.does(asked.TakeIn(by("dispatcher"), 2, (words,), part_on_list_track=False))

    assert (facts(case).appellants, facts(case).enterprise) == (2, True)


# --- over random histories ----------------------------------------------------------------------------------------


def test_facts_and_ticket_agree_on_every_history() -> None:
    for case in walks(25):
        told, it = facts(case), case.it
        owing = standing_state(it) in OWING and bool(it.assignments)
        open_leads = [one for one in lead_rounds(case) if one.ended_at is None]

        assert len(open_leads) == int(owing)
        for one in open_leads:
            assert it.lead is not None
            assert it.limit is not None
            assert (one.unit, one.due_at) == (it.lead.unit, it.limit.due_at)
            assert (one.paused_at is None) == (
                not it.limit.pauses or it.limit.pauses[-1].until_at is not None or _stands(case)
            )
        assert all((one.ended_at is None) == (one.ending is None) for one in told.rounds)
        assert all(_in_order(one.begun_at, one.ended_at) for one in told.rounds)
        assert len({h.seq for h in told.happenings}) == len(told.happenings)
        last = {o.appellant: o for o in told.opinions}
        assert [o for o in told.opinions if o.superseded_at is None] == sorted(
            last.values(), key=lambda o: o.seq
        )


def test_what_is_said_not_to_count_changes_nothing() -> None:
    for case in walks(25):
        ticket = evolve(None, case.history[0])
        known = looked_at(grown(None, case.history[0], ticket), case.history[0], ticket)
        for recorded in case.history[1:]:
            ticket = evolve(ticket, recorded)
            if not counts(recorded.event):
                assert looked_at(known, recorded, ticket) == known, recorded
            known = grown(known, recorded, ticket)


def _stands(case: Case) -> bool:
    """A date somebody named stands through a pause."""
    limit = case.it.limit
    return limit is not None and limit.limit.kind.value not in {"working_days", "calendar_days"}


def _in_order(begun: datetime, ended: datetime | None) -> bool:
    return ended is None or begun <= ended
