"""schema.org descriptions of the spaces: what is not known is left out, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coffee.core.language import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spaces.models import SpacePage

CONTEXT = "https://schema.org"


def breadcrumbs(crumbs: Iterable[dict[str, Any]], name: str) -> dict[str, Any]:
    """The way from the front page to this one; `crumbs` as in components/crumbs.html."""
    steps = [
        {"@type": "ListItem", "position": place, "name": str(crumb["label"]), "item": absolute(crumb["url"])}
        for place, crumb in enumerate(crumbs, 1)
    ]  # fmt: skip
    steps.append({"@type": "ListItem", "position": len(steps) + 1, "name": str(name)})
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": steps}


def item_list(urls: Iterable[str]) -> dict[str, Any]:
    """A list page: the addresses of what it lists, in its order."""
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": absolute(url)}
            for place, url in enumerate(urls, 1)
        ],
    }


def address(space: SpacePage) -> dict[str, Any]:
    """The address as far as it is known."""
    parts = {
        "@type": "PostalAddress",
        "streetAddress": space.street,
        "postalCode": space.postcode,
        "addressLocality": str(space.city.label),
        "addressCountry": space.country,
    }
    return {key: value for key, value in parts.items() if value}


def place(space: SpacePage) -> dict[str, Any]:
    """Where something happens, for the events of a space."""
    return {"@type": "Place", "name": space.title, "address": address(space)}


def organisation(space: SpacePage) -> dict[str, Any]:
    """Who is behind something, for events and articles of a space."""
    return {
        "@type": "Organization",
        "name": space.title,
        "url": absolute(space.get_absolute_url()),
    }


def local_business(space: SpacePage) -> dict[str, Any]:
    """The space itself. No opening hours while nobody verified them, no position without a pin."""
    url = absolute(space.get_absolute_url())
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "EducationalOrganization" if space.is_centre else "LocalBusiness",
        "@id": url,
        "name": space.title,
        "url": url,
        "address": address(space),
    }
    if description := str(space.text("tagline")):
        data["description"] = description
    if space.website:
        data["sameAs"] = space.website
    if space.has_pin:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": space.lat, "longitude": space.lon}
    if hours := opening_hours(space):
        data["openingHoursSpecification"] = hours
    return data


def opening_hours(space: SpacePage) -> list[dict[str, Any]]:
    """The hours, if someone verified them within the last year."""
    if not space.hours_are_fresh:
        return []
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"{CONTEXT}/{days[line.weekday]}",
            "opens": f"{line.opens:%H:%M}",
            "closes": f"{line.closes:%H:%M}",
        }
        for line in space.opening_hours.all()
    ]
