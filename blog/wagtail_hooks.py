"""The blog in the admin: a list of the own spaces' posts in the menu; a moved post follows its new space."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from blog.models import PostPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from wagtail.models import Page


class PostListingViewSet(PageListingViewSet):
    """All posts that the person may work on, and the way to a new one."""

    model = PostPage
    name = "posts"
    url_prefix = "posts"
    icon = "doc-full"
    menu_label = _("Blog")
    menu_order = 210
    add_to_admin_menu = True
    columns: ClassVar[list[Any]] = [
        *IndexView.base_columns,
        Column("date", label=_("Published on"), sort_key="date"),
        Column("space", label=_("Space")),
    ]
    # Wagtail's own filters would name the people who edit for other spaces.
    list_filter: ClassVar[list[str]] = ["date", "language"]


@hooks.register("register_admin_viewset")
def posts_in_the_menu() -> PostListingViewSet:
    """The entry "Blog"."""
    return PostListingViewSet()


def follow_the_tree(pages: Iterable[Page]) -> None:
    """Write down the space anew: Wagtail moves pages without saving them as posts."""
    for page in PostPage.objects.filter(pk__in=[page.pk for page in pages]):
        PostPage.objects.filter(pk=page.pk).update(space=page.space_in_tree())


@hooks.register("after_move_page")
def after_move(request: HttpRequest, page: Page) -> None:
    """One page was moved."""
    follow_the_tree([page])


@hooks.register("after_bulk_action")
def after_bulk_move(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    """Several pages were moved."""
    if action_type == "move":
        follow_the_tree(objects)
