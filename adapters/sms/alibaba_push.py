"""Alibaba Cloud's two webhooks read: citizens' texts (SmsUp) and delivery reports (SmsReport) (`sms.md` §6.4).

Vendor documents: help.aliyun.com/zh/sms/developer-reference, pages "SmsUp" and "SmsReport" (HTTP批量推送).
Both are a JSON array, may hold several entries, and may share one address: each entry says itself what it is.
Keys differ between the manual's editions, so only what we need is read and everything else is left alone.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import NoReturn

from adapters.sms.port import Parsed, UnreadableEntry
from domain.failures import Unreadable
from domain.inbound import EventKey, SmsFate, SmsReceived, SmsReported
from domain.phones import is_dialable, normalised

_BEIJING = timezone(timedelta(hours=8))
_TIME_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S")
_REPORT_MARKS = frozenset({"biz_id", "success", "report_time"})
_ABROAD_MARKS = frozenset({"To", "SendDate"})
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NOT_CODE = re.compile(r"[^A-Za-z0-9_.:\-]")
_CODE_LENGTH = 64
_ID_LENGTH = 255

Entry = Mapping[str, object]


class _BadEntryError(Exception):
    """One entry lacks what it needs; the text is the reason, without a word of its content."""


@dataclass(frozen=True, slots=True)
class PushReader:
    """Reads pushes for the gateway called `gateway`.

    `key_secret` is mixed into every event's key, so that keys can stand in logs and nobody gets a phone number
    back out of one by trying them all.
    """

    gateway: str
    key_secret: bytes

    def read(self, body: bytes, received_at: datetime) -> Parsed:
        """Everything in a push, in its order. Raises `Unreadable` where the body as a whole is not one."""
        entries = _entries(body)
        events: list[SmsReceived | SmsReported] = []
        unreadable: list[UnreadableEntry] = []
        for entry in entries:
            try:
                events.append(self._event(entry, received_at))
            except _BadEntryError as bad:
                unreadable.append(UnreadableEntry(_raw(entry, body), str(bad)))
        return Parsed(tuple(events), tuple(unreadable))

    def _event(self, entry: object, received_at: datetime) -> SmsReceived | SmsReported:
        if not isinstance(entry, dict):
            raise _BadEntryError("An entry is not a JSON object.")
        if not _REPORT_MARKS.isdisjoint(entry):
            return self._report(entry, received_at)
        return self._text(entry, received_at)

    def _text(self, entry: Entry, received_at: datetime) -> SmsReceived:
        phone = _phone(entry)
        words = _word(entry.get("content"))
        if words is None:
            raise _BadEntryError("An entry has no content.")
        sequence = _word(entry.get("sequence_id"))
        # Without an id the gateway's own wording is all that a repeat has in common (domain.md §4.5).
        identity = (
            ("up", sequence, phone)
            if sequence
            else ("up-words", phone, words, _word(entry.get("send_time")) or "")
        )
        return SmsReceived(
            key=self._key(*identity),
            gateway=self.gateway,
            phone=phone,
            text=_clean(words),
            sent_at=_instant(entry.get("send_time")),
            received_at=received_at,
            dest=_clean(_word(entry.get("dest_code")) or "")[:_CODE_LENGTH],
        )

    def _report(self, entry: Entry, received_at: datetime) -> SmsReported:
        phone = _phone(entry)
        provider_id = _identifier(entry.get("biz_id"))
        our_id = _identifier(entry.get("out_id"))
        if not provider_id and not our_id:
            raise _BadEntryError("A report has neither biz_id nor out_id.")
        code = _NOT_CODE.sub("", _word(entry.get("err_code")) or "")[:_CODE_LENGTH]
        fate = _fate(entry.get("success"), code)
        return SmsReported(
            key=self._key("report", provider_id or our_id, phone, fate.value, code),
            gateway=self.gateway,
            phone=phone,
            provider_id=provider_id,
            our_id=our_id,
            fate=fate,
            code=code,
            at=_instant(entry.get("report_time")) or received_at,
        )

    def _key(self, *identity: str) -> EventKey:
        message = json.dumps(identity).encode()
        digest = hmac.new(self.key_secret, message, hashlib.sha256).hexdigest()
        return EventKey(self.gateway, f"{identity[0]}:{digest[:40]}")


def _entries(body: bytes) -> list[object]:
    try:
        pushed: object = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Unreadable("The body is not JSON in UTF-8.") from None
    if not isinstance(pushed, list):
        raise Unreadable("The body must be a JSON array of entries.")
    if any(isinstance(entry, dict) and not _ABROAD_MARKS.isdisjoint(entry) for entry in pushed):
        raise Unreadable("This is the international edition's form; only mainland numbers are taken here.")
    return pushed


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _raw(entry: object, body: bytes) -> bytes:
    try:
        return json.dumps([entry]).encode()
    except RecursionError:
        return body


def _phone(entry: Entry) -> str:
    phone = normalised(_word(entry.get("phone_number")) or "")
    if not is_dialable(phone):
        raise _BadEntryError("An entry has no phone_number that looks like one.")
    return phone


def _word(value: object) -> str | None:
    """A value as text: editions differ in whether an id or a lone digit is a string or a number."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def _identifier(value: object) -> str:
    return _clean(_word(value) or "").strip()[:_ID_LENGTH]


def _clean(words: str) -> str:
    """Words a database takes: no NUL or control letters but the line end, no half of a surrogate pair."""
    whole = words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = whole.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", lines)


def _instant(value: object) -> datetime | None:
    """A time without a zone is Beijing time (`sms.md` §10.5); an impossible one is no time."""
    written = (_word(value) or "").strip()
    return next((found for form in _TIME_FORMS if (found := _at(written, form)) is not None), None)


def _at(written: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(written, form).replace(tzinfo=_BEIJING).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _fate(success: object, code: str) -> SmsFate:
    if success is True or success == "true":
        return SmsFate.DELIVERED
    if success is False or success == "false":
        return SmsFate.FAILED
    return SmsFate.DELIVERED if code == "DELIVERED" else SmsFate.UNKNOWN
