"""The page of a coworking space or competence centre, with its dated facts."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from coffee.core.fields import BodyField, LabelsField
from coffee.core.models import TranslatedPage
from spaces import structured_data
from spaces.forms import SpacePageForm
from spaces.models.page_rows import SpaceFact
from spaces.models.places import City, Station, country_choices, country_name
from spaces.provisioning import sync_members
from spaces.querysets import SpacePageManager

# The ten palettes of static/css/tokens.css; a new space takes a free one and needs no CSS.
ACCENTS = ["rose", "blue", "green", "violet", "amber", "slate", "teal", "olive", "magenta", "cocoa"]
PIN_ACCURACY_M = 500
HOURS_HOLD = dt.timedelta(days=365)


def accent_choices() -> list[tuple[str, str]]:
    """Choices of the accent; a callable so that a new palette needs no migration."""
    return [(name, name) for name in ACCENTS]


class SpacePage(TranslatedPage):
    """A place of the network. Its title is its own name; everything else is a fact with a date."""

    SPACE, CENTRE = "space", "centre"
    KINDS: ClassVar = [(SPACE, _("Coworking space")), (CENTRE, _("Competence centre"))]

    kind = models.CharField(_("kind"), max_length=8, choices=KINDS, default=SPACE)
    tagline = models.CharField(_("in one line"), max_length=160, blank=True)
    body = BodyField(verbose_name=_("text"))
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="spaces", verbose_name=_("town"))  # fmt: skip
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    accuracy_m = models.PositiveIntegerField(
        _("accuracy of the position, in metres"), null=True, blank=True
    )
    position_estimated = models.BooleanField(
        _("position is an estimate"),
        default=False,
        help_text=_("Then the map shows the town and no exact place."),
    )
    station = models.ForeignKey(
        Station, on_delete=models.SET_NULL, null=True, blank=True, related_name="spaces", verbose_name=_("station")
    )  # fmt: skip
    accent = models.CharField(_("colour"), max_length=12, choices=accent_choices, default="teal")
    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(
        _("contact address of the space"),
        blank=True,
        help_text=_("An address of the place, not of a person. Not shown to visitors."),
    )
    image = models.ForeignKey(
        "core.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("photo")
    )  # fmt: skip
    hours_note = LabelsField(_("opening hours in words"), blank=True)
    hours_verified_on = models.DateField(_("opening hours verified on"), null=True, blank=True)
    joined = models.DateField(_("joined the network on"), null=True, blank=True)
    left = models.DateField(_("left the network on"), null=True, blank=True)

    objects = SpacePageManager()

    translated_fields: ClassVar = ("title", "tagline", "body")
    url_name: ClassVar = "spaces:detail"
    template = "spaces/detail.html"
    base_form_class = SpacePageForm
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["events.EventPage", "blog.PostPage"]
    # A restricted page above would not restrict the merged lists, so there is nothing between public and draft.
    private_page_options: ClassVar[list[str]] = []

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", heading=_("Name")),
        FieldPanel("tagline"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("accent")]),
                FieldPanel("language"),
                FieldPanel("slug"),
            ],
            heading=_("Identity"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("street"), FieldPanel("postcode")]),
                FieldRowPanel([FieldPanel("city"), FieldPanel("country")]),
                FieldRowPanel([FieldPanel("lat"), FieldPanel("lon")]),
                FieldRowPanel([FieldPanel("accuracy_m"), FieldPanel("position_estimated")]),
                FieldPanel("station"),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [FieldPanel("website"), FieldPanel("contact_email"), FieldPanel("image")],
            heading=_("Contact and photo"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("hours_note"),
                FieldPanel("hours_verified_on"),
                InlinePanel("opening_hours", heading=_("Opening hours")),
            ],
            heading=_("Opening hours"),
            classname="collapsed",
        ),
        InlinePanel("amenities", heading=_("On site"), classname="collapsed"),
        InlinePanel("facts", heading=_("Figures with their year"), classname="collapsed"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("joined"), FieldPanel("left")])],
            heading=_("In the network"),
            classname="collapsed",
        ),
        InlinePanel("translations", heading=_("Other languages (optional)"), classname="collapsed"),
    ]

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")

    def url_args(self) -> list[Any]:
        return [self.slug]

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            # Groups, collection and rights exist from the first minute, whoever makes the space.
            transaction.on_commit(partial(sync_members, self.pk))

    def meta_facts(self) -> dict[str, Any]:
        crumbs = [{"url": reverse("spaces:list"), "label": now("Spaces")}]
        return {
            "description": self.description,
            "structured_data": [
                structured_data.local_business(self),
                structured_data.breadcrumbs(crumbs, self.title),
            ],
        }

    @property
    def name(self) -> str:
        """The place's own name; the same in every language."""
        return self.title

    @property
    def is_centre(self) -> bool:
        """A competence centre is drawn as a square, a coworking space as a ring."""
        return self.kind == self.CENTRE

    @property
    def has_left(self) -> bool:
        """True once the space is no longer part of the network; its page stays."""
        return self.left is not None and self.left <= timezone.localdate()

    @property
    def country_label(self) -> str:
        """The country in the reader's language."""
        return country_name(self.country)

    @property
    def has_pin(self) -> bool:
        """True when the position is exact enough to be shown as a place and not only as a town."""
        return (
            self.lat is not None
            and self.lon is not None
            and not self.position_estimated
            and (self.accuracy_m or 0) <= PIN_ACCURACY_M
        )

    @property
    def website_name(self) -> str:
        """The address as people say it: without scheme and `www.`."""
        return urlsplit(self.website).netloc.removeprefix("www.")

    @property
    def hours_are_fresh(self) -> bool:
        """True when someone verified the opening hours within the last year."""
        verified = self.hours_verified_on
        return verified is not None and timezone.localdate() - verified <= HOURS_HOLD

    @property
    def description(self) -> str:
        """One sentence for search engines and shared links."""
        if self.is_centre:
            return str(self.text("tagline"))
        return now(
            "%(name)s, coworking space in %(city)s, %(country)s: address, prices, agenda and skills of the members."
        ) % {"name": self.title, "city": self.city.label, "country": self.country_label}

    @staticmethod
    def fact_keys() -> list[tuple[str, Any]]:
        """What a figure can be about, in the order in which a page shows them."""
        return SpaceFact.KEYS

    @property
    def address_line(self) -> str:
        """Street, postcode and town in one line, without what is unknown."""
        town = " ".join(filter(None, [self.postcode, str(self.city.label)]))
        return ", ".join(filter(None, [self.street, town]))

    def clean(self) -> None:
        super().clean()
        errors = {}
        west, south, east, north = settings.MAP_BOUNDS
        if self.lat is not None and self.lon is not None:
            inside = west <= self.lon <= east and south <= self.lat <= north
            swapped = west <= self.lat <= east and south <= self.lon <= north
            if swapped and not inside:
                errors["lat"] = _("Latitude and longitude seem to be swapped.")
            elif not inside:
                errors["lat"] = _("This position lies outside the map of the network.")
        if self.left and self.joined and self.left < self.joined:
            errors["left"] = _("The space cannot leave before it joined.")
        if errors:
            raise ValidationError(errors)
