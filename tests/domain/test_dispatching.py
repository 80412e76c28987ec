"""Dispatch, assignment in person, items, returns, re-dispatch and extensions (`domain.md` §5.4, §5.5, §6.3)."""

from datetime import date

import pytest

from domain import commands as asked
from domain.accountable import accountable
from domain.ids import ItemNo, PersonId, UnitId
from domain.notices import CardKind, NoticeKind, ShowCard
from domain.refusals import Reason
from domain.still_true import still_true
from domain.ticket import Limit
from domain.vocabulary import (
    Area,
    Grade,
    ItemState,
    LimitKind,
    Nature,
    ReturnReason,
    State,
    Track,
    Urgency,
)
from tests.world import CENTRE, HEADLESS, POLICE, POWER, TOWN, TRANSPORT, WATER, Case, at, by, case


def test_a_dispatch_gives_a_limit_a_leader_and_cards() -> None:
    c = case("2019-07-05 09:00").filed().accepted(Nature.HELP).dispatched(TRANSPORT, POLICE)
    assert c.it.limit is not None
    assert c.it.limit.due_at == at("2019-07-13 00:00")
    assert [(a.leader, a.liaison) for a in c.it.assignments] == [
        ("transport-leader", "transport-liaison"),
        ("police-leader", "police-liaison"),
    ]
    assert ShowCard(PersonId("transport-leader"), CardKind.TASK) in c.told
    assert accountable(c.it, c.context) == "transport-leader"
    assert [n.on for n in c.notices(NoticeKind.CITIZEN_DISPATCHED)] == [date(2019, 7, 12)]


def test_a_citizen_is_not_promised_an_answer_that_has_come_overnight() -> None:
    c = case("2019-07-05 23:00").handled()
    promised = c.notices(NoticeKind.CITIZEN_DISPATCHED)[0]
    assert still_true(promised, c.it, c.now)
    c.does(asked.Review(by("dispatcher"), passed=True))
    assert not still_true(promised, c.it, c.now)


def test_a_received_ticket_is_accepted_with_its_dispatch() -> None:
    c = case().filed()
    assert c.refused(asked.Dispatch(by("dispatcher"), TRANSPORT)) is Reason.MISSING_NATURE
    c.does(asked.Dispatch(by("dispatcher"), TRANSPORT, nature=Nature.HELP, place=c.words()))
    assert (c.it.state, c.it.nature) == (State.DISPATCHED, Nature.HELP)


@pytest.mark.parametrize(
    ("lead", "assists", "reason"),
    [
        (UnitId("nowhere"), (), Reason.UNKNOWN_UNIT),
        (CENTRE, (), Reason.UNKNOWN_UNIT),
        (TRANSPORT, (TRANSPORT,), Reason.UNIT_TWICE),
        (WATER, (), Reason.LEAD_IS_COMPLAINED_OF),
        (TRANSPORT, (WATER,), Reason.LEAD_IS_COMPLAINED_OF),
        (TOWN, (), Reason.DEPARTMENT_DUTY_TO_TOWN),
    ],
)
def test_who_must_not_get_it(lead: UnitId, assists: tuple[UnitId, ...], reason: Reason) -> None:
    c = case().filed().accepted(about_unit=WATER, category="010101")
    assert c.refused(asked.Dispatch(by("dispatcher"), lead, assists)) is reason


def test_only_the_dispatcher_dispatches() -> None:
    c = case().filed().accepted()
    for who in ("operator", "caller", "transport-leader", "inspector"):
        assert c.refused(asked.Dispatch(by(who), TRANSPORT)) is Reason.NOT_YOUR_OFFICE
    assert c.does(asked.Dispatch(by("head"), TRANSPORT)).it.state is State.DISPATCHED


def test_without_leader_and_head_the_centre_head_answers_for_a_unit() -> None:
    c = case().filed().accepted().dispatched(HEADLESS)
    assert accountable(c.it, c.context) == "head"


def test_an_assignment_needs_items_and_makes_a_listed_matter_of_grade_three() -> None:
    c = case().filed().accepted()
    assert c.refused(asked.Assign(by("supervisor"), None, TRANSPORT)) is Reason.NO_ITEMS
    c.assigned(TRANSPORT, POLICE)
    assert (c.it.track, c.it.grade) == (Track.LIST, Grade.KEY)
    assert [(i.no, i.unit) for i in c.it.items] == [(1, TRANSPORT), (2, POLICE)]
    elsewhere = asked.AddItem(by("supervisor"), asked.NewItem(c.words(), unit=WATER))
    assert c.refused(elsewhere) is Reason.ITEM_UNIT_NOT_PART


def test_the_leader_named_must_be_of_the_unit() -> None:
    c = case().filed().accepted()
    items = (asked.NewItem(c.words()),)
    wrong = asked.Assign(by("supervisor"), PersonId("water-leader"), TRANSPORT, (), items)
    assert c.refused(wrong) is Reason.LEADER_NOT_OF_UNIT
    c.does(asked.Assign(by("supervisor"), PersonId("transport-head"), TRANSPORT, (), items))
    assert accountable(c.it, c.context) == "transport-head"


def test_assigning_anew_releases_the_old_parts_and_gives_a_full_limit() -> None:
    c = case("2019-07-01 09:00").filed().accepted(Nature.HELP).dispatched(TOWN)
    c.clock("2019-07-05 09:00").assigned(lead=WATER)
    assert [a.unit for a in c.it.released] == [TOWN]
    assert c.it.limit is not None
    assert c.it.limit.due_at == at("2019-07-13 00:00")
    assert "town-leader" in c.who_heard(NoticeKind.TAKEN_BACK)


def test_a_dead_line_in_the_past_is_refused() -> None:
    c = case("2019-07-05 09:00").filed().accepted()
    gone = Limit(LimitKind.FIXED_DATE, 0, "", date(2019, 7, 4))
    assert c.refused(asked.Dispatch(by("dispatcher"), TRANSPORT, limit=gone)) is Reason.DATE_PAST
    never = Limit(LimitKind.FIXED_DATE, 0, "")
    assert c.refused(asked.Dispatch(by("dispatcher"), TRANSPORT, limit=never)) is Reason.DATE_PAST


def test_items_change_freely_until_the_first_closeout_request_and_then_with_a_reason() -> None:
    c = case().filed().accepted().assigned()
    assert c.refused(asked.RemoveItem(by("supervisor"), ItemNo(1))) is Reason.LAST_ITEM
    c.does(asked.AddItem(by("supervisor"), asked.NewItem(c.words())))
    c.done("transport-leader", 1, 2).closeout_asked().seen(1)
    change = asked.ChangeItem(by("supervisor"), ItemNo(2), words=c.words())
    assert c.refused(change) is Reason.NEEDS_REASON
    c.does(asked.ChangeItem(by("supervisor"), ItemNo(2), words=c.words(), reason=c.words()))
    assert c.it.items[1].state is ItemState.OPEN
    c.does(asked.RemoveItem(by("supervisor"), ItemNo(2), c.words()))
    c.does(asked.AddItem(by("supervisor"), asked.NewItem(c.words()), c.words()))
    assert [i.no for i in c.it.items] == [1, 3], "a number is never used again"


def test_an_item_makes_an_ordinary_matter_a_listed_one() -> None:
    c = case().filed().accepted().dispatched()
    c.does(asked.AddItem(by("supervisor"), asked.NewItem(c.words())))
    assert c.it.track is Track.LIST


def returned() -> Case:
    c = case("2019-07-05 09:00").filed().accepted().dispatched()
    return c.does(asked.RequestReturn(by("transport-liaison"), ReturnReason.NOT_OURS, WATER, c.words()))


def test_a_granted_return_goes_on_to_the_next_unit_with_a_full_limit() -> None:
    c = returned()
    assert c.it.state is State.RETURN_REQUESTED
    assert c.who_heard(NoticeKind.RETURN_ASKED) == {"dispatcher"}
    c.clock("2019-07-08 09:00").does(asked.DecideReturn(by("dispatcher"), granted=True, to=WATER))
    assert c.it.state is State.DISPATCHED
    assert c.it.limit is not None
    assert c.it.limit.start_at == at("2019-07-08 09:00")


def test_a_refused_return_leaves_the_unit_with_it_and_the_clock_as_it_was() -> None:
    c = returned()
    before = c.it.limit
    assert c.refused(asked.DecideReturn(by("dispatcher"), granted=False)) is Reason.NEEDS_REASON
    c.does(asked.DecideReturn(by("dispatcher"), granted=False, reason=c.words()))
    assert (c.it.state, c.it.limit) == (State.ACKNOWLEDGED, before)
    again = asked.RequestReturn(by("transport-liaison"), ReturnReason.NOT_OURS)
    assert c.refused(again) is Reason.RETURN_ONCE


def test_a_second_return_is_the_heads_and_brings_a_sheet() -> None:
    c = returned().does(asked.DecideReturn(by("dispatcher"), granted=True, to=WATER))
    c.does(asked.RequestReturn(by("water-liaison"), ReturnReason.NOT_OURS))
    assert c.notices(NoticeKind.RETURN_ASKED)[-1].to.person == "head"
    second = asked.DecideReturn(by("dispatcher"), granted=True)
    assert c.refused(second) is Reason.SECOND_RETURN_HEAD
    c.does(asked.DecideReturn(by("head"), granted=True))
    assert (c.it.state, c.it.grade) == (State.PENDING_DISPATCH, Grade.GENERAL)


def test_after_a_working_day_the_unit_owns_it() -> None:
    c = case("2019-07-05 09:00").filed().accepted().dispatched()
    wish = asked.RequestReturn(by("transport-liaison"), ReturnReason.NOT_OURS)
    c.clock("2019-07-09 00:00")
    assert c.refused(wish) is Reason.RETURN_TOO_LATE
    c.clock("2019-07-08 23:59").does(wish)


def test_a_listed_matter_is_not_returned() -> None:
    c = case().filed().accepted().assigned()
    wish = asked.RequestReturn(by("transport-liaison"), ReturnReason.NOT_OURS)
    assert c.refused(wish) is Reason.RETURN_LIST_TRACK


def test_taken_back_it_waits_for_dispatch_again() -> None:
    c = case().filed().accepted().dispatched().does(asked.Redispatch(by("dispatcher"), None))
    assert (c.it.state, c.it.lead, c.it.limit) == (State.PENDING_DISPATCH, None, None)
    assert accountable(c.it, c.context) == "dispatcher"


def test_an_extension_is_asked_once_before_expiry_and_granted_by_somebody_else() -> None:
    c = case("2019-07-05 09:00").filed().accepted(Nature.HELP).dispatched()
    ask = asked.RequestExtension
    who = by("transport-liaison")
    assert c.refused(ask(who, date(2019, 7, 12), c.words())) is Reason.EXTENSION_NOT_LATER
    assert c.refused(ask(who, date(2019, 7, 27), c.words())) is Reason.EXTENSION_TOO_LONG
    c.does(ask(who, date(2019, 7, 19), c.words()))
    assert c.it.limit is not None
    assert c.it.limit.due_at == at("2019-07-13 00:00"), "the clock runs on while it is pending"
    assert c.refused(ask(who, date(2019, 7, 19), c.words())) is Reason.EXTENSION_PENDING
    assert c.refused(asked.DecideExtension(by("supervisor"), granted=True)) is Reason.NOT_YOUR_OFFICE
    c.does(asked.DecideExtension(by("head"), granted=True))
    assert c.it.limit.due_at == at("2019-07-20 00:00")
    assert c.refused(ask(who, date(2019, 7, 22), c.words())) is Reason.EXTENSION_ONCE


def test_no_extension_after_expiry_and_none_for_urgent_matters() -> None:
    late = case("2019-07-05 09:00").filed().accepted(Nature.HELP).dispatched().clock("2019-07-13 00:00")
    wish = asked.RequestExtension(by("transport-liaison"), date(2019, 7, 19), late.words())
    assert late.refused(wish) is Reason.EXTENSION_AFTER_EXPIRY
    urgent = case("2019-07-05 09:00").filed(urgency=Urgency.URGENT).accepted().dispatched()
    assert urgent.refused(wish) is Reason.EXTENSION_URGENT


def test_nobody_decides_their_own_extension() -> None:
    c = case("2019-07-05 09:00").filed().accepted(Nature.HELP).dispatched(HEADLESS)
    c.does(asked.RequestExtension(by("head"), date(2019, 7, 19), c.words()))
    assert c.refused(asked.DecideExtension(by("head"), granted=True)) is Reason.APPROVER_IS_APPLICANT
    assert c.who_heard(NoticeKind.EXTENSION_ASKED) == {"deputy"}
    c.does(asked.DecideExtension(by("deputy"), granted=True))


def test_a_pause_after_an_extension_moves_the_extended_day() -> None:
    c = case("2019-07-05 09:00").filed().accepted(Nature.HELP).dispatched()
    c.does(asked.RequestExtension(by("transport-liaison"), date(2019, 7, 19), c.words()))
    c.does(asked.DecideExtension(by("head"), granted=True))
    c.clock("2019-07-16 09:00").does(asked.Shelve(by("head"), date(2019, 7, 30), c.words()))
    c.clock("2019-07-18 09:00").does(asked.Unshelve(by("head")))
    assert c.it.limit is not None
    assert c.it.limit.due_at == at("2019-07-24 00:00")


def test_whoever_gets_an_urgent_matter_is_told_until_when_to_be_there() -> None:
    c = case("2019-05-27 21:11").filed(urgency=Urgency.URGENT).accepted(area=Area.TOWN).dispatched(POWER)
    told = c.notices(NoticeKind.ASSIGNED)
    assert {n.at for n in told} == {at("2019-05-27 21:41")}
    ordinary = case().filed().accepted().dispatched()
    assert {n.at for n in ordinary.notices(NoticeKind.ASSIGNED)} == {None}


def test_another_leader_of_the_same_unit_takes_over_with_the_limit_as_it_runs() -> None:
    c = case("2019-07-26 10:00").filed().accepted().assigned()
    before = c.it.limit
    c.clock("2019-07-30 10:00").does(asked.Assign(by("supervisor"), PersonId("transport-head"), TRANSPORT))
    assert c.it.lead is not None
    assert c.it.lead.leader == "transport-head"
    assert c.it.limit == before
