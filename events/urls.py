"""Addresses of the agenda; its calendar files stand beside the pages."""

from django.urls import path, register_converter
from django.utils.translation import pgettext_lazy

from events import views
from events.converters import DayConverter

register_converter(DayConverter, "day")

app_name = "events"

urlpatterns = [
    path(pgettext_lazy("url", "agenda/"), views.agenda_list, name="list"),
    path(pgettext_lazy("url", "agenda/<int:year>/<int:month>/"), views.agenda_month, name="month"),
    path(pgettext_lazy("url", "agenda/agenda.ics"), views.agenda_feed, name="feed"),
    # The short form, as one types it.
    path(pgettext_lazy("url", "agenda.ics"), views.agenda_feed, name="feed_short"),
    path(pgettext_lazy("url", "agenda/date/<uuid:uid>.ics"), views.date_feed, name="date_ics"),
    path(pgettext_lazy("url", "agenda/event/<slug:slug>-<int:pk>/"), views.event, name="detail"),
    path(
        pgettext_lazy("url", "agenda/event/<slug:slug>-<int:pk>/event.ics"),
        views.event_feed,
        name="event_ics",
    ),
    path(
        pgettext_lazy("url", "agenda/event/<slug:slug>-<int:pk>/<day:slot>/"),
        views.event_date,
        name="date",
    ),
]
