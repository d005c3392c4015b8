"""Calendar files (RFC 5545). Pure: values in, bytes out, the same bytes for the same values."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PRODID: Final = "-//COFFEE//agenda//"
REFRESH: Final = dt.timedelta(hours=1)
COLOUR: Final = "saddlebrown"
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"
# The rules of the European Union since 1996, shared by these zones; equal to zoneinfo from 1997 to 2037.
COMMON_RULES: Final = {"Europe/Brussels", "Europe/Paris", "Europe/Amsterdam"}
COMMON_VTIMEZONE: Final = """BEGIN:VTIMEZONE\r
TZID:{name}\r
BEGIN:DAYLIGHT\r
TZNAME:CEST\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
DTSTART:19810329T020000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
TZNAME:CET\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
DTSTART:19961027T030000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
END:STANDARD\r
END:VTIMEZONE\r
"""


@dataclass(frozen=True)
class Entry:
    """One date as calendars see it. `start` and `end` are aware; for whole days only their local dates count."""

    uid: str
    sequence: int
    modified: dt.datetime
    start: dt.datetime
    end: dt.datetime
    timezone: str
    summary: str
    all_day: bool = False
    # The last day of an all-day date, inclusive.
    last_day: dt.date | None = None
    status: str = CONFIRMED
    description: str = ""
    location: str = ""
    position: tuple[float, float] | None = None
    url: str = ""
    categories: Sequence[str] = ()
    organizer: str = ""
    organizer_name: str = ""
    conference: str = ""


def calendar(
    entries: Iterable[Entry], *, name: str, language: str, timezone: str, source: str = ""
) -> bytes:
    """A whole calendar: every date once, no rule, one VTIMEZONE per zone that occurs."""
    found = list(entries)
    file = Calendar()
    file.add("prodid", f"{PRODID}{language.upper()}")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("name", one_line(name))
    file.add("x-wr-calname", one_line(name))
    file.add("x-wr-timezone", timezone)
    file.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT1H")
    file.add("color", COLOUR)
    if source:
        file.add("source", source, parameters={"VALUE": "URI"})
    for zone in sorted({entry.timezone for entry in found if not entry.all_day}):
        years = [entry.start.year for entry in found if entry.timezone == zone]
        component = vtimezone(zone, min(years), max(years) + 1)
        if component is not None:
            file.add_component(component)
    for entry in found:
        file.add_component(vevent(entry))
    return bytes(file.to_ical())


def vevent(entry: Entry) -> Event:
    """One VEVENT. DTSTAMP is when the date last changed, never now: a calendar file must be cacheable."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    stamp = entry.modified.astimezone(dt.UTC).replace(microsecond=0)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    add_times(event, entry)
    event.add("status", entry.status)
    event.add("summary", one_line(entry.summary))
    optional = {
        "description": plain(entry.description),
        "location": one_line(entry.location),
        "url": one_line(entry.url),
        "geo": entry.position,
    }
    for key, value in optional.items():
        if value:
            event.add(key, value)
    if entry.categories:
        event.add("categories", [one_line(word) for word in entry.categories])
    if entry.organizer:
        event.add(
            "organizer",
            f"mailto:{one_line(entry.organizer)}",
            parameters={"CN": one_line(entry.organizer_name).replace('"', "'")},
        )
    if entry.conference:
        event.add(
            "conference",
            one_line(entry.conference),
            parameters={"VALUE": "URI", "FEATURE": "VIDEO"},
        )
    return event


def add_times(event: Event, entry: Entry) -> None:
    """Beginning and end. Our last day is inclusive, DTEND of whole days is not."""
    zone = ZoneInfo(entry.timezone)
    if entry.all_day:
        first = entry.start.astimezone(zone).date()
        last = entry.last_day or first
        event.add("dtstart", first)
        event.add("dtend", last + dt.timedelta(days=1))
        return
    target: dt.tzinfo = dt.UTC if is_utc(entry.timezone) else zone
    event.add("dtstart", entry.start.astimezone(target))
    # A date without a known end has no DTEND: equal ones are invalid.
    if entry.end > entry.start:
        event.add("dtend", entry.end.astimezone(target))


def is_utc(name: str) -> bool:
    """Times in UTC carry a Z instead of a zone."""
    return name.removeprefix("Etc/") in {"UTC", "UCT", "GMT", "Universal", "Zulu", "Greenwich"}


@cache
def vtimezone(name: str, first_year: int, last_year: int) -> Timezone | None:
    """The definition of a zone; a constant for the zones at hand, worked out for others."""
    if is_utc(name):
        return None
    if name in COMMON_RULES:
        parsed: Any = Timezone.from_ical(COMMON_VTIMEZONE.format(name=name))
        return parsed if isinstance(parsed, Timezone) else None
    return Timezone.from_tzid(
        name, first_date=dt.date(first_year, 1, 1), last_date=dt.date(last_year, 12, 31)
    )


def one_line(text: str) -> str:
    """A value without line breaks and control characters: nobody's title starts a property of its own."""
    return " ".join("".join(" " if is_control(c) else c for c in text).split())


def plain(text: str) -> str:
    """A text of several lines, without other control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(one_line(line) for line in lines).strip()


def is_control(character: str) -> bool:
    """Control characters, and line separators that some programs take for line breaks."""
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
