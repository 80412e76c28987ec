"""An answer that does not answer goes back to its unit once, then a person decides (§8.5)."""

from hypothesis import given
from hypothesis import strategies as st

from domain import commands as asked
from domain.answering import (
    COPIED_FROM,
    SHORTEST,
    Answered,
    AnswerFault,
    AnswerFinding,
    AskedFor,
    NearAnswer,
    check,
)
from domain.events import AcknowledgedBy, AnswerReturned, CitizenContacted, HandledReported
from domain.evolve import replay
from domain.ids import TicketId
from domain.notices import NoticeKind
from domain.refusals import Reason
from domain.vocabulary import Nature, State
from tests.world import POLICE, WATER, Case, by, case

FAILED = (AnswerFinding(AnswerFault.NO_DATE), AnswerFinding(AnswerFault.PART_UNANSWERED, (2,)))
WHOLE = Answered(200, 150, frozenset({"路灯", "更换", "电缆"}), parts=0, found=True, done=True, dated=True)
ASKED = AskedFor(frozenset({"路灯", "灯坏"}))


def hand_in(c: Case, who: str = "transport-liaison", *, failing: bool = True) -> asked.ReportHandled:
    return asked.ReportHandled(by(who), c.words(), contact=True, findings=FAILED if failing else ())


def test_a_failing_answer_goes_back_and_the_matter_stays_in_progress() -> None:
    c = case().filed().accepted().dispatched()
    c.does(asked.RecordContact(by("transport-liaison"), c.words(), c.now))
    before = c.it

    outcome = c.tries(hand_in(c))

    assert isinstance(outcome, tuple)
    assert [type(one) for one in outcome] == [CitizenContacted, AnswerReturned]
    assert c.it.state is before.state is State.IN_PROGRESS
    assert c.it.answer is None
    assert c.it.handled_by is None
    assert c.it.limit == before.limit
    assert c.it.returned_answers[0].findings == FAILED
    assert not c.notices(NoticeKind.HANDLED_TO_REVIEW)


def test_a_first_reply_signs_even_when_it_goes_back() -> None:
    c = case().filed().accepted().dispatched()

    outcome = c.tries(hand_in(c))

    assert isinstance(outcome, tuple)
    assert [type(one) for one in outcome] == [AcknowledgedBy, CitizenContacted, AnswerReturned]


def test_the_second_failing_answer_reaches_the_reviewer_with_the_findings() -> None:
    c = case().filed().accepted().dispatched()
    c.does(hand_in(c)).does(hand_in(c))

    assert c.it.state is State.HANDLED
    assert c.it.answer_findings == FAILED
    assert c.who_heard(NoticeKind.HANDLED_TO_REVIEW) == {"dispatcher"}
    c.does(asked.Review(by("dispatcher"), passed=True))
    assert c.it.state is State.CALLBACK


def test_a_good_answer_after_a_failing_one_carries_no_findings() -> None:
    c = case().filed().accepted().dispatched()
    c.does(hand_in(c)).does(hand_in(c, failing=False))

    assert c.it.state is State.HANDLED
    assert c.it.answer_findings == ()
    assert len(c.it.returned_answers) == 1


def test_sent_back_by_the_reviewer_it_does_not_go_back_by_itself_again() -> None:
    c = case().filed().accepted().dispatched()
    c.does(hand_in(c)).does(hand_in(c))
    c.does(asked.Review(by("dispatcher"), passed=False, reason=c.words())).does(hand_in(c))

    assert c.it.state is State.HANDLED
    assert len(c.it.returned_answers) == 1


def test_the_same_command_once_more_changes_nothing() -> None:
    c = case().filed().accepted().dispatched()
    command = hand_in(c)
    c.does(command)

    assert c.refused(command) is Reason.ALREADY


def test_another_unit_has_its_own_once() -> None:
    c = case().filed().accepted().dispatched()
    c.does(hand_in(c)).does(asked.Redispatch(by("dispatcher"), WATER))

    c.does(hand_in(c, "water-liaison"))

    assert [one.unit for one in c.it.returned_answers] == ["transport", "water"]
    assert c.it.state is not State.HANDLED


def test_what_would_be_refused_is_refused_and_nothing_goes_back() -> None:
    c = case().filed().accepted().dispatched()
    c.does(asked.Redispatch(by("dispatcher"), WATER, (POLICE,)))

    assert c.refused(hand_in(c, "water-liaison")) is Reason.ASSIST_OPEN
    assert c.refused(hand_in(c, "town-liaison")) is Reason.NOT_YOURS


def test_the_history_gives_the_same_ticket() -> None:
    c = case().filed().accepted().dispatched()
    c.does(hand_in(c)).does(hand_in(c))

    assert replay(c.history) == c.it
    assert [type(one.event) for one in c.history][-1] is HandledReported


# --- what is weighed -------------------------------------------------------------------------------------------------


def near(alike: float, *, same_matter: bool = False) -> NearAnswer:
    return NearAnswer(TicketId(7), "NX7", alike, same_matter)


def test_a_copy_names_the_ticket_it_was_copied_from() -> None:
    found = check(ASKED, WHOLE, Nature.HELP, (near(0.2), near(COPIED_FROM)))

    assert found == (AnswerFinding(AnswerFault.COPIED, ticket=TicketId(7), number="NX7"),)


def test_the_same_answer_to_the_same_matter_is_right() -> None:
    assert check(ASKED, WHOLE, Nature.HELP, (near(1.0, same_matter=True),)) == ()


GRAMS = st.frozensets(st.sampled_from([a + b for a in "路灯水电" for b in "坏停修通"]), max_size=12)
ANSWERS = st.builds(
    Answered,
    letters=st.integers(0, 400),
    substance=st.integers(0, 400),
    grams=GRAMS,
    places=st.lists(GRAMS.filter(bool), max_size=2).map(tuple),
    parts=st.integers(0, 4),
    found=st.booleans(),
    done=st.booleans(),
    dated=st.booleans(),
)
REQUESTS = st.builds(
    AskedFor,
    grams=GRAMS,
    places=st.lists(GRAMS.filter(bool), max_size=2).map(tuple),
    parts=st.lists(GRAMS, max_size=4).map(tuple),
)


@given(REQUESTS, ANSWERS, st.sampled_from([None, *Nature]), st.floats(0, 1))
def test_each_fault_is_found_once_and_a_short_answer_needs_no_other(
    request_: AskedFor, answer: Answered, nature: Nature | None, alike: float
) -> None:
    found = check(request_, answer, nature, (near(alike),))

    faults = [one.fault for one in found]
    assert len(set(faults)) == len(faults)
    if answer.letters < SHORTEST:
        assert faults == [AnswerFault.TOO_SHORT]


@given(REQUESTS, ANSWERS, st.sampled_from([None, *Nature]))
def test_what_was_asked_for_an_explanation_is_never_asked_for_a_deed(
    request_: AskedFor, answer: Answered, nature: Nature | None
) -> None:
    for_deeds = {AnswerFault.NOTHING_FOUND, AnswerFault.NOTHING_DONE, AnswerFault.NO_DATE}
    plain = {one.fault for one in check(request_, answer, Nature.ENQUIRY)}
    other = {one.fault for one in check(request_, answer, nature)}

    assert not plain & for_deeds
    assert plain == other - for_deeds
