"""Views of the project, its budget and its partners, and of the standard pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from coffee.core.language import current_language
from coffee.core.meta import Meta
from coffee.core.serving import serve_page
from coffee.home.models import ProjectPage, StandardPage
from coffee.home.project_figures import state_views
from spaces.csv_export import csv_response
from spaces.models import Partner
from spaces.moments import moment_text

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


def the_project() -> ProjectPage:
    """The one public project page; 404 while there is none."""
    page = ProjectPage.objects.live().prefetch_related("translations").order_by("pk").first()
    if page is None:
        raise Http404
    return page


def crumbs(project: ProjectPage) -> list[dict[str, Any]]:
    """The way back to the project."""
    return [{"url": project.get_absolute_url(), "label": _("The project")}]


@require_safe
def project(request: HttpRequest) -> HttpResponseBase:
    """The project: who pays, who leads, what was planned and what came out."""
    return serve_page(request, the_project())


@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    """Every published budget with its date, split by partner and region where that is published."""
    page = the_project()
    meta = Meta(
        request,
        title=_("The budget"),
        description=_("What the project costs, who receives it and what the ERDF pays, with the date of each figure."),
    )  # fmt: skip
    context = {"meta": meta, "project": page, "states": state_views(page.budgets.for_listing()), "crumbs": crumbs(page)}  # fmt: skip
    return render(request, "home/budget.html", context)


@require_safe
def budget_csv(request: HttpRequest) -> HttpResponse:
    """The same table for a spreadsheet."""
    page = the_project()
    rows: list[list[object]] = [
        [_("Stated in"), _("Partner"), _("Region"), _("Total (EUR)"), pgettext("money", "ERDF (EUR)")]
    ]  # fmt: skip
    for state in page.budgets.for_listing():
        when = moment_text(state.as_of)
        rows.append([when, _("All partners"), "", state.total, state.erdf])
        rows.extend(
            [when, line.partner.name, line.partner.get_region_display(), line.total, line.erdf]
            for line in state.lines.all()
        )
    return csv_response(f"coffee-budget-{current_language()}.csv", rows)


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """All partners, associated ones too, with what they do and since when they lead or led."""
    page = the_project()
    found = Partner.objects.for_listing().prefetch_related("lead_periods")
    meta = Meta(
        request,
        title=_("The partners"),
        description=_("The spaces, competence centres and associated partners of the project, and who leads it."),
    )  # fmt: skip
    context = {
        "meta": meta,
        "project": page,
        "funded": [partner for partner in found if not partner.is_associated],
        "associated": [partner for partner in found if partner.is_associated],
        "budget_url": reverse("home:budget"),
        "crumbs": crumbs(page),
    }
    return render(request, "home/partners.html", context)


@require_safe
def standard(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """A standard page; a wrong slug is led to the right one."""
    # By `id`: a lookup of an absurd number through `pk`, a relation here, is an error on SQLite.
    return serve_page(request, get_object_or_404(StandardPage.objects.live().for_detail(), id=pk))
