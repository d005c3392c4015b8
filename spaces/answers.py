"""What the spaces say of themselves, side by side: what they offer, and their figures with the year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, F, IntegerField, JSONField, Value

from coffee.core.language import Text, labelled
from spaces.models import SpaceAmenity, SpaceFact, SpaceOffer

if TYPE_CHECKING:
    from collections.abc import Collection

OFFER, AMENITY, FACT = "offer", "amenity", "fact"


@dataclass(frozen=True)
class Offered:
    """Something a space has, has not, or gives on request."""

    key: str
    labels: dict[str, str]
    position: int
    availability: str
    note: Text

    @property
    def label(self) -> Text:
        """Its name in the reader's language."""
        return labelled(self.labels)

    @property
    def is_there(self) -> bool:
        """True unless the space says that it has none."""
        return self.availability != "no"


@dataclass(frozen=True)
class Figure:
    """A published figure; the same face as a SpaceFact."""

    key: str
    value: dict[str, str]
    as_of: str

    def text(self, field: str = "value", language: str | None = None) -> Text:
        """The value in the reader's language."""
        return labelled(self.value, language)


@dataclass
class Answers:
    """Everything one space has told, by key."""

    offers: dict[str, Offered] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        """True when the space offers this."""
        return key in self.offers and self.offers[key].is_there


def answers_of(space_ids: Collection[int]) -> dict[int, Answers]:
    """The answers of all these spaces in one query, whatever their number.

    An offer says more than an amenity of the page (it can be "no" or "on request"), so it wins over it.
    """
    found: defaultdict[int, Answers] = defaultdict(Answers)
    amenities = _columns(
        SpaceAmenity, AMENITY, "page_id", "offer_type__key", "offer_type__labels",
        "offer_type__position", Value("yes", CharField()), "note",
    ).filter(page__in=space_ids)  # fmt: skip
    offers = _columns(
        SpaceOffer, OFFER, "space_id", "offer_type__key", "offer_type__labels",
        "offer_type__position", "availability", "note",
    ).filter(space__in=space_ids)  # fmt: skip
    facts = _columns(
        SpaceFact, FACT, "page_id", "key", "value", Value(0, IntegerField()), "as_of",
        Value({}, JSONField()),
    ).filter(page__in=space_ids)  # fmt: skip
    # Newest figure last, so that it is the one that stays; offers after amenities.
    rows = amenities.union(offers, facts, all=True).order_by("source", "status", "answer_id")
    for source, _id, space, key, labels, position, status, note in rows:
        if source == FACT:
            found[space].figures[key] = Figure(key, labels, status)
        else:
            found[space].offers[key] = Offered(key, labels, position, status, labelled(note))
    return {space_id: found[space_id] for space_id in space_ids}


def _columns(
    model: Any,
    source: str,
    space: str,
    key: str,
    labels: str,
    position: Any,
    status: Any,
    note: Any,
) -> Any:
    """The same eight columns out of any of the three tables."""
    return (
        model.objects.order_by()
        .annotate(source=Value(source, CharField()), answer_id=F("pk"))
        .annotate(
            of=F(space),
            answer=F(key),
            labels_=F(labels),
            place=F(position) if isinstance(position, str) else position,
            status=F(status) if isinstance(status, str) else status,
            remark=F(note) if isinstance(note, str) else note,
        )
        .values_list("source", "answer_id", "of", "answer", "labels_", "place", "status", "remark")
    )
