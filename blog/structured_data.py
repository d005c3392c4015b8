"""schema.org data of posts; reads what is already loaded and never asks the database for more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from coffee.core.language import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blog.models import PostPage

CONTEXT = "https://schema.org"


def post(page: PostPage, picture: str = "") -> dict[str, Any]:
    """A post as BlogPosting, in the language in which the reader gets it."""
    title = page.text("title")
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "BlogPosting",
        "headline": str(title)[:110],
        "description": str(page.text("summary")),
        "url": absolute(page.get_absolute_url()),
        "inLanguage": title.language,
        "datePublished": page.date.isoformat(),
        "author": author(page),
        "publisher": {"@type": "Organization", "name": "COFFEE", "url": absolute("/")},
    }
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.isoformat(timespec="seconds")
    if picture:
        data["image"] = picture
    return data


def author(page: PostPage) -> dict[str, Any]:
    """A person by name, or the space when the post is signed by nobody."""
    if page.author_name or page.space is None:
        return {"@type": "Person", "name": page.byline}
    return {
        "@type": "Organization",
        "name": page.space.name,
        "url": absolute(page.space.get_absolute_url()),
    }


def item_list(pages: Iterable[PostPage], first: int = 1) -> dict[str, Any]:
    """The posts of one page of the list; `first` is the position of its first post."""
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "url": absolute(page.get_absolute_url())}
            for n, page in enumerate(pages, first)
        ],
    }


def breadcrumbs(page: PostPage) -> dict[str, Any]:
    """Blog, then this post."""
    steps = [
        {"position": 1, "name": _("Blog"), "item": absolute(reverse("blog:list"))},
        {"position": 2, "name": str(page.text("title"))},
    ]
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [{"@type": "ListItem", **step} for step in steps],
    }
