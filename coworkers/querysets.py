"""Who may see which profile, and what each screen reads of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from coworkers.skills import ProfileSkill
from spaces.models import Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from coffee.users.models import User
    from coworkers.models import Profile  # noqa: F401 - named in a string

# How far a profile is shown; `Profile.shown_to` holds one of them, written by `privacy.apply` alone.
OWNER, SPACE, NETWORK, PUBLIC = range(4)

# A directory rots in twelve months: after that a profile is hidden until its owner says "still right".
CONFIRMED_FOR: Final = dt.timedelta(days=365)


_SPACES = "_active_spaces"


def spaces_of(user: User | AnonymousUser | None) -> list[int]:
    """The spaces where the person is an active member; one query, then remembered on the account object."""
    if user is None or not user.is_authenticated or not user.is_active:
        return []
    known: list[int] | None = getattr(user, _SPACES, None)
    if known is None:
        rows = Membership.objects.active().filter(user_id=user.pk, space__isnull=False)
        known = sorted(set(rows.values_list("space_id", flat=True)))
        setattr(user, _SPACES, known)
    return known


def visible_q(
    user: User | AnonymousUser | None, prefix: str = "", at: dt.datetime | None = None
) -> Q:
    """The condition under which `user` sees a profile, for a table that reaches it by `prefix`.

    Asks `confirmed_at` as well as `shown_to`, so that a job that did not run cannot keep a stale profile in view.
    """
    fresh = Q(**{f"{prefix}confirmed_at__gt": (at or timezone.now()) - CONFIRMED_FOR})
    spaces = spaces_of(user)
    level = NETWORK if spaces else PUBLIC
    seen = Q(**{f"{prefix}shown_to__gte": level})
    if spaces:
        seen |= Q(**{f"{prefix}shown_to": SPACE, f"{prefix}space__in": spaces})
    return fresh & seen


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Sets of profiles."""

    def visible_to(
        self, user: User | AnonymousUser | None, at: dt.datetime | None = None
    ) -> ProfileQuerySet:
        """What this visitor may see in lists. Every public read path goes through here."""
        return self.filter(visible_q(user, at=at))

    def readable_by(
        self, user: User | AnonymousUser | None, at: dt.datetime | None = None
    ) -> ProfileQuerySet:
        """`visible_to`, and the visitor's own profile whatever its state: for the person's page."""
        seen = visible_q(user, at=at)
        if user is not None and user.is_authenticated:
            seen |= Q(user_id=user.pk)
        return self.filter(seen)

    def for_listing(self) -> ProfileQuerySet:
        """What cards read: space with town and translations, texts, declared skills."""
        return (
            self.select_related("space__city")
            .prefetch_related(
                "texts",
                # The best first, then in the order of declaration; the labels come from memory.
                Prefetch("skill_items", queryset=ProfileSkill.objects.order_by("-level", "pk")),
            )
            .order_by("deal", "pk")
        )

    def for_detail(self) -> ProfileQuerySet:
        """What the page of one person reads."""
        return self.for_listing().prefetch_related("need_items", "can_come_to__city")
