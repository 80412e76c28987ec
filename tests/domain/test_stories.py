"""The scenario stories of `domain.md` §16 as skeletons: the rules alone, without chat, store or wire."""

from datetime import date

from domain import commands as asked
from domain.accountable import accountable
from domain.actor import citizen
from domain.calendar_clock import local_date
from domain.commands import TakenAppeal
from domain.ids import TicketId, VisitId
from domain.notices import NoticeKind
from domain.refusals import Reason
from domain.ticket import Limit
from domain.vocabulary import (
    Area,
    CauseClass,
    Channel,
    Grade,
    ItemState,
    LimitKind,
    LookBackResult,
    Nature,
    Rating,
    RatingWay,
    State,
    Track,
    Urgency,
)
from tests.world import CITIZEN, NEIGHBOUR, POLICE, POWER, TOWN, TRANSPORT, WATER, at, by, case

MEETING = Limit(LimitKind.FIXED_DATE, 0, "逢6会议", date(2019, 8, 6))


def test_story_1_gravel_on_a_village_road_is_closed_only_when_seen() -> None:
    # Given a ticket with the town, and the dispatch meeting of 26 July
    c = case("2019-07-22 09:00").filed().accepted().dispatched(TOWN)
    c.clock("2019-07-26 10:00")
    items = (
        asked.NewItem(c.words(), unit=TRANSPORT),
        asked.NewItem(c.words(), unit=TRANSPORT),
        asked.NewItem(c.words(), unit=POLICE),
    )
    # When the chair names transport as lead and the traffic police as assistant
    c.does(asked.Assign(by("supervisor"), None, TRANSPORT, (POLICE,), items, MEETING))
    # Then it is a listed matter of grade 3 in the leaders' own hands, and the town is released
    assert (c.it.track, c.it.grade, c.it.state) == (Track.LIST, Grade.KEY, State.DISPATCHED)
    assert {a.unit for a in c.it.released} == {TOWN}
    assert {"transport-leader", "police-leader"} <= c.who_heard(NoticeKind.ASSIGNED)
    assert c.notices(NoticeKind.PUBLIC_PROGRESS)
    # When work is reported on day 0 and day 2, the first reply signs
    c.does(asked.ReportProgress(by("transport-leader"), c.words(), contact=True))
    assert c.it.state is State.IN_PROGRESS
    c.clock("2019-07-28 16:00").done("transport-leader", 1, 2)
    # Then close-out is refused while the assistant's item is open
    request = asked.RequestCloseout(by("transport-leader"), VisitId(7), c.words())
    assert c.refused(request) is Reason.ITEMS_OPEN
    c.done("police-liaison", 3)
    assert c.it.assignments[1].signed_off_at is not None
    c.does(request)
    assert c.who_heard(NoticeKind.VISIT_ASSIGNED) == {"confirmer"}
    # When the confirmer was there, the citizen is content and the head approves
    c.clock("2019-07-30 10:00").seen().rated(Rating.SATISFIED)
    assert c.it.state is State.CALLBACK
    c.does(asked.Approve(by("head")))
    # Then it is closed out before the next meeting, on time, and will be looked at again
    assert c.it.state is State.CLOSED_OUT
    assert c.it.limit is not None
    assert c.it.closed_at is not None
    assert c.it.closed_at < c.it.limit.due_at
    assert c.it.look_back is not None


def test_story_2_petrol_smell_closes_by_explanation_and_is_looked_at() -> None:
    # Given a petrol smell at night
    c = case("2019-05-27 21:11").filed(urgency=Urgency.URGENT).accepted(Nature.HELP)
    c.clock("2019-05-27 21:12").dispatched(TOWN)
    # Then the duty officer hears of it at once, with a strong reminder
    assert "town-duty" in c.who_heard(NoticeKind.ASSIGNED)
    assert all(n.urgent for n in c.notices(NoticeKind.ASSIGNED))
    c.clock("2019-05-27 21:14").does(asked.Acknowledge(by("town-duty")))
    assert not c.it.assignments[0].acknowledged_late
    arrival = [t for t in c.timers() if t.step.startswith("arrival_due")]
    assert arrival[0].due_at == at("2019-05-27 21:42")
    # When a second caller says the same, both become one matter
    appeal = TakenAppeal(NEIGHBOUR, c.words(), c.now, Channel.CALL, confidential=False)
    c.clock("2019-05-27 21:20").does(
        asked.TakeIn(by("dispatcher"), TicketId(2), (appeal,), part_on_list_track=False)
    )
    c.clock("2019-05-27 21:26").does(asked.ReportHandled(by("town-duty"), c.words(), contact=True))
    c.does(asked.Review(by("dispatcher"), passed=True))
    # Then both are asked, and it closes without anybody going there - but a supervisor looks
    assert {n.to.appellant for n in c.notices(NoticeKind.SURVEY)} == {CITIZEN, NEIGHBOUR}
    c.rated(Rating.SATISFIED)
    assert c.it.state is State.CALLBACK
    c.rated(Rating.BASICALLY, NEIGHBOUR)
    assert (c.it.state, c.it.track, c.it.too_fast) == (State.CLOSED, Track.ORDINARY, True)
    assert c.who_heard(NoticeKind.TOO_FAST) == {"supervisor"}
    c.does(asked.LookAtTooFast(by("supervisor")))
    assert not c.it.too_fast


def test_story_3_a_late_arrival_is_counted_and_makes_no_ticket_late() -> None:
    def power_cut(arrived: str) -> bool:
        c = case("2019-07-05 09:00").filed(urgency=Urgency.URGENT, enterprise=True)
        c.accepted(Nature.HELP).dispatched(POWER)
        c.clock("2019-07-05 09:04").does(
            asked.RecordContact(by("power-duty"), c.words(), at("2019-07-05 09:04"))
        )
        c.clock(arrived).does(asked.ReportArrival(by("power-duty")))
        c.does(asked.ReportHandled(by("power-liaison"), c.words()))
        c.does(asked.Review(by("dispatcher"), passed=True)).rated(Rating.SATISFIED)
        assert c.it.state is State.CLOSED
        assert c.it.urges == 0
        assert c.it.limit is not None
        assert c.now < c.it.limit.due_at
        return c.it.assignments[0].arrival_late

    assert not power_cut("2019-07-05 09:27")
    assert power_cut("2019-07-05 09:41")


def test_story_4_villages_have_a_warning_after_an_hour() -> None:
    c = case("2019-07-05 20:00").filed(urgency=Urgency.URGENT, area=Area.VILLAGE)
    c.accepted(Nature.REPORT).dispatched(WATER).does(asked.Acknowledge(by("water-duty")))
    c.wait_until("2019-07-05 21:30")
    assert "water-duty" in c.who_heard(NoticeKind.ARRIVAL_WARNING)
    assert not c.notices(NoticeKind.ARRIVAL_MISSED)
    c.wait_until("2019-07-05 22:00")
    assert "supervisor" in c.who_heard(NoticeKind.ARRIVAL_MISSED)


def test_story_5_water_for_220_households() -> None:
    # Given a help request of 13 June, five working days
    c = case("2019-06-13 10:00").filed().accepted(Nature.HELP).dispatched(TOWN)
    assert c.it.limit is not None
    assert local_date(c.it.limit.due_at) == date(2019, 6, 21)  # 24:00 of the 20th
    # When only a booster pump runs, that is progress and closes nothing
    c.clock("2019-06-18 10:00").does(asked.ReportProgress(by("town-liaison"), c.words()))
    assert c.it.state is State.IN_PROGRESS
    # When the meeting makes the water company lead until the next one
    c.clock("2019-06-26 10:00")
    until = Limit(LimitKind.FIXED_DATE, 0, "逢6会议", date(2019, 7, 8))
    item = (asked.NewItem(c.words()),)
    c.does(asked.Assign(by("head"), None, WATER, (TOWN,), item, until))
    c.does(asked.Supervise(by("head"), Grade.SPECIAL, date(2019, 7, 8), c.words()))
    c.clock("2019-07-05 15:00").done("water-liaison", 1)
    # The town has no item of its own and says that its part is done
    assert c.refused(asked.RequestCloseout(by("water-leader"), VisitId(8))) is Reason.ASSIST_OPEN
    c.does(asked.ReportProgress(by("town-liaison"), c.words(), part_done=True))
    c.closeout_asked("water-leader").clock("2019-07-06 10:00").seen()
    c.does(asked.Approve(by("head"))).rated(Rating.SATISFIED)
    assert c.it.state is State.CLOSED_OUT
    # Then on the look-back it holds
    c.wait_until("2019-08-27 09:00")
    assert "supervisor" in c.who_heard(NoticeKind.LOOK_BACK_DUE)
    c.does(asked.RecordLookBack(by("supervisor"), LookBackResult.HOLDS))
    assert c.it.state is State.CLOSED_OUT
    assert not c.timers()


def test_story_7_dissatisfied_sent_back_and_put_right() -> None:
    # Given night noise, answered with words and reviewed
    c = case("2019-07-01 22:30").filed().accepted().dispatched(POLICE)
    c.clock("2019-07-04 10:00").does(asked.ReportHandled(by("police-liaison"), c.words(), contact=True))
    c.does(asked.Review(by("dispatcher"), passed=True))
    # When the citizen hears the music again
    c.clock("2019-07-05 08:00").rated(Rating.DISSATISFIED)
    assert c.it.state is State.DISSATISFIED_REVIEW
    assert accountable(c.it, c.context) == "caller"
    c.clock("2019-07-05 10:00").does(asked.OrderRework(by("head"), CauseClass.UNSOLVED, c.words()))
    # Then it is a listed matter with the request itself as its item, five working days, grade 3 to the unit head
    assert (c.it.state, c.it.track, c.it.grade) == (State.REWORK, Track.LIST, Grade.KEY)
    assert [i.words for i in c.it.items] == [c.it.appeals[0].words]
    assert c.it.limit is not None
    assert c.it.limit.due_at == at("2019-07-13 00:00")
    assert "police-head" in c.who_heard(NoticeKind.SUPERVISED)
    # When the unit works again it must say what is different
    c.clock("2019-07-08 16:00").done("police-leader", 1)
    again = asked.RequestCloseout(by("police-leader"), VisitId(9), c.words())
    assert c.refused(again) is Reason.NOTHING_DIFFERENT
    c.closeout_asked("police-leader")
    # And the first visit fails: that is a refused close-out, and the item is open again
    c.seen(1)
    assert c.it.rejected_closeouts == 1
    assert c.it.items[0].state is ItemState.OPEN
    assert c.who_heard(NoticeKind.CLOSEOUT_REJECTED) == {"police-leader", "police-liaison"}
    # When a supervisor sees it put right at night, it is approved and the citizen can live with it
    c.clock("2019-07-09 22:00").done("police-leader", 1).closeout_asked("police-leader")
    c.does(asked.NameConfirmer(by("supervisor"), VisitId(10), by("supervisor").person or ""))  # type: ignore[arg-type]  # a code
    c.clock("2019-07-09 23:00").seen().does(asked.Approve(by("head"))).rated(Rating.BASICALLY)
    # Then it is closed out; the last rating counts for satisfaction, the first for rework
    assert c.it.state is State.CLOSED_OUT
    assert [r.rating for r in c.it.ratings] == [Rating.DISSATISFIED, Rating.BASICALLY]
    assert c.it.rework_round == 1


def test_story_8_seven_callers_and_one_is_never_reached() -> None:
    c = case("2019-07-01 09:00").filed().accepted().dispatched()
    appeal = TakenAppeal(NEIGHBOUR, c.words(), c.now, Channel.CALL, confidential=False)
    c.does(asked.TakeIn(by("dispatcher"), TicketId(2), (appeal,), part_on_list_track=False))
    c.does(asked.ReportHandled(by("transport-liaison"), c.words(), contact=True))
    c.does(asked.Review(by("dispatcher"), passed=True)).rated(Rating.SATISFIED)
    # The text was the first try, two calls on other half-days make three
    tried = asked.RecordCallTry(by("caller"), NEIGHBOUR)
    assert c.refused(tried) is Reason.HALF_DAY_COUNTED
    c.clock("2019-07-01 15:00").does(tried)
    assert c.refused(tried) is Reason.HALF_DAY_COUNTED
    assert c.it.state is State.CALLBACK
    c.clock("2019-07-02 09:00").does(tried)
    assert c.it.state is State.CLOSED
    assert (c.it.ratings[-1].rating, c.it.ratings[-1].way) == (Rating.NO_RATING, RatingWay.UNREACHABLE)


def test_a_failed_item_named_on_site_leaves_the_others_reported() -> None:
    c = case().filed().accepted().assigned(TRANSPORT, TRANSPORT)
    c.done("transport-leader", 1, 2).closeout_asked().seen(2)
    assert [i.state for i in c.it.items] == [ItemState.REPORTED_DONE, ItemState.OPEN]
    assert c.refused(asked.Approve(by("head"))) is Reason.NOT_CONFIRMED


def test_a_dissatisfied_citizen_opens_the_closed_matter_within_thirty_days() -> None:
    c = case("2019-07-05 09:00").closed_out()
    unhappy = asked.RecordRating(citizen(CITIZEN), CITIZEN, Rating.DISSATISFIED, RatingWay.SMS, c.words())
    c.clock("2019-08-06 09:00")
    assert c.refused(unhappy) is Reason.ENDED
    c.clock("2019-08-04 08:00").does(unhappy)
    assert c.it.state is State.DISSATISFIED_REVIEW
    assert c.it.approval is None
