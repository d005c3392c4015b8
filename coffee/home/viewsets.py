"""The project's tables in the admin: budgets, leads, dates, timeline, aims. Administrators only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from coffee.home.models import BudgetState, LeadPeriod, Milestone, ProjectDate, ProjectItem


def row(*names: str) -> FieldRowPanel:
    """Fields side by side."""
    return FieldRowPanel([FieldPanel(name) for name in names])


class TableViewSet(ModelViewSet):
    """A table without copying."""

    copy_view_enabled = False
    list_per_page = 50


class BudgetStateViewSet(TableViewSet):
    """Its panels stand on the model, with the lines by partner inside."""

    model = BudgetState
    icon = "decimal"
    list_display: ClassVar = ["as_of", "total", "erdf"]


class LeadPeriodViewSet(TableViewSet):
    model = LeadPeriod
    icon = "user"
    list_display: ClassVar = ["partner", "legal_name", "start", "end"]
    panels: ClassVar[list[Any]] = [
        FieldPanel("project"),
        row("partner", "legal_name"),
        row("start", "end"),
        FieldPanel("source_url"),
    ]


class ProjectDateViewSet(TableViewSet):
    model = ProjectDate
    icon = "date"
    list_display: ClassVar = ["kind", "date", "as_of"]
    panels: ClassVar[list[Any]] = [
        FieldPanel("project"),
        row("kind", "date", "as_of"),
        FieldPanel("source"),
        FieldPanel("source_url"),
    ]


class MilestoneViewSet(TableViewSet):
    model = Milestone
    icon = "history"
    list_display: ClassVar = ["date_text", "label"]
    panels: ClassVar[list[Any]] = [
        FieldPanel("project"),
        row("date_text", "sort_date"),
        FieldPanel("labels"),
        FieldPanel("source_url"),
    ]


class ProjectItemViewSet(TableViewSet):
    model = ProjectItem
    icon = "list-ul"
    list_display: ClassVar = ["kind", "number", "label"]
    list_filter: ClassVar = ["kind"]
    panels: ClassVar[list[Any]] = [
        FieldPanel("project"),
        row("kind", "number"),
        FieldPanel("labels"),
        row("indicator", "as_of"),
        FieldPanel("source_url"),
    ]


class ProjectGroup(ModelViewSetGroup):
    """One entry of the menu for all of them."""

    menu_label = _("Project")
    menu_icon = "clipboard-list"
    menu_order = 310
    items = (
        BudgetStateViewSet,
        LeadPeriodViewSet,
        ProjectDateViewSet,
        MilestoneViewSet,
        ProjectItemViewSet,
    )
