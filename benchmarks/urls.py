"""The site's addresses and, beside them, the floors that pages are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from wagtail.views import serve

from benchmarks.settings import FLOOR
from coffee import urls
from coffee.core.meta import Meta

if TYPE_CHECKING:
    from django.http import HttpRequest

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404


def hello(request: HttpRequest) -> HttpResponse:
    """The least that Django does for a request."""
    return HttpResponse("Hello, world")


def empty_page(request: HttpRequest) -> Any:
    """The home page of a Wagtail site without content, with the page template that Wagtail brings."""
    response = serve(request, "")
    response.using = FLOOR
    return response


def frame(request: HttpRequest) -> HttpResponse:
    """What stands around every page of the site: head, navigation, foot."""
    return render(request, "base.html", {"meta": Meta(request, title="COFFEE")})


urlpatterns = [
    path("floor/hello/", hello),
    path("floor/page/", empty_page),
    path("floor/frame/", frame),
    *urls.urlpatterns,
]
