"""The public pages of the spaces: directory with map, comparison, one space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coffee.core.language import current_language
from coffee.core.meta import Meta
from coffee.core.serving import serve_page
from spaces.answers import answers_of
from spaces.comparison import compare as compared
from spaces.csv_export import csv_response
from spaces.filters import PriceFilter, SpaceOptions, chosen_spaces
from spaces.models import SpacePage
from spaces.network import coworking_spaces, network_spaces
from spaces.structured_data import breadcrumbs, item_list
from spaces.travel import train_table

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from spaces.comparison import Comparison


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """All spaces and centres: map, filters, cards in today's fair order."""
    network = network_spaces(request)
    answers = answers_of([space.pk for space in network])
    options = SpaceOptions(network, answers)
    wanted = options.read(request.GET)
    found = [space for space in network if wanted.matches(space, answers[space.pk])]
    meta = Meta(
        request,
        title=_("The spaces"),
        description=_("The coworking spaces and competence centres on both sides of the border: where they are and what they offer."),
        structured_data=[item_list(space.get_absolute_url() for space in network)],
    )  # fmt: skip
    context = {
        "meta": meta,
        "network": network,
        "spaces": coworking_spaces(found),
        "centres": [space for space in found if space.is_centre],
        "countries": options.countries(wanted),
        "towns": options.towns(wanted),
        "services": options.services(wanted),
        "active": options.active(wanted),
    }
    return render(request, "spaces/list.html", context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The coworking spaces side by side, with prices and train minutes."""
    spaces = coworking_spaces(network_spaces(request))
    comparison = comparison_for(request, spaces)
    crumbs = [{"url": reverse("spaces:list"), "label": _("Spaces")}]
    meta = Meta(
        request,
        title=_("The spaces, compared"),
        description=_("Address, opening hours, prices and services of the spaces, with the date of each fact."),
        # Any combination of filters is the same page again: only the plain one belongs into an index.
        noindex=bool(request.GET),
        structured_data=[breadcrumbs(crumbs, _("The spaces, compared"))],
    )  # fmt: skip
    context = {
        "meta": meta,
        "crumbs": crumbs,
        "spaces": spaces,
        "chosen": {space.pk for space in comparison.spaces},
        "comparison": comparison,
        "train": train_table(spaces),
        "csv_url": reverse("spaces:compare-csv"),
    }
    return render(request, "spaces/compare.html", context)


@require_safe
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The prices of the same query for a spreadsheet."""
    comparison = comparison_for(request, coworking_spaces(network_spaces(request)))
    rows: list[list[Any]] = [
        [
            _("Space"), _("Offer"), _("Name"), _("Unit"), _("Who pays this price"), _("Price (EUR)"),
            _("excl. VAT"), _("incl. VAT"), _("Published in"), _("Verified on"),
        ]
    ]  # fmt: skip
    names = {space.pk: space.title for space in comparison.spaces}
    for row in comparison.prices:
        for cell in row.cells:
            for price in cell.prices:
                tariff, both = price.tariff, price.tariff.both_ways
                rows.append(
                    [
                        names[tariff.space_id], tariff.offer_type.label, tariff.label,
                        tariff.unit.label, tariff.audience.label, tariff.amount,
                        both and both.excl, both and both.incl,
                        tariff.published_year, tariff.verified_on and tariff.verified_on.isoformat(),
                    ]
                )  # fmt: skip
    return csv_response(f"coffee-{current_language()}.csv", rows)


def comparison_for(request: HttpRequest, spaces: list[SpacePage]) -> Comparison:
    """The comparison that a query string asks for."""
    chosen = chosen_spaces(request.GET, spaces)
    prefetch_related_objects(chosen, "opening_hours")
    return compared(chosen, PriceFilter.read(request.GET), timezone.localdate())


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One space; its page stays when the space has left the network."""
    spaces = SpacePage.objects.live().for_detail()
    return serve_page(request, get_object_or_404(spaces, slug=slug))
