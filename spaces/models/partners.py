"""The organisations of the project; a space usually belongs to one of them."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from coffee.core.fields import LabelsField
from coffee.core.language import Text, labelled
from spaces.models.places import City, country_choices


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Sets of partners."""

    def for_listing(self) -> PartnerQuerySet:
        """What a list of partners reads: town, the page of the space and its town."""
        return self.select_related("city", "space__city").order_by("name", "pk")


class Partner(models.Model):
    """A partner of the project. Associated partners take part without a budget."""

    ASSOCIATED = "associated"
    ROLES: ClassVar = [
        ("space", _("Coworking space")),
        ("centre", _("Competence centre")),
        (ASSOCIATED, _("Associated partner")),
    ]
    REGIONS: ClassVar = [("WA", _("Wallonia")), ("FR", _("France (Hauts-de-France)")), ("VL", _("Flanders"))]  # fmt: skip

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    legal_name = models.CharField(_("legal name"), max_length=160, blank=True)
    operator = LabelsField(_("run by"), blank=True)
    role = models.CharField(_("role"), max_length=12, choices=ROLES)
    region = models.CharField(_("region"), max_length=2, choices=REGIONS)
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    city = models.ForeignKey(
        City, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    space = models.OneToOneField(
        "spaces.SpacePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="partner"
    )
    website = models.URLField(_("website"), blank=True)
    notes = LabelsField(_("about"), blank=True)
    joined = models.DateField(_("joined"), null=True, blank=True)
    left = models.DateField(_("left"), null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.joined and self.left and self.left < self.joined:
            raise ValidationError({"left": _("The partner cannot leave before it joined.")})

    @property
    def is_associated(self) -> bool:
        """True for a partner without a share in the budget."""
        return self.role == self.ASSOCIATED

    @property
    def website_name(self) -> str:
        """The address as people say it: without scheme and `www.`."""
        return urlsplit(self.website).netloc.removeprefix("www.")

    @property
    def operator_label(self) -> Text:
        """Who runs it, in the reader's language."""
        return labelled(self.operator)
