"""The content of an issue, out of a draft or out of what was frozen, and freezing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from coffee.core.language import default_language
from coffee.core.slugs import slug_of
from newsletter.compose.order import Slot
from newsletter.compose.shown import Shown, in_every_language
from newsletter.models import Issue, IssueItem

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True)
class Entry:
    """An item with what it shows in each language; `shown` is empty when nothing may be shown."""

    item: IssueItem
    shown: dict[str, Shown]

    def in_language(self, language: str) -> Shown:
        """What readers of a language see; of a language that is newer than the issue, another one."""
        return self.shown.get(language) or next(iter(self.shown.values()))

    @property
    def slot(self) -> Slot:
        """What ordering needs to know; equal in every language."""
        facts = next(iter(self.shown.values()))
        return Slot(
            self.item.pk,
            self.item.section,
            frozenset(facts.get("spaces", [])),
            frozenset(facts.get("countries", [])),
            facts.get("starts", ""),
        )


@dataclass(frozen=True)
class Content:
    """What an issue has to show, in the sender's order within each section."""

    issue: Issue
    entries: tuple[Entry, ...]

    @property
    def slots(self) -> list[Slot]:
        """What ordering sees."""
        return [entry.slot for entry in self.entries]

    def sides(self) -> frozenset[str]:
        """The countries that have something in it."""
        return frozenset().union(*(slot.countries for slot in self.slots))


def look(issue: Issue, at: dt.datetime | None = None) -> list[Entry]:
    """Every item that is not left out, with what it would show at that moment, even if that is nothing."""
    moment = at or timezone.now()
    items = IssueItem.objects.filter(issue=issue, is_hidden=False).order_by("sort_order", "pk")
    return [
        Entry(item, in_every_language(item, moment))
        for item in items.select_related("page", "profile__space__city")
    ]


def of_draft(issue: Issue, at: dt.datetime | None = None) -> Content:
    """The issue as it would go out at that moment."""
    return Content(issue, tuple(entry for entry in look(issue, at) if entry.shown))


def of_frozen(issue: Issue) -> Content:
    """The issue as it was frozen."""
    items = [item for item in issue.items.all() if item.frozen and not item.is_hidden]
    return Content(issue, tuple(Entry(item, item.frozen) for item in items))


@dataclass(frozen=True)
class Frozen:
    """What came of freezing: how many items are kept, and those that could no longer be shown."""

    kept: int
    dropped: list[str]


@transaction.atomic
def freeze(issue: Issue, at: dt.datetime | None = None) -> Frozen:
    """Note what each item shows, in every language: from now on no edit of a page changes this issue.

    Time is an argument, so that the demo can freeze an issue of last month with the dates of then.
    """
    moment = at or timezone.now()
    entries = look(issue, moment)
    for entry in entries:
        IssueItem.objects.filter(pk=entry.item.pk).update(frozen=entry.shown)
    slug = slug_of(str(issue.text("subject", default_language())), "issue")
    Issue.objects.filter(pk=issue.pk).update(slug=slug, frozen_at=moment)
    # What was proposed had looked so far; the next issue goes on from there, not from now.
    Issue.objects.filter(pk=issue.pk, content_until=None).update(content_until=moment)
    issue.refresh_from_db(fields=["slug", "frozen_at", "content_until"])
    dropped = [str(entry.item) for entry in entries if not entry.shown]
    return Frozen(len(entries) - len(dropped), dropped)
