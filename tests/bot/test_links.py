"""Signed links: read back as made, and never anything else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import SignedLinks
from domain.failures import Unreadable
from domain.ids import PersonId, TicketId, VisitId

NOW = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
LINKS = SignedLinks("https://town.example/", b"a key", timedelta(hours=24), lambda: NOW)
NUMBERS = st.integers(min_value=0, max_value=2**63 - 1)


@given(NUMBERS, NUMBERS, st.text(min_size=1, max_size=40))
def test_a_link_says_what_was_put_into_it(ticket: int, visit: int, person: str) -> None:
    read = LINKS.read(LINKS.token(TicketId(ticket), VisitId(visit), PersonId(person)))

    assert (read.ticket, read.visit, read.person) == (ticket, visit, person)
    assert read.expires_at == NOW + timedelta(hours=24)


def test_the_address_is_below_the_public_one() -> None:
    link = LINKS.link(TicketId(1), VisitId(2), PersonId("hc01"))

    assert link.startswith("https://town.example/site/1.2.")


@given(st.integers(min_value=0), st.characters(codec="ascii"))
def test_one_changed_letter_is_not_ours(place: int, letter: str) -> None:
    token = LINKS.token(TicketId(71), VisitId(72), PersonId("hc01"))
    at = place % len(token)
    changed = token[:at] + letter + token[at + 1 :]
    if changed == token:
        return

    with pytest.raises(Unreadable):
        LINKS.read(changed)


@given(st.text())
def test_whatever_somebody_types_is_not_ours(token: str) -> None:
    with pytest.raises(Unreadable):
        LINKS.read(token)


def test_another_installations_link_is_not_ours() -> None:
    other = SignedLinks("https://town.example", b"another key", timedelta(hours=24), lambda: NOW)

    with pytest.raises(Unreadable):
        LINKS.read(other.token(TicketId(1), VisitId(2), PersonId("hc01")))
