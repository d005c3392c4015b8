"""What every template of the site may use: navigation, addresses of the main pages, the funding preset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from coffee.core.meta import Meta
from coffee.core.models import VisibilitySettings
from coffee.core.visibility import PRESETS, Preset

if TYPE_CHECKING:
    from django.http import HttpRequest

# Names of URL patterns, not imports: the ground floor knows the addresses, not the apps.
MAIN_PAGES = {
    "agenda": "events:list",
    "spaces": "spaces:list",
    "compare": "spaces:compare",
    "skills": "coworkers:list",
    "blog": "blog:list",
    "project": "home:project",
    "letter": "newsletter:archive",
    "account": "coworkers:account",
}


def addresses() -> dict[str, str]:
    """The main pages in the active language, by short name; a page that is not mounted is left out."""
    found = {}
    for name, pattern in MAIN_PAGES.items():
        try:
            found[name] = reverse(pattern)
        except NoReverseMatch:
            continue
    found["home"] = reverse("wagtail_serve", args=[""])
    return found


def navigation(request: HttpRequest, urls: dict[str, str]) -> list[dict[str, Any]]:
    """The main menu with the current entry marked."""
    labels = [
        ("agenda", _("Agenda")),
        ("spaces", _("Spaces")),
        ("skills", _("Skills")),
        ("blog", _("Blog")),
        ("project", _("The project")),
    ]
    return [
        {"url": urls[key], "label": label, "is_current": request.path.startswith(urls[key])}
        for key, label in labels
        if key in urls
    ]


def funding_preset(request: HttpRequest) -> Preset:
    """The rules of the funding period that the administrator chose."""
    # Not `for_request`: it asks for the site first, and writes a row on the first visit of a new installation.
    chosen = VisibilitySettings.objects.filter(site__is_default_site=True)
    code = chosen.values_list("preset", flat=True).first()
    return PRESETS.get(code or "", PRESETS["2014-2020"])


def site(request: HttpRequest) -> dict[str, Any]:
    """`urls`, `nav`, `funding`, and a `meta` for pages that say nothing of themselves."""
    urls = addresses()
    return {
        "urls": urls,
        "nav": navigation(request, urls),
        "funding": SimpleLazyObject(lambda: funding_preset(request)),
        "meta": Meta(request, noindex=True),
    }
