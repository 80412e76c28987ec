"""The gateway as a whole: one account, the phones behind it, and everything on its way to the customer."""

import asyncio
import itertools
from collections import Counter
from datetime import datetime, timedelta

from adapters.standins.journal import Journal
from adapters.standins.sms.account import Account, Order
from adapters.standins.sms.clock import Clock
from adapters.standins.sms.faults import FaultKind, Faults
from adapters.standins.sms.phones import Author, Message, Phones
from adapters.standins.sms.pushes import Entry, Pushes, PushKind
from adapters.standins.sms.settings import Rules, SequenceForm, StandinSettings, TimeForm

_PART_UNITS = 67
_TIME_FORMS = {TimeForm.DASHED: "%Y-%m-%d %H:%M:%S", TimeForm.COMPACT: "%Y%m%d%H%M%S"}


class StandinGateway:
    """What one stand-in holds. Everything in it lives in one event loop."""

    def __init__(
        self, settings: StandinSettings, pushes: Pushes, faults: Faults, journal: Journal | None = None
    ) -> None:
        self.clock = Clock()
        self.faults = faults
        self.journal = journal or Journal(None)
        self.phones = Phones(self.journal)
        self.pushes = pushes
        self.account = Account(
            settings.sign_names, {template.code: template.text for template in settings.templates}
        )
        self.codes: Counter[str] = Counter()
        """Answers to SendSms by their code."""
        self._access_code = settings.access_code
        # Ids must not come again after a restart: the customer remembers them for days.
        self._ids = itertools.count(int(self.clock.real().timestamp() * 1_000_000))

    @property
    def rules(self) -> Rules:
        """How the gateway behaves just now."""
        return self.pushes.rules

    def citizen_texts(self, phone: str, text: str, *, split: bool, twice: bool) -> Message:
        """A citizen sends a text: it shows on their phone and is pushed, in parts or twice if asked."""
        message = self.phones.show(phone, Author.CITIZEN, text, self.clock.now())
        for part in _parts(text) if split else [text]:
            self.pushes.put(PushKind.TEXT, self._text_entry(phone, part), copies=2 if twice else 1)
        return message

    def send(self, order: Order) -> str:
        """The text goes out to its numbers; returns the BizId under which it will be reported."""
        biz_id = f"{next(self._ids)}^0"
        for number in order.numbers:
            failed = self.faults.take(FaultKind.REPORT_FAILED)
            code = (failed.code or "UNDELIV") if failed else "DELIVERED"
            if failed is None:
                self.phones.show(
                    number, Author.CENTRE, order.text, self.clock.now(), id=biz_id, out_id=order.out_id
                )
            if not self.faults.take(FaultKind.NO_REPORTS):
                entry = self._report_entry(order, number, biz_id, code)
                self.pushes.spawn(self._report(entry))
        return biz_id

    def move_clock(self, offset: timedelta) -> None:
        """Business time is real time plus this, also after a kill."""
        self.clock.offset = offset
        self.journal.keep("clock", {"offset_s": offset.total_seconds()})

    def remember(self) -> None:
        """Take up what an earlier life left behind: the phones, the clock, and what was on its way."""
        under_way: dict[str, Entry] = {}
        for kind, value in self.journal.recalled():
            match kind:
                case "shown":
                    at = datetime.fromisoformat(str(value["at"]))
                    self.phones.show(
                        str(value["phone"]), Author(str(value["author"])), str(value["text"]), at
                    )
                case "clock":
                    self.clock.offset = timedelta(seconds=float(str(value["offset_s"])))
                case "push":
                    entry = value["entry"]
                    under_way[str(value["id"])] = entry if isinstance(entry, dict) else {}
                case _:
                    under_way.pop(str(value["id"]), None)
        for entry in under_way.values():
            self.pushes.resume(entry)

    async def _report(self, entry: Entry) -> None:
        await asyncio.sleep(self.rules.report_s * self.rules.second_s)
        entry["report_time"] = self._now()
        self.pushes.put(PushKind.REPORT, entry)

    def _text_entry(self, phone: str, text: str) -> Entry:
        entry: Entry = {
            "phone_number": phone,
            "content": text,
            "send_time": self._now(),
            "dest_code": self._access_code,
        }
        sequence = next(self._ids)
        if self.rules.sequence_form is SequenceForm.STRING:
            entry["sequence_id"] = str(sequence)
        elif self.rules.sequence_form is SequenceForm.NUMBER:
            entry["sequence_id"] = sequence
        if self.rules.with_sign_name:
            entry["sign_name"] = next(iter(self.account.sign_names), "")
        return entry

    def _report_entry(self, order: Order, number: str, biz_id: str, code: str) -> Entry:
        good = code == "DELIVERED"
        return {
            "phone_number": number,
            "send_time": self._now(),
            "report_time": "",
            "success": good,
            "err_code": code,
            "err_msg": "用户接收成功" if good else "用户接收失败",
            "sms_size": str(len(_parts(order.text))),
            "biz_id": biz_id,
            "out_id": order.out_id,
        }

    def _now(self) -> str:
        return self.clock.beijing().strftime(_TIME_FORMS[self.rules.time_form])


def _parts(text: str) -> list[str]:
    """A long text as the network cuts it: 67 UTF-16 units a part, no surrogate pair in two."""
    if _units(text) <= 70:  # noqa: PLR2004 - one text holds 70
        return [text]
    parts = [""]
    for letter in text:
        if _units(parts[-1]) + _units(letter) > _PART_UNITS:
            parts.append("")
        parts[-1] += letter
    return parts


def _units(text: str) -> int:
    return sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)  # noqa: PLR2004 - end of the first plane
