"""Wagtail pages under translated paths: the same checks as Wagtail's own view, in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from wagtail import hooks
from wagtail.models import Site

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from wagtail.models import Page


def _serve(
    page: Page, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    return page.serve(request, *args, **kwargs)


def serve_page(request: HttpRequest, page: Page, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Serve a page that a view of ours looked up, through every serving hook of Wagtail.

    Wagtail checks view restrictions in an `on_serve_page` hook; a view that called `page.serve` alone would
    answer 200 to readers who may not see the page.
    """
    Site.find_for_request(request)
    chain = _serve
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        chain = wrap(chain)
    for check in hooks.get_hooks("before_serve_page"):
        answer = check(page, request, args, kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    return chain(page, request, args, kwargs)
