"""What is stored reads back as it was, and nothing else reads at all."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.asks import Ask, AskKind
from domain.commands import AnyCommand
from domain.events import Event, WordsAdded
from domain.failures import Unreadable
from domain.ids import AppellantId, Sealed
from domain.inbound import Inbound
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.outgoing import Notify, Outgoing
from domain.ticket import Ticket
from store.codec import (
    command_codec,
    event_codec,
    inbound_codec,
    outgoing_codec,
    ticket_codec,
)

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(
    Ask, st.just(Ask(1, AskKind.CONFIRM, datetime(2019, 7, 5, tzinfo=UTC), datetime(2019, 7, 6, tzinfo=UTC)))
)


def any_of(union: object) -> st.SearchStrategy[object]:
    return st.one_of([st.from_type(kind) for kind in get_args(union)])


@settings(max_examples=60, deadline=None)
@given(any_of(Event))
def test_every_event_reads_back(event: Event) -> None:
    assert event_codec().decode(*event_codec().encode(event)) == event


@settings(max_examples=60, deadline=None)
@given(any_of(AnyCommand))
def test_every_command_reads_back(command: AnyCommand) -> None:
    assert command_codec().decode(*command_codec().encode(command)) == command


@settings(max_examples=40, deadline=None)
@given(any_of(Inbound))
def test_everything_that_can_reach_us_reads_back(inbound: Inbound) -> None:
    assert inbound_codec().decode(*inbound_codec().encode(inbound)) == inbound


@settings(max_examples=40, deadline=None)
@given(any_of(Outgoing))
def test_everything_that_can_wait_reads_back(outgoing: Outgoing) -> None:
    assert outgoing_codec().decode(*outgoing_codec().encode(outgoing)) == outgoing


@settings(max_examples=25, deadline=None)
@given(st.from_type(Ticket))
def test_a_whole_ticket_reads_back(ticket: Ticket) -> None:
    assert ticket_codec().decode(ticket_codec().encode(ticket)) == ticket


def test_the_form_is_canonical() -> None:
    kind, text = event_codec().encode(WordsAdded(AppellantId(7), Sealed(1, "补")))

    assert (kind, text) == ("WordsAdded", '{"appellant":7,"words":{"digest":"补","ref":1}}')


@pytest.mark.parametrize(
    "text",
    [
        '{"appellant":7}',
        '{"appellant":"7","words":{"digest":"x","ref":1}}',
        '{"appellant":7,"words":{"digest":"x","ref":1},"phone":"13800001111"}',
        "null",
        "[]",
        "",
    ],
)
def test_anything_else_is_unreadable_and_not_quoted(text: str) -> None:
    with pytest.raises(Unreadable) as raised:
        event_codec().decode("WordsAdded", text)

    assert "138" not in str(raised.value)


def test_an_unknown_class_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="of no class this version knows"):
        event_codec().decode("Vanished", "{}")


def test_what_is_at_its_default_is_not_written() -> None:
    said = Notice(Recipient(RecipientKind.OPERATOR), NoticeKind.QUARANTINED)

    kind, text = outgoing_codec().encode(Notify(said))

    assert (kind, text) == ("Notify", '{"notice":{"kind":"quarantined","to":{"kind":"operator"}}}')
    assert outgoing_codec().decode(kind, text) == Notify(said)
