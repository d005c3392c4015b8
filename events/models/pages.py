"""The page of an event: what is planned, in every language. What takes place stands in its occurrences."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.search import index

from coffee.core.fields import BodyField, CodeListField, LabelsField
from coffee.core.language import Text, labelled
from coffee.core.models import PageTranslation, TranslatedPage
from events import choices, detail, editing, scheduling
from events.places import Place
from events.querysets import EventPageManager
from events.recurrence import Rule
from events.validation import event_errors, validate_dates, validate_timezone
from spaces.models import SpacePage
from spaces.models.places import country_choices

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from events.models.occurrences import Occurrence


class EventPage(TranslatedPage):
    """An event, once, under the space that leads it; other hosts and other languages are rows.

    The state (`status` and what belongs to it) is changed by acts that take effect at once, never by publishing.
    """

    summary = models.CharField(
        _("in one or two sentences"), max_length=250, blank=True, help_text=_("For lists, calendars and the newsletter.")
    )  # fmt: skip
    body = BodyField(verbose_name=_("text"))
    image = models.ForeignKey(
        "core.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )  # fmt: skip
    image_alt = models.CharField(
        _("what the picture shows"), max_length=250, blank=True, help_text=_("For people who do not see it. Empty: the picture is only decoration.")
    )  # fmt: skip
    price_note = models.CharField(_("about the price"), max_length=250, blank=True)
    access_note = models.CharField(_("about accessibility"), max_length=250, blank=True)

    starts_on = models.DateField(_("first day"))
    start_time = models.TimeField(
        _("begins at"), null=True, blank=True, help_text=_("Empty: the whole day.")
    )
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: the same day.")
    )
    end_time = models.TimeField(
        _("ends at"), null=True, blank=True, help_text=_("Empty: two hours later.")
    )
    timezone = models.CharField(
        _("time zone"), max_length=40, default=choices.DEFAULT_TIMEZONE, validators=[validate_timezone]
    )  # fmt: skip

    repeat = models.CharField(
        _("repeats"), max_length=20, choices=choices.repeat_choices, default=choices.ONCE, help_text=_("On the 29th, 30th or 31st, shorter months are left out; “on its last day” leaves out none.")
    )  # fmt: skip
    repeat_every = models.PositiveSmallIntegerField(
        _("every … times"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)], help_text=_("2 with “every week” is every second week.")
    )  # fmt: skip
    repeat_weekdays = CodeListField(_("on these weekdays"))
    repeat_until = models.DateField(_("until"), null=True, blank=True)
    repeat_count = models.PositiveSmallIntegerField(
        _("number of dates"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(choices.MAX_DATES)]
    )  # fmt: skip
    extra_dates = CodeListField(_("also on"), validators=[validate_dates])
    skipped_dates = CodeListField(_("not on"), validators=[validate_dates])

    attendance_mode = models.CharField(
        _("how to take part"), max_length=8, choices=choices.mode_choices, default=choices.ONSITE
    )
    venue_space = models.ForeignKey(
        SpacePage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("in which space"), help_text=_("Empty: in your own space, or at the address below.")
    )  # fmt: skip
    venue_name = models.CharField(_("name of the place"), max_length=120, blank=True)
    venue_street = models.CharField(_("street and number"), max_length=160, blank=True)
    venue_postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    venue_city = models.CharField(_("town"), max_length=80, blank=True)
    venue_country = models.CharField(
        _("country"), max_length=2, choices=country_choices, blank=True
    )
    venue_latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )  # fmt: skip
    venue_longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )  # fmt: skip
    online_url = models.URLField(_("address of the online meeting"), max_length=400, blank=True)
    online_url_public = models.BooleanField(
        _("show this address to everyone"), default=False, help_text=_("Otherwise only people who register receive it.")
    )  # fmt: skip

    cohosts = ParentalManyToManyField(
        SpacePage, blank=True, related_name="invitations", verbose_name=_("also hosted by"), help_text=_("Each space is asked first, unless you manage it too.")
    )  # fmt: skip
    kind = models.CharField(
        _("kind"), max_length=20, choices=choices.kind_choices, default="meetup"
    )
    audience = models.CharField(
        _("who may come"), max_length=8, choices=choices.audience_choices, default=choices.PUBLIC
    )
    listed = models.BooleanField(
        _("show in the agenda"), default=True, help_text=_("Otherwise only people who have the address find it.")
    )  # fmt: skip
    spoken_languages = CodeListField(_("languages spoken"))
    interpreted_into = CodeListField(_("interpreted into"))
    access = CodeListField(_("accessibility"))
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(
        _("e-mail address for questions"), blank=True, help_text=_("Shown on the page.")
    )
    contact_phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("Shown on the page.")
    )
    tags = ParentalManyToManyField(
        "core.Topic", blank=True, related_name="events", verbose_name=_("themes")
    )

    price_kind = models.CharField(
        _("price"), max_length=8, choices=choices.price_choices, default=choices.FREE
    )
    price_amount = models.DecimalField(
        _("amount in euros"), max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )  # fmt: skip
    ticket_url = models.URLField(
        _("address for tickets or registration"), max_length=400, blank=True
    )

    registration_mode = models.CharField(
        _("registration"), max_length=9, choices=choices.registration_choices, default=choices.NONE
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    max_party = models.PositiveSmallIntegerField(
        _("people per registration"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )  # fmt: skip
    waiting_list = models.BooleanField(_("waiting list when full"), default=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a freed seat"), default=0, validators=[MaxValueValidator(72)], help_text=_("0: the next person gets the seat at once.")
    )  # fmt: skip
    confirm_address = models.BooleanField(_("have addresses confirmed"), default=False)
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_hours_before = models.PositiveSmallIntegerField(
        _("registration closes … hours before"), default=0
    )
    ask_company = models.BooleanField(_("ask for the enterprise"), default=False)
    ask_needs = models.BooleanField(_("ask what people need"), default=False)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(
        _("state"), max_length=12, choices=choices.status_choices, default=choices.SCHEDULED, editable=False
    )  # fmt: skip
    status_note = LabelsField(_("why"), blank=True, editable=False)
    status_changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EventPageManager()

    translated_fields: ClassVar = (
        "title", "summary", "body", "image_alt", "price_note", "access_note"
    )  # fmt: skip
    url_name: ClassVar = "events:detail"
    template = "events/detail.html"
    base_form_class = editing.EventPageForm
    content_panels: ClassVar[list[Any]] = editing.CONTENT_PANELS
    parent_page_types: ClassVar = ["spaces.SpacePage"]
    subpage_types: ClassVar[list[str]] = []
    # An event is public or unpublished: a restriction here would not restrict the lists and feeds.
    private_page_options: ClassVar[list[str]] = []
    # Not the draft's to restore, and not a copy's to inherit.
    ACTS: ClassVar = ["uid", "status", "status_note", "status_changed_at"]
    exclude_fields_in_copy: ClassVar = [*ACTS, "evidence"]
    search_fields: ClassVar = [
        *TranslatedPage.search_fields,
        index.SearchField("summary"),
        index.FilterField("starts_on"),
    ]

    # The date whose page is being served; the address and the languages' addresses are then those of the date.
    shown: Occurrence | None = None
    current_date: Occurrence | None = None
    is_draft_shown = False

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    # --- saving

    def clean(self) -> None:
        super().clean()
        errors = event_errors(self)
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Publishing saves everything and rewrites the dates; drafts save a few columns and must not."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if kwargs.get("update_fields") is None:
                scheduling.sync(self)

    def with_content_json(self, content: dict[str, Any]) -> EventPage:
        """A revision's content on this page; like `live` and `locked`, what was done by acts stays as it is."""
        page: EventPage = super().with_content_json(content)
        for name in self.ACTS:
            setattr(page, name, getattr(self, name))
        return page

    # --- when

    def rule(self) -> Rule:
        """The fields about time as a value."""
        return Rule(
            starts_on=self.starts_on,
            start_time=self.start_time,
            ends_on=self.ends_on,
            end_time=self.end_time,
            timezone=self.timezone,
            repeat=self.repeat,
            every=self.repeat_every or 1,
            weekdays=tuple(
                number
                for number, (code, _label) in enumerate(choices.WEEKDAYS)
                if code in self.repeat_weekdays
            ),
            until=self.repeat_until,
            count=self.repeat_count,
            extra=tuple(dt.date.fromisoformat(day) for day in self.extra_dates),
            skipped=tuple(dt.date.fromisoformat(day) for day in self.skipped_dates),
        )

    @property
    def is_series(self) -> bool:
        """True when each date has a page of its own."""
        return self.repeat != choices.ONCE or bool(self.extra_dates)

    def next_date(self, at: dt.datetime | None = None) -> Occurrence | None:
        """The date that the page speaks of: the next one, else the last one. None while there is none."""
        dates = self.occurrences.filter(withdrawn_at__isnull=True)
        found: Occurrence | None = dates.upcoming(at).first() or dates.past(at).first()
        return found

    # --- who

    @cached_property
    def host_spaces(self) -> list[SpacePage]:
        """The spaces that host it, the lead first; reads a prefetched relation without a query."""
        if self.pk is None:
            return [self.parent_space] if self.parent_space else []
        rows = [row for row in self.hosts.all() if row.accepted_at is not None]
        rows.sort(key=lambda row: (row.role != row.LEAD, row.pk))
        return [row.space for row in rows]

    @cached_property
    def parent_space(self) -> SpacePage | None:
        """The space above this page in the tree."""
        parent = self.get_parent() if self.path else None
        return SpacePage.objects.filter(pk=parent.pk).first() if parent else None

    @property
    def lead(self) -> SpacePage | None:
        """The space that leads."""
        return self.host_spaces[0] if self.host_spaces else self.parent_space

    @property
    def others(self) -> list[SpacePage]:
        """The accepted co-hosts."""
        return self.host_spaces[1:]

    @property
    def is_cross_border(self) -> bool:
        """True with accepted hosts in at least two countries."""
        return len(self.countries()) > 1

    def countries(self) -> list[str]:
        """The countries of its hosts, each once, the lead's first. Never typed: they follow from who accepted."""
        return list(dict.fromkeys(space.country for space in self.host_spaces))

    @property
    def is_public(self) -> bool:
        """True when it belongs into public lists and search engines."""
        return bool(self.live and self.listed and self.audience != choices.INTERNAL)

    # --- where

    def place_of(self, occurrence: Occurrence | None = None) -> Place:
        """Where a date takes place; an empty place for what is only online."""
        if occurrence is not None and occurrence.venue_space is not None:
            return Place.of_space(occurrence.venue_space)
        if occurrence is not None and occurrence.venue_text:
            return Place(name=occurrence.venue_text)
        if self.attendance_mode == choices.ONLINE:
            return Place()
        if self.venue_space is not None:
            return Place.of_space(self.venue_space)
        if self.venue_name or self.venue_street or self.venue_city:
            return Place(
                self.venue_name,
                self.venue_street,
                self.venue_postcode,
                Text(self.venue_city, self.language),
                self.venue_country,
                self.venue_latitude,
                self.venue_longitude,
            )
        return Place.of_space(self.lead) if self.lead is not None else Place()

    @property
    def is_online(self) -> bool:
        """True when one can take part from elsewhere."""
        return self.attendance_mode in (choices.ONLINE, choices.HYBRID)

    # --- state

    @property
    def status_reason(self) -> Text:
        """Why it was cancelled, moved or postponed, in the reader's language where written."""
        return labelled(self.status_note)

    # --- address

    def url_of(self, occurrence: Occurrence) -> str:
        """The address of one date: that of the page unless it has several."""
        if not self.is_series:
            return reverse(self.url_name, args=self.url_args())
        return reverse("events:date", args=[*self.url_args(), occurrence.slot.isoformat()])

    def get_absolute_url(self) -> str:
        if self.shown is not None and self.pk:
            return self.url_of(self.shown)
        return super().get_absolute_url()

    # --- page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self.current_date = detail.current_date(self)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["meta"].title = detail.title(self)
        return context | {
            "event": self,
            "occurrence": self.current_date,
            "other_dates": detail.other_dates(self, self.current_date),
            "crumbs": detail.crumbs(self),
        }

    def meta_facts(self) -> dict[str, Any]:
        return detail.head(self, self.current_date)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Remembers that a draft is shown: Wagtail's own sign is reset on the way to the template."""
        self.is_draft_shown = True
        response: HttpResponse = super().serve_preview(request, mode_name)
        return response

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return super().get_sitemap_urls(request) if self.is_public else []


class EventTranslation(PageTranslation):
    """The texts of an event in one more language."""

    page = ParentalKey(EventPage, related_name="translations", on_delete=models.CASCADE)
    summary = models.CharField(_("in one or two sentences"), max_length=250, blank=True)
    body = BodyField(verbose_name=_("text"))
    image_alt = models.CharField(_("what the picture shows"), max_length=250, blank=True)
    price_note = models.CharField(_("about the price"), max_length=250, blank=True)
    access_note = models.CharField(_("about accessibility"), max_length=250, blank=True)

    panels: ClassVar[list[Any]] = editing.TRANSLATION_PANELS

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "language"], name="events_translation_language")
        ]


class EventEvidence(models.Model):
    """A document for the funder: an attendance list or a programme. Not shown to visitors."""

    page = ParentalKey(EventPage, related_name="evidence", on_delete=models.CASCADE)
    document = models.ForeignKey(
        "wagtaildocs.Document", on_delete=models.PROTECT, related_name="+", verbose_name=_("document")
    )  # fmt: skip
    kind = models.CharField(
        _("what it is"), max_length=12, choices=choices.evidence_choices, default="attendance"
    )

    panels: ClassVar[list[Any]] = editing.EVIDENCE_PANELS

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.document}"
