"""Figures of a period, counted by the database over the facts (`store/facts.py`): all units in a handful of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import Select, func, select

from domain.figures.behind import Behind, FigureWish
from domain.figures.centre_figures import CentreFigures, DayFigures
from domain.figures.counts import Doings, Figure, Workload
from domain.figures.period import Period
from domain.figures.satisfaction import Ratings
from domain.figures.unit_figures import UnitFigures
from domain.ids import TicketId, UnitId
from domain.vocabulary import Channel, Nature, UnitRole
from store.connection import Connection, Rows
from store.counting import BY_UNIT, DONE, RATED, WORK, Condition, Source, Span, of_the_centre, received
from store.facts import uncounted
from store.tables.facts import ticket_facts, work_rounds
from store.tables.tickets import tickets

C = TypeVar("C")
_TICK = timedelta(microseconds=1)
_MANY = 100_000
"""Beyond it nobody needs to know how many tickets are still to be counted."""


class SqlFigures:
    """The figures, within one transaction. `now`: a period that is not over is counted up to it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def units(
        self, period: Period, now: datetime, only: UnitId | None = None
    ) -> tuple[UnitFigures, ...]:
        """Every unit that had anything, by code; `only` one of them. Ratings of what the centre answered: under `CENTRE`."""
        span = _span(period, now)
        lead, assist = UnitRole.LEAD.value, UnitRole.ASSIST.value
        work = await self._by_unit(WORK, Workload, span, only, work_rounds.c.role == lead)
        helped = await self._by_unit(WORK, Workload, span, only, work_rounds.c.role == assist)
        rated = await self._by_unit(RATED, Ratings, span, only)
        done = await self._by_unit(DONE, Doings, span, only)
        known = sorted({*work, *helped, *rated, *done})
        return tuple(
            UnitFigures(
                unit,
                period,
                work.get(unit, Workload()),
                helped.get(unit, Workload()),
                rated.get(unit, Ratings()),
                done.get(unit, Doings()),
            )
            for unit in known
        )

    async def centre(self, period: Period, now: datetime) -> CentreFigures:
        """Everything of a period."""
        span = _span(period, now)
        came = (await self._received(span)).all()
        became = await self._became(span)
        return CentreFigures(
            period=period,
            received=_sums((Channel(row.channel), row.many) for row in came),
            natures=_sums((Nature(row.nature) if row.nature else None, row.many) for row in came),
            categories=_sums((row.category or "", row.many) for row in came),
            answered_at_once=became[Figure.ANSWERED_AT_ONCE],
            passed_on=became[Figure.PASSED_ON],
            declined=became[Figure.DECLINED],
            merged=became[Figure.MERGED],
            closed=became[Figure.CLOSED],
            enterprise=sum(row.many for row in came if row.enterprise),
            difficult=sum(row.many for row in came if row.difficult),
            units=await self.units(period, now),
        )

    async def day(self, period: Period, now: datetime) -> DayFigures:
        """What happened in a short period, by its own rows alone: costs by the day, not by what is open or was before."""
        span = _span(period, now)
        rows = await self._connection.execute(
            select(tickets.c.channel, func.count().label("many"))
            .where(received(span))
            .group_by(tickets.c.channel)
        )
        became = await self._became(span)
        ended = await self._counts(WORK, span, span.holds(work_rounds.c.ended_at), _HANDLED)
        called = await self._counts(WORK, span, span.holds(work_rounds.c.urgent_at), _CALLED)
        done = await self._counts(DONE, span, DONE.among(span), _ORDERED)
        rated = await self._counts(RATED, span, RATED.among(span), _of(Ratings))
        return DayFigures(
            period=period,
            received={Channel(row.channel): row.many for row in rows},
            answered_at_once=became[Figure.ANSWERED_AT_ONCE],
            passed_on=became[Figure.PASSED_ON],
            declined=became[Figure.DECLINED],
            closed=became[Figure.CLOSED],
            ratings=Ratings(**{figure.value: many for figure, many in rated.items()}),
            **{figure.value: many for figure, many in (ended | called | done).items()},
        )

    async def behind(self, wish: FigureWish, now: datetime) -> tuple[Behind, ...]:
        """The tickets behind a figure, each once, oldest first."""
        rows = await self._connection.execute(
            select(tickets.c.id, tickets.c.number)
            .where(_leads_to(wish, _span(wish.period, now)))
            .order_by(tickets.c.id)
            .limit(wish.limit)
        )
        return tuple(Behind(TicketId(row.id), row.number) for row in rows)

    async def uncounted(self) -> int:
        """How many tickets the figures do not know the last of yet: none, but after an upgrade."""
        return await uncounted(self._connection, _MANY)

    async def _by_unit(
        self, source: Source, kind: type[C], span: Span, only: UnitId | None, *more: Condition
    ) -> dict[UnitId, C]:
        unit = source.table.c.unit
        one = () if only is None else (unit == only,)
        wanted = _counted(source, span, _of(kind)).add_columns(unit)
        rows = await self._connection.execute(wanted.where(source.among(span), *one, *more).group_by(unit))
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # our dataclasses of counts
        return {UnitId(row["unit"]): kind(**{name: row[name] for name in names}) for row in rows.mappings()}

    async def _counts(
        self, source: Source, span: Span, among: Condition, which: Sequence[Figure]
    ) -> dict[Figure, int]:
        lead = (work_rounds.c.role == UnitRole.LEAD.value,) if source is WORK else ()
        rows = await self._connection.execute(_counted(source, span, which).where(among, *lead))
        (row,) = rows.mappings()
        return {figure: row[figure.value] for figure in which}

    async def _received(self, span: Span) -> Rows:
        facts = ticket_facts.c
        nature = func.coalesce(facts.nature, tickets.c.nature).label("nature")
        group = (tickets.c.channel, nature, facts.category, facts.enterprise, facts.difficult)
        return await self._connection.execute(
            select(*group, func.count().label("many"))
            .select_from(tickets.outerjoin(ticket_facts, facts.ticket == tickets.c.id))
            .where(received(span))
            .group_by(*group)
        )

    async def _became(self, span: Span) -> dict[Figure, int]:
        asked = {
            figure.value: select(func.count()).select_from(ticket_facts).where(holds).scalar_subquery()
            for figure, holds in of_the_centre(span).items()
        }
        rows = await self._connection.execute(select(*(one.label(name) for name, one in asked.items())))
        (row,) = rows.mappings()
        return {Figure(name): many for name, many in row.items()}


_HANDLED = (Figure.HANDLED, Figure.HANDLED_ON_TIME)
_CALLED = (Figure.URGENT_CALLS, Figure.ARRIVED_ON_TIME)
_ORDERED = (Figure.SHEETS, Figure.SENT_BACK)


def _span(period: Period, now: datetime) -> Span:
    """What happens at this very moment counts too."""
    return Span(period.since, max(period.since, min(period.until, now + _TICK)))


def _of(kind: type[Any]) -> tuple[Figure, ...]:
    """The figures that fill a dataclass of counts."""
    return tuple(Figure(field.name) for field in fields(kind))


def _counted(source: Source, span: Span, which: Sequence[Figure]) -> Select[Any]:
    conditions = source.figures(span)
    columns = [func.count().filter(conditions[figure]).label(figure.value) for figure in which]
    return cast("Select[Any]", select(*columns)).select_from(source.table)


def _sums(parts: Any) -> Mapping[Any, int]:  # noqa: ANN401 - pairs of any one kind of key
    found: dict[Any, int] = {}
    for key, many in parts:
        found[key] = found.get(key, 0) + many
    return found


def _leads_to(wish: FigureWish, span: Span) -> Condition:
    """Which tickets a figure counts."""
    for source in BY_UNIT:
        holds = source.figures(span).get(wish.figure)
        if holds is not None:
            table = source.table
            wanted = [source.among(span), holds]
            wanted += [] if wish.unit is None else [table.c.unit == wish.unit]
            wanted += [table.c.role == wish.role.value] if source is WORK else []
            return tickets.c.id.in_(select(table.c.ticket).where(*wanted))
    return _of_facts(wish.figure, span)


def _of_facts(figure: Figure, span: Span) -> Condition:
    facts = ticket_facts.c
    flags = {Figure.ENTERPRISE: facts.enterprise, Figure.DIFFICULT: facts.difficult}
    if figure in flags:
        return received(span) & tickets.c.id.in_(select(facts.ticket).where(flags[figure]))
    holds = of_the_centre(span).get(figure)
    return received(span) if holds is None else tickets.c.id.in_(select(facts.ticket).where(holds))
