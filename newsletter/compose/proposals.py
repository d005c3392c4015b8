"""Proposes what is new: coming events, posts and people that no earlier issue showed, fairly over the spaces."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from blog.models import PostPage
from coworkers.models import Profile
from events.models import Occurrence
from newsletter.compose.order import Slot, alternate, by_date
from newsletter.models import Issue, IssueItem
from spaces.models import SpacePage
from spaces.querysets import in_fair_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HORIZON = dt.timedelta(days=35)
MOST_EVENTS, MOST_POSTS, MOST_PEOPLE = 8, 3, 2
# More than can be chosen, few enough to sort in memory.
CANDIDATES = 200


def shown_before(issue: Issue) -> Any:
    """The items that other issues have shown or are about to."""
    others = IssueItem.objects.exclude(issue=issue).exclude(
        issue__status__in=[Issue.DRAFT, Issue.CANCELLED]
    )
    return others.filter(is_hidden=False)


def content_since(issue: Issue, now: dt.datetime) -> dt.datetime:
    """Where the last issue stopped looking; for the first issue, as far back as it looks ahead."""
    others = Issue.objects.exclude(pk=issue.pk).exclude(status__in=[Issue.DRAFT, Issue.CANCELLED])
    latest: dt.datetime | None = others.aggregate(at=Max("content_until"))["at"]
    return latest or now - HORIZON


def changed_events(issue: Issue) -> set[int]:
    """Events that an earlier issue announced for a date that has since been moved or cancelled."""
    told: dict[int, tuple[str, bool]] = {}
    for frozen in (
        shown_before(issue)
        .exclude(page=None)
        .order_by("issue__number")
        .values_list("frozen", flat=True)
    ):
        facts: dict[str, Any] = next(iter(frozen.values()), {})
        if facts.get("occurrence"):
            told[facts["occurrence"]] = (facts["starts"], facts["is_cancelled"])
    return {
        date.event_id
        for date in Occurrence.objects.listed().filter(pk__in=told)
        if (date.starts_at.isoformat(), date.is_cancelled) != told[date.pk]
    }


def new_dates(issue: Issue, now: dt.datetime) -> list[Occurrence]:
    """The next date of each event of the coming weeks that is news.

    An event that was shown before is news again when its date moved or was cancelled since; a cancelled date is
    news to nobody else.
    """
    changed = changed_events(issue)
    known = set(shown_before(issue).exclude(page=None).values_list("page", flat=True)) - changed
    dates = Occurrence.objects.listed().upcoming(now).exclude(event__in=known)
    coming = dates.filter(starts_at__gte=now, starts_at__lt=now + HORIZON)
    first: dict[int, Occurrence] = {}
    for date in coming.for_cards()[:CANDIDATES]:
        if not date.is_cancelled or date.event_id in changed:
            first.setdefault(date.event_id, date)
    return list(first.values())


def new_posts(issue: Issue, since: dt.datetime, now: dt.datetime) -> list[PostPage]:
    """Posts first published since the last issue."""
    known = shown_before(issue).exclude(page=None).values("page")
    posts = (
        PostPage.objects.published(now).filter(first_published_at__gte=since).exclude(pk__in=known)
    )
    return list(posts.for_listing().newest_first()[:CANDIDATES])


def new_people(issue: Issue, since: dt.datetime, now: dt.datetime) -> list[Profile]:
    """People who became public since the last issue and agreed to be mentioned."""
    known = shown_before(issue).exclude(profile=None).values("profile")
    people = Profile.objects.visible_to(None, now).filter(
        mention_ok=True, first_public_at__gte=since
    )
    return list(
        people.exclude(pk__in=known)
        .select_related("space")
        .order_by("-first_public_at", "pk")[:CANDIDATES]
    )


def choose(candidates: Sequence[Slot], most: int, spaces: Sequence[int]) -> list[Slot]:
    """At most so many, by turns over the spaces in their fair order; every country that has one has one."""
    queues: dict[int, list[Slot]] = defaultdict(list)
    for slot in candidates:
        queues[next((pk for pk in spaces if pk in slot.spaces), 0)].append(slot)
    turns = [pk for pk in [*spaces, 0] if queues.get(pk)]
    dealt: list[Slot] = []
    while turns:
        dealt += [queues[pk].pop(0) for pk in turns]
        turns = [pk for pk in turns if queues[pk]]
    chosen = dealt[:most]
    for country in sorted(frozenset().union(*(slot.countries for slot in candidates))):
        if not any(country in slot.countries for slot in chosen):
            late = next(slot for slot in dealt if country in slot.countries)
            _make_room(chosen, late, most)
    return chosen


def _make_room(chosen: list[Slot], late: Slot, most: int) -> None:
    """Put `late` in the place of the last one whose countries are there without it."""
    if len(chosen) >= most:
        for slot in reversed(chosen):
            rest = frozenset().union(*(other.countries for other in chosen if other is not slot))
            if slot.countries <= rest:
                chosen.remove(slot)
                break
        else:
            return
    chosen.append(late)


def _slot(key: int, section: str, spaces: Iterable[SpacePage], starts: str = "") -> Slot:
    hosts = list(spaces)
    return Slot(
        key,
        section,
        frozenset(space.pk for space in hosts),
        frozenset(space.country for space in hosts),
        starts,
    )


@transaction.atomic
def propose(issue: Issue, now: dt.datetime | None = None) -> int:
    """Add what is new to a draft, after what it already holds; returns how many items were added.

    Also notes up to when was looked, which is where the next issue will start.
    """
    moment = now or timezone.now()
    since = content_since(issue, moment)
    fair = [
        space.pk
        for space in in_fair_order(SpacePage.objects.in_network(), timezone.localdate(moment))
    ]
    held = list(IssueItem.objects.filter(issue=issue).values_list("page", "profile", "sort_order"))
    pages, profiles = {row[0] for row in held}, {row[1] for row in held}

    events = [
        _slot(date.event_id, IssueItem.EVENTS, date.hosts, date.starts_at.isoformat())
        for date in new_dates(issue, moment)
        if date.event_id not in pages
    ]
    posts = [
        _slot(post.pk, IssueItem.POSTS, [post.space] if post.space else [])
        for post in new_posts(issue, since, moment)
        if post.pk not in pages
    ]
    people = [
        _slot(profile.pk, IssueItem.PEOPLE, [profile.space])
        for profile in new_people(issue, since, moment)
        if profile.pk not in profiles
    ]
    chosen = [
        *by_date(choose(events, MOST_EVENTS, fair)),
        *alternate(choose(posts, MOST_POSTS, fair)),
        *alternate(choose(people, MOST_PEOPLE, fair)),
    ]
    last = max((row[2] or 0 for row in held), default=-1)
    IssueItem.objects.bulk_create(
        IssueItem(
            issue=issue,
            section=slot.section,
            sort_order=last + 1 + place,
            page_id=None if slot.section == IssueItem.PEOPLE else slot.key,
            profile_id=slot.key if slot.section == IssueItem.PEOPLE else None,
        )
        for place, slot in enumerate(chosen)
    )
    Issue.objects.filter(pk=issue.pk, status=Issue.DRAFT).update(
        content_since=since, content_until=moment
    )
    return len(chosen)
