"""Who is what where: the answers every permission question of the site starts from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from spaces.models import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from coffee.users.models import User

    Someone = User | AnonymousUser

_CACHE = "_space_roles"


class Role(NamedTuple):
    """One active role; `space_id` is None for the roles of the network."""

    role: str
    space_id: int | None


def roles_of(user: Someone) -> frozenset[Role]:
    """The active roles of a person, none for visitors and closed accounts. One query, kept on the user object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known: frozenset[Role] | None = getattr(user, _CACHE, None)
    if known is None:
        rows = Membership.objects.active().filter(user_id=user.pk).values_list("role", "space_id")
        known = frozenset(Role(*row) for row in rows)
        setattr(user, _CACHE, known)
    return known


def space_ids(user: Someone, *roles: str) -> frozenset[int]:
    """The spaces in which the person has one of the roles (default: any)."""
    return frozenset(
        held.space_id
        for held in roles_of(user)
        if held.space_id is not None and (not roles or held.role in roles)
    )


def managed_space_ids(user: Someone) -> frozenset[int]:
    """The spaces the person manages."""
    return space_ids(user, Membership.MANAGER)


def edited_space_ids(user: Someone) -> frozenset[int]:
    """The spaces whose pages the person may change: as manager or as editor."""
    return space_ids(user, Membership.MANAGER, Membership.EDITOR)


def is_manager(user: Someone, space_id: int) -> bool:
    """True for a manager of that space; an administrator manages all."""
    return is_administrator(user) or space_id in managed_space_ids(user)


def is_sender(user: Someone) -> bool:
    """True for the people who write and send the newsletter."""
    return is_administrator(user) or any(held.role == Membership.SENDER for held in roles_of(user))


def is_administrator(user: Someone) -> bool:
    """True for the network administrators."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)
