"""Blocks of posts that pages of other apps show: the latest of a space, the latest of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse

from blog.models import PostPage

if TYPE_CHECKING:
    from spaces.models import SpacePage

register = template.Library()


@register.inclusion_tag("blog/latest_posts.html")
def latest_posts(space: SpacePage, count: int = 2) -> dict[str, Any]:
    """The section "Told here" of a space's page; nothing for a space that has not written yet."""
    posts = PostPage.objects.published().of_spaces([space]).newest_first().for_listing()
    return {"posts": list(posts[:count]), "space": space, "list_url": reverse("blog:list")}


@register.inclusion_tag("blog/home_posts.html")
def home_posts(count: int = 3) -> dict[str, Any]:
    """The newest posts of the network; nothing while there is none."""
    posts = PostPage.objects.published().newest_first().for_listing()
    return {"posts": list(posts[:count]), "list_url": reverse("blog:list")}
