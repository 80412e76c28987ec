"""The ladder of reminders and escalations (`domain.md` §7.4, §10.1), and the names of its steps."""

from hypothesis import given
from hypothesis import strategies as st

from domain import commands as asked
from domain.actor import SYSTEM
from domain.calendar_clock import LOCAL
from domain.events import StepTaken
from domain.may import Action, buttons
from domain.notices import CardKind, NoticeKind, StrongReminder
from domain.refusals import Reason
from domain.steps import Step, StepKind
from domain.vocabulary import Grade, Nature, State, Track, Urgency
from tests.world import POLICE, TRANSPORT, Case, PersonId, at, by, case


@given(st.sampled_from(StepKind), st.integers(-(10**12), 10**12), st.text(max_size=12))
def test_a_step_is_read_back_from_its_name(kind: StepKind, anchor: int, subject: str) -> None:
    step = Step(kind, anchor, subject)
    assert Step.parse(str(step)) == step


@given(
    st.text(max_size=40)
    | st.sampled_from(["overdue", "overdue::", "overdue:x:", "overdue:²:", "overdue:01:"])
)
def test_any_text_is_a_step_or_none(text: str) -> None:
    step = Step.parse(text)
    assert step is None or str(step) == text


def help_request() -> Case:
    """Five working days from Friday 5 July: due on Friday 12 July."""
    return case("2019-07-05 09:00").filed().accepted(Nature.HELP).dispatched()


def heard_at(c: Case, kind: NoticeKind) -> list[str]:
    seqs = {n.seq for n in c.notices(kind)}
    return [r.at.astimezone(LOCAL).strftime("%m-%d %H:%M") for r in c.history if r.seq in seqs]


def test_the_ladder_of_an_ordinary_matter_nobody_touches() -> None:
    c = help_request().wait_until("2019-07-23 09:00")
    assert heard_at(c, NoticeKind.ACK_REMINDER) == ["07-05 11:00", "07-05 15:00"]
    assert heard_at(c, NoticeKind.DUE_SOON) == ["07-11 08:30", "07-12 15:30"]
    assert heard_at(c, NoticeKind.DUE_TODAY) == ["07-12 17:30"]
    assert heard_at(c, NoticeKind.OVERDUE)[0] == "07-15 08:30"
    assert heard_at(c, NoticeKind.LATE_LADDER) == ["07-16 08:30", "07-18 08:30", "07-22 08:30"]
    ladder = {n.count: set[str]() for n in c.notices(NoticeKind.LATE_LADDER)}
    for notice in c.notices(NoticeKind.LATE_LADDER):
        ladder[notice.count].add(notice.to.person or "")
    assert ladder == {
        1: {"transport-leader"},
        3: {"transport-leader", "transport-head"},
        5: {"transport-leader", "transport-head", "head", "supervisor"},
    }


def test_lateness_raises_the_grade_by_rule() -> None:
    c = help_request().wait_until("2019-07-15 08:29")
    assert (c.it.grade, c.it.urges) == (Grade.REMINDER, 0)
    assert c.wait_until("2019-07-15 08:30").it.grade is Grade.URGE
    assert c.it.urges == 1
    assert c.wait_until("2019-07-16 08:30").it.grade is Grade.GENERAL
    c.wait_until("2019-07-22 08:30")
    assert (c.it.grade, c.it.track) == (Grade.SPECIAL, Track.LIST)


def test_after_the_ladder_the_leader_hears_of_it_every_working_morning() -> None:
    c = help_request().wait_until("2019-07-22 09:00")
    before = len(c.notices(NoticeKind.OVERDUE))
    c.wait_until("2019-07-26 09:00")
    assert len(c.notices(NoticeKind.OVERDUE)) == before + 4 * 2  # leader and supervisor


def test_reminders_stop_when_the_unit_has_handed_in() -> None:
    c = help_request()
    c.does(asked.ReportHandled(by("transport-liaison"), c.words(), contact=True))
    c.wait_until("2019-07-23 09:00")
    assert not c.notices(NoticeKind.OVERDUE)
    assert c.who_heard(NoticeKind.HANDLED_TO_REVIEW) >= {"dispatcher", "transport-leader"}


def test_a_pending_return_stops_no_reminder() -> None:
    c = help_request()
    c.does(asked.RequestReturn(by("transport-liaison"), asked.ReturnReason.NOT_OURS))
    c.wait_until("2019-07-15 09:00")
    assert c.it.state is State.RETURN_REQUESTED
    assert c.notices(NoticeKind.OVERDUE)
    assert len(c.notices(NoticeKind.RETURN_ASKED)) > 2, "the dispatcher is reminded every morning"


def test_a_step_is_taken_once_and_only_when_its_time_has_come() -> None:
    c = help_request()
    first = c.timers()[0]
    assert c.refused(asked.TimeCame(SYSTEM, first.step)) is Reason.STEP_NOT_WANTED
    c.now = first.due_at
    c.does(asked.TimeCame(SYSTEM, first.step))
    assert c.refused(asked.TimeCame(SYSTEM, first.step)) is Reason.STEP_NOT_WANTED
    assert c.refused(asked.TimeCame(by("admin"), c.timers()[0].step)) is Reason.NOT_YOUR_OFFICE


def test_a_step_missed_while_the_service_was_down_says_so() -> None:
    c = help_request()
    step = c.timers()[0].step
    c.clock("2019-07-05 11:31").does(asked.TimeCame(SYSTEM, step))
    assert isinstance(c.history[-1].event, StepTaken)
    assert c.history[-1].event.late
    assert c.notices(NoticeKind.ACK_REMINDER)[0].late


def test_an_urgent_matter_is_signed_for_in_ten_minutes_by_night() -> None:
    c = case("2019-07-05 23:00").filed(urgency=Urgency.CRITICAL).accepted().dispatched()
    assert any(isinstance(t, StrongReminder) for t in c.told)
    c.wait_until("2019-07-05 23:10")
    assert {"transport-duty", "transport-leader"} <= c.who_heard(NoticeKind.ACK_REMINDER)
    assert {"supervisor", "dispatcher"} == c.who_heard(NoticeKind.UNACKNOWLEDGED)
    c.wait_until("2019-07-06 01:00")
    assert "transport-head" in c.who_heard(NoticeKind.FEEDBACK_DUE)


def test_urgency_that_comes_later_counts_from_then() -> None:
    c = help_request().clock("2019-07-08 10:00")
    c.does(asked.AddWords(by("operator"), c.it.appellants[0], c.words(), Urgency.URGENT))
    arrival = next(t for t in c.timers() if t.step.startswith("arrival_due"))
    assert arrival.due_at == at("2019-07-08 10:30")
    assert "transport-duty" in c.who_heard(NoticeKind.ASSIGNED)


def test_a_silent_item_is_its_leaders() -> None:
    c = case("2019-07-01 09:00").filed().accepted().assigned(TRANSPORT, POLICE)
    c.clock("2019-07-03 09:00").does(asked.ReportProgress(by("transport-leader"), c.words()))
    c.wait_until("2019-07-04 09:00")
    assert [(n.to.person, n.items) for n in c.notices(NoticeKind.ITEM_SILENT)] == [("police-leader", (2,))]


def test_a_visit_has_two_working_days() -> None:
    c = case("2019-07-05 09:00").filed().accepted().assigned().done("transport-leader", 1).closeout_asked()
    c.wait_until("2019-07-10 08:30")
    assert {"confirmer", "supervisor", "transport-leader"} == c.who_heard(NoticeKind.VISIT_LATE)


def test_an_approval_waits_half_a_day_and_then_every_morning() -> None:
    c = case("2019-07-05 09:00").up_to_callback()
    first = next(t for t in c.timers() if t.step.startswith("approval_waiting"))
    assert first.due_at == at("2019-07-05 14:30")
    c.wait_until("2019-07-09 09:00")
    assert heard_at(c, NoticeKind.APPROVAL_WANTED) == [
        "07-05 09:00",
        "07-05 14:30",
        "07-08 08:30",
        "07-09 08:30",
    ]


def test_buttons_are_what_the_rules_would_grant() -> None:
    leader, liaison = PersonId("transport-leader"), PersonId("transport-liaison")
    c = case("2019-07-05 09:00").filed().accepted().dispatched()
    shown = buttons(c.it, liaison, CardKind.TASK, c.context)
    assert Action.ACKNOWLEDGE in shown
    assert Action.REQUEST_RETURN in shown
    assert Action.REQUEST_CLOSEOUT not in shown
    assert Action.ARRIVAL not in shown
    c.assigned().done("transport-leader", 1)
    assert Action.REQUEST_CLOSEOUT in buttons(c.it, leader, CardKind.TASK, c.context)
    assert Action.REQUEST_CLOSEOUT not in buttons(c.it, liaison, CardKind.TASK, c.context)
    c.closeout_asked()
    assert buttons(c.it, PersonId("confirmer"), CardKind.VISIT, c.context) == (Action.OPEN_SITE_PAGE,)
    assert buttons(c.it, PersonId("confirmer2"), CardKind.VISIT, c.context) == ()
    c.seen()
    assert buttons(c.it, PersonId("head"), CardKind.DECISION, c.context) == (Action.APPROVE,)
    assert buttons(c.it, PersonId("caller"), CardKind.CALLBACK, c.context) == ()
    c.clock("2019-07-05 15:00")
    assert buttons(c.it, PersonId("caller"), CardKind.CALLBACK, c.context) == (Action.CALL_FAILED,)
