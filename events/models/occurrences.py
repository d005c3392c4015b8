"""One row per date: when it really is, where, in which state, and how many seats are taken."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events import choices
from events.querysets import OccurrenceQuerySet
from spaces.models import SpacePage

if TYPE_CHECKING:
    from coffee.core.language import RichText, Text
    from events.places import Place

EVENING = dt.time(17)
LAST_SEATS = 5


class Occurrence(models.Model):
    """A date of an event: the facts, where the page holds the intention. Made by `events.scheduling`.

    `slot` is the local date the rule gave; it identifies the date together with `slot_no`, so that shifting a
    series by an hour keeps every row. Read lists through `for_cards()`: the properties below then cost no query.
    """

    event = models.ForeignKey(
        "events.EventPage", on_delete=models.CASCADE, related_name="occurrences"
    )
    slot = models.DateField()
    slot_no = models.PositiveSmallIntegerField(default=0)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    all_day = models.BooleanField(_("all day"), default=False)
    previous_starts_at = models.DateTimeField(null=True, blank=True)
    is_override = models.BooleanField(default=False)
    venue_space = models.ForeignKey(
        SpacePage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    venue_text = models.CharField(max_length=250, blank=True)
    status = models.CharField(
        _("state"), max_length=12, choices=choices.status_choices, default=choices.SCHEDULED
    )
    is_listed = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    facets = models.TextField(blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)
    attendance_closed_at = models.DateTimeField(null=True, blank=True)
    attendance_closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sequence = models.PositiveIntegerField(default=0)
    modified = models.DateTimeField(default=timezone.now)
    feed_hash = models.CharField(max_length=64, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "slot", "slot_no"], name="events_date_slot"),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="events_date_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                name="events_date_never_oversold",
            ),
        ]
        indexes: ClassVar = [
            # ends_at is in the index so that the overlap query of the lists reads nothing else.
            models.Index(
                fields=["starts_at", "id", "ends_at"],
                condition=Q(is_listed=True),
                name="events_date_listed",
            ),
            models.Index(fields=["event", "starts_at"], name="events_date_event"),
            models.Index(fields=["modified"], name="events_date_modified"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.start_date:%Y-%m-%d}"

    # --- address

    def get_absolute_url(self) -> str:
        """The event's page; of a repeating event the page of this date."""
        return self.event.url_of(self)

    # --- when

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the event is announced."""
        return ZoneInfo(self.event.timezone)

    @property
    def start(self) -> dt.datetime:
        """The beginning in the event's own time zone."""
        return self.starts_at.astimezone(self.zone)

    @property
    def end(self) -> dt.datetime:
        """The end in the event's own time zone."""
        return self.ends_at.astimezone(self.zone)

    @property
    def clock_start(self) -> dt.datetime:
        """`start` without its zone: the date filter of templates would turn it into the site's own."""
        return self.start.replace(tzinfo=None)

    @property
    def clock_end(self) -> dt.datetime:
        """`end` without its zone."""
        return self.end.replace(tzinfo=None)

    @property
    def previous_clock(self) -> dt.datetime | None:
        """When it was announced for before it was moved, without zone."""
        before = self.previous_starts_at
        return before.astimezone(self.zone).replace(tzinfo=None) if before else None

    @property
    def other_zone(self) -> str:
        """The name of the time zone where clocks differ from ours; empty where they agree."""
        ours = self.starts_at.astimezone(timezone.get_default_timezone())
        same = ours.utcoffset() == self.start.utcoffset()
        return "" if same or self.all_day else self.event.timezone

    @property
    def is_running(self) -> bool:
        """True on the second and later days of what lasts several."""
        return self.start_date < timezone.localdate() <= self.end_date

    @property
    def days(self) -> int:
        """How many days it touches; a night that ends after midnight is one."""
        if not self.all_day and self.ends_at - self.starts_at < dt.timedelta(days=1):
            return 1
        return (self.end_date - self.start_date).days + 1

    @property
    def length(self) -> str:
        """ "2 h 30" or "3 days"; empty for a single whole day and for an unknown end."""
        if self.days > 1:
            return ngettext("%(n)s day", "%(n)s days", self.days) % {"n": self.days}
        minutes = int((self.ends_at - self.starts_at).total_seconds()) // 60
        if self.all_day or not minutes:
            return ""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return gettext("%(n)s min") % {"n": rest}
        # Translators: hours of a duration, as in "2 h" or, with minutes, "2 h 30"
        text = gettext("%(hours)s h") % {"hours": hours}
        return f"{text} {rest:02}" if rest else text

    @property
    def is_over(self) -> bool:
        """True once it has ended."""
        return self.ends_at <= timezone.now()

    @property
    def badge(self) -> str:
        """A word on what is special: moved online, postponed, tonight. Empty for an ordinary date."""
        if self.status in (choices.MOVED_ONLINE, choices.POSTPONED):
            return self.get_status_display()
        is_today = self.start_date == timezone.localdate() and not self.is_over
        if is_today and not self.all_day and self.start.time() >= EVENING and not self.is_cancelled:
            return gettext("Tonight")
        return ""

    # --- what and who: read from the event

    def text(self, field: str, language: str | None = None) -> Text | RichText:
        """A text of the event."""
        return self.event.text(field, language)

    @property
    def kind_label(self) -> str:
        """Workshop, talk, open day …"""
        return choices.label_of(choices.KINDS, self.event.kind)

    @property
    def spoken(self) -> list[str]:
        """Codes of the languages spoken there."""
        return list(self.event.spoken_languages)

    @property
    def hosts(self) -> list[SpacePage]:
        """The spaces that host it, the lead first."""
        return self.event.host_spaces

    @property
    def lead(self) -> SpacePage | None:
        """The space under which the event stands."""
        return self.event.lead

    @property
    def others(self) -> list[SpacePage]:
        """The accepted co-hosts."""
        return self.hosts[1:]

    @property
    def is_cross_border(self) -> bool:
        """True with accepted hosts in at least two countries."""
        return len(self.event.countries()) > 1

    @cached_property
    def place(self) -> Place:
        """Where this date takes place; the event's place unless this date is elsewhere."""
        return self.event.place_of(self)

    @property
    def is_cancelled(self) -> bool:
        """Cancelled dates stay listed, struck through."""
        return self.status == choices.CANCELLED

    # --- seats

    @property
    def free_seats(self) -> int | None:
        """Seats left; None when there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def is_full(self) -> bool:
        """No seat left; always false while people register elsewhere or not at all."""
        return self.event.registration_mode == choices.HERE and self.free_seats == 0

    @property
    def has_last_seats(self) -> bool:
        """A few seats left. The number itself would make every cached page stale at each registration."""
        seats = self.free_seats
        here = self.event.registration_mode == choices.HERE
        return here and seats is not None and 0 < seats <= LAST_SEATS

    @property
    def url(self) -> str:
        """The same, for components that show pages and dates alike."""
        return self.get_absolute_url()

    @property
    def ics_url(self) -> str:
        """The calendar file of this date in the active language."""
        return reverse("events:date_ics", args=[self.uid])


def lock_occurrence(pk: int) -> Occurrence:
    """The row, locked until the end of the transaction: on PostgreSQL the row, on SQLite the database.

    The first statement must be a write; a SELECT first would let two registrations read the same free seat.
    """
    if not Occurrence.objects.filter(pk=pk).update(version=F("version") + 1):
        raise Occurrence.DoesNotExist
    locked: Occurrence = Occurrence.objects.get(pk=pk)
    return locked
