"""Figures of a period, counted by the database over the facts (`store/facts.py`): all units in a handful of questions."""

from collections.abc import Iterable, Mapping, Sequence
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
from store.connection import Connection
from store.counting import BY_UNIT, DONE, RATED, SPAN, WORK, Condition, Source, of_the_centre, received
from store.facts import uncounted
from store.prepared import Prepared, Row, prepared
from store.tables.facts import ticket_facts, work_rounds
from store.tables.tickets import tickets

C = TypeVar("C")
K = TypeVar("K")
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
        work, helped = await self._work(span)
        rated = await self._by_unit(RATED, Ratings, span)
        done = await self._by_unit(DONE, Doings, span)
        known = {*work, *helped, *rated, *done}
        return tuple(
            UnitFigures(
                unit,
                period,
                work.get(unit, Workload()),
                helped.get(unit, Workload()),
                rated.get(unit, Ratings()),
                done.get(unit, Doings()),
            )
            for unit in sorted(known if only is None else known & {only})
        )

    async def centre(self, period: Period, now: datetime) -> CentreFigures:
        """Everything of a period."""
        span = _span(period, now)
        came = (await self._connection.run(_CAME, span)).rows
        return CentreFigures(
            period=period,
            received=_sums((Channel(channel), many) for channel, *_, many in came),
            natures=_sums((Nature(nature) if nature else None, many) for _, nature, *_, many in came),
            categories=_sums((category or "", many) for _, _, category, *_, many in came),
            enterprise=sum(many for *_, enterprise, _, many in came if enterprise),
            difficult=sum(many for *_, difficult, many in came if difficult),
            units=await self.units(period, now),
            **await self._became(span),
        )

    async def day(self, period: Period, now: datetime) -> DayFigures:
        """What happened in a short period, by its own rows alone: costs by the day, not by what is open or was before."""
        span = _span(period, now)
        by_channel = (await self._connection.run(_BY_CHANNEL, span)).rows
        became = await self._became(span)
        became.pop(Figure.MERGED.value)
        rated = await self._row(_RATED, span)
        counts: dict[str, int] = {}
        for statement, figures in _OF_A_DAY:
            row = await self._row(statement, span)
            counts |= {figure.value: many for figure, many in zip(figures, row, strict=True)}
        return DayFigures(
            period=period,
            received={Channel(channel): many for channel, many in by_channel},
            ratings=Ratings(*rated),
            **became,
            **counts,
        )

    async def behind(self, wish: FigureWish, now: datetime) -> tuple[Behind, ...]:
        """The tickets behind a figure, each once, oldest first."""
        rows = await self._connection.execute(
            select(tickets.c.id, tickets.c.number)
            .where(_leads_to(wish))
            .order_by(tickets.c.id)
            .limit(wish.limit),
            _span(wish.period, now),
        )
        return tuple(Behind(TicketId(row.id), row.number) for row in rows)

    async def uncounted(self) -> int:
        """How many tickets the figures do not know the last of yet: none, but after an upgrade."""
        return await uncounted(self._connection, _MANY)

    async def _work(
        self, values: Mapping[str, object]
    ) -> tuple[dict[UnitId, Workload], dict[UnitId, Workload]]:
        """As lead, and as assistant."""
        found = await self._connection.run(_BY_UNIT[WORK.table.name], values)
        by_role: dict[str, dict[UnitId, Workload]] = {role.value: {} for role in UnitRole}
        for *counts, unit, role in found.rows:
            by_role[role][UnitId(unit)] = Workload(*counts)
        return by_role[UnitRole.LEAD.value], by_role[UnitRole.ASSIST.value]

    async def _by_unit(self, source: Source, kind: type[C], values: Mapping[str, object]) -> dict[UnitId, C]:
        found = await self._connection.run(_BY_UNIT[source.table.name], values)
        return {UnitId(unit): kind(*counts) for *counts, unit in found.rows}

    async def _became(self, span: Mapping[str, object]) -> dict[str, int]:
        row = await self._row(_BECAME, span)
        return {figure.value: many for figure, many in zip(_CENTRE, row, strict=True)}

    async def _row(self, statement: Prepared, span: Mapping[str, object]) -> Row:
        (row,) = (await self._connection.run(statement, span)).rows
        return row


def _span(period: Period, now: datetime) -> dict[str, object]:
    """What happens at this very moment counts too."""
    return {"since": period.since, "until": max(period.since, min(period.until, now + _TICK))}


def _of(kind: type[Any]) -> tuple[Figure, ...]:
    """The figures that fill a dataclass of counts, in the order of its fields."""
    return tuple(Figure(field.name) for field in fields(kind))


def _sums(parts: Iterable[tuple[K, int]]) -> dict[K, int]:
    found: dict[K, int] = {}
    for key, many in parts:
        found[key] = found.get(key, 0) + many
    return found


# --- statements, each written once --------------------------------------------------------------------------------


def _counted(source: Source, which: Sequence[Figure]) -> Select[Any]:
    conditions = source.figures(SPAN)
    columns = [func.count().filter(conditions[figure]).label(figure.value) for figure in which]
    return cast("Select[Any]", select(*columns)).select_from(source.table)


def _each_unit(source: Source, kind: type[Any]) -> Prepared:
    unit = source.table.c.unit
    by = (unit, work_rounds.c.role) if source is WORK else (unit,)
    return prepared(_counted(source, _of(kind)).add_columns(*by).where(source.among(SPAN)).group_by(*by))


_BY_UNIT = {
    source.table.name: _each_unit(source, kind)
    for source, kind in ((WORK, Workload), (RATED, Ratings), (DONE, Doings))
}
_CENTRE = tuple(of_the_centre(SPAN))
_BECAME = prepared(
    select(
        *(
            select(func.count()).select_from(ticket_facts).where(holds).scalar_subquery().label(figure.value)
            for figure, holds in of_the_centre(SPAN).items()
        )
    )
)
_BY_CHANNEL = prepared(
    select(tickets.c.channel, func.count()).where(received(SPAN)).group_by(tickets.c.channel)
)


def _came() -> Prepared:
    facts = ticket_facts.c
    nature = func.coalesce(facts.nature, tickets.c.nature)
    kinds = (tickets.c.channel, nature, facts.category, facts.enterprise, facts.difficult)
    return prepared(
        select(*kinds, func.count())
        .select_from(tickets.outerjoin(ticket_facts, facts.ticket == tickets.c.id))
        .where(received(SPAN))
        .group_by(*kinds)
    )


_CAME = _came()


def _together(source: Source, among: Condition, which: Sequence[Figure]) -> Prepared:
    lead = (work_rounds.c.role == UnitRole.LEAD.value,) if source is WORK else ()
    return prepared(_counted(source, which).where(among, *lead))


_RATED = _together(RATED, RATED.among(SPAN), _of(Ratings))
_OF_A_DAY = tuple(
    (_together(source, among, which), which)
    for source, among, which in (
        (WORK, SPAN.holds(work_rounds.c.ended_at), (Figure.HANDLED, Figure.HANDLED_ON_TIME)),
        (WORK, SPAN.holds(work_rounds.c.urgent_at), (Figure.URGENT_CALLS, Figure.ARRIVED_ON_TIME)),
        (DONE, DONE.among(SPAN), (Figure.SHEETS, Figure.SENT_BACK)),
    )
)


def _leads_to(wish: FigureWish) -> Condition:
    """Which tickets a figure counts."""
    for source in BY_UNIT:
        holds = source.figures(SPAN).get(wish.figure)
        if holds is not None:
            table = source.table
            wanted = [source.among(SPAN), holds]
            wanted += [] if wish.unit is None else [table.c.unit == wish.unit]
            wanted += [table.c.role == wish.role.value] if source is WORK else []
            return tickets.c.id.in_(select(table.c.ticket).where(*wanted))
    return _of_facts(wish.figure)


def _of_facts(figure: Figure) -> Condition:
    facts = ticket_facts.c
    flags = {Figure.ENTERPRISE: facts.enterprise, Figure.DIFFICULT: facts.difficult}
    if figure in flags:
        return received(SPAN) & tickets.c.id.in_(select(facts.ticket).where(flags[figure]))
    holds = of_the_centre(SPAN).get(figure)
    return received(SPAN) if holds is None else tickets.c.id.in_(select(facts.ticket).where(holds))
