"""The style guide: every component in every state, on a developer's machine only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext as _

from coffee.core.meta import Meta
from coffee.core.styleguide import component_names, sample_template, samples

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def styleguide(request: HttpRequest) -> HttpResponse:
    """All components; one without a sample is named, and a test fails."""
    if not settings.DEBUG:
        raise Http404
    entries = []
    for name in component_names(settings.BASE_DIR / "templates"):
        try:
            get_template(sample_template(name))
        except TemplateDoesNotExist:
            entries.append((name, ""))
        else:
            entries.append((name, sample_template(name)))
    meta = Meta(request, title=_("Style guide"), noindex=True)
    return render(request, "styleguide.html", {"meta": meta, "entries": entries, **samples()})
