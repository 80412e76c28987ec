"""暂停计时 is said only where the clock really stands still; a named date says 限办日期不变 (decision 0009)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from config.texts import answers, answers_commands, facts, notes
from config.texts.texts import Texts
from domain.actor import official
from domain.commands import Shelve
from domain.notices import CardKind, NoticeKind
from domain.ticket import Limit, Pause, Shelving, Supervision, Ticket
from domain.vocabulary import Grade, LimitKind, State
from tests.texts.views import LEADER, NOW, SAID, WORKING_DAYS, notice, running, sealed, ticket, view

TEXTS = Texts()
NAMED = Limit(LimitKind.FIXED_DATE, 0, "调度会", date(2019, 8, 6))
HOURS = Limit(LimitKind.WALL_CLOCK, 60 * 24, "7.1 水电气热")
REVIEW = date(2019, 9, 30)
LATER = datetime(2019, 8, 20, 2, tzinfo=UTC)


def paused(limit: Limit, state: State = State.SHELVED) -> Ticket:
    """Lying still since now."""
    shelf = Shelving(LEADER, NOW, REVIEW, sealed(SAID), State.IN_PROGRESS) if state is State.SHELVED else None
    lies = replace(running(limit), pauses=(Pause(NOW),))
    return replace(ticket(), state=state, shelving=shelf, limit=lies)


def everything_said(shown: Ticket) -> str:
    """Every text a pause brings with it."""
    seen = view(shown, now=NOW + timedelta(hours=1))
    return "\n".join(
        (
            facts.remaining(seen),
            answers.progress(seen),
            answers.carried_out(seen, Shelve(official(LEADER), REVIEW, sealed(SAID))),
            answers_commands.shelve_wish(view(replace(shown, shelving=None)), REVIEW),
            answers_commands.citizen_asked(seen),
            TEXTS.chat(notice(NoticeKind.SHELVED), seen).markdown,
            str(TEXTS.face(seen, CardKind.TASK, []).values),
        )
    )


@pytest.mark.parametrize("state", [State.SHELVED, State.NEED_INFO])
def test_a_number_of_days_stands_still(state: State) -> None:
    told = everything_said(paused(WORKING_DAYS, state))

    assert "期间暂停计时" in told
    assert "不变" not in told


@pytest.mark.parametrize("state", [State.SHELVED, State.NEED_INFO])
def test_nothing_claims_that_a_named_date_stands_still(state: State) -> None:
    told = everything_said(paused(NAMED, state))

    assert "暂停" not in told
    assert "期间限办日期不变" in told


def test_nothing_claims_that_hours_stand_still() -> None:
    told = everything_said(paused(HOURS))

    assert "暂停" not in told
    assert "期间时限不变" in told


def test_a_ticket_without_a_limit_speaks_of_none() -> None:
    told = answers_commands.citizen_asked(view(replace(ticket(), limit=None)))

    assert told.endswith("已请诉求人补充。")


def test_a_review_after_the_named_date_is_read_back_with_what_that_means() -> None:
    told = answers_commands.shelve_wish(view(replace(ticket(), limit=running(NAMED))), REVIEW)

    assert "8月6日（周二）24:00前到期，到复核日已超期" in told
    before = answers_commands.shelve_wish(view(replace(ticket(), limit=running(NAMED))), date(2019, 8, 6))
    assert "超期" not in before


def test_whoever_brings_back_a_matter_whose_date_is_gone_hears_how_to_name_another() -> None:
    back = replace(running(NAMED), pauses=(Pause(NOW, LATER),))

    told = answers_commands.unshelved(view(replace(ticket(), limit=back), now=LATER))
    in_time = replace(running(NAMED), pauses=(Pause(NOW, NOW + timedelta(days=1)),))
    other = answers_commands.unshelved(view(replace(ticket(), limit=in_time), now=NOW + timedelta(days=1)))

    assert "已超期10个工作日" in told
    assert "/交办 A7K3Q9 @责任领导 时限" in told
    assert "交办" not in other


def test_the_lamp_stands_still_with_the_clock_and_only_with_it() -> None:
    assert "绿" in facts.light(view(paused(WORKING_DAYS), now=LATER))
    assert "红" in facts.light(view(paused(NAMED), now=LATER))


def test_a_shelved_matters_card_does_not_ask_for_the_sheet() -> None:
    sheet = Supervision(Grade.KEY, LEADER, NOW, NOW + timedelta(days=5))
    on_shelf = notes.note(view(replace(paused(WORKING_DAYS), supervision=sheet)), CardKind.TASK, None, "")
    at_work = notes.note(view(replace(ticket(), supervision=sheet)), CardKind.TASK, None, "")

    assert "挂账期间不催答复" in on_shelf
    assert "前答复" not in on_shelf
    assert "前答复" in at_work
