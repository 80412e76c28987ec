"""Turns out of an iCalendar file: one event a turn, the person in its title (夜班 张三) or its own line of the description."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from icalendar import Calendar, Event

from config.rosters.decoding import decoded
from config.rosters.tabular import FARTHEST
from config.rosters.written import Draft, Place, RosterFaulty, Written
from config.texts import rosters as told
from config.texts.heard.rosters import Heading, labelled, shift_in
from domain.calendar_clock import LOCAL

MOST_EVENTS = 20_000


def draft_of_calendar(octets: bytes, today: date) -> Draft:
    """What its events say. RosterFaulty where it is no calendar, or has none."""
    text = decoded(octets)
    try:
        calendar = Calendar.from_ical(text)
        events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
        unit = str(calendar.get("X-WR-CALNAME", ""))
    except Exception as broken:  # a broken calendar makes the library raise whatever it hits upon
        raise RosterFaulty((told.broken_calendar(),)) from broken
    if not events or len(events) > MOST_EVENTS:
        raise RosterFaulty((told.broken_calendar(),))
    found = list(_read(events, unit, today))
    return Draft(
        tuple(one for one in found if isinstance(one, Written)),
        tuple(one for one in found if isinstance(one, str)),
    )


def _read(events: list[Event], unit: str, today: date) -> Iterator[Written | str]:
    for line, event in enumerate(events, start=1):
        place = Place(line, event=True)
        try:
            yield _turn(event, place, unit, today)
        except Exception:  # noqa: BLE001 - as above, for one property of one event
            yield told.broken_event(place)


def _turn(event: Event, place: Place, unit: str, today: date) -> Written | str:
    if "RRULE" in event or "RDATE" in event:
        return told.repeating_event(place)
    begins, ends = event.decoded("DTSTART"), _end(event)
    since, until = _instant(begins), _instant(ends)
    if since >= until:
        return told.ends_before(place)
    if abs(since.date() - today) > FARTHEST or until - since > timedelta(days=8):
        return told.too_far(place)
    said = labelled(_text(event, "DESCRIPTION"))
    shift, names = shift_in(_text(event, "SUMMARY"))
    return Written(
        place=place,
        since=since,
        until=until,
        names=said.get(Heading.OFFICER, names),
        shift=shift,
        unit=said.get(Heading.UNIT, "") or unit,
        phone=said.get(Heading.PHONE, ""),
        deputy=said.get(Heading.DEPUTY, ""),
    )


def _end(event: Event) -> date | datetime:
    begins: date | datetime = event.decoded("DTSTART")
    if "DTEND" in event:
        ends: date | datetime = event.decoded("DTEND")
        return ends
    if "DURATION" in event:
        lasts: timedelta = event.decoded("DURATION")
        return begins + lasts
    return begins + timedelta(days=1)


def _instant(said: date | datetime) -> datetime:
    """A day begins at midnight; a time without a zone is the centre's."""
    if not isinstance(said, datetime):
        return datetime.combine(said, time(0), LOCAL)
    here = said.replace(tzinfo=LOCAL) if said.tzinfo is None else said.astimezone(LOCAL)
    return here.replace(second=0, microsecond=0)


def _text(event: Event, name: str) -> str:
    return str(event.get(name, ""))
