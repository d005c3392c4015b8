"""Groups, page and collection permissions of each space, derived from its memberships and nothing else.

Every function compares what is with what should be and changes exactly the difference, so a second run writes
nothing. What someone changes by hand in these groups is put right again by the next run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
)

from spaces.models.access import NetworkAccess, SpaceAccess

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spaces.models import SpacePage

MANAGER: Final = "manager"
EDITOR: Final = "editor"
SENDER: Final = "sender"

PAGE_RIGHTS: Final = {
    MANAGER: ("add_page", "change_page", "publish_page"),
    EDITOR: ("add_page", "change_page"),
}
CHOOSE: Final = ("choose_image", "choose_document")
COLLECTION_RIGHTS: Final = ("add_image", "change_image", "add_document", "change_document", *CHOOSE)


_network_permissions: list[str] = []


def register_network_permissions(*names: str) -> None:
    """Give the senders' group model permissions of a higher floor, as "app.codename"; called in `ready()`."""
    _network_permissions.extend(name for name in names if name not in _network_permissions)


def sync_members(space_id: int | None) -> list[str]:
    """What a change of one membership asks for; None stands for the roles of the network."""
    if space_id is None:
        return sync_network()
    space = apps.get_model("spaces", "SpacePage").objects.filter(pk=space_id).first()
    # The membership may have gone together with its space.
    return sync_space(space) if space else []


@transaction.atomic
def sync_space(space: SpacePage) -> list[str]:
    """Bring groups, collection, permissions and members of one space in order; returns what was changed."""
    changes: list[str] = []
    network = network_access(changes)
    access = space_access(space, changes)
    for role, group in ((MANAGER, access.managers), (EDITOR, access.editors)):
        changes += sync_model_permissions(group)
        changes += sync_page_permissions(group, space, PAGE_RIGHTS[role])
        wanted = dict.fromkeys(
            (access.collection_id, right) for right in COLLECTION_RIGHTS
        ) | dict.fromkeys((network.collection_id, right) for right in CHOOSE)
        changes += sync_collection_permissions(group, wanted)
        members = get_user_model().objects.filter(
            is_active=True,
            memberships__space=space,
            memberships__role=role,
            memberships__status="active",
        )
        changes += sync_group_members(group, members.values_list("pk", flat=True))
    return changes


@transaction.atomic
def sync_network() -> list[str]:
    """The group of the senders and the shared collection."""
    changes: list[str] = []
    network = network_access(changes)
    changes += sync_model_permissions(network.senders, _network_permissions)
    changes += sync_page_permissions(network.senders, None, ())
    changes += sync_collection_permissions(
        network.senders, ((network.collection_id, right) for right in CHOOSE)
    )
    senders = get_user_model().objects.filter(
        is_active=True, memberships__role=SENDER, memberships__status="active"
    )
    changes += sync_group_members(network.senders, senders.values_list("pk", flat=True))
    return changes


def sync_all() -> list[str]:
    """The network and every space, public or not."""
    changes = sync_network()
    for space in apps.get_model("spaces", "SpacePage").objects.order_by("pk"):
        changes += sync_space(space)
    return changes


def remove_groups(groups: Iterable[int]) -> None:
    """Delete the groups of spaces that are gone; one that still belongs to a space stays."""
    kept = {pk for pair in SpaceAccess.objects.values_list("managers", "editors") for pk in pair}
    Group.objects.filter(pk__in=set(groups) - kept).delete()


# --- the rows that hold the rights


def network_access(changes: list[str]) -> NetworkAccess:
    """The one row of the network, made when it is missing."""
    found = NetworkAccess.objects.select_related("senders", "collection").first()
    if found is not None:
        return found
    changes.append("network: group and collection made")
    return NetworkAccess.objects.create(
        senders=new_group("COFFEE: newsletter"), collection=new_collection("COFFEE")
    )


def space_access(space: SpacePage, changes: list[str]) -> SpaceAccess:
    """The row of the space, made when it is missing."""
    found = (
        SpaceAccess.objects.filter(space=space)
        .select_related("managers", "editors", "collection")
        .first()
    )
    if found is not None:
        return found
    changes.append(f"{space.slug}: groups and collection made")
    return SpaceAccess.objects.create(
        space=space,
        managers=new_group(f"{space.title}: managers"),
        editors=new_group(f"{space.title}: editors"),
        collection=new_collection(space.title),
    )


def new_group(name: str) -> Group:
    """A group of that name, or with a number behind it: names are unique, and another group is not ours to take."""
    name, number = name[:140], 1
    free = name
    while Group.objects.filter(name=free).exists():
        number += 1
        free = f"{name} {number}"
    return Group.objects.create(name=free)


def new_collection(name: str) -> Collection:
    """A collection beside the others, never on the root: permissions there would reach all of them."""
    added: Collection = Collection.get_first_root_node().add_child(name=name[:255])
    return added


# --- the difference between what is and what should be


def sync_model_permissions(group: Group, names: Iterable[str] = ()) -> list[str]:
    """The way into the admin, and for a space no other model permission: those would hold for all spaces."""
    wanted = {permission_ids(["access_admin"], "wagtailadmin")["access_admin"]}
    for name in names:
        app_label, _dot, code = name.partition(".")
        wanted |= set(permission_ids([code], app_label).values())
    if set(group.permissions.values_list("pk", flat=True)) == wanted:
        return []
    group.permissions.set(wanted)
    return [f"{group}: model permissions"]


def sync_page_permissions(
    group: Group, space: SpacePage | None, rights: Iterable[str]
) -> list[str]:
    """Exactly these rights on the page of the space, none on any other page."""
    known = permission_ids(rights, "wagtailcore")
    wanted = {(space.pk, permission) for permission in known.values()} if space else set()
    existing = GroupPagePermission.objects.filter(group=group)
    return sync_rows(group, existing, ("page_id", "permission_id"), wanted)


def sync_collection_permissions(group: Group, wanted: Iterable[tuple[int, str]]) -> list[str]:
    """Exactly these rights on these collections."""
    pairs = list(wanted)
    codes = [code for _collection, code in pairs]
    known = permission_ids(codes, "wagtailimages", "wagtaildocs")
    rows = {(collection, known[code]) for collection, code in pairs}
    existing = GroupCollectionPermission.objects.filter(group=group)
    return sync_rows(group, existing, ("collection_id", "permission_id"), rows)


def sync_rows(
    group: Group, existing: Any, keys: tuple[str, str], wanted: set[tuple[int, int]]
) -> list[str]:
    """Delete the permission rows that should not be, add the missing ones."""
    found = {(row[1], row[2]): row[0] for row in existing.values_list("pk", *keys)}
    surplus = [pk for pair, pk in found.items() if pair not in wanted]
    missing = wanted - set(found)
    if surplus:
        existing.filter(pk__in=surplus).delete()
    existing.model.objects.bulk_create(
        existing.model(group=group, **dict(zip(keys, pair, strict=True)))
        for pair in sorted(missing)
    )
    if not surplus and not missing:
        return []
    return [f"{group}: {keys[0].removesuffix('_id')} permissions +{len(missing)} -{len(surplus)}"]


def sync_group_members(group: Group, wanted: Iterable[int]) -> list[str]:
    """Exactly these people."""
    people = set(wanted)
    before = set(group.user_set.values_list("pk", flat=True))
    if before == people:
        return []
    group.user_set.set(people)
    return [f"{group}: +{len(people - before)} -{len(before - people)}"]


def permission_ids(codes: Iterable[str], *app_labels: str) -> dict[str, int]:
    """Ids by code name. Raises LookupError for one that Wagtail does not know (any more)."""
    wanted = set(codes)
    found = dict(
        Permission.objects.filter(
            content_type__app_label__in=app_labels, codename__in=wanted
        ).values_list("codename", "pk")
    )
    if wanted - set(found):
        raise LookupError(f"Unknown permissions: {sorted(wanted - set(found))}")
    return found
