"""Error pages in the reader's language; a right path under the wrong language prefix is led home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from coffee.core.language import same_path_in_current_language
from coffee.core.meta import Meta
from coffee.core.models import REDIRECT_SECONDS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, or a redirect when the path exists under another language's words."""
    right = same_path_in_current_language(request.path)
    if right and right != request.path:
        query = request.META.get("QUERY_STRING", "")
        redirect = HttpResponsePermanentRedirect(right + (f"?{query}" if query else ""))
        redirect["Cache-Control"] = f"public, max-age={REDIRECT_SECONDS}"
        return redirect
    meta = Meta(request, title=_("Page not found"), noindex=True)
    return render(request, "404.html", {"meta": meta}, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with a way on."""
    meta = Meta(request, title=_("Not allowed"), noindex=True)
    return render(request, "403.html", {"meta": meta}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 with a way on."""
    meta = Meta(request, title=_("This request cannot be understood"), noindex=True)
    return render(request, "400.html", {"meta": meta}, status=400)
