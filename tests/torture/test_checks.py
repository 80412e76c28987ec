"""Each check finds what it is for in a doctored history, and nothing in a whole one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.torture.checks import CHECKS, findings
from tests.torture.deeds import Deed, Way, photo_of, token
from tests.torture.history import History, Logged, Parked, Row, Seen, TicketRow, Timer

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MATTER, TEXT, WORDS, NOTE, LATE = "NX1", token(0), token(1), token(2), token(3)
PHOTO = photo_of(NOTE)


def whole() -> History:
    """One matter, well: texted, dispatched, signed, confirmed; everybody told once; one reminder taken, one waiting."""
    deeds = (
        Deed(TEXT, Way.TEXT, "13700000001"),
        Deed(WORDS, Way.CHAT, "zx03", MATTER),
        Deed(NOTE, Way.PAGE, "zx09", MATTER, "SiteVisitPassed", heard=True, photo=PHOTO),
        Deed(LATE, Way.CHAT, "zx03", MATTER),
        Deed("", Way.PRESS, "cgj03", MATTER, "AcknowledgedBy", True, "已签收", "card1 acknowledge "),
    )
    events = (
        _event(1, "Received", "citizen", TEXT),
        _event(2, "Accepted", "zx03", WORDS),
        _event(3, "Dispatched", "zx03", WORDS, at=2),
        _event(4, "AcknowledgedBy", "cgj03"),
        replace(_event(5, "SiteVisitPassed", "zx09", NOTE), photos=(PHOTO,)),
        replace(_event(6, "StepTaken", "system"), step="silent_half"),
    )
    rows = (
        Row(11, "receipt", "Notify", "done", "sms", "biz1", "编号"),
        Row(12, "assigned", "Notify", "done", "staff-cgj03", "query1", "新任务"),
        Row(13, "reply:dingtalk:msg1", "Reply", "done", "staff-zx03", "", "已派"),
        Row(14, "urged", "Notify", "unknown", "staff-cgj02", code="lease_lost"),
        Row(15, "trouble:14", "Notify", "done", "staff-zx11", "query2", "可能重复", to_operator=True),
        Row(16, "card:1", "SyncCard", "done", "", "query3"),
    )
    seen = (
        Seen("13700000001", "biz1", "编号", row=11),
        Seen("staff-cgj03", "query1", "新任务"),
        Seen("staff-zx03", "", "已派"),
        Seen("staff-cgj02", "query9", "催办"),
        Seen("staff-zx11", "query2", "可能重复"),
        Seen("staff-cgj03", "query3", "", card="card1"),
    )
    timers = (
        Timer("", "digest", NOW + timedelta(days=1)),
        Timer(MATTER, "due_soon", NOW + timedelta(days=2)),
    )
    return History(
        now=NOW,
        deeds=deeds,
        accepted=frozenset({TEXT, WORDS, LATE}),
        events=events,
        rows=rows,
        seen=seen,
        timers=timers,
        wanted=timers[1:],
        tickets=(TicketRow(MATTER, open=True, accountable="cgj02"),),
        parked=(),
        answered=frozenset({WORDS, LATE}),
        ids=(1, 2, 3),
    )


def _event(seq: int, kind: str, by: str, *tokens: str, at: int | None = None) -> Logged:
    by_kind = by if by in {"citizen", "system"} else "official"
    who = "" if by == by_kind else by
    return Logged(MATTER, seq, kind, NOW - timedelta(hours=9 - (at or seq)), by_kind, who, tokens)


def _without(history: History, kind: str) -> tuple[Logged, ...]:
    return tuple(event for event in history.events if event.kind != kind)


def _changed(history: History, number: int, **changes: object) -> tuple[Row, ...]:
    return tuple(
        replace(row, **changes) if row.id == number else row  # type: ignore[arg-type]
        for row in history.rows
    )


def test_nothing_is_found_in_a_whole_history() -> None:
    assert {name: found for name, found in findings(whole()).items() if found} == {}


def test_what_the_rules_refused_with_an_answer_is_not_lost_but_silence_is() -> None:
    history = whole()

    assert CHECKS["lost"](replace(history, answered=frozenset({WORDS})))
    assert not CHECKS["lost"](replace(history, accepted=frozenset({TEXT, WORDS}), answered=frozenset()))


def test_a_late_card_press_that_was_politely_refused_promised_nothing() -> None:
    history = whole()
    refused = replace(history.deeds[4], refused="这张卡片已更新，请看最新内容")

    found = CHECKS["press without effect"](
        replace(history, deeds=(*history.deeds[:4], refused), events=_without(history, "AcknowledgedBy"))
    )

    assert not found


DOCTORED: dict[str, tuple[str, Callable[[History], History]]] = {
    "lost: a text": ("lost", lambda h: replace(h, events=_without(h, "Received"))),
    "lost: a visit": ("lost", lambda h: replace(h, events=_without(h, "SiteVisitPassed"))),
    "doubled: a text": (
        "doubled",
        lambda h: replace(h, events=(*h.events, _event(7, "WordsAdded", "citizen", TEXT))),
    ),
    "doubled: unaccepted words": (
        "doubled",
        lambda h: replace(
            h,
            accepted=frozenset({TEXT}),
            events=(*h.events, _event(7, "Dispatched", "zx03", WORDS)),
        ),
    ),
    "one shot: signed twice": (
        "one shot",
        lambda h: replace(h, events=(*h.events, _event(7, "AcknowledgedBy", "cgj03"))),
    ),
    "a press that said it was done": (
        "press without effect",
        lambda h: replace(h, events=_without(h, "AcknowledgedBy")),
    ),
    "a photo that is nowhere": (
        "photos",
        lambda h: replace(h, events=tuple(replace(event, photos=()) for event in h.events)),
    ),
    "a photo that is evidence twice": (
        "photos",
        lambda h: replace(
            h, events=(*h.events, replace(_event(7, "EvidenceAdded", "zx09"), photos=(PHOTO,)))
        ),
    ),
    "a text that is on no phone": ("not shown", lambda h: replace(h, seen=h.seen[1:])),
    "a message that is on no phone": ("not shown", lambda h: replace(h, seen=(h.seen[0], *h.seen[2:]))),
    "an answer that is on no phone": ("not shown", lambda h: replace(h, seen=(*h.seen[:2], *h.seen[3:]))),
    "a card that is on no phone": ("not shown", lambda h: replace(h, seen=h.seen[:-1])),
    "a text shown twice": ("shown too often", lambda h: replace(h, seen=(*h.seen, h.seen[0]))),
    "a text of a row that failed": (
        "shown too often",
        lambda h: replace(h, rows=_changed(h, 11, state="failed")),
    ),
    "a message sent twice under two ids": (
        "shown too often",
        lambda h: replace(h, seen=(*h.seen, Seen("staff-cgj03", "query8", "新任务"))),
    ),
    "one more than its unknown rows explain": (
        "shown too often",
        lambda h: replace(h, seen=(*h.seen, Seen("staff-cgj02", "query8", "催办"))),
    ),
    "an answer shown twice": ("shown too often", lambda h: replace(h, seen=(*h.seen, h.seen[2]))),
    "a card twice on one phone": ("shown too often", lambda h: replace(h, seen=(*h.seen, h.seen[5]))),
    "an unknown row nobody heard of": ("operator not told", lambda h: replace(h, rows=h.rows[:4])),
    "a failed row nobody heard of": (
        "operator not told",
        lambda h: replace(h, rows=_changed(h, 12, state="failed")),
    ),
    "a moment that passed": (
        "timer not fired",
        lambda h: replace(
            h,
            timers=(h.timers[0], replace(h.timers[1], due_at=NOW - timedelta(hours=1))),
            wanted=(replace(h.wanted[0], due_at=NOW - timedelta(hours=1)),),
        ),
    ),
    "a timer that is gone": ("timer not fired", lambda h: replace(h, timers=h.timers[:1])),
    "a timer that comes too late": (
        "timer not fired",
        lambda h: replace(
            h, timers=(h.timers[0], replace(h.timers[1], due_at=h.timers[1].due_at + timedelta(days=1)))
        ),
    ),
    "a timer nobody wants": ("timer not fired", lambda h: replace(h, wanted=())),
    "no digest any more": ("timer not fired", lambda h: replace(h, timers=h.timers[1:])),
    "a step taken twice": (
        "timer fired twice",
        lambda h: replace(h, events=(*h.events, replace(h.events[-1], seq=7))),
    ),
    "a broken chain": ("audit", lambda h: replace(h, audit=("broken_chain",))),
    "a row that is not its log": ("replay", lambda h: replace(h, replayed=("NX1",))),
    "an id made twice": ("ids", lambda h: replace(h, ids=(1, 2, 2))),
    "an event still parked": ("stuck", lambda h: replace(h, parked=(Parked("dingtalk:1", False, "Stale"),))),
    "an event in the quarantine": (
        "stuck",
        lambda h: replace(h, parked=(Parked("dingtalk:1", True, "KeyError"),)),
    ),
    "an outbox row nobody takes": ("stuck", lambda h: replace(h, rows=_changed(h, 14, overdue=True))),
    "a timer somebody died with": (
        "stuck",
        lambda h: replace(h, timers=(h.timers[0], replace(h.timers[1], waiting=False))),
    ),
    "no rest": ("stuck", lambda h: replace(h, quiet=False)),
    "an open ticket of nobody": (
        "forgotten",
        lambda h: replace(h, tickets=(TicketRow(MATTER, open=True, accountable=None),)),
    ),
    "an open ticket nothing waits for": ("forgotten", lambda h: replace(h, timers=h.timers[:1])),
}


@pytest.mark.parametrize("case", DOCTORED)
def test_a_doctored_history_is_found(case: str) -> None:
    check, doctor = DOCTORED[case]

    assert CHECKS[check](doctor(whole()))


def test_every_check_is_shown_to_fail() -> None:
    assert {check for check, _ in DOCTORED.values()} == set(CHECKS)
