"""The themes of events and posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coffee.core.topics import Topic
from coffee.home.seed.demo import source

if TYPE_CHECKING:
    from coffee.home.seed.demo.ledger import Ledger


def seed_themes(ledger: Ledger) -> dict[str, Topic]:
    """Every theme that is missing; returns all of them by key. One that was there before is used as it is."""
    found = {topic.slug: topic for topic in Topic.objects.all()}
    for key, labels in source.content()["topics"].items():
        if key not in found and not ledger.knows(Topic, key):
            found[key] = Topic.objects.create(name=key, slug=key, labels=labels, is_demo=True)
            ledger.note(found[key], key, labels)
    return found
