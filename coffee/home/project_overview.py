"""What the project page shows beside its texts: the money of today, the lead, the aims, the timeline."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from coffee.home.project_figures import state_views
from spaces.models import Partner

if TYPE_CHECKING:
    from coffee.home.models import ProjectDate, ProjectPage


def project_context(project: ProjectPage) -> dict[str, Any]:
    """Everything templates/home/project.html reads."""
    if not project.pk:
        # The preview of a page that was never saved has nothing beside it yet.
        return {}
    states = state_views(project.budgets.for_listing())
    leads = list(project.lead_periods.select_related("partner__space"))
    dates = list(project.dates.all())
    partners = Partner.objects.for_listing()
    return {
        "states": states,
        "current": states[0] if states else None,
        # The newest budget whose split was published: only that one can say who receives what.
        "split": next((state for state in states if state.lines), None),
        "leads": leads,
        "start": latest(dates, "start"),
        "end": latest(dates, "end"),
        "earlier_ends": [date for date in dates if date.kind == "end"][:-1],
        "items": items_by_kind(project),
        "milestones": list(project.milestones.all()),
        "funded": [partner for partner in partners if not partner.is_associated],
        "associated": [partner for partner in partners if partner.is_associated],
        "budget_url": reverse("home:budget"),
        "partners_url": reverse("home:partners"),
    }


def latest(dates: list[ProjectDate], kind: str) -> ProjectDate | None:
    """The date as last stated; the list is in the order of the statements."""
    found = [date for date in dates if date.kind == kind]
    return found[-1] if found else None


def items_by_kind(project: ProjectPage) -> dict[str, list[Any]]:
    """Challenges, goals, actions, results and target groups, each in their order."""
    rows = project.items.order_by("kind", "number")
    return {kind: list(group) for kind, group in groupby(rows, key=lambda item: item.kind)}
