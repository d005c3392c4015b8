"""What the page of an event shows beyond its own texts: the date it speaks of, the other dates, the head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events import scheduling, structured_data
from spaces.structured_data import breadcrumbs

if TYPE_CHECKING:
    from events.models import EventPage, Occurrence

OTHER_DATES: Final = 12


def current_date(event: EventPage) -> Occurrence | None:
    """The date asked for, else the next or last one; in a preview the one that publishing would make."""
    if event.shown is not None:
        found: Occurrence | None = event.shown
    elif event.is_draft_shown:
        found = scheduling.planned_date(event)
    else:
        found = event.next_date()
    if found is not None:
        # The page has its texts and hosts at hand; another copy would ask for them again.
        found.event = event
    return found


def other_dates(event: EventPage, shown: Occurrence | None) -> list[Occurrence]:
    """The coming dates of a series, with the one shown among them; empty for a single date."""
    if not event.is_series or not event.pk:
        return []
    dates = event.occurrences.filter(withdrawn_at__isnull=True).select_related("venue_space__city")
    found = list(dates.upcoming(timezone.now())[:OTHER_DATES])
    if shown is not None and shown.pk not in {date.pk for date in found}:
        found.insert(0, shown)
    for date in found:
        date.event = event
    return found


def crumbs(event: EventPage) -> list[dict[str, str]]:
    """The way here: the agenda, then the space that leads."""
    steps = [{"url": reverse("events:list"), "label": _("Agenda")}]
    if event.lead is not None:
        steps.append({"url": event.lead.get_absolute_url(), "label": event.lead.title})
    return steps


def head(event: EventPage, shown: Occurrence | None) -> dict[str, Any]:
    """Description, structured data and the calendar file of the date shown."""
    facts: dict[str, Any] = {
        "description": str(event.text("summary")),
        "noindex": not event.is_public,
    }
    if shown is not None and shown.pk:
        title = str(event.text("title"))
        facts["structured_data"] = [
            structured_data.event(shown),
            breadcrumbs(crumbs(event), title),
        ]
        facts["feeds"] = [(shown.ics_url, "text/calendar", f"{title} (iCal)")]
    return facts


def title(event: EventPage) -> str:
    """For the window: of one date of a series also its day."""
    text = str(event.text("title"))
    if event.shown is None or not event.is_series:
        return text
    return ", ".join([text, date_format(event.shown.start_date, "j F Y")])
