"""Sets of spaces and memberships, and the order in which spaces may fairly appear."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from coffee.users.models import User
    from spaces.models import SpaceTariff


class HasKey(Protocol):
    """Anything with a stable id."""

    @property
    def pk(self) -> Any:
        """The id."""


Place = TypeVar("Place", bound=HasKey)


def in_fair_order(spaces: Iterable[Place], day: dt.date | None = None) -> list[Place]:
    """The spaces so that over time each stands in each place equally often.

    Every cycle of n days deals a new order, every day of the cycle moves it on by one. Depends on the local date
    alone, so a cached page holds until midnight.
    """
    dealt = list(spaces)
    if not dealt:
        return []
    today = day or timezone.localdate()
    cycle, turn = divmod(today.toordinal(), len(dealt))
    dealt.sort(key=lambda space: sha256(f"{cycle}:{space.pk}".encode()).digest())
    return dealt[turn:] + dealt[:turn]


class SpacePageQuerySet(PageQuerySet):
    """Sets of spaces."""

    def in_network(self, day: dt.date | None = None) -> SpacePageQuerySet:
        """Public spaces that have not left on that day (default: today)."""
        today = day or timezone.localdate()
        return self.live().filter(Q(left__isnull=True) | Q(left__gt=today))

    def for_listing(self) -> SpacePageQuerySet:
        """What cards, chips, maps and train tables read: town, station and translations, by id."""
        return (
            self.select_related("city", "station").prefetch_related("translations").order_by("pk")
        )

    def with_demo_mark(self) -> SpacePageQuerySet:
        """`network_has_demo`: whether invented members exist at all; rides along instead of a query of its own."""
        members = self.model._meta.get_field("memberships").related_model
        return self.annotate(network_has_demo=Exists(members.objects.filter(is_demo=True)))

    def for_detail(self) -> SpacePageQuerySet:
        """What the page of one space reads."""
        return self.select_related("city", "station", "image").prefetch_related(
            "translations", "opening_hours", "amenities__offer_type", "facts"
        )


SpacePageManager = PageManager.from_queryset(SpacePageQuerySet)


class SpaceTariffQuerySet(models.QuerySet["Any"]):
    """Sets of prices."""

    def for_listing(self) -> SpaceTariffQuerySet:
        """What a table of prices reads, in the order of the table."""
        return self.select_related("offer_type", "unit", "audience").order_by(
            "offer_type__position", "offer_type_id", "unit__minutes", "unit_id", "audience__position", "audience_id", "amount", "pk"
        )  # fmt: skip

    def same_price_as(self, tariff: SpaceTariff) -> SpaceTariffQuerySet:
        """Other prices of the same kind, unit and audience in the same space."""
        return self.filter(
            space_id=tariff.space_id,
            offer_type_id=tariff.offer_type_id,
            unit_id=tariff.unit_id,
            audience_id=tariff.audience_id,
        ).exclude(pk=tariff.pk)


class MembershipQuerySet(models.QuerySet["Any"]):
    """Sets of memberships."""

    def active(self) -> MembershipQuerySet:
        """Approved and not ended."""
        return self.filter(status="active")

    def of(self, user: User) -> MembershipQuerySet:
        """Memberships of one person."""
        return self.filter(user=user)

    def for_listing(self) -> MembershipQuerySet:
        """What lists of members read."""
        return self.select_related("user", "space").order_by("space", "role", "pk")
