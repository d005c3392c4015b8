"""An issue as the public archive shows it: out of what was frozen, minus what is no longer public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from blog.models import PostPage
from coffee.core.language import current_language
from coworkers.models import Profile
from events.models import EventPage
from newsletter.cards import Card
from newsletter.models import IssueItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

    from newsletter.models import Issue


@dataclass(frozen=True)
class Section:
    """One heading and its cards; None stands for something that is no longer available."""

    code: str
    label: str | Promise
    cards: list[Card | None]


def still_public(items: Iterable[IssueItem]) -> set[int]:
    """The ids of the items whose page or person everyone may see now. Three queries, however many items."""
    items = list(items)
    pages = {item.page_id for item in items if item.page_id}
    people = {item.profile_id for item in items if item.profile_id}
    public_pages = {
        *EventPage.objects.public().filter(pk__in=pages).values_list("pk", flat=True),
        *PostPage.objects.published().filter(pk__in=pages).values_list("pk", flat=True),
    }
    public_people = set(
        Profile.objects.visible_to(None)
        .filter(pk__in=people, mention_ok=True)
        .values_list("pk", flat=True)
    )
    return {
        item.pk
        for item in items
        if item.page_id in public_pages
        or item.profile_id in public_people
        or item.section == IssueItem.CUSTOM
    }


def sections(issue: Issue) -> list[Section]:
    """What readers of the archive see, in the active language and the sender's order."""
    language = current_language()
    items = [item for item in issue.items.all() if item.frozen and not item.is_hidden]
    public = still_public(items)
    cards = [
        (item.section, Card(item.shown(language), item.section) if item.pk in public else None)
        for item in items
    ]
    return [
        Section(code, label, found)
        for code, label in IssueItem.SECTIONS
        if (found := [card for section, card in cards if section == code])
    ]
