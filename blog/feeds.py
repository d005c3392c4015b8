"""The blog as an Atom feed in the language of the address, with the filters of the list."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.filters import Choices, PostFilter
from blog.models import PostPage
from coffee.core.language import absolute, current_language

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

ENTRIES = 30
CACHE_SECONDS = 900
# The year of a tag URI only says when the domain was ours; it must never change.
TAG = f"tag:{settings.CALENDAR_DOMAIN},2016"
# A feed without entries must not look changed at every request.
NEVER = dt.datetime(2016, 1, 1, tzinfo=dt.UTC)

# What XML 1.0 cannot carry; one such character in a title would make the whole feed unreadable.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class BlogFeed(Atom1Feed):
    """Atom that marks entries in another language and stays the same while nothing changes."""

    def latest_post_date(self) -> dt.datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        language = item["language"]
        return {"xml:lang": language} if language != self.feed["language"] else {}


def plain(text: object) -> str:
    """A text as XML can carry it."""
    return _NOT_XML.sub("", str(text))


def updated(page: PostPage) -> dt.datetime:
    """When the post last changed for readers."""
    return page.last_published_at or page.latest_revision_created_at or published(page)


def published(page: PostPage) -> dt.datetime:
    """The first moment of the post's day."""
    return timezone.make_aware(dt.datetime.combine(page.date, dt.time()))


def add_entry(feed: BlogFeed, page: PostPage) -> None:
    """One post in the reader's language where it exists, else in its own, marked."""
    title = page.text("title")
    feed.add_item(
        title=plain(title),
        link=absolute(page.get_absolute_url()),
        # Atom1Feed declares summaries as HTML; ours are plain text.
        description=escape(plain(page.text("summary"))),
        author_name=plain(page.byline) or "COFFEE",
        pubdate=published(page),
        updateddate=updated(page),
        unique_id=f"{TAG}:post/{page.pk}",
        categories=[plain(topic.label) for topic in page.tags.all()],
        language=title.language,
    )


def build(chosen: PostFilter) -> BlogFeed:
    """The newest posts of a selection."""
    language = current_language()
    pairs = chosen.as_query()
    query = f"?{urlencode(pairs)}" if pairs else ""
    title = " - ".join(["COFFEE", _("Blog"), *(space.name for space in chosen.spaces)])
    feed = BlogFeed(
        title=plain(title),
        link=absolute(reverse("blog:list") + query),
        feed_url=absolute(reverse("blog:feed") + query),
        feed_guid=f"{TAG}:blog/{language}{query}",
        description=None,
        language=language,
        author_name="COFFEE",
    )
    posts = chosen.apply(PostPage.objects.published()).newest_first().for_feed()
    for page in posts[:ENTRIES]:
        add_entry(feed, page)
    return feed


@require_safe
def post_feed(request: HttpRequest) -> HttpResponseBase:
    """The feed; answers 304 to a reader who already has it."""
    chosen = PostFilter.from_query(request.GET, Choices.load(request))
    body = build(chosen).writeString("utf-8").encode()
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response = HttpResponse(body, content_type=BlogFeed.content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return get_conditional_response(request, etag=etag, response=response) or response
