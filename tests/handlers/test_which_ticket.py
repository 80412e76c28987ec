"""Which ticket a leader's words belong to (design §4): the rule, pure, in its order."""

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import TicketId
from handlers.which import AskWhich, Because, Hints, NoSuchNumber, NothingOpen, These, belongs_to

A, B, C = TicketId(1), TicketId(2), TicketId(3)
TICKETS = st.sampled_from([A, B, C])


def test_a_quoted_message_decides_before_anything_else() -> None:
    hints = Hints(quoted=C, named=(A,), mine=(A, B), touched=A)

    assert belongs_to(hints) == These((C,), Because.QUOTED)


def test_a_number_decides_before_what_is_open() -> None:
    assert belongs_to(Hints(named=(C,), mine=(A, B), touched=A)) == These((C,), Because.NAMED)


def test_words_that_name_two_tickets_belong_to_both() -> None:
    assert belongs_to(Hints(named=(A, B), mine=(A, B, C))) == These((A, B), Because.NAMED)


def test_a_number_nobody_has_is_said_not_guessed_around() -> None:
    hints = Hints(unknown=("NX2019070500099",), mine=(A,))

    assert belongs_to(hints) == NoSuchNumber("NX2019070500099")


def test_the_only_open_ticket_is_meant() -> None:
    assert belongs_to(Hints(mine=(B,))) == These((B,), Because.ONLY_ONE)


def test_of_several_the_one_just_touched_is_meant() -> None:
    assert belongs_to(Hints(mine=(A, B), touched=B)) == These((B,), Because.JUST_TOUCHED)


def test_a_touched_ticket_that_is_no_longer_open_is_not_meant() -> None:
    assert belongs_to(Hints(mine=(A, B), touched=C)) == AskWhich((A, B))


def test_of_several_with_nothing_to_go_by_it_is_asked() -> None:
    assert belongs_to(Hints(mine=(A, B))) == AskWhich((A, B))


def test_a_quote_nobody_can_trace_is_no_word_for_the_one_just_touched() -> None:
    assert belongs_to(Hints(untraced=True, mine=(A, B), touched=B)) == AskWhich((A, B))


def test_a_quote_nobody_can_trace_leaves_the_only_open_ticket_and_a_number_as_they_are() -> None:
    assert belongs_to(Hints(untraced=True, mine=(B,), touched=C)) == These((B,), Because.ONLY_ONE)
    assert belongs_to(Hints(untraced=True, named=(A,), mine=(A, B))) == These((A,), Because.NAMED)


def test_nobody_without_open_tickets_is_guessed_at() -> None:
    assert belongs_to(Hints()) == NothingOpen()


@given(st.lists(TICKETS, unique=True), st.none() | TICKETS)
def test_a_guess_is_only_ever_made_among_ones_own(mine: list[TicketId], touched: TicketId | None) -> None:
    found = belongs_to(Hints(mine=tuple(mine), touched=touched))

    if isinstance(found, These):
        assert set(found.tickets) <= set(mine)
