"""The rows of a space's page: its texts in other languages, opening hours, amenities, dated figures."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from coffee.core.fields import BodyField, LabelsField
from coffee.core.language import Text, labelled
from coffee.core.models import PageTranslation
from spaces.models.places import CONFIDENCES
from spaces.moments import validate_moment


class SpaceTranslation(PageTranslation):
    """The texts of a space in one more language."""

    page = ParentalKey("spaces.SpacePage", related_name="translations", on_delete=models.CASCADE)
    tagline = models.CharField(_("in one line"), max_length=160, blank=True)
    body = BodyField(verbose_name=_("text"))

    panels: ClassVar[list[Any]] = [
        FieldPanel("language"),
        FieldPanel("title", heading=_("Name")),
        FieldPanel("tagline"),
        FieldPanel("body"),
        FieldPanel("machine"),
    ]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "language"], name="spaces_translation_language")
        ]


class OpeningHours(models.Model):
    """One line of the opening hours."""

    page = ParentalKey("spaces.SpacePage", related_name="opening_hours", on_delete=models.CASCADE)
    weekday = models.PositiveSmallIntegerField(
        _("day"),
        choices=[
            (0, _("Monday")),
            (1, _("Tuesday")),
            (2, _("Wednesday")),
            (3, _("Thursday")),
            (4, _("Friday")),
            (5, _("Saturday")),
            (6, _("Sunday")),
        ],
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    past_midnight = models.BooleanField(_("closes after midnight"), default=False)

    class Meta:
        ordering: ClassVar = ["weekday", "opens"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"

    def clean(self) -> None:
        if self.opens and self.closes and self.closes <= self.opens and not self.past_midnight:
            raise ValidationError(
                {"closes": _("Closing comes before opening. Tick “closes after midnight” if that is meant.")}
            )  # fmt: skip


class SpaceAmenity(models.Model):
    """Something the place has, with an optional remark."""

    page = ParentalKey("spaces.SpacePage", related_name="amenities", on_delete=models.CASCADE)
    offer_type = models.ForeignKey(
        "spaces.OfferType", on_delete=models.PROTECT, related_name="+", verbose_name=_("what")
    )
    note = LabelsField(_("remark"), blank=True)

    # What the page names is there; only a SpaceOffer can say "no" or "on request".
    availability: ClassVar = "yes"

    class Meta:
        ordering: ClassVar = ["offer_type__position"]

    def __str__(self) -> str:
        return str(self.offer_type)


class SpaceFact(models.Model):
    """A published figure with its year and source. Unknown facts have no row."""

    ADDRESS = "address"
    KEYS: ClassVar = [
        (ADDRESS, _("Address")),
        ("opened", _("Opened")),
        ("size", _("Size")),
        ("desks", _("Desks")),
        ("members", _("Members")),
        ("users", _("People using it")),
        ("focus", _("Focus")),
        ("operator", _("Run by")),
        ("history", _("History")),
        ("other", _("Other")),
    ]

    page = ParentalKey("spaces.SpacePage", related_name="facts", on_delete=models.CASCADE)
    key = models.CharField(_("what"), max_length=12, choices=KEYS)
    value = LabelsField(_("value"))
    as_of = models.CharField(_("published in"), max_length=10, blank=True, validators=[validate_moment])  # fmt: skip
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)
    confidence = models.CharField(
        _("how sure"), max_length=12, choices=CONFIDENCES, default="sourced"
    )

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.text()}"

    def text(self, field: str = "value", language: str | None = None) -> Text:
        """The value in the reader's language."""
        return labelled(self.value, language)
