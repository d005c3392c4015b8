"""The closed lists of the agenda: stable codes in the database and in addresses, labels by gettext."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Choices = list[tuple[str, str | Promise]]

# One date lasts at most this long: it bounds how far back an overlap query has to look.
MAX_SPAN_DAYS = 31
MAX_SPAN = dt.timedelta(days=MAX_SPAN_DAYS)
DEFAULT_DURATION = dt.timedelta(hours=2)
DEFAULT_TIMEZONE = "Europe/Brussels"
MAX_DATES = 200

SCHEDULED, MOVED_ONLINE, POSTPONED, CANCELLED = (
    "scheduled",
    "moved_online",
    "postponed",
    "cancelled",
)
PUBLIC, TARGETED, INTERNAL = "public", "targeted", "internal"
ONSITE, ONLINE, HYBRID = "onsite", "online", "hybrid"
FREE, PAID, DONATION = "free", "paid", "donation"
NONE, HERE, ELSEWHERE = "none", "here", "elsewhere"
ONCE, DAILY, WEEKLY, YEARLY = "once", "daily", "weekly", "yearly"
MONTHLY_DATE, MONTHLY_LAST_DAY = "monthly_date", "monthly_last_day"
MONTHLY_WEEKDAY, MONTHLY_LAST_WEEKDAY = "monthly_weekday", "monthly_last_weekday"

KINDS: Choices = [
    ("training", pgettext_lazy("event kind", "Training")),
    ("workshop", pgettext_lazy("event kind", "Workshop")),
    ("talk", pgettext_lazy("event kind", "Talk")),
    ("meetup", pgettext_lazy("event kind", "Meetup")),
    ("networking", pgettext_lazy("event kind", "Networking")),
    ("coffee-on-road", pgettext_lazy("event kind", "COFFEE on Road")),
    ("creative-holdup", pgettext_lazy("event kind", "Creative hold-up")),
    ("open-day", pgettext_lazy("event kind", "Open day")),
    ("exhibition", pgettext_lazy("event kind", "Exhibition")),
    ("meeting", pgettext_lazy("event kind", "Meeting")),
]

STATUSES: Choices = [
    (SCHEDULED, _("As planned")),
    (MOVED_ONLINE, _("Moved online")),
    (POSTPONED, _("Postponed")),
    (CANCELLED, _("Cancelled")),
]

AUDIENCES: Choices = [
    (PUBLIC, _("Open to everyone")),
    (TARGETED, _("A closed list of participants")),
    (INTERNAL, _("Internal, never in the agenda")),
]

MODES: Choices = [
    (ONSITE, _("On site")),
    (ONLINE, _("Online")),
    (HYBRID, _("On site and online")),
]

PRICES: Choices = [
    (FREE, _("Free")),
    (PAID, _("Paid")),
    (DONATION, _("Free contribution")),
]

REGISTRATIONS: Choices = [
    (NONE, _("No registration")),
    (HERE, _("Registration on this site")),
    (ELSEWHERE, _("Registration on another site")),
]

REPEATS: Choices = [
    (ONCE, _("Does not repeat")),
    (DAILY, _("Every day")),
    (WEEKLY, _("Every week")),
    (MONTHLY_DATE, _("Every month, on the same date")),
    (MONTHLY_LAST_DAY, _("Every month, on its last day")),
    (MONTHLY_WEEKDAY, _("Every month, on the same weekday (such as the second Tuesday)")),
    (MONTHLY_LAST_WEEKDAY, _("Every month, on the last such weekday")),
    (YEARLY, _("Every year")),
]

# In the order of datetime.date.weekday().
WEEKDAYS: Choices = [
    ("mo", _("Monday")),
    ("tu", _("Tuesday")),
    ("we", _("Wednesday")),
    ("th", _("Thursday")),
    ("fr", _("Friday")),
    ("sa", _("Saturday")),
    ("su", _("Sunday")),
]

ACCESS: Choices = [
    ("wheelchair", _("Accessible by wheelchair")),
    ("hearing_loop", _("Hearing loop")),
    ("sign_language", _("Sign language")),
    ("quiet_room", _("Quiet room")),
]

EVIDENCE: Choices = [
    ("attendance", _("Attendance list")),
    ("programme", _("Programme")),
    ("other", _("Other")),
]

# Languages people speak; not the languages of the site, which are fewer.
SPOKEN = ["fr", "nl", "en", "de", "it", "es", "pt", "pl", "ar", "tr", "uk"]


def label_of(options: Choices, code: str) -> str:
    """The label of a code in the reader's language; the code itself when it is gone from the list.

    Django's `get_…_display` walks through the choices each time, which lists feel.
    """
    return next((str(label) for known, label in options if known == code), code)


def kind_choices() -> Choices:
    """Choices of the kind of event; like the others here a callable, so that a new entry needs no migration."""
    return KINDS


def status_choices() -> Choices:
    """Choices of the state of an event or a date."""
    return STATUSES


def audience_choices() -> Choices:
    """Choices of who may come, which is also how the activity report counts."""
    return AUDIENCES


def mode_choices() -> Choices:
    """Choices of where people take part."""
    return MODES


def price_choices() -> Choices:
    """Choices of the kind of price."""
    return PRICES


def registration_choices() -> Choices:
    """Choices of how people announce themselves."""
    return REGISTRATIONS


def repeat_choices() -> Choices:
    """Choices of how an event repeats."""
    return REPEATS


def evidence_choices() -> Choices:
    """Choices of what a document proves."""
    return EVIDENCE


def spoken_choices() -> list[tuple[str, str]]:
    """Choices of spoken languages, named in the reader's language."""
    return [(code, str(get_language_info(code)["name_translated"]).capitalize()) for code in SPOKEN]


@cache
def timezones() -> frozenset[str]:
    """The names of all time zones, such as Europe/Paris."""
    return frozenset(available_timezones())
