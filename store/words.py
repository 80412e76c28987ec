"""Sealed rows: everything personal, each under the key of the person it is about."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, select, text, update

from domain.ids import Sealed
from domain.subjects import Subject
from store.connection import Connection
from store.ids import TimeOrderedIds
from store.prepared import Prepared, prepared
from store.sealing import KeyRing, WrappedKey, seal, unseal
from store.tables.persons import sealed, subject_keys
from store.upsert import insert_for

_BOXES = (
    select(sealed.c.id, sealed.c.box, sealed.c.key, subject_keys.c.wrapped, subject_keys.c.wrapped_by)
    .join(subject_keys, subject_keys.c.id == sealed.c.key)
    .where(sealed.c.id.in_(bindparam("refs", expanding=True)), subject_keys.c.wrapped.is_not(None))
)
_LIVING_KEY = prepared(
    select(subject_keys.c.id, subject_keys.c.wrapped, subject_keys.c.wrapped_by).where(
        subject_keys.c.kind == bindparam("of_kind"),
        subject_keys.c.subject == bindparam("of_subject"),
        subject_keys.c.wrapped.is_not(None),
    )
)
_NEW_KEY = Prepared(
    lambda dialect: insert_for(subject_keys, dialect).on_conflict_do_nothing(
        index_elements=["kind", "subject"], index_where=text("wrapped IS NOT NULL")
    )
)
_FIRST_KEY = prepared(subject_keys.insert())
_SEAL = prepared(sealed.insert())


class SqlWords:
    """Seals and opens within one transaction; keys opened once are kept for its length only."""

    def __init__(self, connection: Connection, ring: KeyRing, ids: TimeOrderedIds) -> None:
        self._connection = connection
        self._ring = ring
        self._ids = ids
        self._keys: dict[Subject, tuple[int, bytes]] = {}

    async def seal(self, text: str, subject: Subject) -> Sealed:
        """Keep the words; the reference may go into events."""
        return await self._kept(text, *await self._key_of(subject))

    async def seal_first(self, text: str, subject: Subject) -> Sealed:
        """Keep the first words of somebody who is new, and can have no key yet."""
        owner, key, row = self._new_key(subject)
        # Nobody can have made it meanwhile: one that is there is a fault, and refused.
        await self._connection.run_many(_FIRST_KEY, [row])
        self._keys[subject] = owner, key
        return await self._kept(text, *self._keys[subject])

    async def discard(self, words: Sealed, subject: Subject) -> None:
        """Take back words just sealed for somebody who turned out not to be new, and the key made for them."""
        owner, _ = self._keys.pop(subject)
        await self._connection.execute(delete(sealed).where(sealed.c.id == words.ref))
        await self._connection.execute(delete(subject_keys).where(subject_keys.c.id == owner))

    async def open(self, refs: Collection[Sealed]) -> Mapping[int, str]:
        """The words behind references, by `Sealed.ref`; erased ones are missing."""
        return await self.open_refs([ref.ref for ref in refs])

    async def open_refs(self, refs: Collection[int]) -> Mapping[int, str]:
        """The words in these rows; erased ones are missing."""
        if not refs:
            return {}
        boxes = await self._connection.execute(_BOXES, {"refs": list(set(refs))})
        opened: dict[int, str] = {}
        keys: dict[int, bytes] = {}
        for ref, box, owner, wrapped, by in boxes:
            if owner not in keys:
                keys[owner] = self._ring.unwrap(owner, WrappedKey(wrapped, by))
            opened[ref] = unseal(keys[owner], ref, box)[0]
        return opened

    async def erase(self, subject: Subject, at: datetime) -> bool:
        """Destroy the person's key: all their words are gone, here and in every backup made from now on.

        True if there was one. Words sealed for them later get a new key.
        """
        self._keys.pop(subject, None)
        gone = await self._connection.execute(
            update(subject_keys)
            .where(
                subject_keys.c.kind == subject.kind.value,
                subject_keys.c.subject == subject.id,
                subject_keys.c.wrapped.is_not(None),
            )
            .values(wrapped=None, erased_at=at)
        )
        return bool(gone.rowcount)

    async def _kept(self, text: str, owner: int, key: bytes) -> Sealed:
        ref = self._ids.new()
        box, digest = seal(key, ref, text)
        await self._connection.run_many(_SEAL, [{"id": ref, "key": owner, "box": box}])
        return Sealed(ref, digest)

    async def _key_of(self, subject: Subject) -> tuple[int, bytes]:
        if subject not in self._keys:
            self._keys[subject] = await self._found(subject) or await self._made(subject)
        return self._keys[subject]

    async def _found(self, subject: Subject) -> tuple[int, bytes] | None:
        found = await self._connection.run(
            _LIVING_KEY, {"of_kind": subject.kind.value, "of_subject": subject.id}
        )
        row = found.one()
        return None if row is None else (row[0], self._ring.unwrap(row[0], WrappedKey(row[1], row[2])))

    def _new_key(self, subject: Subject) -> tuple[int, bytes, dict[str, object]]:
        """A fresh key: its row's id, itself, and the row."""
        owner = self._ids.new()
        key, wrapped = self._ring.new_key(owner)
        row: dict[str, object] = {
            "id": owner,
            "kind": subject.kind.value,
            "subject": subject.id,
            "wrapped": wrapped.box,
            "wrapped_by": wrapped.by,
            "erased_at": None,
        }
        return owner, key, row

    async def _made(self, subject: Subject) -> tuple[int, bytes]:
        owner, key, row = self._new_key(subject)
        made = await self._connection.run(_NEW_KEY, row)
        if made.touched:
            return owner, key
        # Somebody else made it between our look and our insert; the conflict waited for their commit.
        found = await self._found(subject)
        if found is None:
            raise RuntimeError("a person's key vanished while it was being made")
        return found
