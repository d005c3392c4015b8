"""Makers of events; each takes what matters and invents the rest."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from events import scheduling
from events.models import EventPage, EventTranslation, Occurrence
from tests.factories import make_space

if TYPE_CHECKING:
    from spaces.models import SpacePage

BRUSSELS = ZoneInfo("Europe/Brussels")
_numbers = count(1)


def today() -> dt.date:
    """The local day."""
    return timezone.localdate()


def in_days(days: int) -> dt.date:
    """The local day so many days from now."""
    return today() + dt.timedelta(days=days)


def moment(text: str) -> dt.datetime:
    """`moment("2026-10-25 18:00")` in Brussels."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def make_event(title: str = "", space: SpacePage | None = None, **fields: Any) -> EventPage:
    """A published event tomorrow at ten; `cohosts` are invited, `accepted` ones have said yes."""
    cohosts = fields.pop("cohosts", [])
    accepted = fields.pop("accepted", [])
    translations = fields.pop("translations", {})
    tags = fields.pop("tags", [])
    values: dict[str, Any] = {
        "title": title or f"Event {next(_numbers)}",
        "language": "fr",
        "starts_on": in_days(1),
        "start_time": None if fields.pop("all_day", False) else dt.time(10),
        "spoken_languages": ["fr"],
        "first_published_at": timezone.now(),
        **fields,
    }
    event = EventPage(**values)
    event.cohosts = [*cohosts, *accepted]
    event.tags = tags
    for language, texts in translations.items():
        event.translations.add(EventTranslation(language=language, **texts))
    (space or make_space()).add_child(instance=event)
    for host in accepted:
        scheduling.accept_host(event, host)
    return event


def the_date(event: EventPage) -> Occurrence:
    """The only date of an event."""
    return event.occurrences.get()


def state(event: EventPage) -> list[dict[str, Any]]:
    """All columns of all dates."""
    return list(event.occurrences.order_by("pk").values())
