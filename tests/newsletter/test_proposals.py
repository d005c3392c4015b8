"""What is proposed for an issue: what is new, once, from both sides of the border."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

import pytest

from coworkers import consents
from newsletter import acts
from newsletter.compose import freeze, propose
from newsletter.drafts import start_draft
from newsletter.models import Issue, IssueItem
from tests.blog.makers import make_post
from tests.coworkers.makers import make_profile
from tests.events.makers import in_days, make_event, the_date
from tests.factories import make_space
from tests.newsletter.makers import make_issue

if TYPE_CHECKING:
    from spaces.models import SpacePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def mons() -> SpacePage:
    return make_space("Mons")


@pytest.fixture
def lille() -> SpacePage:
    return make_space("Lille", country="FR")


def proposed(now: dt.datetime | None = None) -> list[str]:
    issue = start_draft(now=now)
    items = (
        IssueItem.objects.filter(issue=issue)
        .order_by("sort_order")
        .select_related("page", "profile")
    )
    return [str(item.page or item.profile) for item in items]


def went_out(*pages: Any, **fields: Any) -> Issue:
    """An issue that was frozen and sent a moment ago."""
    issue = make_issue(*pages, **fields)
    freeze(issue)
    Issue.objects.filter(pk=issue.pk).update(status=Issue.SENT)
    return issue


def new_post(title: str, space: SpacePage, **fields: Any) -> Any:
    return make_post(title, space, first_published_at=timezone.now(), **fields)


def test_coming_events_new_posts_and_people_who_agreed(mons: SpacePage, lille: SpacePage) -> None:
    make_event("Demain", mons)
    make_event("Dans six semaines", mons, starts_on=in_days(42))
    make_event("Interne", mons, audience="internal")
    make_event("Pas dans l’agenda", lille, listed=False)
    new_post("Nouveau", lille)
    make_post("Ancien", lille, first_published_at=timezone.now() - dt.timedelta(days=60))
    new_post("Plus tard", lille, date=in_days(3))
    both = [consents.PUBLISH, consents.MENTION]
    make_profile(mons, "Noor", agree=both, first_public_at=timezone.now())
    make_profile(mons, "Sans accord", first_public_at=timezone.now())
    assert proposed() == ["Demain", "Nouveau", "Noor"]


def test_a_draft_has_a_text_in_every_language_and_the_next_number() -> None:
    Issue.objects.create(number=7)
    issue = start_draft()
    assert issue.number == 8
    assert sorted(issue.texts.values_list("language", flat=True)) == ["fr", "nl"]


def test_what_was_shown_is_not_proposed_again(mons: SpacePage) -> None:
    event, post = make_event("Demain", mons), new_post("Nouveau", mons)
    went_out(event, post)
    make_event("Après-demain", mons, starts_on=in_days(2))
    assert proposed() == ["Après-demain"]


def test_what_stood_in_a_draft_or_a_cancelled_issue_was_not_shown(mons: SpacePage) -> None:
    event = make_event("Demain", mons)
    make_issue(event)
    cancelled = went_out(event)
    Issue.objects.filter(pk=cancelled.pk).update(status=Issue.CANCELLED)
    assert proposed() == ["Demain"]


def test_an_event_that_was_moved_since_is_news_again(mons: SpacePage) -> None:
    event = make_event("Demain", mons)
    went_out(event)
    assert proposed() == []
    date = the_date(event)
    date.starts_at += dt.timedelta(days=1)
    date.ends_at += dt.timedelta(days=1)
    date.save()
    assert proposed() == ["Demain"]


def test_a_cancelled_event_is_news_only_to_those_who_were_told_of_it(mons: SpacePage) -> None:
    told, untold = make_event("Annoncé", mons), make_event("Jamais annoncé", mons)
    went_out(told)
    for event in (told, untold):
        date = the_date(event)
        date.status = "cancelled"
        date.save()
    assert proposed() == ["Annoncé"]


def test_every_country_that_has_something_is_there(mons: SpacePage, lille: SpacePage) -> None:
    for number in range(12):
        make_event(f"Mons {number}", mons, starts_on=in_days(number + 1))
    make_event("Lille", lille, starts_on=in_days(20))
    titles = proposed()
    assert len(titles) == 8
    assert "Lille" in titles
    assert titles.index("Lille") == 7


def test_proposing_again_adds_only_what_is_missing(mons: SpacePage) -> None:
    event = make_event("Demain", mons)
    issue = make_issue(event)
    make_event("Après-demain", mons, starts_on=in_days(2))
    assert propose(issue) == 1
    assert propose(issue) == 0
    assert [item.page.title for item in issue.items.order_by("sort_order")] == [
        "Demain",
        "Après-demain",
    ]


def test_a_post_published_between_proposing_and_sending_waits_for_the_next_issue(
    mons: SpacePage,
) -> None:
    make_event("Demain", mons)
    issue = start_draft()
    new_post("Tardif", mons)
    freeze(issue)
    Issue.objects.filter(pk=issue.pk).update(status=Issue.SENT)
    assert proposed() == ["Tardif"]


def test_a_repeating_event_is_proposed_once_with_its_next_date(mons: SpacePage) -> None:
    make_event("Chaque semaine", mons, repeat="weekly", repeat_count=5)
    assert proposed() == ["Chaque semaine"]


def test_only_a_draft_remembers_how_far_was_looked() -> None:
    issue = make_issue(make_event())
    acts.start(issue, None)
    propose(issue)
    issue.refresh_from_db()
    assert issue.content_until is None
