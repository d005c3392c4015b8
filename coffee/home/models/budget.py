"""The money of the project: every published state of its budget, and the part of each partner in it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from coffee.core.fields import LabelsField
from coffee.home.forms import BudgetStateForm
from spaces.models import Partner
from spaces.moments import validate_moment

MONEY: dict[str, Any] = {
    "max_digits": 12,
    "decimal_places": 2,
    "validators": [MinValueValidator(0)],
}


class BudgetStateQuerySet(models.QuerySet["BudgetState"]):
    """Sets of published budgets."""

    def for_listing(self) -> BudgetStateQuerySet:
        """Newest first, with lines, partners and their spaces; two queries."""
        lines = BudgetLine.objects.select_related("partner__space")
        return self.prefetch_related(models.Prefetch("lines", lines)).order_by("-as_of", "-pk")


class BudgetState(ClusterableModel):
    """The budget as published at one moment. Without lines its split is not published."""

    project = models.ForeignKey("home.ProjectPage", on_delete=models.CASCADE, related_name="budgets", verbose_name=_("project"))  # fmt: skip
    as_of = models.CharField(_("stated in"), max_length=10, validators=[validate_moment])
    total = models.DecimalField(_("total in euros"), **MONEY)
    erdf = models.DecimalField(_("ERDF in euros"), null=True, blank=True, **MONEY)
    note = LabelsField(_("remark"), blank=True)
    source = LabelsField(_("source in words"), blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)

    objects = BudgetStateQuerySet.as_manager()

    base_form_class = BudgetStateForm
    panels: ClassVar[list[Any]] = [
        FieldPanel("project"),
        FieldRowPanel([FieldPanel("as_of"), FieldPanel("total"), FieldPanel("erdf")]),
        FieldPanel("note"),
        FieldPanel("source"),
        FieldPanel("source_url"),
        InlinePanel("lines", heading=_("Budget by partner")),
    ]

    class Meta:
        verbose_name = _("published budget")
        verbose_name_plural = _("published budgets")
        ordering: ClassVar = ["-as_of", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "as_of"], name="home_budgetstate_once")
        ]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.total}"

    def clean(self) -> None:
        if self.total is not None and self.erdf is not None and self.erdf > self.total:
            raise ValidationError({"erdf": _("The ERDF share is more than the total.")})


class BudgetLine(models.Model):
    """The part of one partner. Associated partners have no line: that is not the same as zero."""

    state = ParentalKey(BudgetState, on_delete=models.CASCADE, related_name="lines")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="budget_lines", verbose_name=_("partner"))  # fmt: skip
    total = models.DecimalField(_("total in euros"), **MONEY)
    erdf = models.DecimalField(_("ERDF in euros"), null=True, blank=True, **MONEY)

    class Meta:
        verbose_name = _("budget of a partner")
        verbose_name_plural = _("budgets of the partners")
        ordering: ClassVar = ["-total", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state", "partner"], name="home_budgetline_once")
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.total}"

    def clean(self) -> None:
        if self.total is not None and self.erdf is not None and self.erdf > self.total:
            raise ValidationError({"erdf": _("The ERDF share is more than the total.")})
