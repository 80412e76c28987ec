"""The centre's store of answers: versions that are only ever added, and an index of grams over the newest ones.

One portable index instead of each database's own full-text search: pairs of Chinese letters need no dictionary, and a
look costs by the rarest grams of the words looked for, not by how many entries there are (`tests/store/test_library.py`).
"""

import math
from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select

from config.texts.heard.library import search_grams
from domain.ids import PersonId
from domain.library import AnswerDraft, AnswerEntry
from store.connection import Connection
from store.numbers import gapless
from store.tables.answers import library, library_grams

SERIES = "library"
_IN_TITLE, _IN_BODY = 3, 1
_GRAMS, _ROWS = 24, 20_000
"""So many grams of a query are looked for, the rarest first, and so many of their rows are weighed."""
_LEAST = 0.34
"""Of the weight of the grams looked for, so much must be there."""


class SqlLibrary:
    """Entries by number and by words."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, draft: AnswerDraft, by: PersonId, at: datetime) -> AnswerEntry:
        """A new entry under the next number."""
        number = await gapless(SERIES, self._connection)
        return await self._keep(AnswerEntry(number, 1, draft, stopped=False, by=by, at=at))

    async def change(self, old: AnswerEntry, draft: AnswerDraft, by: PersonId, at: datetime) -> AnswerEntry:
        """The next version of an entry; it is in use again if it was stopped."""
        new = AnswerEntry(old.entry, old.version + 1, draft, stopped=False, by=by, at=at)
        return await self._keep(new)

    async def stop(self, old: AnswerEntry, by: PersonId, at: datetime) -> AnswerEntry:
        """Not proposed any more."""
        new = AnswerEntry(old.entry, old.version + 1, old.draft, stopped=True, by=by, at=at)
        return await self._keep(new)

    async def get(self, entry: int) -> AnswerEntry | None:
        """The newest version of an entry."""
        return next(iter(await self._newest([entry])), None)

    async def history(self, entry: int) -> tuple[AnswerEntry, ...]:
        """Every version, in order."""
        rows = await self._connection.execute(
            select(library).where(library.c.entry == entry).order_by(library.c.version)
        )
        return tuple(_entry(row) for row in rows)

    async def titled(self, title: str) -> tuple[AnswerEntry, ...]:
        """Entries whose newest version has that very title."""
        rows = await self._connection.execute(
            select(library.c.entry).where(library.c.title == title).distinct()
        )
        return tuple(one for one in await self._newest(list(rows.scalars())) if one.draft.title == title)

    async def search(self, words: str, limit: int) -> tuple[AnswerEntry, ...]:
        """The entries in use that fit the words best, best first; what stands in the title counts more."""
        grams = sorted(search_grams(words))
        if not grams:
            return ()
        rarity = await self._rarity(grams)
        if not rarity:
            return ()
        rows = await self._connection.execute(
            select(library_grams.c.entry, library_grams.c.gram, library_grams.c.weight).where(
                library_grams.c.gram.in_(list(rarity))
            )
        )
        scores: dict[int, float] = defaultdict(float)
        met: dict[int, float] = defaultdict(float)
        for entry, gram, weight in rows:
            scores[entry] += weight * rarity[gram]
            met[entry] += rarity[gram]
        least = _LEAST * max(met.values(), default=0)
        fitting = [entry for entry in scores if met[entry] >= least]
        best = sorted(fitting, key=lambda entry: (-scores[entry], entry))[:limit]
        found = {one.entry: one for one in await self._newest(best)}
        return tuple(found[entry] for entry in best)

    async def _rarity(self, grams: list[str]) -> dict[str, float]:
        """The rarest grams looked for that there are, each with its weight."""
        counted = await self._connection.execute(
            select(library_grams.c.gram, func.count())
            .where(library_grams.c.gram.in_(grams))
            .group_by(library_grams.c.gram)
        )
        entries = await self._connection.execute(select(func.max(library.c.entry)))
        everything = max(int(entries.scalar() or 1), 1)
        chosen: dict[str, float] = {}
        rows = 0
        for gram, count in sorted(counted, key=lambda row: (row[1], row[0]))[:_GRAMS]:
            rows += count
            if chosen and rows > _ROWS:
                break
            chosen[gram] = math.log(1 + everything / count)
        return chosen

    async def _newest(self, entries: list[int]) -> list[AnswerEntry]:
        if not entries:
            return []
        newest = (
            select(library.c.entry, func.max(library.c.version).label("version"))
            .where(library.c.entry.in_(entries))
            .group_by(library.c.entry)
            .subquery()
        )
        rows = await self._connection.execute(
            select(library).join(
                newest, (library.c.entry == newest.c.entry) & (library.c.version == newest.c.version)
            )
        )
        return [_entry(row) for row in rows]

    async def _keep(self, entry: AnswerEntry) -> AnswerEntry:
        draft = entry.draft
        await self._connection.execute(
            library.insert().values(
                entry=entry.entry,
                version=entry.version,
                title=draft.title,
                body=draft.body,
                category=draft.category,
                source=draft.source,
                since=draft.since,
                until=draft.until,
                stopped=entry.stopped,
                by_person=entry.by,
                at=entry.at,
            )
        )
        await self._connection.execute(delete(library_grams).where(library_grams.c.entry == entry.entry))
        if not entry.stopped:
            in_title = search_grams(draft.title)
            weights = dict.fromkeys(search_grams(draft.body), _IN_BODY) | dict.fromkeys(in_title, _IN_TITLE)
            rows = [
                {"gram": gram, "entry": entry.entry, "weight": weight} for gram, weight in weights.items()
            ]
            if rows:
                await self._connection.execute(insert(library_grams), rows)
        return entry


def _entry(row: Row[*tuple[Any, ...]]) -> AnswerEntry:
    draft = AnswerDraft(row.title, row.body, row.category, row.source, row.since, row.until)
    return AnswerEntry(row.entry, row.version, draft, row.stopped, PersonId(row.by_person), row.at)
