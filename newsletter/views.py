"""Public pages inside the language prefix: the archive, one issue, and the thanks after signing up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coffee.core.language import current_language
from coffee.core.meta import Meta
from coffee.core.models import REDIRECT_SECONDS
from newsletter.archive import sections
from newsletter.forms import SubscribeForm
from newsletter.models import Issue
from newsletter.tokens import stamp

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

PER_PAGE = 24
LISTED_BESIDE = 12


def fresh_form() -> SubscribeForm:
    """An empty sign-up form in the reader's language."""
    return SubscribeForm(
        initial={"language": current_language(), "t": stamp()}, auto_id="letter-%s"
    )


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """All issues, the newest first, and the form to get the next one."""
    pages = Paginator(Issue.objects.archived().for_listing(), PER_PAGE)
    try:
        page = pages.page(request.GET.get("page", 1))
    except PageNotAnInteger:
        page = pages.page(1)
    except EmptyPage as error:
        raise Http404 from error
    meta = Meta(
        request,
        title=_("Newsletter"),
        description=_(
            "Events of the five spaces, three articles, no advertising, no tracking pixel."
        ),
    )
    context = {"meta": meta, "page": page, "letter_form": fresh_form()}
    return render(request, "newsletter/archive.html", context)


@require_safe
def issue(request: HttpRequest, number: int, slug: str) -> HttpResponseBase:
    """One issue in the reader's language."""
    found = get_object_or_404(Issue.objects.archived().for_detail(), number=number)
    if request.path != found.get_absolute_url():
        redirect = HttpResponsePermanentRedirect(found.get_absolute_url())
        redirect["Cache-Control"] = f"public, max-age={REDIRECT_SECONDS}"
        return redirect
    beside = list(Issue.objects.archived().beside(number, LISTED_BESIDE).for_listing())
    context = {
        "meta": Meta(
            request,
            obj=found,
            title=f"{found.text('subject')}, {_('newsletter')} {number}",
            description=str(found.text("intro")),
            og_type="article",
        ),
        "crumbs": [{"url": reverse("newsletter:archive"), "label": _("Newsletter")}],
        "issue": found,
        "sections": sections(found),
        "issues": beside[:LISTED_BESIDE],
        "previous": next((other for other in beside if other.number < number), None),
        "next": next((other for other in reversed(beside) if other.number > number), None),
        "letter_form": fresh_form(),
    }
    return render(request, "newsletter/issue.html", context)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What everybody sees after signing up, whatever we knew of the address."""
    meta = Meta(request, title=_("One more step"), noindex=True)
    return render(request, "newsletter/thanks.html", {"meta": meta})
