"""What spaces offer and what it costs: plain rows, so that publishing an old draft never rolls back a price."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coffee.core.fields import LabelsField
from coffee.core.language import Text, labelled
from spaces import offers
from spaces.models.places import CONFIDENCES, country_choices
from spaces.querysets import SpaceTariffQuerySet

if TYPE_CHECKING:
    import datetime as dt


class Vocabulary(models.Model):
    """A short list kept by the network administrator: a stable key and a label per language."""

    key = models.SlugField(_("key"), unique=True)
    labels = LabelsField(_("names"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "key"]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> Text:
        """The name in the reader's language."""
        return labelled(self.labels)


class OfferType(Vocabulary):
    """Desk, meeting room, fablab …"""

    icon = models.CharField(_("icon"), max_length=40, default="check")

    class Meta(Vocabulary.Meta):
        verbose_name = _("kind of offer")
        verbose_name_plural = _("kinds of offer")


class OfferUnit(Vocabulary):
    """Hour, day, month … `minutes` is only for sorting: prices of different units are never converted."""

    minutes = models.PositiveIntegerField(_("minutes, for sorting"))

    class Meta(Vocabulary.Meta):
        ordering: ClassVar = ["minutes"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")


class OfferAudience(Vocabulary):
    """Public, member, network member, reduced."""

    class Meta(Vocabulary.Meta):
        verbose_name = _("who pays this price")
        verbose_name_plural = _("who pays which price")


class VatRate(models.Model):
    """The standard rate of a country during a period."""

    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    rate = models.DecimalField(
        _("rate"),
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(0)],
        help_text=_("As a fraction: 0.21 for 21 per cent."),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("VAT rate")
        verbose_name_plural = _("VAT rates")
        ordering: ClassVar = ["country", "valid_from"]

    def __str__(self) -> str:
        return f"{self.country} {self.rate:.1%}"

    def clean(self) -> None:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The end comes before the beginning.")})


class SpaceOffer(models.Model):
    """Whether a space has something."""

    AVAILABILITY: ClassVar = [("yes", _("Yes")), ("no", _("No")), ("on_request", _("On request"))]

    space = models.ForeignKey("spaces.SpacePage", on_delete=models.CASCADE, related_name="offers", verbose_name=_("space"))  # fmt: skip
    offer_type = models.ForeignKey(OfferType, on_delete=models.PROTECT, related_name="offers", verbose_name=_("kind of offer"))  # fmt: skip
    availability = models.CharField(_("available"), max_length=10, choices=AVAILABILITY, default="yes")  # fmt: skip
    note = LabelsField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering: ClassVar = ["offer_type__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "offer_type"], name="spaces_offer_once")
        ]

    def __str__(self) -> str:
        return f"{self.space}: {self.offer_type}"


class SpaceTariff(models.Model):
    """A published price. Amounts are euros; `vat_rate` is the rate that held when the price was saved."""

    VAT_MODES: ClassVar = [
        (offers.EXCLUDED, _("before tax")),
        (offers.INCLUDED, _("tax included")),
        (offers.EXEMPT, _("no tax")),
        (offers.UNKNOWN, _("tax not stated")),
    ]

    space = models.ForeignKey("spaces.SpacePage", on_delete=models.CASCADE, related_name="tariffs", verbose_name=_("space"))  # fmt: skip
    offer_type = models.ForeignKey(OfferType, on_delete=models.PROTECT, related_name="tariffs", verbose_name=_("kind of offer"))  # fmt: skip
    labels = LabelsField(_("name"), blank=True)
    unit = models.ForeignKey(OfferUnit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))  # fmt: skip
    audience = models.ForeignKey(OfferAudience, on_delete=models.PROTECT, related_name="+", verbose_name=_("who pays this price"))  # fmt: skip
    amount = models.DecimalField(
        _("amount in euros"),
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(Decimal("99999.99"))],
    )
    vat_mode = models.CharField(_("VAT"), max_length=10, choices=VAT_MODES, default=offers.UNKNOWN)
    # A copy: when the law changes, a price that was published keeps the rate it was published with.
    vat_rate = models.DecimalField(
        _("VAT rate"), max_digits=5, decimal_places=4, null=True, blank=True, editable=False
    )
    approximate = models.BooleanField(_("approximate"), default=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    published_year = models.PositiveSmallIntegerField(_("published in"), null=True, blank=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("verified by")
    )  # fmt: skip
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)
    confidence = models.CharField(_("how sure"), max_length=12, choices=CONFIDENCES, default="sourced")  # fmt: skip

    objects = SpaceTariffQuerySet.as_manager()

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering: ClassVar = ["offer_type__position", "unit__minutes", "amount", "id"]

    def __str__(self) -> str:
        return f"{self.space}: {labelled(self.labels) or self.offer_type} {self.amount}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.copy_vat_rate()
        super().save(*args, **kwargs)

    @property
    def label(self) -> Text:
        """What is sold, in the reader's language; the kind of offer when it has no name of its own."""
        return labelled(self.labels) or self.offer_type.label

    @property
    def both_ways(self) -> offers.BothWays | None:
        """The price before and after tax; None when that was not stated."""
        return offers.both_ways(self)

    def first_day(self) -> dt.date:
        """The day whose tax rate holds for this price."""
        return self.valid_from or timezone.localdate()

    def copy_vat_rate(self) -> None:
        """Take over the country's rate, once; a price without tax has none."""
        if self.vat_mode not in (offers.EXCLUDED, offers.INCLUDED):
            self.vat_rate = None
        elif self.vat_rate is None:
            rates = VatRate.objects.filter(country=self.space.country)
            self.vat_rate = offers.rate_on(self.space.country, self.first_day(), rates)

    def clean(self) -> None:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The end comes before the beginning.")})
        if not self.space_id:
            return
        self.copy_vat_rate()
        if self.vat_mode == offers.EXCLUDED and self.vat_rate is None:
            raise ValidationError(
                {"vat_mode": _("There is no VAT rate for the country of this space on that day.")}
            )
        for other in SpaceTariff.objects.same_price_as(self):
            if other.labels == self.labels and offers.periods_overlap(self, other):
                raise ValidationError(
                    _("The period overlaps that of another price: %(price)s.") % {"price": other}
                )
