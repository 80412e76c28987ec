"""The close-out rule and the chain, as conditions both databases understand (design §3, invariant 1).

Each rule says when it looks and what must not be: SQL over NEW and OLD. Everything is judged by the append-only record,
never by columns of the row that is being changed.
"""

from dataclasses import dataclass

YES = "$yes"
"""True, in the words of the database: SQLite uses a partial index only for a condition written as the index has it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Refuses an INSERT or UPDATE of a table. `when` may speak of OLD in an UPDATE only."""

    name: str
    table: str
    on: str
    when: str
    forbidden: str
    sentence: str


_LAST_WORK = (
    "COALESCE((SELECT MAX(w.seq) FROM events w WHERE w.ticket = {ticket} "
    "AND (w.work OR w.kind IN ('ReworkOrdered', 'CloseoutRequested'))), 0)"
)

_LAST_REWORK = (
    "COALESCE((SELECT MAX(w.seq) FROM events w WHERE w.ticket = {ticket} AND w.kind = 'ReworkOrdered'), 0)"
)

_LAST_REVIEW = (
    "COALESCE((SELECT MAX(w.seq) FROM events w WHERE w.ticket = {ticket} "
    "AND w.kind IN ('ReworkOrdered', 'ReviewOpened')), 0)"
)

_REQUESTER = (
    "COALESCE((SELECT r.by_person FROM events r WHERE r.ticket = {ticket} AND r.kind = 'CloseoutRequested' "
    "ORDER BY r.seq DESC LIMIT 1), '')"
)

_INDEPENDENT = """
    EXISTS (SELECT 1 FROM members m WHERE m.person = c.confirmer)
    AND NOT EXISTS (SELECT 1 FROM members m JOIN ticket_units u ON u.unit = m.unit
                    WHERE m.person = c.confirmer AND u.ticket = c.ticket)
    AND NOT EXISTS (SELECT 1 FROM ticket_units u WHERE u.ticket = c.ticket
                    AND (u.leader = c.confirmer OR COALESCE(u.liaison, '') = c.confirmer))
"""

_CONFIRMED_AND_APPROVED = f"""
EXISTS (
    SELECT 1 FROM site_confirmations c JOIN approvals a ON a.ticket = c.ticket
    WHERE c.ticket = NEW.id AND c.passed
    AND c.seq > {_LAST_WORK.format(ticket="NEW.id")}
    AND a.seq > {_LAST_WORK.format(ticket="NEW.id")}
    AND NOT EXISTS (SELECT 1 FROM events v WHERE v.ticket = NEW.id AND v.kind = 'SiteVisitFailed' AND v.seq > c.seq)
    AND NOT EXISTS (SELECT 1 FROM events v WHERE v.ticket = NEW.id AND v.kind = 'ApprovalVoided' AND v.seq > a.seq)
    AND a.approver <> c.confirmer
    AND {_REQUESTER.format(ticket="NEW.id")} NOT IN ('', c.confirmer, a.approver)
    AND {_INDEPENDENT}
)"""  # noqa: S608 - our own names only

_FOUND_UNREASONABLE = f"""
EXISTS (
    SELECT 1 FROM events f JOIN events p ON p.ticket = f.ticket
    WHERE f.ticket = NEW.id AND f.kind = 'FindingConfirmed' AND f.by_person IS NOT NULL
    AND p.kind = 'FindingProposed' AND p.by_person IS NOT NULL
    AND p.seq = (SELECT MAX(q.seq) FROM events q
                 WHERE q.ticket = NEW.id AND q.kind = 'FindingProposed' AND q.seq < f.seq)
    AND p.by_person <> f.by_person
    AND p.seq > {_LAST_REVIEW.format(ticket="NEW.id")}
)"""  # noqa: S608 - our own names only

_ENDS_ON_THE_LIST = "NEW.track = 'list' AND NEW.state IN ('closed_out', 'closed')"
_UNPROVEN = f"NOT ({_CONFIRMED_AND_APPROVED} OR {_FOUND_UNREASONABLE})"
_UNPROVEN_SENTENCE = (
    "a list ticket closes only after an independent passed site confirmation newer than its last work and an approval "
    "by a third person, or by a finding of two persons"
)

_DECLINED_ON_THE_LIST = "NEW.track = 'list' AND NEW.state IN ('declined', 'answered')"
_DECLINED_SENTENCE = "a list ticket is neither declined nor answered away"

_ITEM_UNSEEN = f"""
EXISTS (SELECT 1 FROM tickets t WHERE t.id = NEW.ticket AND t.track = 'list')
AND NOT EXISTS (
    SELECT 1 FROM site_confirmations c
    WHERE c.ticket = NEW.ticket
    AND c.passed
    AND c.seq > NEW.reported_seq
    AND c.seq > {_LAST_REWORK.format(ticket="NEW.ticket")}
    AND {_INDEPENDENT}
)"""  # noqa: S608 - our own names only
_ITEM_SENTENCE = (
    "an item of a list ticket counts as confirmed only when somebody independent has seen it since its report"
)

CODE_TAKEN = "EXISTS (SELECT 1 FROM tickets o WHERE o.open = $yes AND o.short_code = NEW.short_code AND o.id <> NEW.id)"
"""Said as the partial index says it: otherwise every new ticket would look at all of them."""

RULES = (
    Rule("closeout_insert", "tickets", "INSERT", _ENDS_ON_THE_LIST, _UNPROVEN, _UNPROVEN_SENTENCE),
    Rule(
        "closeout_update",
        "tickets",
        "UPDATE",
        f"{_ENDS_ON_THE_LIST} AND (OLD.state <> NEW.state OR OLD.track <> NEW.track)",
        _UNPROVEN,
        _UNPROVEN_SENTENCE,
    ),
    Rule("declined_insert", "tickets", "INSERT", _DECLINED_ON_THE_LIST, "1 = 1", _DECLINED_SENTENCE),
    Rule("declined_update", "tickets", "UPDATE", _DECLINED_ON_THE_LIST, "1 = 1", _DECLINED_SENTENCE),
    Rule(
        "same_ticket",
        "tickets",
        "UPDATE",
        "OLD.id <> NEW.id OR OLD.number <> NEW.number OR NEW.version < OLD.version",
        "1 = 1",
        "a ticket keeps its id and number, and its version only grows",
    ),
    Rule(
        "track",
        "tickets",
        "UPDATE",
        "OLD.track = 'list' AND NEW.track <> 'list'",
        "1 = 1",
        "a ticket never leaves the list track",
    ),
    Rule(
        "short_code_insert",
        "tickets",
        "INSERT",
        "NEW.open",
        CODE_TAKEN,
        "another open ticket has this short code",
    ),
    Rule(
        "short_code_update",
        "tickets",
        "UPDATE",
        "NEW.open AND (NOT OLD.open OR OLD.short_code <> NEW.short_code)",
        CODE_TAKEN,
        "another open ticket has this short code",
    ),
    Rule(
        "same_unit",
        "ticket_units",
        "UPDATE",
        "OLD.ticket <> NEW.ticket OR OLD.unit <> NEW.unit",
        "1 = 1",
        "a part of a unit stays with that unit and ticket",
    ),
    Rule("item_insert", "items", "INSERT", "NEW.state = 'confirmed'", _ITEM_UNSEEN, _ITEM_SENTENCE),
    Rule(
        "item_update",
        "items",
        "UPDATE",
        "NEW.state = 'confirmed' AND (OLD.state <> 'confirmed' OR OLD.ticket <> NEW.ticket OR OLD.no <> NEW.no)",
        _ITEM_UNSEEN,
        _ITEM_SENTENCE,
    ),
    Rule(
        "chained",
        "events",
        "INSERT",
        "1 = 1",
        "NOT ((NEW.seq = 1 AND NEW.prev = '') OR EXISTS (SELECT 1 FROM events p WHERE p.ticket = NEW.ticket "
        "AND p.seq = NEW.seq - 1 AND p.hash = NEW.prev))",
        "an event is chained on the one before it",
    ),
    Rule(
        "witnessed",
        "site_confirmations",
        "INSERT",
        "1 = 1",
        "NOT EXISTS (SELECT 1 FROM events e WHERE e.ticket = NEW.ticket AND e.seq = NEW.seq "
        "AND e.kind = CASE WHEN NEW.passed THEN 'SiteVisitPassed' ELSE 'SiteVisitFailed' END "
        "AND e.by_person = NEW.confirmer)",
        "a site confirmation stands on an event of the same person",
    ),
    Rule(
        "witnessed",
        "approvals",
        "INSERT",
        "1 = 1",
        "NOT EXISTS (SELECT 1 FROM events e WHERE e.ticket = NEW.ticket AND e.seq = NEW.seq "
        "AND e.kind = 'ApprovalGiven' AND e.by_person = NEW.approver)",
        "an approval stands on an event of the same person",
    ),
)
