"""The spaces in the admin: tables of the network, and nothing of the neighbours for managers and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.db.models import F, Q
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.permission_policies.pages import PagePermissionPolicy

from spaces.models import SpaceAccess, SpacePage
from spaces.provisioning import remove_groups
from spaces.viewsets import NetworkGroup

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wagtail.admin.menu import MenuItem
    from wagtail.models import Page

# Entries that show things of all spaces, or that only lead to refusals.
FOR_ADMINISTRATORS: Final = {"reports", "settings", "help", "snippets"}


@hooks.register("register_admin_viewset")
def register_network_tables() -> NetworkGroup:
    """Towns, offers, prices, partners, memberships."""
    return NetworkGroup()


@hooks.register("construct_main_menu")
def keep_the_menu_short(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Managers and editors find what they work with, and nothing else."""
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in FOR_ADMINISTRATORS]


def own_pages(request: HttpRequest, pages: Any) -> Any:
    """What the user may change, and the pages above it that lead there."""
    return pages.filter(
        pk__in=PagePermissionPolicy().explorable_instances(request.user).values("pk")
    )


@hooks.register("construct_explorer_page_queryset")
def explore_own_pages(parent_page: Page, pages: Any, request: HttpRequest) -> Any:
    """The list of pages shows drafts by title, so it shows one's own."""
    return pages if request.user.is_superuser else own_pages(request, pages)


@hooks.register("construct_page_chooser_queryset")
def choose_own_or_published_pages(pages: Any, request: HttpRequest) -> Any:
    """A link may lead to one's own pages and to what everybody can read; a draft title is not among that."""
    if request.user.is_superuser:
        return pages
    own = PagePermissionPolicy().explorable_instances(request.user).values("pk")
    # With unpublished changes Wagtail would show the title of the draft.
    published = Q(live=True, has_unpublished_changes=False, draft_title=F("title"))
    return pages.filter(Q(pk__in=own) | published)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_a_second_name(request: HttpRequest, page: Page) -> None:
    """Two spaces may share a name; most often it is the same space entered twice."""
    if not isinstance(page.specific, SpacePage):
        return
    if SpacePage.objects.filter(title__iexact=page.title).exclude(pk=page.pk).exists():
        messages.warning(request, _("Another space has the same name."))


@hooks.register("before_delete_page")
def remember_the_groups(request: Any, page: Page) -> None:
    """The rows that say which groups belong to the space go with its page."""
    below = SpaceAccess.objects.filter(space__path__startswith=page.path)
    request.groups_of_deleted_spaces = [
        pk for pair in below.values_list("managers", "editors") for pk in pair
    ]


@hooks.register("after_delete_page")
def remove_the_groups(request: HttpRequest, page: Page) -> None:
    """Without its space a group would still open the admin to its members."""
    remove_groups(getattr(request, "groups_of_deleted_spaces", []))
