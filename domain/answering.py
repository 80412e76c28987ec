"""Does an answer answer (`domain.md` §8.5)? The check of a result before it goes to the citizen.

Same place and subject, every part addressed; says what was found, done and when; neither empty talk nor a copy of
another matter's answer. Pure: what Chinese words mean is heard by `config/texts/heard/answering.py`; here only facts
about them are weighed. Every threshold is set so that a right answer is rarely stopped: a first finding costs the unit
a second writing, and a second one only a person's look (`domain/deciding/unit_work.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.ids import TicketId
from domain.vocabulary import Nature


class AnswerFault(StrEnum):
    """What can be wrong with an answer; each has its sentence in `config/texts/answer_check.py`."""

    TOO_SHORT = "too_short"
    EMPTY_TALK = "empty_talk"
    """Only that it was received, passed on, or is taken seriously."""
    COPIED = "copied"
    """Nearly the same letters as the answer to another matter."""
    OTHER_PLACE = "other_place"
    OTHER_SUBJECT = "other_subject"
    PART_UNANSWERED = "part_unanswered"
    NOTHING_FOUND = "nothing_found"
    NOTHING_DONE = "nothing_done"
    NO_DATE = "no_date"


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """One thing that is wrong: the parts of the request it is about, or the ticket whose answer it repeats."""

    fault: AnswerFault
    parts: tuple[int, ...] = ()
    """Counted from 1, as the citizen put them."""
    ticket: TicketId | None = None
    number: str = ""
    """That ticket's number, as people know it."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A request as heard. Grams are pairs of neighbouring letters that carry meaning; a place is the grams of its name."""

    grams: frozenset[str]
    places: tuple[frozenset[str], ...] = ()
    parts: tuple[frozenset[str], ...] = ()
    """Grams of each demand where the citizen set several apart; empty where there is only one."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as heard. `letters` counts all but white space, `substance` what is left without courtesy and empty talk."""

    letters: int
    substance: int
    grams: frozenset[str]
    places: tuple[frozenset[str], ...] = ()
    parts: int = 0
    """How many parts the answer itself sets apart."""
    found: bool = False
    done: bool = False
    dated: bool = False


@dataclass(frozen=True, slots=True)
class NearAnswer:
    """Another ticket's answer that looks alike. `alike`: the share of shingles in common, 0 to 1."""

    ticket: TicketId
    number: str
    alike: float
    same_matter: bool = False
    """Its request says much the same as this one: the same answer is then right."""


SHORTEST = 30
"""An answer of fewer letters is empty talk (§8.5)."""
LEAST_SUBSTANCE = 12
"""So many letters must be left when courtesy and empty talk are taken away."""
COPIED_FROM = 0.7
"""Of the five-letter shingles of two answers: above it lie copies, and the same answer to the same matter."""
LEAST_GRAMS_ASKED, LEAST_GRAMS_ANSWERED = 8, 30
"""With less on either side, words in common are a matter of luck: nothing is said about the subject."""
LEAST_SHARE = 0.04
"""Of a right answer's and its request's grams at least so many are common, in 96 of 100; of a wrong one's in 21."""
LEAST_PART_GRAMS = 3
"""A demand with fewer grams (请答复) asks for nothing of its own."""

PLAIN_ANSWERS = frozenset({Nature.ENQUIRY, Nature.SUGGESTION, Nature.PRAISE})
"""An explanation is the answer: nothing had to be found or done."""


def check(
    asked: AskedFor, answer: Answered, nature: Nature | None, near: tuple[NearAnswer, ...] = ()
) -> tuple[AnswerFinding, ...]:
    """Everything wrong with the answer, worst first; nothing where it may go to the citizen."""
    if answer.letters < SHORTEST:
        return (AnswerFinding(AnswerFault.TOO_SHORT),)
    if answer.substance < LEAST_SUBSTANCE:
        return (AnswerFinding(AnswerFault.EMPTY_TALK),)
    return tuple(_findings(asked, answer, nature, near))


def _findings(
    asked: AskedFor, answer: Answered, nature: Nature | None, near: tuple[NearAnswer, ...]
) -> Iterator[AnswerFinding]:
    copied = max(near, key=lambda one: (one.alike, -one.ticket), default=None)
    if copied is not None and copied.alike >= COPIED_FROM and not copied.same_matter:
        yield AnswerFinding(AnswerFault.COPIED, ticket=copied.ticket, number=copied.number)
    if _another_place(asked, answer):
        yield AnswerFinding(AnswerFault.OTHER_PLACE)
    if _other_subject(asked, answer):
        yield AnswerFinding(AnswerFault.OTHER_SUBJECT)
    elif missing := _unanswered(asked, answer):
        yield AnswerFinding(AnswerFault.PART_UNANSWERED, parts=missing)
    if nature in PLAIN_ANSWERS:
        return
    if not answer.found:
        yield AnswerFinding(AnswerFault.NOTHING_FOUND)
    if not answer.done:
        yield AnswerFinding(AnswerFault.NOTHING_DONE)
    if not answer.dated:
        yield AnswerFinding(AnswerFault.NO_DATE)


def _another_place(asked: AskedFor, answer: Answered) -> bool:
    """Both name a place, and no pair of letters of the one's names occurs anywhere in the other.

    Names are cut out of running text, with letters too many before them: every doubt is for the unit.
    """
    if not asked.places or not answer.places:
        return False
    return not any(name & answer.grams for name in asked.places) and not any(
        name & asked.grams for name in answer.places
    )


def _other_subject(asked: AskedFor, answer: Answered) -> bool:
    if len(asked.grams) < LEAST_GRAMS_ASKED or len(answer.grams) < LEAST_GRAMS_ANSWERED:
        return False
    common = len(asked.grams & answer.grams)
    return common < LEAST_SHARE * min(len(asked.grams), len(answer.grams))


def _unanswered(asked: AskedFor, answer: Answered) -> tuple[int, ...]:
    """Demands of which no word returns, unless the answer counts as many parts itself: it may use other words."""
    if answer.parts >= len(asked.parts):
        return ()
    return tuple(
        place
        for place, grams in enumerate(asked.parts, start=1)
        if len(grams) >= LEAST_PART_GRAMS and not grams & answer.grams
    )
