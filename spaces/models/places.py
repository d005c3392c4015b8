"""Towns with a name in each language, stations, and the train between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coffee.core.fields import LabelsField
from coffee.core.language import Text, labelled, language_codes
from spaces.moments import validate_moment

if TYPE_CHECKING:
    from django.utils.functional import Promise

COUNTRIES: list[tuple[str, str | Promise]] = [
    ("BE", _("Belgium")),
    ("FR", _("France")),
    ("NL", _("Netherlands")),
    ("LU", _("Luxembourg")),
    ("DE", _("Germany")),
    ("GB", _("United Kingdom")),
]

# How sure a published figure is; "unknown" is never stored, the field stays empty instead.
CONFIDENCES = [
    ("sourced", _("stated by the source")),
    ("general", _("general knowledge, to be verified")),
    ("computed", _("worked out from sourced figures")),
]


def country_choices() -> list[tuple[str, str | Promise]]:
    """Choices of country fields; a callable so that a new country needs no migration."""
    return COUNTRIES


def country_name(code: str) -> str:
    """The country in the reader's language; the code itself when we do not know it."""
    return str(dict(COUNTRIES).get(code, code))


class City(models.Model):
    """A town. Every name, in every language, is the same place: Mons is Bergen."""

    key = models.SlugField(_("key"), unique=True)
    labels = LabelsField(_("names"))
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("town")
        verbose_name_plural = _("towns")
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> Text:
        """The name in the reader's language."""
        return labelled(self.labels)

    @property
    def road_sign(self) -> str:
        """All names, the reader's first: "Mons · Bergen"."""
        names = [self.labels.get(code) for code in language_codes()]
        return " · ".join(dict.fromkeys(filter(None, [str(self.label), *names])))


class Station(models.Model):
    """A railway station."""

    key = models.SlugField(_("key"), unique=True)
    labels = LabelsField(_("names"))
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="stations", verbose_name=_("town"))  # fmt: skip

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> Text:
        """The name in the reader's language."""
        return labelled(self.labels)


class TravelTime(models.Model):
    """Minutes by train between two stations, usual range, both ways. Never a timetable."""

    a = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="+", verbose_name=_("station"))  # fmt: skip
    b = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="+", verbose_name=_("other station"))  # fmt: skip
    min_minutes = models.PositiveSmallIntegerField(_("minutes, at least"))
    max_minutes = models.PositiveSmallIntegerField(_("minutes, at most"))
    changes = models.CharField(_("changes"), max_length=8, blank=True)
    as_of = models.CharField(_("published in"), max_length=10, blank=True, validators=[validate_moment])  # fmt: skip
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)
    confidence = models.CharField(_("how sure"), max_length=12, choices=CONFIDENCES, default="general")  # fmt: skip

    class Meta:
        verbose_name = _("travel time")
        verbose_name_plural = _("travel times")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["a", "b"], name="spaces_traveltime_pair"),
            # One row per pair, read both ways: the station with the smaller id comes first.
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="spaces_traveltime_ordered"),
            models.CheckConstraint(
                condition=Q(min_minutes__lte=F("max_minutes")), name="spaces_traveltime_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.a} - {self.b}: {self.min_minutes}-{self.max_minutes}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.in_order()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.a_id and self.b_id:
            if self.a_id == self.b_id:
                raise ValidationError({"b": _("Choose two different stations.")})
            self.in_order()
        if self.min_minutes and self.max_minutes and self.min_minutes > self.max_minutes:
            raise ValidationError({"max_minutes": _("At most is less than at least.")})

    def in_order(self) -> None:
        """A pair has no direction: whoever enters it the other way round finds the same row."""
        if self.a_id and self.b_id and self.a_id > self.b_id:
            self.a, self.b = self.b, self.a

    @property
    def is_estimate(self) -> bool:
        """True when no source stands behind it."""
        return self.confidence != "sourced"
