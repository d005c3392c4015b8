"""The agenda as list, as month and as calendar file; one event, one date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from coffee.core.language import absolute, language_codes
from coffee.core.meta import Meta
from coffee.core.serving import serve_page
from coffee.core.topics import Topic
from events import agenda, choices, links, months, structured_data
from events.feeds import calendar_response, feed_dates
from events.filters import MOST_VALUES, AgendaFilters, Known
from events.models import EventPage, Occurrence
from events.recurrence import ONE_DAY
from spaces.models import country_name
from spaces.network import network_spaces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


DATE_REDIRECT_SECONDS = 3600
# SQLite refuses larger numbers with an error instead of finding nothing.
LARGEST_ID = 2**63 - 1
OLD_MONTHS = dt.timedelta(days=365)


def read_filters(request: HttpRequest) -> tuple[AgendaFilters, list[Topic]]:
    """The query string as filters, and the themes among them; asks for themes only when there are any."""
    query = dict(request.GET.lists())
    slugs = [slug for slug in query.get("tag", ()) if slug and "\0" not in slug][:MOST_VALUES]
    topics = list(Topic.objects.filter(slug__in=slugs)) if slugs else []
    known = Known.of(network_spaces(request), [topic.slug for topic in topics])
    return AgendaFilters.parse(query, known), topics


def description() -> str:
    """What search engines say of the agenda."""
    return _(
        "What is on in the coworking spaces and competence centres, on both sides of the border."
    )


def filter_context(
    request: HttpRequest, filters: AgendaFilters, topics: Sequence[Topic], spoken: set[str]
) -> dict[str, Any]:
    """What the filter form shows, the same above list and month. `spoken`: languages that occur there."""
    spaces = network_spaces(request)
    codes = sorted({space.country for space in spaces})
    return {
        "filters": filters,
        "spaces": sorted(spaces, key=lambda space: space.is_centre),
        "countries": [(code.lower(), country_name(code)) for code in codes],
        "kinds": choices.KINDS,
        "spoken": [
            (code, name)
            for code, name in choices.spoken_choices()
            if code in spoken.union(language_codes(), filters.chosen.get("lang", ()))
        ],
        "extra_chips": extra_chips(filters, topics),
        "feed_url": reverse("events:feed") + filters.query(),
        "month_url": month_url(timezone.localdate(), filters),
        "list_url": reverse("events:list") + filters.query(),
    }


def extra_chips(filters: AgendaFilters, topics: Sequence[Topic]) -> list[tuple[str, str, str]]:
    """Filters that have no control of their own but came with an address: (name, value, label), to untick."""
    labels: dict[str, dict[str, Any]] = {
        "tag": {topic.slug: str(topic.label) for topic in topics},
        "mode": dict(choices.MODES),
        "access": dict(choices.ACCESS),
        "price": {code: label for code, label in choices.PRICES if code != choices.FREE},
    }
    found = [
        (facet, value, str(names[value]))
        for facet, names in labels.items()
        for value in filters.chosen.get(facet, ())
        if value in names
    ]
    if filters.q:
        found.append(("q", filters.q, filters.q))
    return found


def month_url(day: dt.date, filters: AgendaFilters) -> str:
    """The address of the month of a day, with the same filters."""
    return reverse("events:month", args=[day.year, day.month]) + filters.query()


@require_safe
def agenda_list(request: HttpRequest) -> HttpResponse:
    """Every event of every space by day, each date once, whatever its language."""
    filters, topics = read_filters(request)
    today = timezone.localdate()
    found = agenda.agenda_list(filters, today)
    if filters.page > found.pages:
        raise Http404
    spaces = network_spaces(request)
    table = months.small_month(found, spaces, today)
    for cell in table.cells:
        if cell.count and not cell.href:
            cell.href = reverse("events:list") + filters.query({"from": cell.date.isoformat()})
    feed = reverse("events:feed") + filters.query()
    title = _("Cross-border agenda")
    meta = Meta(
        request,
        title=title,
        description=description(),
        feeds=[(feed, "text/calendar", f"{title} (iCal)")],
        structured_data=[structured_data.item_list(found.shown)] if filters.is_plain else [],
        noindex=not filters.is_plain,
    )
    context = {
        "meta": meta,
        "view": "list",
        "agenda": found,
        "month": table,
        "subtitle": list_subtitle(filters, found.in_window, len(spaces)),
        "next_url": links.next_url(filters, found),
        "previous_url": links.previous_url(filters, found),
        "drop_url": links.drop_url(filters, found),
        "next_day_url": links.next_day_url(filters, found),
        **filter_context(request, filters, topics, found.spoken),
    }
    return render(request, "events/list.html", context)


def list_subtitle(filters: AgendaFilters, events: int, places: int) -> str:
    """How much there is, for the head of the page."""
    if filters.when or filters.start:
        return description()
    return ngettext(
        "%(n)s event to come in %(places)s places.",
        "%(n)s events to come in %(places)s places.",
        events,
    ) % {"n": events, "places": places}


@require_safe
def agenda_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A month as a table; 404 for what is no month, and outside the months that have anything."""
    today = timezone.localdate()
    try:
        first = dt.date(year, month, 1)
    except (OverflowError, ValueError):
        raise Http404 from None
    this_month = today.replace(day=1)
    bounds = months.listed_months() or (this_month, this_month)
    earliest, latest = min(bounds[0], this_month), max(bounds[1], this_month)
    if not earliest <= first <= latest:
        raise Http404
    filters, topics = read_filters(request)
    found = months.agenda_month(year, month, filters, today)
    table = found.table
    for cell in table.cells:
        cell.href = reverse("events:list") + filters.query({"from": cell.date.isoformat()})
    following = agenda.first_of_next_month(first)
    previous = (first - ONE_DAY).replace(day=1)
    name = date_format(first, "F Y")
    meta = Meta(
        request,
        title=", ".join([_("Cross-border agenda"), name]),
        description=description(),
        noindex=not filters.is_plain or first < this_month - OLD_MONTHS,
    )
    context = {
        "meta": meta,
        "view": "month",
        "month": table,
        "month_name": capfirst(name),
        "total": found.total,
        "subtitle": description(),
        "previous": previous if previous >= earliest else None,
        "previous_url": month_url(previous, filters),
        "following": following if following <= latest else None,
        "following_url": month_url(following, filters),
        **filter_context(request, filters, topics, found.spoken),
        "month_url": month_url(first, filters),
    }
    return render(request, "events/month.html", context)


def refuse(unknown: Sequence[tuple[str, str]]) -> HttpResponse:
    """A feed with a typing error must not become the whole agenda in somebody's calendar."""
    pairs = urlencode(unknown)
    text = _("This calendar does not exist. Unknown: %(pairs)s") % {"pairs": pairs}
    return HttpResponse(text + "\n", status=400, content_type="text/plain; charset=utf-8")


@require_safe
def agenda_feed(request: HttpRequest) -> HttpResponseBase:
    """The agenda as a calendar to subscribe to, with the filters of the list."""
    filters, _topics = read_filters(request)
    unknown = [pair for pair in filters.unknown if pair[0] not in ("page", "from", "when")]
    if unknown:
        return refuse(unknown)
    dates = feed_dates(filters)
    spaces = [space.title for space in network_spaces(request) if filters.has("space", space.slug)]
    name = f"COFFEE {' + '.join(spaces)}".strip()
    source = absolute(reverse("events:feed") + filters.query())
    return calendar_response(request, dates, name, filename="coffee.ics", source=source)


def live_event(pk: int) -> EventPage:
    """The published event with this id, with what its page reads; 404 for numbers that no database has."""
    if pk > LARGEST_ID:
        raise Http404
    return get_object_or_404(EventPage.objects.live().for_detail(), pk=pk)


@require_safe
def event(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """An event with its next date; the id decides, a wrong slug leads to the right one."""
    return serve_page(request, live_event(pk))


@require_safe
def event_date(request: HttpRequest, slug: str, pk: int, slot: dt.date) -> HttpResponseBase:
    """One date of a series. The address of a date that was moved leads to where it is now."""
    page = live_event(pk)
    dates = page.occurrences.filter(withdrawn_at__isnull=True).select_related("venue_space__city")
    page.shown = dates.filter(slot=slot).order_by("slot_no").first()
    if page.shown is None:
        moved = next((date for date in dates if was_on(date, slot)), None)
        if moved is None:
            raise Http404
        redirect = HttpResponseRedirect(page.url_of(moved))
        redirect["Cache-Control"] = f"public, max-age={DATE_REDIRECT_SECONDS}"
        return redirect
    return serve_page(request, page)


def was_on(date: Occurrence, day: dt.date) -> bool:
    """True for a date that was announced for that day before it was moved."""
    before = date.previous_starts_at
    return before is not None and before.astimezone(date.zone).date() == day


@require_safe
def event_feed(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """All dates of one event as a calendar file."""
    page = live_event(pk)
    dates = list(page.occurrences.filter(withdrawn_at__isnull=True).for_cards().in_order())
    return calendar_response(
        request, dates, str(page.text("title")), filename=f"{page.url_slug()}.ics"
    )


@require_safe
def date_feed(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """One date as a calendar file in the language of the address."""
    date = get_object_or_404(Occurrence.objects.for_cards(), uid=uid, event__live=True)
    name = str(date.text("title"))
    return calendar_response(request, [date], name, filename=f"{date.event.url_slug()}.ics")


@require_safe
def neutral_date_feed(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The same under an address without language, in the language in which the event is written."""
    date = get_object_or_404(Occurrence.objects.select_related("event"), uid=uid, event__live=True)
    with translation.override(date.event.language):
        return date_feed(request, uid)
