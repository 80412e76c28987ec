"""Every command has an answer in every state, whoever asks: events or a refusal, never a crash (style.md §2)."""

from dataclasses import replace
from random import Random

import pytest

from domain import commands as asked
from domain.accountable import accountable
from domain.commands import AnyCommand
from domain.decide import decide
from domain.evolve import replay
from domain.may import buttons
from domain.notices import CardKind
from domain.refusals import Reason, Refusal
from domain.vocabulary import State
from tests.domain.states import REACHABLE, in_state
from tests.domain.wishes import ACTORS, COMMANDS, some
from tests.world import PEOPLE, WORLD, by, case

STATES = {state: in_state(state) for state in REACHABLE}


@pytest.mark.parametrize("kind", COMMANDS)
def test_every_command_is_answered_in_every_state(kind: type[AnyCommand]) -> None:
    for state, c in STATES.items():
        assert c.it.state is state
        draw = Random(f"{state} {kind.__name__}")
        for actor in draw.sample(ACTORS, 12):
            outcome = decide(c.it, some(kind, actor, c, draw), c.context)
            assert isinstance(outcome, Refusal) or outcome


@pytest.mark.parametrize("kind", COMMANDS)
def test_people_without_any_part_in_it_change_nothing_in_any_state(kind: type[AnyCommand]) -> None:
    for c in STATES.values():
        draw = Random(kind.__name__)
        for who in ("inspector", "nobody", "power-leader"):
            outcome = decide(c.it, some(kind, by(who), c, draw), c.context)
            assert isinstance(outcome, Refusal)


@pytest.mark.parametrize("state", REACHABLE)
def test_the_row_is_its_history_in_every_state(state: State) -> None:
    c = in_state(state)
    assert replay(c.history) == c.it


@pytest.mark.parametrize("state", REACHABLE)
def test_open_means_somebody_answers_and_something_waits(state: State) -> None:
    c = in_state(state)
    assert (accountable(c.it, c.context) is not None) == c.it.is_open
    if c.it.is_open:
        assert c.timers()


@pytest.mark.parametrize("state", REACHABLE)
@pytest.mark.parametrize("card", CardKind)
def test_no_button_is_refused_to_those_who_have_no_right(state: State, card: CardKind) -> None:
    c = in_state(state)
    for person in ("inspector", "admin", "water-leader"):
        assert buttons(c.it, by(person).person, card, c.context) == ()  # type: ignore[arg-type]  # an official


@pytest.mark.parametrize("state", REACHABLE)
def test_a_suspended_person_may_do_nothing(state: State) -> None:
    c = in_state(state)
    c.world = WORLD.with_people(*(replace(p, suspended=True) for p in PEOPLE))
    for who in ("head", "supervisor", "transport-leader"):
        for card in CardKind:
            assert buttons(c.it, by(who).person, card, c.context) == ()  # type: ignore[arg-type]  # an official
        assert isinstance(decide(c.it, asked.Acknowledge(by(who)), c.context), Refusal)
        assert isinstance(decide(c.it, asked.Approve(by(who)), c.context), Refusal)


@pytest.mark.parametrize("kind", [k for k in COMMANDS if k not in {asked.FileAppeal, asked.BlowWhistle}])
def test_without_a_ticket_only_a_request_makes_sense(kind: type[AnyCommand]) -> None:
    command = some(kind, by("head"), case(), Random(1))
    assert decide(None, command, case().context) == Refusal(Reason.WRONG_STATE)
