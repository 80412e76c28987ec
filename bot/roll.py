"""Roll call: joins the centre's files with what the store knows, finds missing chat accounts by mobile number once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.build import Parts
from domain.calendar_clock import local_date
from domain.failures import DeliveryFailed
from domain.ids import PersonId
from domain.rosters.roster import Roster
from store.database import Connection
from store.duty import newer_rosters
from store.staff import Staff

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Roll:
    """Runs at the start, and again every minute for what other workers learnt."""

    parts: Parts

    async def call(self) -> None:
        """Enrol everybody, then look up who has no chat id yet."""
        today = local_date(self.parts.clock.now())
        directory = self.parts.who.from_files
        await self.parts.database.write(lambda connection: Staff(connection).enrol(directory, today))
        await self.refresh()
        if self.parts.centre.settings.dingtalk.client_id:
            await self._look_up()
            await self.refresh()

    async def refresh(self) -> None:
        """Take in what the store knows by now."""
        who = self.parts.who

        async def known(
            connection: Connection,
        ) -> tuple[dict[PersonId, str], frozenset[PersonId], tuple[Roster, ...]]:
            staff, newer = Staff(connection), await newer_rosters(connection, who.rosters)
            return dict(await staff.known()), await staff.suspended(), newer

        staff_ids, suspended, rosters = await self.parts.database.read(known)
        who.take_in(*rosters)
        who.learn(staff_ids, suspended)

    async def _look_up(self) -> None:
        """Everybody without a chat id is looked up by mobile number, once; who is not found gets text messages."""
        now = self.parts.clock.now()
        for person in list(self.parts.who.directory.active()):
            if person.staff_id is not None or not person.mobile:
                continue
            try:
                staff_id = await self.parts.contacts.staff_id_by_mobile(person.mobile)
            except DeliveryFailed as failure:
                log.warning(
                    "Somebody's chat account could not be looked up.", person=person.id, code=failure.code
                )
                if failure.code in {"timeout", "unreachable"}:
                    return
                continue
            if staff_id:
                await self.parts.database.write(_finding(person.id, staff_id, now))


def _finding(person: PersonId, staff_id: str, at: datetime) -> Callable[[Connection], Awaitable[None]]:
    async def keep(connection: Connection) -> None:
        await Staff(connection).found(person, staff_id, at)

    return keep
