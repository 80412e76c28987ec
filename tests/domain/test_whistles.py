"""吹哨报到 (`domain.md` §12): called, come or not, rated, confirmed; nobody closes it alone."""

from datetime import timedelta

import pytest

from domain import commands as asked
from domain.accountable import accountable
from domain.events import Arrived
from domain.ids import AppellantId, PersonId, TicketId, VisitId
from domain.notices import CardKind, Notice, NoticeKind, RecipientKind, ShowCard, StrongReminder
from domain.people import HeldOffice, Person
from domain.refusals import Reason
from domain.vocabulary import (
    Area,
    Attendance,
    CauseClass,
    Channel,
    Grade,
    Nature,
    Office,
    Rating,
    RatingWay,
    State,
    Track,
    UnitRole,
    Urgency,
    WhistleKind,
    WhistleMark,
)
from domain.whistle_figures import tallied
from store.codec import event_codec
from tests.world import (
    CITIZEN,
    LONG_AGO,
    POLICE,
    POWER,
    TOWN,
    TOWN_CALLS,
    TRANSPORT,
    WATER,
    WORLD,
    Case,
    at,
    by,
    case,
)

NIGHT = "2019-08-05 21:00"


def blown(**known: object) -> Case:
    """Water leads, police and power assist; an hour to come."""
    return case(NIGHT).whistled(WATER, POLICE, POWER, **({"minutes": 60} | known))


def come(c: Case, *units: str) -> Case:
    for unit in units:
        c.does(asked.ReportArrival(by(f"{unit}-duty"), c.words()))
    return c


def handled(c: Case) -> Case:
    """Assistants done, the lead's report in."""
    for part in c.it.assignments:
        if part.role is UnitRole.ASSIST:
            c.does(asked.ReportProgress(by(f"{part.unit}-liaison"), c.words(), part_done=True))
    return c.does(asked.ReportHandled(by("water-liaison"), c.words(), contact=True))


def attendance(c: Case) -> dict[str, Attendance]:
    assert c.it.whistle is not None
    return {one.unit: one.attendance for one in c.it.whistle.called}


# --- blown --------------------------------------------------------------------------------------------------------


def test_a_whistle_is_ticket_dispatch_and_call_in_one() -> None:
    # When the town's duty officer whistles for three units
    c = blown()
    # Then they have it, each with its own clock, and everybody holds one card
    assert (c.it.state, c.it.channel, c.it.track) == (State.DISPATCHED, Channel.WHISTLE, Track.ORDINARY)
    assert [(a.unit, a.role) for a in c.it.assignments] == [
        (WATER, UnitRole.LEAD),
        (POLICE, UnitRole.ASSIST),
        (POWER, UnitRole.ASSIST),
    ]
    assert c.it.whistle is not None
    assert {one.arrive_by for one in c.it.whistle.called} == {at(NIGHT) + timedelta(hours=1)}
    cards = [s for s in c.told if isinstance(s, ShowCard)]
    assert {s.person for s in cards if s.kind is CardKind.WHISTLE} == {"town-duty"}
    for unit in (WATER, POLICE, POWER):
        assert {f"{unit}-leader", f"{unit}-liaison", f"{unit}-duty"} <= {s.person for s in cards}
    # And at night, too, because people are called out
    assert all(n.urgent and n.at == at(NIGHT) + timedelta(hours=1) for n in c.notices(NoticeKind.ASSIGNED))
    # And no text message goes anywhere, and nothing is left to the dispatcher
    assert not [n for n in c.told if isinstance(n, Notice) and n.to.appellant]
    assert not c.notices(NoticeKind.NEW_TICKET)
    assert [n.to.kind for n in c.notices(NoticeKind.WHISTLE_PUBLIC)] == [RecipientKind.GROUP]


def test_only_towns_whistle_and_the_centre_for_them() -> None:
    c = case(NIGHT)
    case(NIGHT).whistled(who="town-leader")
    case(NIGHT).whistled(who="operator")
    for who, unit in (("water-duty", TOWN), ("water-duty", WATER), ("operator", WATER), ("inspector", TOWN)):
        whistle = asked.BlowWhistle(
            by(who), TicketId(1), "n", "s", TOWN_CALLS, unit, WhistleKind.JOINT, c.words(), c.words(), POLICE
        )
        assert c.refused(whistle) is Reason.TOWN_WHISTLES
    own = asked.BlowWhistle(
        by("town-duty"),
        TicketId(1),
        "n",
        "s",
        TOWN_CALLS,
        TOWN,
        WhistleKind.JOINT,
        c.words(),
        c.words(),
        TOWN,
    )
    assert c.refused(own) is Reason.WHISTLE_TO_ITSELF
    assert blown().refused(asked.Redispatch(by("supervisor"), TOWN)) is Reason.WHISTLE_TO_ITSELF


@pytest.mark.parametrize(
    ("known", "listed"),
    [
        ({"kind": WhistleKind.EMERGENCY}, False),
        ({"kind": WhistleKind.JOINT}, True),
        ({"kind": WhistleKind.PROMINENT}, True),
        ({"kind": WhistleKind.EMERGENCY, "again": True}, True),
        ({"kind": WhistleKind.EMERGENCY, "earlier": TicketId(9)}, True),
    ],
)
def test_it_is_listed_where_its_kind_says_so_or_it_repeats(known: dict[str, object], listed: bool) -> None:
    c = blown(**known)
    assert (c.it.track is Track.LIST) == listed
    assert c.it.grade == (Grade.KEY if listed else Grade.REMINDER)
    assert bool(c.it.items) == listed
    assert c.it.linked_to == known.get("earlier")


def test_a_reporter_stays_hidden() -> None:
    c = blown(nature=Nature.REPORT)
    assert c.it.confidential


def test_a_town_is_no_citizen() -> None:
    c = blown()
    assert c.it.appellants == ()
    rated = asked.RecordRating(by("caller"), TOWN_CALLS, Rating.SATISFIED, RatingWay.PHONE, c.words())
    assert c.refused(rated) is Reason.UNKNOWN_APPELLANT
    assert c.refused(asked.AskCitizen(by("dispatcher"), c.words())) is Reason.WHISTLE_NO_CITIZEN
    merge = asked.MergeInto(by("dispatcher"), TicketId(2), main_is_open=True, main_on_list_track=True)
    assert c.refused(merge) is Reason.WHISTLE_NOT_MERGED


# --- come or not --------------------------------------------------------------------------------------------------


def test_each_unit_arrives_for_itself_against_its_own_clock() -> None:
    c = blown()
    come(c.clock("2019-08-05 21:30"), "police")
    # The reminder comes at half of the time, to those who are not there
    c.wait_until("2019-08-05 21:45")
    assert "police-duty" not in c.who_heard(NoticeKind.ARRIVAL_WARNING)
    assert {"water-duty", "power-duty"} <= c.who_heard(NoticeKind.ARRIVAL_WARNING)
    # Who has not come in time is named, once for all whose time ended together
    c.wait_until("2019-08-05 22:00")
    assert {"water-duty", "power-duty"} <= c.who_heard(NoticeKind.ARRIVAL_MISSED)
    assert "supervisor" not in c.who_heard(NoticeKind.ARRIVAL_MISSED)
    assert c.who_heard(NoticeKind.WHISTLE_MISSED) == {"town-duty", "supervisor"}
    assert len(c.notices(NoticeKind.WHISTLE_MISSED)) == 2
    assert len(c.notices(NoticeKind.WHISTLE_PUBLIC)) == 2
    # And may still come, late, which makes no ticket late
    come(c.clock("2019-08-05 22:20"), "water")
    assert attendance(c) == {
        WATER: Attendance.LATE,
        POLICE: Attendance.ON_TIME,
        POWER: Attendance.MISSED,
    }
    assert c.it.limit is not None
    assert c.now < c.it.limit.due_at
    assert c.refused(asked.ReportArrival(by("water-leader"))) is Reason.ALREADY


def test_the_village_clock_warns_after_an_hour_and_ends_after_two() -> None:
    c = blown(minutes=None, urgency=Urgency.URGENT, area=Area.VILLAGE)
    assert [n for n in c.told if isinstance(n, StrongReminder)]
    c.wait_until("2019-08-05 22:00")
    assert {"water-duty", "police-duty", "power-duty"} <= c.who_heard(NoticeKind.ARRIVAL_WARNING)
    assert not c.notices(NoticeKind.ARRIVAL_MISSED)
    c.wait_until("2019-08-05 22:59")
    assert set(attendance(c).values()) == {Attendance.AWAITED}
    c.wait_until("2019-08-05 23:00")
    assert set(attendance(c).values()) == {Attendance.MISSED}


def test_in_town_an_urgent_whistle_has_half_an_hour_unless_it_names_less() -> None:
    c = blown(minutes=None, urgency=Urgency.URGENT)
    due = [t.due_at for t in c.timers() if t.step.startswith("arrival_due")]
    assert due == [at("2019-08-05 21:30")] * 3
    c = blown(minutes=20, urgency=Urgency.URGENT)
    due = [t.due_at for t in c.timers() if t.step.startswith("arrival_due")]
    assert due == [at("2019-08-05 21:20")] * 3


def test_without_a_time_of_its_own_the_policy_names_one() -> None:
    c = blown(minutes=None)
    assert c.it.whistle is not None
    assert c.it.whistle.minutes == 240


def test_a_person_of_two_units_arrives_for_both() -> None:
    both = (HeldOffice(Office.DUTY_OFFICER, WATER, LONG_AGO), HeldOffice(Office.LIAISON, POLICE, LONG_AGO))
    lent = Person(PersonId("lent"), "借调", "13900004444", WATER, both)
    c = Case(at(NIGHT), WORLD.with_people(lent)).whistled(WATER, POLICE, minutes=60)
    c.does(asked.ReportArrival(by("lent")))
    assert set(attendance(c).values()) == {Attendance.ON_TIME}


# --- excused ------------------------------------------------------------------------------------------------------


def test_an_excused_unit_is_named_and_blocks_nobody() -> None:
    items = (asked.NewItem(case().words()), asked.NewItem(case().words(), unit=POWER))
    c = blown(kind=WhistleKind.JOINT, items=items)
    come(c, "water", "police").wait_until("2019-08-06 09:00")
    assert attendance(c)[POWER] is Attendance.MISSED
    c.done("water-leader", 1).does(asked.ReportProgress(by("police-liaison"), c.words(), part_done=True))
    request = asked.RequestCloseout(by("water-leader"), VisitId(7), c.words())
    assert c.refused(request) is Reason.ITEMS_OPEN
    # When anybody but the supervisor lets a unit off, or the lead is meant
    assert c.refused(asked.ExcuseUnit(by("town-duty"), POWER, c.words())) is Reason.NOT_YOUR_OFFICE
    assert c.refused(asked.ExcuseUnit(by("supervisor"), WATER, c.words())) is Reason.LEAD_NOT_EXCUSED
    assert c.refused(asked.ExcuseUnit(by("supervisor"), TRANSPORT, c.words())) is Reason.NOT_CALLED
    # When the supervisor does, with a reason
    c.does(asked.ExcuseUnit(by("supervisor"), POWER, c.words()))
    # Then the lead takes over what it owed, both sides hear of it, and it stays on record who did not come
    assert [i.unit for i in c.it.items] == [WATER, WATER]
    assert {"power-leader", "town-duty"} <= c.who_heard(NoticeKind.WHISTLE_EXCUSED)
    assert attendance(c)[POWER] is Attendance.EXCUSED
    assert c.it.whistle is not None
    assert c.it.whistle.called[2].missed_at is not None
    c.done("water-leader", 2).closeout_asked("water-leader")
    assert c.it.state is State.CLOSEOUT_REQUESTED


# --- closing ------------------------------------------------------------------------------------------------------


def test_neither_the_town_nor_the_centre_closes_it_alone() -> None:
    c = come(blown(), "water", "police", "power")
    confirm = asked.ConfirmWhistle(by("town-duty"))
    assert c.refused(confirm) is Reason.NO_LEAD_REPORT
    handled(c)
    assert c.who_heard(NoticeKind.WHISTLE_TO_CONFIRM) == {"town-duty"}
    assert c.refused(asked.ConfirmWhistle(by("water-duty"))) is Reason.NOT_THE_TOWN
    assert c.refused(asked.ConfirmWhistle(by("head"))) is Reason.NOT_THE_TOWN
    c.does(asked.Review(by("dispatcher"), passed=True))
    # Nobody is to be called, and still the town's word is waited for, by a timer that reaches somebody
    assert c.it.state is State.CALLBACK
    assert not c.notices(NoticeKind.SURVEY)
    assert accountable(c.it, c.context) == "caller"
    c.wait_until("2019-08-08 09:00")
    assert {"town-duty", "caller", "supervisor"} <= c.who_heard(NoticeKind.WHISTLE_TO_CONFIRM)
    c.does(confirm)
    assert c.it.state is State.CLOSED
    assert not c.timers()


def test_somebody_who_acts_for_the_lead_as_well_does_not_confirm_for_the_town() -> None:
    both = (HeldOffice(Office.DUTY_OFFICER, TOWN, LONG_AGO), HeldOffice(Office.LIAISON, WATER, LONG_AGO))
    lent = Person(PersonId("lent"), "借调", "13900004444", TOWN, both)
    c = Case(at(NIGHT), WORLD.with_people(lent)).whistled(WATER, minutes=60)
    handled(come(c, "water"))
    assert c.refused(asked.ConfirmWhistle(by("lent"))) is Reason.NOT_THE_TOWN
    assert c.refused(asked.RateUnits(by("lent"), WhistleMark.GOOD)) is Reason.NOT_THE_TOWN


def test_confirmed_before_the_review_it_closes_with_the_review() -> None:
    c = handled(come(blown(), "water", "police", "power")).does(asked.ConfirmWhistle(by("town-leader")))
    assert c.it.state is State.HANDLED
    c.does(asked.Review(by("dispatcher"), passed=True))
    assert c.it.state is State.CLOSED


def test_on_the_list_the_supervisors_visit_and_the_approval_stay_necessary() -> None:
    c = come(blown(kind=WhistleKind.JOINT), "water", "police", "power")
    c.done("water-leader", 1)
    for unit in ("police", "power"):
        c.does(asked.ReportProgress(by(f"{unit}-liaison"), c.words(), part_done=True))
    c.closeout_asked("water-leader").does(asked.ConfirmWhistle(by("town-duty")))
    assert c.it.state is State.CLOSEOUT_REQUESTED
    c.seen()
    assert c.it.state is State.CALLBACK
    c.does(asked.Approve(by("head")))
    assert c.it.state is State.CLOSED_OUT
    assert c.it.look_back is not None


def test_new_work_voids_the_towns_word() -> None:
    c = handled(come(blown(), "water", "police", "power")).does(asked.ConfirmWhistle(by("town-duty")))
    c.does(asked.Review(by("dispatcher"), passed=False, reason=c.words()))
    c.does(asked.ReportHandled(by("water-liaison"), c.words()))
    c.does(asked.Review(by("dispatcher"), passed=True))
    assert c.it.state is State.CALLBACK
    c.does(asked.ConfirmWhistle(by("town-duty")))
    assert c.it.state is State.CLOSED


def test_a_town_that_does_not_confirm_sends_it_back_through_the_centre() -> None:
    c = handled(come(blown(), "water", "police", "power"))
    why = c.words()
    c.does(asked.RefuseWhistle(by("town-duty"), why))
    assert c.it.state is State.DISSATISFIED_REVIEW
    assert c.who_heard(NoticeKind.WHISTLE_REFUSED) == {"caller", "head"}
    assert {n.words for n in c.notices(NoticeKind.WHISTLE_REFUSED)} == {why}
    assert not c.notices(NoticeKind.REVIEW_WANTED)
    c.does(asked.OrderRework(by("head"), CauseClass.UNSOLVED, c.words()))
    assert (c.it.state, c.it.track) == (State.REWORK, Track.LIST)
    assert c.it.whistle is not None
    assert c.it.whistle.refusal is None


def test_a_citizen_merged_in_is_called_back_besides() -> None:
    c = come(blown(), "water", "police", "power")
    appeal = asked.TakenAppeal(CITIZEN, c.words(), c.now, Channel.SMS, confidential=False)
    c.does(asked.TakeIn(by("dispatcher"), TicketId(2), (appeal,), part_on_list_track=False))
    handled(c).does(asked.Review(by("dispatcher"), passed=True)).does(asked.ConfirmWhistle(by("town-duty")))
    assert {n.to.appellant for n in c.notices(NoticeKind.SURVEY)} == {AppellantId(CITIZEN)}
    assert c.it.state is State.CALLBACK
    c.rated(Rating.SATISFIED)
    assert c.it.state is State.CLOSED


# --- rated both ways ----------------------------------------------------------------------------------------------


def test_both_sides_rate_after_the_leads_report_and_may_think_better_of_it() -> None:
    c = come(blown(), "water", "police")
    good = asked.RateUnits(by("town-duty"), WhistleMark.GOOD)
    fair = asked.RateWhistle(by("police-liaison"), WhistleMark.FAIR, c.words())
    assert c.refused(good) is Reason.NO_LEAD_REPORT
    assert c.refused(fair) is Reason.NO_LEAD_REPORT
    come(c, "power")
    handled(c)
    assert c.refused(asked.RateUnits(by("water-duty"), WhistleMark.GOOD)) is Reason.NOT_THE_TOWN
    assert c.refused(asked.RateUnits(by("town-duty"), WhistleMark.GOOD, (TRANSPORT,))) is Reason.NOT_CALLED
    assert c.refused(asked.RateWhistle(by("transport-duty"), WhistleMark.GOOD)) is Reason.NOT_YOURS
    c.does(asked.RateUnits(by("town-duty"), WhistleMark.POOR, (POWER,), c.words())).does(good).does(fair)
    assert c.it.whistle is not None
    assert {one.unit: one.mark for one in c.it.whistle.called} == {
        WATER: WhistleMark.GOOD,
        POLICE: WhistleMark.GOOD,
        POWER: WhistleMark.POOR,
    }
    assert c.it.whistle.called[1].own_mark is WhistleMark.FAIR
    c.does(asked.RateUnits(by("town-duty"), WhistleMark.FAIR, (POWER,)))
    assert c.it.whistle.called[2].mark is WhistleMark.FAIR


# --- statistics ---------------------------------------------------------------------------------------------------


def test_figures_by_unit_and_by_town_come_from_the_tickets_alone() -> None:
    first = come(blown(), "water").wait_until("2019-08-06 09:00")
    come(first, "police")
    second = come(case("2019-08-06 09:00").whistled(WATER, minutes=60), "water")
    ordinary = case().filed()
    found = tallied([first.it, second.it, ordinary.it])
    assert found.whistles == {TOWN: 2}
    water, police, power = found.units[WATER], found.units[POLICE], found.units[POWER]
    assert (water.called, water.on_time, water.late, water.missed) == (2, 2, 0, 0)
    assert (police.called, police.on_time, police.late, police.missed) == (1, 0, 1, 0)
    assert (power.called, power.on_time, power.late, power.missed) == (1, 0, 0, 1)


def test_events_written_before_there_were_words_still_read() -> None:
    assert event_codec().decode("Arrived", '{"late":false,"unit":"water"}') == Arrived(WATER, late=False)
