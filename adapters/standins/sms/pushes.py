"""Pushing texts and reports to the customer's address: gathered, retried, and dropped in the end (`sms.md` §6.4)."""

import asyncio
import json
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

import aiohttp

from adapters.standins.journal import Journal
from adapters.standins.sms.faults import FaultKind, Faults
from adapters.standins.sms.settings import Rules
from adapters.standins.swapping import Swapping

_HTTP_OK = 200
_HELD_MS = 2_000
"""How long an entry held back waits to be overtaken."""

Entry = dict[str, object]


class PushKind(StrEnum):
    """The two webhooks."""

    TEXT = "text"
    REPORT = "report"


@dataclass(slots=True)
class PushCounts:
    """What became of pushes since the start."""

    tried: int = 0
    taken: int = 0
    refused: int = 0
    """Tries without the answer that was wanted."""
    dropped: int = 0
    """Pushes given up after the last retry, or with nowhere to go."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the customer's address answered; status 0 is no answer at all."""

    status: int
    body: str

    @property
    def taken(self) -> bool:
        """HTTP 200 and a `code` that is a number: all the gateway looks at."""
        if self.status != _HTTP_OK:
            return False
        try:
            said = json.loads(self.body)
        except ValueError:
            return False
        code = said.get("code") if isinstance(said, dict) else None
        return isinstance(code, int | float) and not isinstance(code, bool)


class Pushes:
    """Everything on its way to the customer. `rules` and `callback_url` may be changed at any moment."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        rules: Rules,
        callback_url: str,
        faults: Faults,
        journal: Journal | None = None,
    ) -> None:
        self.rules = rules
        self.callback_url = callback_url
        self.counts = PushCounts()
        self.swapping = Swapping(rules.swap)
        self._doubled = 0
        self._session = session
        self._faults = faults
        self._journal = journal or Journal(None)
        self._gathering: dict[PushKind, list[Entry]] = {kind: [] for kind in PushKind}
        self._held: dict[PushKind, list[asyncio.Event]] = {kind: [] for kind in PushKind}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def outstanding(self) -> int:
        """Tasks that will still push, report or retry something."""
        return len(self._tasks)

    def spawn(self, work: Coroutine[object, object, None]) -> None:
        """Do something in the background that counts as outstanding."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Forget everything on its way."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def put(self, kind: PushKind, entry: Entry, copies: int = 1) -> None:
        """One entry sets out, unless it is told to misbehave."""
        self._journal.keep("push", {"id": _id_of(entry), "what": kind.value, "entry": entry})
        if self._faults.take(FaultKind.DROP):
            return
        late = self._faults.take(FaultKind.DELAY)
        copies += 1 if self._faults.take(FaultKind.DUPLICATE) else 0
        turn = self._faults.take(FaultKind.REORDER)
        passed = asyncio.Event()
        if turn:
            self._held[kind].append(passed)
            late_s = (turn.ms or _HELD_MS) / 1000
        else:
            late_s = late.ms / 1000 if late else 0.0
            passed.set()
        self.spawn(self._set_out(kind, entry, copies, late_s, passed))

    def resume(self, entry: Entry) -> None:
        """An entry that was on its way when an earlier life ended sets out again."""
        self.spawn(self._deliver([entry]))

    async def post(
        self, url: str, body: bytes, content_type: str = "application/json;charset=UTF-8"
    ) -> Reply:
        """One POST, whatever comes back."""
        timeout = aiohttp.ClientTimeout(total=self.rules.answer_s)
        try:
            async with self._session.post(
                url, data=body, headers={"Content-Type": content_type}, timeout=timeout, allow_redirects=False
            ) as response:
                return Reply(response.status, await response.text(errors="replace"))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return Reply(0, "")

    async def check(self, url: str) -> bool:
        """The GET the console makes when an address is saved: answered with code 0 within 700 ms."""
        try:
            async with self._session.get(url, timeout=aiohttp.ClientTimeout(total=0.7)) as response:
                return Reply(response.status, await response.text(errors="replace")).taken
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return False

    async def _set_out(
        self, kind: PushKind, entry: Entry, copies: int, late_s: float, passed: asyncio.Event
    ) -> None:
        """After `late_s`; an entry held back goes as soon as a later one has overtaken it."""
        if passed.is_set():
            await asyncio.sleep(late_s)
        else:
            with suppress(TimeoutError):
                await asyncio.wait_for(passed.wait(), late_s)
        overtaken, self._held[kind] = self._held[kind], [e for e in self._held[kind] if e is passed]
        self.swapping.told(self.rules.swap)
        lane = f"{kind.value}:{entry.get('phone_number')}"
        await self.swapping.turn(lane)
        beside, after = self._doubling(kind, entry)
        await asyncio.gather(*(self._gather(kind, entry) for _ in range(copies + beside)))
        self.swapping.arrived(lane)
        for _ in range(after):
            await self._gather(kind, entry)
        for event in overtaken:
            event.set()

    def _doubling(self, kind: PushKind, entry: Entry) -> tuple[int, int]:
        """Second copies beside the first and after it; by turns it is left lying until something else has come."""
        if not self.rules.twice:
            return 0, 0
        self._doubled += 1
        match self._doubled % 3:
            case 1:
                return 1, 0
            case 2 if self.swapping.after_the_next(lambda: self.spawn(self._gather(kind, entry))):
                return 0, 0
            case _:
                return 0, 1

    async def _gather(self, kind: PushKind, entry: Entry) -> None:
        """Entries that come within the time are pushed together, by the first of them."""
        if self.rules.gather_s == 0:
            await self._deliver([entry])
            return
        waiting = self._gathering[kind]
        waiting.append(entry)
        if len(waiting) == 1:
            self.spawn(self._deliver_gathered(kind))

    async def _deliver_gathered(self, kind: PushKind) -> None:
        await asyncio.sleep(self.rules.gather_s * self.rules.second_s)
        entries, self._gathering[kind] = self._gathering[kind], []
        most = self.rules.entries_max
        for start in range(0, len(entries), most):
            self.spawn(self._deliver(entries[start : start + most]))

    async def _deliver(self, entries: list[Entry]) -> None:
        body = json.dumps(entries, ensure_ascii=False).encode("utf-8")
        for wait_s in (0.0, *self.rules.retry_s):
            await asyncio.sleep(wait_s * self.rules.second_s)
            if not self.callback_url:
                break
            self.counts.tried += 1
            if (await self.post(self.callback_url, body)).taken:
                self.counts.taken += 1
                self._ended("taken", entries)
                return
            self.counts.refused += 1
        self.counts.dropped += 1
        self._ended("dropped", entries)

    def _ended(self, how: str, entries: list[Entry]) -> None:
        for entry in entries:
            self._journal.keep(how, {"id": _id_of(entry)})


def _id_of(entry: Entry) -> str:
    """A text's sequence, a report's BizId and number."""
    number = entry.get("phone_number")
    return f"{entry.get('sequence_id') or entry.get('biz_id') or entry.get('content')}@{number}"
