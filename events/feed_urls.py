"""Addresses without a language, for what has been handed out in files and mails."""

from django.urls import path

from events import views

urlpatterns = [
    path("agenda/date/<uuid:uid>.ics", views.neutral_date_feed, name="event-date-ics"),
]
