"""The project behind the site: who pays and how much, who leads, what was planned and what came out.

The page holds the texts; everything with a date or an amount is a plain row beside it. These are audit data:
publishing an older revision of the page must not roll back a budget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from coffee.core.fields import BodyField, LabelsField
from coffee.core.language import Text, labelled
from coffee.core.models import PageTranslation, TranslatedPage
from coffee.home.project_overview import project_context
from coffee.home.project_rules import check_lead_neighbours
from spaces.models import Partner
from spaces.moments import validate_moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.http import HttpRequest


class ProjectPage(TranslatedPage):
    """The page about the project that pays for the network. There is one."""

    acronym = models.CharField(_("short name"), max_length=40, default="COFFEE")
    code = models.CharField(_("project number"), max_length=20, blank=True)
    summary = models.TextField(_("in a few sentences"), blank=True, max_length=800)
    body = BodyField(verbose_name=_("text"))
    programme = models.CharField(_("programme"), max_length=160, blank=True)
    programme_period = models.CharField(_("period of the programme"), max_length=20, blank=True)
    objective = LabelsField(_("objective of the programme"), blank=True)
    category = LabelsField(_("field of support"), blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)

    translated_fields: ClassVar = ("title", "summary", "body")
    url_name: ClassVar = "home:project"
    template = "home/project.html"
    max_count = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("language"),
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("acronym"), FieldPanel("code")]),
                FieldRowPanel([FieldPanel("programme"), FieldPanel("programme_period")]),
                FieldPanel("objective"),
                FieldPanel("category"),
                FieldPanel("source_url"),
            ],
            heading=_("Programme"),
        ),
        InlinePanel("translations", heading=_("Other languages (optional)")),
    ]

    class Meta:
        verbose_name = _("project page")
        verbose_name_plural = _("project pages")

    def url_args(self) -> list[Any]:
        return []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | project_context(self)

    def meta_facts(self) -> dict[str, Any]:
        return {"description": str(self.text("summary"))}

    def lead_at(self, day: dt.date) -> LeadPeriod | None:
        """Who leads the project on that day; None before, after and between the periods."""
        return self.lead_periods.select_related("partner").filter(start__lte=day).filter(
            Q(end__isnull=True) | Q(end__gte=day)
        ).first()  # fmt: skip


class ProjectTranslation(PageTranslation):
    """The texts of the project page in one more language."""

    page = ParentalKey(ProjectPage, related_name="translations", on_delete=models.CASCADE)
    summary = models.TextField(_("in a few sentences"), blank=True, max_length=800)
    body = BodyField(verbose_name=_("text"))

    panels: ClassVar[list[Any]] = [
        FieldPanel("language"),
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("machine"),
    ]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page", "language"], name="home_projecttranslation_language"
            )
        ]


class ProjectDate(models.Model):
    """Start or end as one source stated it. A later statement does not erase the earlier one."""

    START, END = "start", "end"
    KINDS: ClassVar = [(START, _("start")), (END, _("end"))]

    project = models.ForeignKey(ProjectPage, on_delete=models.CASCADE, related_name="dates", verbose_name=_("project"))  # fmt: skip
    kind = models.CharField(_("what"), max_length=5, choices=KINDS)
    date = models.DateField(_("date"))
    as_of = models.CharField(_("stated in"), max_length=10, validators=[validate_moment])
    source = LabelsField(_("source in words"), blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)

    class Meta:
        verbose_name = _("start or end of the project")
        verbose_name_plural = _("start and end of the project")
        ordering: ClassVar = ["kind", "as_of", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "kind", "as_of"], name="home_projectdate_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.date.isoformat()} ({self.as_of})"

    def clean(self) -> None:
        if not self.project_id or not self.date:
            return
        others = ProjectDate.objects.filter(project=self.project_id).exclude(pk=self.pk)
        for other in others.exclude(kind=self.kind):
            start, end = (self, other) if self.kind == self.START else (other, self)
            if end.date < start.date:
                raise ValidationError({"date": _("The end comes before the beginning.")})


class LeadPeriod(models.Model):
    """Who led the project from when to when, both days included."""

    project = models.ForeignKey(ProjectPage, on_delete=models.CASCADE, related_name="lead_periods", verbose_name=_("project"))  # fmt: skip
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="lead_periods", verbose_name=_("partner"))  # fmt: skip
    legal_name = models.CharField(_("legal name"), max_length=160, blank=True)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"), null=True, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)

    class Meta:
        verbose_name = _("period of leadership")
        verbose_name_plural = _("periods of leadership")
        ordering: ClassVar = ["start"]

    def __str__(self) -> str:
        return f"{self.partner}, {self.start.isoformat()}"

    def clean(self) -> None:
        if not self.start or not self.project_id:
            return
        if self.end and self.end < self.start:
            raise ValidationError({"end": _("The end comes before the beginning.")})
        others: Iterable[LeadPeriod] = LeadPeriod.objects.filter(project=self.project_id)
        check_lead_neighbours(self, [period for period in others if period.pk != self.pk])


class Milestone(models.Model):
    """One line of the timeline. `date_text` keeps the precision of the source, `sort_date` its place."""

    project = models.ForeignKey(ProjectPage, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("project"))  # fmt: skip
    date_text = models.CharField(
        _("when, as published"),
        max_length=10,
        validators=[validate_moment],
        help_text=_("A day (2017-09-30), month (2017-09), half-year (2017-S1), year or school year (2016/2017)."),
    )  # fmt: skip
    sort_date = models.DateField(_("place in the timeline"))
    labels = LabelsField(_("what happened"))
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering: ClassVar = ["sort_date", "id"]

    def __str__(self) -> str:
        return f"{self.date_text}: {self.label}"

    @property
    def label(self) -> Text:
        """What happened, in the reader's language."""
        return labelled(self.labels)


class ProjectItem(models.Model):
    """A challenge, goal, action, result or target group of the project."""

    KINDS: ClassVar = [
        ("challenge", _("challenge")),
        ("goal", _("goal")),
        ("action", _("action")),
        ("result", _("result")),
        ("target", _("target group")),
    ]

    project = models.ForeignKey(ProjectPage, on_delete=models.CASCADE, related_name="items", verbose_name=_("project"))  # fmt: skip
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    number = models.PositiveSmallIntegerField(_("number"))
    labels = LabelsField(_("text"))
    indicator = models.SlugField(_("figure of the activity report"), blank=True)
    as_of = models.CharField(_("stated in"), max_length=10, blank=True, validators=[validate_moment])  # fmt: skip
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)

    class Meta:
        verbose_name = _("challenge, goal, action or result")
        verbose_name_plural = _("challenges, goals, actions and results")
        ordering: ClassVar = ["kind", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "kind", "number"], name="home_projectitem_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}: {self.label}"

    @property
    def label(self) -> Text:
        """The text in the reader's language."""
        return labelled(self.labels)
