"""Invariant 1, held by the databases themselves: no SQL closes a list ticket that nobody independent has seen."""

import sqlite3

import asyncpg
import pytest
from sqlalchemy.exc import IntegrityError

from domain.events import (
    ApprovalGiven,
    ApprovalVoided,
    ClosedOut,
    CloseoutRequested,
    FindingConfirmed,
    FindingProposed,
    ReviewOpened,
    SiteVisitFailed,
)
from domain.ids import PersonId, VisitId
from domain.vocabulary import ConfirmationKind, State, UnreasonableGround
from store.database import Database
from store.work import Tools
from tests.store.attack import attack
from tests.store.moments import (
    COLLEAGUE,
    CONFIRMER,
    DISPATCHER,
    HEAD,
    ITEM,
    LEADER,
    WORDS,
    Story,
    enrolled,
    passed,
    reported_done,
)
from tests.store.record import fill

REFUSED = (sqlite3.IntegrityError, asyncpg.exceptions.IntegrityConstraintViolationError)


@pytest.fixture
async def story(database: Database, tools: Tools) -> Story:
    await enrolled(database)
    return Story(database, tools)


async def test_a_ticket_seen_by_somebody_independent_and_approved_by_a_third_closes(story: Story) -> None:
    await story.approved()

    closed = await story.happens(ClosedOut())

    assert closed.state is State.CLOSED_OUT


async def test_nothing_closes_before_anybody_went_there(story: Story) -> None:
    await story.asked_for()

    with pytest.raises(IntegrityError, match="independent passed site confirmation"):
        await story.happens(ClosedOut())


async def test_nothing_closes_without_an_approval(story: Story) -> None:
    await story.asked_for()
    await story.happens(passed(), CONFIRMER)

    with pytest.raises(IntegrityError, match="duban: a list ticket closes"):
        await story.happens(ClosedOut())


async def test_work_reported_after_the_visit_has_to_be_seen_again(story: Story) -> None:
    await story.approved()
    await story.happens(reported_done(), LEADER)

    with pytest.raises(IntegrityError, match="duban: a list ticket closes"):
        await story.happens(ClosedOut())


async def test_a_failed_visit_after_a_passed_one_counts(story: Story) -> None:
    await story.approved()
    failed = SiteVisitFailed(VisitId(9), ConfirmationKind.SITE, (ITEM,), (), with_position=True, note=WORDS)
    await story.happens(failed, CONFIRMER)

    with pytest.raises(IntegrityError, match="duban: a list ticket closes"):
        await story.happens(ClosedOut())


async def test_a_voided_approval_is_none(story: Story) -> None:
    await story.approved()
    await story.happens(ApprovalVoided())

    with pytest.raises(IntegrityError, match="duban: a list ticket closes"):
        await story.happens(ClosedOut())


@pytest.mark.parametrize(
    ("confirmer", "approver", "applicant"),
    [
        pytest.param(CONFIRMER, CONFIRMER, LEADER, id="who confirmed approves"),
        pytest.param(CONFIRMER, LEADER, LEADER, id="who asked approves"),
        pytest.param(DISPATCHER, HEAD, DISPATCHER, id="who asked confirmed"),
    ],
)
async def test_who_asks_who_confirms_and_who_approves_are_three(
    story: Story, confirmer: PersonId, approver: PersonId, applicant: PersonId
) -> None:
    await story.approved(confirmer=confirmer, approver=approver, applicant=applicant)

    with pytest.raises(IntegrityError, match="duban: a list ticket closes"):
        await story.happens(ClosedOut())


@pytest.mark.parametrize("confirmer", [LEADER, COLLEAGUE, PersonId("stranger")])
async def test_the_confirmer_is_known_and_of_none_of_the_units(story: Story, confirmer: PersonId) -> None:
    await story.asked_for()

    with pytest.raises(IntegrityError, match="somebody independent"):
        await story.happens(passed(), confirmer)


async def test_a_finding_of_two_persons_is_the_only_other_way(story: Story) -> None:
    await story.asked_for()
    await story.happens(ReviewOpened(), HEAD)
    await story.happens(FindingProposed(UnreasonableGround.NO_FACTS, WORDS), DISPATCHER)
    await story.happens(FindingConfirmed(), HEAD)

    closed = await story.happens(ClosedOut())

    assert closed.state is State.CLOSED_OUT


async def test_one_person_finds_nothing_unreasonable(story: Story) -> None:
    await story.asked_for()
    await story.happens(FindingProposed(UnreasonableGround.NO_FACTS, WORDS), HEAD)
    await story.happens(FindingConfirmed(), HEAD)

    with pytest.raises(IntegrityError, match="by a finding of two persons"):
        await story.happens(ClosedOut())


HEAD_COLUMNS = "version, head, unsealed"
TAIL_COLUMNS = "nature, grade, received_at, due_at, ended_at, visit_confirmer, parts, body"


def copied(ticket: str, number: str, code: str, stands: str, way: str = "INSERT INTO") -> str:
    """SQL that copies the ticket with some of it forged. `stands`: open, state and track."""
    columns = f"(id, number, short_code, {HEAD_COLUMNS}, open, state, track, {TAIL_COLUMNS})"
    forged = f"{ticket}, {number}, {code}, {HEAD_COLUMNS}, {stands}, {TAIL_COLUMNS}"
    return f"{way} tickets {columns} SELECT {forged} FROM tickets WHERE id = 1"  # noqa: S608 - an attack


FORGED_VISIT = (
    "INSERT INTO site_confirmations (ticket, seq, visit, confirmer, passed, failed_items, kind, at) "
    "SELECT 1, 8, 9, 'confirmer', passed, ',', 'site', at FROM "
    "(SELECT ticket = 1 AS passed, at FROM events WHERE ticket = 1 AND seq = 1) forged"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tickets SET state = 'closed_out' WHERE id = 1",
        "UPDATE tickets SET state = 'closed' WHERE id = 1",
        "UPDATE tickets SET state = 'declined' WHERE id = 1",
        "UPDATE tickets SET state = 'answered' WHERE id = 1",
        "UPDATE tickets SET track = 'ordinary' WHERE id = 1",
        "UPDATE tickets SET id = 5 WHERE id = 1",
        "UPDATE tickets SET number = 'NX1' WHERE id = 1",
        "UPDATE tickets SET version = 1 WHERE id = 1",
        "DELETE FROM tickets WHERE id = 1",
        copied("id", "number", "short_code", "open, state, track"),
        copied("9", "'NX9'", "'F999'", "open, 'closed_out', track"),
        copied("9", "'NX9'", "short_code", "open, state, track"),
        "UPDATE items SET state = 'confirmed' WHERE ticket = 1",
        "INSERT INTO items (ticket, no, unit, state, reported_seq) VALUES (1, 2, 'roads', 'confirmed', 0)",
        "DELETE FROM ticket_units",
        "UPDATE ticket_units SET unit = 'nobody'",
        FORGED_VISIT,
        "INSERT INTO approvals (ticket, seq, approver, at) SELECT 1, 8, 'head', at FROM events WHERE seq = 1",
    ],
)
async def test_no_sql_walks_past_the_rule(story: Story, database_url: str, statement: str) -> None:
    await story.asked_for()

    with pytest.raises(REFUSED, match="duban"):
        await attack(database_url, statement)


@pytest.mark.parametrize("way", ["OR REPLACE", "OR IGNORE", "OR ROLLBACK"])
async def test_sqlite_replaces_no_ticket(story: Story, database_url: str, way: str) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("only SQLite has these ways")
    await story.asked_for()

    with pytest.raises(REFUSED, match="duban"):
        await attack(
            database_url,
            copied("id", "number", "short_code", "open, 'closed_out', 'ordinary'", f"INSERT {way} INTO"),
        )
    with pytest.raises(REFUSED, match="duban"):
        await attack(database_url, f"UPDATE {way} tickets SET state = 'closed_out'")  # noqa: S608 - an attack


async def test_sqlite_steals_no_short_code_from_another_ticket(
    story: Story, database: Database, database_url: str, tools: Tools
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("only SQLite can replace what is in the way")
    await story.received(1, short_code="E100")
    await Story(database, tools).received(2, short_code="E101")

    with pytest.raises(REFUSED, match="short code"):
        await attack(database_url, "UPDATE OR REPLACE tickets SET short_code = 'E100' WHERE id = 2")


APPEND_ONLY = {
    "events": "work = work",
    "site_confirmations": "confirmer = confirmer",
    "approvals": "approver = approver",
    "looks": "reason = ''",
    "seals": "root = ''",
    "seal_leaves": "head = ''",
    "day_roots": "root = ''",
}


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_the_record_is_neither_changed_nor_deleted_nor_replaced(
    story: Story, database: Database, tools: Tools, database_url: str, table: str
) -> None:
    await story.approved()
    await fill(database, tools)

    with pytest.raises(REFUSED, match=f"rows of {table} take no UPDATE"):
        await attack(database_url, f"UPDATE {table} SET {APPEND_ONLY[table]}")  # noqa: S608 - an attack
    with pytest.raises(REFUSED, match=f"rows of {table} take no DELETE"):
        await attack(database_url, f"DELETE FROM {table}")  # noqa: S608 - an attack
    again = "INSERT OR REPLACE INTO" if database_url.startswith("sqlite") else "INSERT INTO"
    with pytest.raises(REFUSED, match=f"a row of {table} is not replaced"):
        await attack(database_url, f"{again} {table} SELECT * FROM {table}")  # noqa: S608 - an attack
    if database_url.startswith("postgresql"):
        with pytest.raises(REFUSED, match=f"rows of {table} take no TRUNCATE"):
            await attack(database_url, f"TRUNCATE {table} CASCADE")


async def test_an_event_joins_only_the_end_of_its_chain(story: Story, database_url: str) -> None:
    await story.received()

    with pytest.raises(REFUSED, match="chained on the one before"):
        await attack(
            database_url,
            "INSERT INTO events (ticket, seq, id, kind, at, by_kind, work, payload, prev, hash) "
            "SELECT 1, 3, 99, 'ClosedOut', at, by_kind, work, payload, hash, hash FROM events",
        )


async def test_a_second_request_after_the_visit_needs_a_second_visit(story: Story) -> None:
    await story.approved()
    await story.happens(CloseoutRequested(None, None), LEADER)
    await story.happens(ApprovalGiven(), HEAD)

    with pytest.raises(IntegrityError, match="duban: a list ticket closes"):
        await story.happens(ClosedOut())
