"""schema.org descriptions of events. Pure functions of an occurrence read through `for_cards()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coffee.core.language import absolute
from events import choices
from spaces import structured_data as space_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from events.models import Occurrence
    from events.places import Place

CONTEXT = "https://schema.org"
STATUS = {
    choices.SCHEDULED: "EventScheduled",
    choices.CANCELLED: "EventCancelled",
    choices.POSTPONED: "EventPostponed",
    choices.MOVED_ONLINE: "EventMovedOnline",
}
MODE = {
    choices.ONSITE: "OfflineEventAttendanceMode",
    choices.ONLINE: "OnlineEventAttendanceMode",
    choices.HYBRID: "MixedEventAttendanceMode",
}


def event(date: Occurrence) -> dict[str, Any]:
    """One date as an Event."""
    page = date.event
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": str(date.text("title")),
        "description": str(date.text("summary")) or str(date.text("title")),
        "url": absolute(date.url),
        **times(date),
        "eventStatus": f"{CONTEXT}/{STATUS[date.status]}",
        "eventAttendanceMode": f"{CONTEXT}/{MODE[page.attendance_mode]}",
        "location": locations(date),
        "organizer": [space_data.organisation(space) for space in date.hosts],
        "inLanguage": date.spoken,
        "isAccessibleForFree": page.price_kind != choices.PAID,
        "offers": offer(date),
    }
    if date.capacity is not None:
        data["maximumAttendeeCapacity"] = date.capacity
    return {key: value for key, value in data.items() if value not in ([], None)}


def times(date: Occurrence) -> dict[str, str]:
    """Beginning and end: with offset, or bare dates for whole days."""
    if date.all_day:
        found = {"startDate": date.start_date.isoformat(), "endDate": date.end_date.isoformat()}
    else:
        found = {"startDate": date.start.isoformat(), "endDate": date.end.isoformat()}
    if date.previous_starts_at is not None:
        found["previousStartDate"] = date.previous_starts_at.astimezone(date.zone).isoformat()
    return found


def locations(date: Occurrence) -> list[dict[str, Any]]:
    """The place, the online room, or both."""
    page = date.event
    found = [place(date.place)] if date.place else []
    if page.is_online:
        # The address of the room is often only for those who registered.
        address = (
            page.online_url if page.online_url_public and page.online_url else absolute(date.url)
        )
        found.append({"@type": "VirtualLocation", "url": address})
    return found


def place(where: Place) -> dict[str, Any]:
    """A Place with what is known of its address."""
    address = {
        "streetAddress": where.street,
        "postalCode": where.postcode,
        "addressLocality": str(where.city),
        "addressCountry": where.country,
    }
    known = {key: value for key, value in address.items() if value}
    return {
        "@type": "Place",
        "name": where.name or str(where.city),
        "address": {"@type": "PostalAddress", **known},
    }


def offer(date: Occurrence) -> dict[str, Any] | None:
    """Price and availability; None when a price is asked but not given."""
    page = date.event
    if page.price_kind == choices.PAID and page.price_amount is None:
        return None
    availability = "SoldOut" if date.is_full else "InStock"
    return {
        "@type": "Offer",
        "price": str(page.price_amount or 0),
        "priceCurrency": "EUR",
        "availability": f"{CONTEXT}/{availability}",
        "url": page.ticket_url or absolute(date.url),
    }


def item_list(dates: Iterable[Occurrence]) -> dict[str, Any]:
    """A list page: the addresses in order."""
    return space_data.item_list(date.url for date in dates)
