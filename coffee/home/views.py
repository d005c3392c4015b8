"""What machines ask the site: lists for search engines, rules for robots, signs of life."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coffee.core.language import absolute, language_codes
from coffee.home.sitemaps import SECTIONS

if TYPE_CHECKING:
    from django.http import HttpRequest

XML: Final = "application/xml"
MOST_FILES: Final = 50_000
SLOW_DATABASE: Final = 1.0

# Pages of one person or one mail. Accounts say noindex themselves; these need not even be fetched.
CLOSED_TO_ROBOTS: Final = ("/admin/", "/documents/", "/n/", "/r/", "/in/")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files of all kinds that have something to show."""
    files = []
    for name, section in SECTIONS.items():
        address = absolute(reverse("sitemap", args=[name]))
        files += [
            {"location": address if number == 1 else f"{address}?p={number}"}
            for number in range(1, section.files() + 1)
        ]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": files}, content_type=XML)


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """One file of one kind; 404 for an unknown kind and for an absurd number."""
    asked = request.GET.get("p", "1")
    if section not in SECTIONS or not (asked.isascii() and asked.isdecimal() and len(asked) < 6):
        raise Http404
    number = int(asked)
    entries = SECTIONS[section].file(number, request) if 1 <= number <= MOST_FILES else []
    if not entries and number != 1:
        raise Http404
    return TemplateResponse(request, "sitemap.xml", {"urlset": entries}, content_type=XML)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the list of it is named."""
    closed = list(CLOSED_TO_ROBOTS)
    for code in language_codes():
        with translation.override(code):
            closed.append(reverse("account_login"))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {absolute(reverse('sitemap-index'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nothing of anything else."""
    return JsonResponse({"status": "ok"})


def database_state() -> str:
    """ "ok", "slow" or "down"."""
    begin = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return "down"
    return "ok" if time.monotonic() - begin < SLOW_DATABASE else "slow"


class PendingError(Exception):
    """Migrations are missing; raised so that the answer is not remembered."""


@lru_cache(maxsize=1)
def _migrated() -> bool:
    """True; the files of a running process do not change, so one good answer holds."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise PendingError
    return True


def migrations_state() -> str:
    """ "ok" or "pending"; "unknown" without a database."""
    try:
        _migrated()
    except PendingError:
        return "pending"
    except DatabaseError:
        return "unknown"
    return "ok"


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Whether this process can do its work: 200, or 503 with the part that fails."""
    states = {"database": database_state(), "migrations": migrations_state()}
    healthy = all(state == "ok" for state in states.values())
    return JsonResponse(states, status=200 if healthy else 503)
