"""Template tags of the agenda: upcoming_events, home_events, prices, and ways into other calendars."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coffee.core.language import absolute
from events import calendar_links, choices
from events.models import Occurrence
from events.prices import price_text
from spaces.network import network_spaces

if TYPE_CHECKING:
    from events.models import EventPage
    from spaces.models import SpacePage

register = template.Library()

TICKETS_OF_A_SPACE = 3
TICKETS_OF_THE_NETWORK = 4
# Nobody reads further; and a count must not walk through an archive.
MOST_COUNTED = 1_000
GOOGLE_SUBSCRIBE = "https://calendar.google.com/calendar/render"


@register.inclusion_tag("events/upcoming_events.html")
def upcoming_events(space: SpacePage) -> dict[str, Any]:
    """The next three dates that a space leads or hosts, and how many there are; a way to the agenda when none."""
    dates = Occurrence.objects.listed().upcoming().of_space(space)
    shown = list(dates.for_cards()[:TICKETS_OF_A_SPACE])
    count = len(shown)
    if count == TICKETS_OF_A_SPACE:
        count = dates[:MOST_COUNTED].count()
    agenda = reverse("events:list")
    url = f"{agenda}?{urlencode({'space': space.slug})}" if count else agenda
    return {"dates": shown, "count": count, "space": space, "url": url}


@register.inclusion_tag("events/home_events.html", takes_context=True)
def home_events(context: dict[str, Any]) -> dict[str, Any]:
    """The next four dates of the network; every country that has one has at least one."""
    dates = Occurrence.objects.listed().taking_place().upcoming()
    countries = sorted({space.country for space in network_spaces(context.get("request"))})
    shown = list(dates.for_cards()[:TICKETS_OF_THE_NETWORK])
    for country in countries:
        if shown and not any(country in date.event.countries() for date in shown):
            shown = with_country(shown, dates.in_countries([country]).for_cards().first())
    shown.sort(key=lambda date: (date.starts_at, date.pk))
    return {
        "dates": shown,
        "count": dates[:MOST_COUNTED].count() if shown else 0,
        "url": reverse("events:list"),
    }


def with_country(shown: list[Occurrence], date: Occurrence | None) -> list[Occurrence]:
    """Put a date in the place of the last one whose countries remain without it."""
    if date is None:
        return shown
    if len(shown) < TICKETS_OF_THE_NETWORK:
        return [*shown, date]
    for place in reversed(range(len(shown))):
        rest = shown[:place] + shown[place + 1 :]
        remaining = set(chain.from_iterable(other.event.countries() for other in rest))
        if set(shown[place].event.countries()) <= remaining:
            return [*rest, date]
    return shown


@register.filter
def price(event: EventPage) -> str:
    """ "Free", "€10" …"""
    return price_text(event)


@register.filter
def access_labels(event: EventPage) -> list[str]:
    """What the place offers to people with a disability, in words."""
    labels = dict(choices.ACCESS)
    return [str(labels[code]) for code in event.access if code in labels]


@register.simple_tag
def event_ics(event: EventPage) -> str:
    """The calendar file with all dates of an event."""
    return reverse("events:event_ics", args=event.url_args())


@register.simple_tag
def google_calendar(date: Occurrence) -> str:
    """Google's form for a new entry, filled in."""
    return calendar_links.google_url(date)


@register.simple_tag
def outlook_calendar(date: Occurrence) -> str:
    """Outlook's form for a new entry, filled in."""
    return calendar_links.outlook_url(date)


@register.filter
def webcal(path: str) -> str:
    """The address that calendar programs subscribe to."""
    parts = urlsplit(absolute(path))
    return parts._replace(scheme="webcal").geturl()


@register.filter
def google_subscription(path: str) -> str:
    """Google's page for subscribing to a feed."""
    return f"{GOOGLE_SUBSCRIBE}?{urlencode({'cid': webcal(path)})}"


@register.simple_tag
def drop_label(facet: str) -> str:
    """The name of a filter, as its control is labelled."""
    names = {
        "space": _("Spaces"),
        "country": _("Country"),
        "lang": _("Language"),
        "kind": _("Kind"),
        "tag": _("Theme"),
        "mode": pgettext("filter", "Way of taking part"),
        "price": _("Price"),
        "access": _("Accessibility"),
        "cross": _("Cross-border"),
        "q": pgettext("filter", "Words"),
    }
    return names.get(facet, "")
