"""The list of posts with its filters, and one post."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from blog import structured_data
from blog.filters import Choices, PostFilter
from blog.models import PostPage
from coffee.core.language import content_languages
from coffee.core.meta import Meta
from coffee.core.serving import serve_page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from blog.querysets import PostPageQuerySet

PER_PAGE = 12
# SQLite refuses larger numbers; nobody turns so many pages.
MOST_PAGES = 10_000


def page_number(request: HttpRequest) -> int:
    """The number of the page asked for; 404 for what is no page at all."""
    raw = request.GET.get("page", "") or "1"
    if not raw.isascii() or not raw.isdecimal() or len(raw) > len(str(MOST_PAGES)):
        raise Http404
    return int(raw)


def feed_address(chosen: PostFilter) -> str:
    """The feed of the same spaces and theme; a feed has the language of its address."""
    pairs = [pair for pair in chosen.as_query() if pair[0] != "lang"]
    return reverse("blog:feed") + (f"?{urlencode(pairs)}" if pairs else "")


def post_list(request: HttpRequest) -> HttpResponse:
    """Every post of every space, newest first, once, whatever its language."""
    choices = Choices.load(request)
    chosen = PostFilter.from_query(request.GET, choices)
    posts: PostPageQuerySet = chosen.apply(PostPage.objects.published())
    paginator = Paginator(posts.newest_first().for_listing(), PER_PAGE)
    number = page_number(request)
    if not 1 <= number <= paginator.num_pages:
        raise Http404
    page = paginator.page(number)
    shown = list(page.object_list)
    feed = feed_address(chosen)
    meta = Meta(
        request,
        title=list_title(chosen, number),
        description=_("Stories, know-how and good practices from the coworkers of the spaces."),
        feeds=[(feed, "application/atom+xml", _("Blog"))],
        structured_data=[structured_data.item_list(shown, page.start_index())],
        # Each selection repeats texts that the full list already has.
        noindex=chosen.is_active or number > 1,
    )
    context = {
        "meta": meta,
        "posts": shown,
        "page_obj": page,
        "total": paginator.count,
        "spaces": choices.spaces,
        "topics": choices.topics,
        "languages": content_languages(),
        "chosen": chosen,
        "feed_url": feed,
    }
    return render(request, "blog/list.html", context)


def list_title(chosen: PostFilter, number: int) -> str:
    """What is special about this page of the list, for the window's title."""
    parts = [_("Blog")]
    if chosen.topic is not None:
        parts.append(str(chosen.topic.label))
    if number > 1:
        parts.append(_("page %(number)s") % {"number": number})
    return ", ".join(parts)


def post(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """One post; the id decides, a wrong slug leads to the right one."""
    # By `id`: a lookup of an absurd number through `pk`, a relation here, is an error on SQLite.
    page = get_object_or_404(PostPage.objects.published().for_detail(), id=pk)
    return serve_page(request, page)
