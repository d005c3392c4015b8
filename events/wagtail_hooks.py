"""The agenda in the admin: the list of one's own events, and what must happen when pages are moved or deleted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Exists, F, Min, OuterRef, Q, Subquery
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from events import scheduling
from events.models import AttendanceCount, EventPage, Occurrence, Registration
from events.querysets import FEED_DAYS_BACK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from wagtail.models import Page


class EventFilterSet(WagtailFilterSet):
    """Filters of the list. Wagtail's own would name the people of other spaces."""

    class Meta:
        model = EventPage
        fields = ("kind", "audience", "status")


class EventIndexView(IndexView):
    """Events under one's own spaces, the next one first, past ones last."""

    default_ordering = "next_starts"

    def get_base_queryset(self) -> Any:
        coming = Occurrence.objects.filter(
            event=OuterRef("pk"), ends_at__gt=timezone.now(), withdrawn_at__isnull=True
        )
        first = coming.order_by().values("event").annotate(first=Min("starts_at")).values("first")
        return super().get_base_queryset().annotate(next_starts=Subquery(first))

    def order_queryset(self, queryset: Any) -> Any:
        if self.ordering == "next_starts":
            return queryset.order_by(F("next_starts").asc(nulls_last=True), "-starts_on", "-pk")
        if self.ordering == "-next_starts":
            return queryset.order_by(F("next_starts").desc(nulls_last=True), "-starts_on", "-pk")
        return super().order_queryset(queryset)


class EventListingViewSet(PageListingViewSet):
    """The menu entry of managers and editors; the explorer would show hundreds of pages in tree order."""

    name = "event_pages"
    url_prefix = "events"
    model = EventPage
    icon = "date"
    menu_label = _("Events")
    menu_order = 150
    add_to_admin_menu = True
    index_view_class = EventIndexView
    filterset_class = EventFilterSet
    columns = [
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        DateColumn("next_starts", label=_("Next date"), sort_key="next_starts", width="14%"),
        Column("get_kind_display", label=_("Kind"), width="14%"),
        ParentPageColumn("parent", label=_("Space")),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
    ]


@hooks.register("register_admin_viewset")
def register_event_listing() -> EventListingViewSet:
    """The list of events."""
    return EventListingViewSet()


@hooks.register("after_publish_page")
def accept_own_invitations(request: HttpRequest, page: Page) -> None:
    """Who manages both spaces need not be asked twice."""
    if isinstance(page.specific, EventPage) and request.user.is_authenticated:
        scheduling.accept_own(page.specific, request.user)


@hooks.register("after_move_page")
def follow_the_new_space(request: HttpRequest, page: Page) -> None:
    """The space above the page leads."""
    event = EventPage.objects.filter(pk=page.pk).first()
    if event is not None:
        scheduling.sync(event)


def held_back(pages: Iterable[Page]) -> bool:
    """True while something below these pages was public lately or has people on its lists.

    Calendars that subscribed would keep a deleted date for ever; cancelling or unpublishing reaches them.
    """
    since = timezone.now() - dt.timedelta(days=FEED_DAYS_BACK)
    people = [
        Exists(model.objects.filter(occurrence=OuterRef("pk")))
        for model in (Registration, AttendanceCount)
    ]
    recent = Q(is_listed=True, ends_at__gt=since)
    dates = Occurrence.objects.filter(recent | Q(people[0]) | Q(people[1]))
    below = Q()
    for page in pages:
        below |= Q(event__path__startswith=page.path)
    return bool(below) and dates.filter(below).exists()


def refuse(request: HttpRequest, page: Page) -> HttpResponse:
    """Back to the page, with what can be done instead."""
    messages.error(
        request,
        gettext("People know of this event: it was public lately, or someone registered. Cancel or unpublish it instead."),
    )  # fmt: skip
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("before_delete_page")
def keep_announced_events(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what was announced."""
    return refuse(request, page) if held_back([page]) else None


@hooks.register("before_bulk_action")
def keep_announced_events_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    pages = list(objects)
    if action_type != "delete" or not pages or not hasattr(pages[0], "path"):
        return None
    return refuse(request, pages[0]) if held_back(pages) else None
