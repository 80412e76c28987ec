"""Facts are kept beside the tickets, and every figure counted over them is what a plain look at the facts gives."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import delete, select, update

from domain import commands as asked
from domain.evolve import evolve
from domain.figures.behind import FigureWish
from domain.figures.counts import Doings, Figure, Workload
from domain.figures.facts import Ending, TicketFacts, WorkRound
from domain.figures.folding import facts_of
from domain.figures.period import Period, PeriodKind, day_of, third_of, year_of
from domain.figures.rate import Rate
from domain.figures.satisfaction import Satisfaction
from domain.figures.unit_figures import UnitFigures
from domain.figures.year import Institution, YearRow, year_report
from domain.ids import TicketId, UnitId
from domain.people import Directory
from domain.ticket import Ticket
from domain.vocabulary import Channel, Nature, Rating, RatingWay, UnitRole
from store.connection import Connection
from store.database import Database
from store.facts import catch_up
from store.figures import SqlFigures
from store.staff import Staff
from store.tables.facts import happenings, opinions, ticket_facts, work_rounds
from store.tables.tickets import tickets
from store.work import SqlWork, Tools
from tests.domain.figures.walks import walks
from tests.world import CITIZEN, TOWN, TRANSPORT, WATER, WORLD, Case, at, by

FACTS = (ticket_facts, work_rounds, opinions, happenings)
FIRST_DAY = at("2019-07-05 00:00")
FOREVER = at("2031-01-01 00:00")


async def kept(database: Database, tools: Tools, cases: Iterable[Case]) -> list[Case]:
    """Histories as the program keeps them: what one command brought about in one go."""
    everybody: Directory = WORLD.directory
    await database.write(lambda connection: Staff(connection).enrol(everybody, FIRST_DAY.date()))
    told = list(cases)

    async def keep(connection: Connection) -> None:
        for case in told:
            ticket: Ticket | None = None
            for _, group in groupby(case.history, key=lambda r: (r.at, r.by)):
                recorded, stages = list(group), []
                for entry in recorded:
                    ticket = evolve(ticket, entry)
                    stages.append(ticket)
                await SqlWork(connection, tools).tickets.append(recorded, stages[-1], stages)

    await database.write(keep)
    return told


async def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    async def look(connection: Connection) -> dict[str, list[dict[str, Any]]]:
        return {
            table.name: [
                dict(row)
                for row in (
                    await connection.execute(select(table).order_by(*table.primary_key.columns))
                ).mappings()
            ]
            for table in FACTS
        }

    return await database.read(look)


async def test_facts_kept_along_are_what_the_log_gives(database: Database, tools: Tools) -> None:
    await kept(database, tools, walks(6, turns=30))
    along = await rows(database)

    async def forget(connection: Connection) -> None:
        for table in reversed(FACTS):
            await connection.execute(delete(table))
        # As a worker of an earlier version leaves them.
        await connection.execute(update(tickets).values(counted=0, channel="call"))

    await database.write(forget)
    done = 0
    while (some := await database.write(lambda connection: catch_up(connection, 2)))[0]:
        done += some[0]
        assert some[1] == ()

    assert done == 6
    assert await rows(database) == along
    assert all(along[table.name] for table in FACTS)
    assert await database.read(lambda c: SqlFigures(c).uncounted()) == 0
    assert (await centre(database)).received == {Channel.SMS: 6}


async def test_what_an_older_worker_wrote_is_not_built_upon(database: Database, tools: Tools) -> None:
    (case,) = walks(1)
    await kept(database, tools, [case])
    right = await rows(database)
    last = case.history[-1]
    half = evolve_all(case)[:-1]

    async def older(connection: Connection) -> None:
        await connection.execute(update(tickets).values(counted=1))
        for table in reversed(FACTS):
            await connection.execute(delete(table))

    await database.write(older)
    assert await database.read(lambda c: SqlFigures(c).uncounted()) == 1
    assert half[-1].version == last.seq - 1
    await database.write(lambda connection: catch_up(connection, 9))

    assert await rows(database) == right


def evolve_all(case: Case) -> list[Ticket]:
    stages: list[Ticket] = []
    for entry in case.history:
        stages.append(evolve(stages[-1] if stages else None, entry))
    return stages


async def centre(database: Database, period: Period | None = None) -> Any:
    whole = period or year_of(FIRST_DAY.date() + timedelta(days=1))
    return await database.read(lambda c: SqlFigures(c).centre(whole, FOREVER))


# --- counted once more, plainly -----------------------------------------------------------------------------------


def counted(told: list[TicketFacts], unit: UnitId, role: UnitRole, period: Period, now: datetime) -> Workload:
    """The same counts by a loop over the facts, with no condition shared with the database's."""
    since, until = period.since, min(period.until, now + timedelta(microseconds=1))
    n = dict.fromkeys(Workload.__dataclass_fields__, 0)
    for one in (r for f in told for r in f.rounds if (r.unit, r.role) == (unit, role)):
        if one.begun_at >= until or (one.ended_at and one.ended_at < since):
            continue
        ends_here = one.ended_at is not None and one.ended_at < until
        if one.begun_at < since:
            n["open_at_start"] += 1
        elif one.again:
            n["again"] += 1
        else:
            n["assigned"] += 1
            n["acknowledged_on_time"] += one.acknowledged_at is not None and not one.acknowledged_late
            n["contacted_on_time"] += one.contacted_at is not None and not one.contacted_late
        if ends_here:
            _ended(one, n)
        else:
            _open(one, until, n)
        if one.urgent_at and since <= one.urgent_at < until:
            n["urgent_calls"] += 1
            if one.arrived_at:
                n["arrived_late" if one.arrived_late else "arrived_on_time"] += 1
            n["arrival_missed"] += one.arrived_at is None and one.arrival_missed
    return Workload(**n)


def _ended(one: WorkRound, n: dict[str, int]) -> None:
    if one.ending is Ending.TAKEN:
        n["taken_away"] += 1
        return
    n["handled"] += 1
    n["first_handled"] += not one.again
    finished = one.claimed_at or one.ended_at
    assert finished is not None
    n["handled_on_time"] += one.due_at is None or finished < one.due_at


def _open(one: WorkRound, until: datetime, n: dict[str, int]) -> None:
    if one.shelved_at and one.shelved_at < until and not (one.unshelved_at and one.unshelved_at < until):
        n["shelved"] += 1
        return
    moment = until
    if one.claimed_at and one.claimed_at < until:
        moment = one.claimed_at
    elif one.paused_at and one.paused_at < until:
        moment = one.paused_at
    n["within_limit" if one.due_at is None or moment < one.due_at else "overdue_open"] += 1


def plainly(told: list[TicketFacts], unit: UnitId, period: Period, now: datetime) -> UnitFigures:
    since, until = period.since, min(period.until, now + timedelta(microseconds=1))
    figures = UnitFigures(
        unit,
        period,
        counted(told, unit, UnitRole.LEAD, period, now),
        counted(told, unit, UnitRole.ASSIST, period, now),
    )
    last = {(f.ticket, o.appellant): o for f in told for o in f.opinions if since <= o.at < until}.values()
    said = [o for o in last if o.unit == unit]
    by_rating = {rating: sum(o.rating is rating and not o.excluded for o in said) for rating in Rating}
    happened = [h for f in told for h in f.happenings if h.unit == unit and since <= h.at < until]
    n = dict.fromkeys(Doings.__dataclass_fields__, 0)
    for one in happened:
        n[one.kind.value] += 1
        n["first_sent_back"] += one.kind.value == "sent_back" and one.degree == 1
    return UnitFigures(
        unit,
        period,
        figures.work,
        figures.assisting,
        type(figures.ratings)(
            satisfied=by_rating[Rating.SATISFIED],
            basically=by_rating[Rating.BASICALLY],
            no_rating=by_rating[Rating.NO_RATING],
            dissatisfied=by_rating[Rating.DISSATISFIED],
            excluded=sum(o.excluded for o in said),
            reached=sum(o.way is not RatingWay.UNREACHABLE for o in said),
            solved=sum(o.solved for o in said),
        ),
        Doings(**n),
    )


PERIODS = (
    day_of(at("2019-07-05 12:00").date()),
    third_of(at("2019-07-05 12:00").date()),
    third_of(at("2019-07-11 12:00").date()),
    year_of(at("2019-07-05 12:00").date()),
    Period(PeriodKind.MEETING, at("2019-07-08 12:00").date(), at("2019-07-25 12:00").date()),
)


async def test_every_figure_is_what_a_plain_count_gives(database: Database, tools: Tools) -> None:
    told = [facts_of(case.history) for case in await kept(database, tools, walks(6, turns=30))]
    seen = 0
    for period in PERIODS:
        for now in (FOREVER, at("2019-07-08 10:30")):
            found = await database.read(lambda c, p=period, n=now: SqlFigures(c).units(p, n))
            units = {r.unit for f in told for r in f.rounds} | {one.unit for one in found}
            known = {one.unit: one for one in found}
            for unit in units:
                wanted = plainly(told, unit, period, max(now, period.since))
                assert known.get(unit, UnitFigures(unit, period)) == wanted
                for work in (wanted.work, wanted.assisting):
                    assert work.due == work.handled + work.overdue_open
                    assert work.load == work.handled + work.taken_away + work.in_hand
                seen += wanted.work.load
    assert seen > 30


async def test_each_figure_leads_to_its_tickets(database: Database, tools: Tools) -> None:
    told = [facts_of(case.history) for case in await kept(database, tools, walks(6, turns=30))]
    period = PERIODS[3]
    unit = max(
        {r.unit for f in told for r in f.rounds},
        key=lambda u: sum(r.unit == u for f in told for r in f.rounds),
    )
    (figures,) = await database.read(lambda c: SqlFigures(c).units(period, FOREVER, unit))
    whole = await centre(database, period)

    async def listed(figure: Figure, of: UnitId | None) -> int:
        wish = FigureWish(figure, period, of)
        return len(await database.read(lambda c: SqlFigures(c).behind(wish, FOREVER)))

    for figure in Figure:
        for part in (figures.work, figures.ratings, figures.doings):
            if hasattr(part, figure.value):
                many = getattr(part, figure.value)
                found = await listed(figure, unit)
                # A ticket that counts twice stands on the list once.
                assert (found > 0) == (many > 0)
                assert found <= many
    assert await listed(Figure.RECEIVED, None) == whole.total_received == 6
    assert await listed(Figure.PASSED_ON, None) == whole.passed_on
    assert await listed(Figure.CLOSED, None) == whole.closed
    assert await listed(Figure.IN_HAND, None) == whole.work.in_hand


async def test_a_day_counts_what_happened_on_it(database: Database, tools: Tools) -> None:
    await kept(database, tools, walks(6, turns=30))
    for period in PERIODS:
        day = await database.read(lambda c, p=period: SqlFigures(c).day(p, FOREVER))
        whole = await centre(database, period)

        assert (day.received, day.closed, day.passed_on) == (whole.received, whole.closed, whole.passed_on)
        assert day.ratings == whole.ratings
        for name in ("handled", "handled_on_time", "urgent_calls", "arrived_on_time"):
            assert getattr(day, name) == getattr(whole.work, name)
        for name in ("sheets", "sent_back"):
            assert getattr(day, name) == getattr(whole.total.doings, name)


async def test_a_period_that_has_not_begun_is_empty(database: Database, tools: Tools) -> None:
    await kept(database, tools, walks(3))
    tomorrow = day_of(at("2019-07-06 12:00").date())

    found = await database.read(lambda c: SqlFigures(c).centre(tomorrow, at("2019-07-05 09:00")))

    assert (found.total_received, found.work.assigned, found.work.handled) == (0, 0, 0)


async def test_a_request_only_received_leaves_no_row(database: Database, tools: Tools) -> None:
    case = Case(at("2019-07-05 09:00")).filed()
    await kept(database, tools, [case])

    assert not any((await rows(database)).values())
    assert (await centre(database)).received == {Channel.SMS: 1}


# --- a year of half a thousandth of the size ---------------------------------------------------------------------------

CHANNELS = [*[Channel.CALL] * 39, Channel.SMS, Channel.OPINION]
"""41 requests for the first year's 82,853: 21 for 41,658 answered at once, 9 for 17,966 passed on."""
AT_ONCE, PASSED_ON = 21, 9


def small_year() -> Iterable[Case]:
    """Table 1.2 of `domain.md`, half a thousandth of it: one request after the other through the rules."""
    for turn, channel in enumerate(CHANNELS):
        case = Case(at("2018-09-03 09:00") + timedelta(days=8 * turn))
        case.filed(
            by=by("operator"),
            ticket=TicketId(turn + 1),
            number=f"NX20180903{turn:05d}",
            short_code=f"F{turn + 100}",
            channel=channel,
        )
        if turn < AT_ONCE:
            case.does(asked.AnswerAtOnce(by("operator"), case.words()))
        elif turn < AT_ONCE + PASSED_ON:
            case.accepted(Nature.HELP).dispatched((TRANSPORT, WATER, TOWN)[turn % 3])
            case.does(
                asked.ReportHandled(by(f"{case.it.assignments[0].unit}-liaison"), case.words(), contact=True)
            )
            case.does(asked.Review(by("dispatcher"), passed=True))
            rating = Rating.NO_RATING if turn == AT_ONCE else Rating.SATISFIED
            case.does(asked.RecordRating(by("caller"), CITIZEN, rating, RatingWay.PHONE))
        yield case


async def test_the_years_report_is_counted_from_facts(database: Database, tools: Tools) -> None:
    await kept(database, tools, small_year())
    year = Period(PeriodKind.YEAR, date(2018, 9, 1), date(2019, 8, 31))
    figures = await centre(database, year)

    lines = {line.row: line for line in year_report(figures, Institution(), Satisfaction.RATED)}

    assert [lines[row].count for row in (YearRow.RECEIVED, YearRow.CALLS, YearRow.OTHER_CHANNELS)] == [
        41,
        39,
        2,
    ]
    assert [lines[row].count for row in (YearRow.VALID, YearRow.AT_ONCE, YearRow.PASSED_ON)] == [30, 21, 9]
    assert lines[YearRow.SATISFACTION].rate == Rate(8, 8)
    assert (figures.work.assigned, figures.work.handled, figures.work.handled_on_time) == (9, 9, 9)
    assert [one.work.assigned for one in figures.units] == [3, 3, 3]
    assert figures.natures == {None: 32, Nature.HELP: 9}
