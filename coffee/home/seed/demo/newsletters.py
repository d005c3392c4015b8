"""Invented readers, an issue that has gone out and one that is being written. Nothing is ever mailed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from blog.models import PostPage
from coffee.core.language import language_codes
from coffee.home.seed.demo import source
from coworkers.models import Profile
from events.models import EventPage
from newsletter import consent
from newsletter.compose import freeze
from newsletter.models import Delivery, Issue, IssueItem, IssueText, Subscriber
from newsletter.preparing import Renders, delivery, note_readers
from spaces.models import SpacePage

if TYPE_CHECKING:
    from coffee.home.seed.demo.ledger import Ledger

READERS: Final = 15
READER: Final = "reader-{}@example.org"
# Every third reader has chosen spaces, and every second of those wants nothing else.
WITH_SPACES, ONLY_THEIRS = 3, 6
SENT_AT: Final = dt.time(8, 30)


def seed_newsletters(ledger: Ledger, today: dt.date) -> None:
    """Readers first: an issue that was sent has one delivery for each."""
    seed_readers(ledger, today)
    for row in source.content()["newsletters"]:
        if not ledger.knows(Issue, row["key"]):
            issue = make_issue(ledger, row)
            if row["state"] == "sent":
                day = today + dt.timedelta(days=row["day"])
                send_on_paper(issue, timezone.make_aware(dt.datetime.combine(day, SENT_AT)))
            ledger.note(issue, row["key"], row)


def seed_readers(ledger: Ledger, today: dt.date) -> None:
    """People who subscribed in the last half year, in every language of the site."""
    spaces, codes = list(SpacePage.objects.live().order_by("pk")), language_codes()
    for number in range(1, READERS + 1):
        email = READER.format(number)
        if ledger.knows(Subscriber, email):
            continue
        chosen = [spaces[number % len(spaces)]] if spaces and number % WITH_SPACES == 0 else []
        since = dt.datetime.combine(today - dt.timedelta(days=20 + 10 * number), dt.time(12))
        reader = consent.add_confirmed(
            email,
            codes[number % len(codes)],
            source="demo",
            name=f"Reader {number}",
            spaces=chosen,
            only_my_spaces=bool(chosen) and number % ONLY_THEIRS == 0,
            at=timezone.make_aware(since),
            is_demo=True,
        )
        if reader is not None:
            ledger.note(reader, email, email)


def make_issue(ledger: Ledger, row: dict[str, Any]) -> Issue:
    """A draft with its texts and items. Keeps its number unless a real issue has it already."""
    taken = Issue.objects.filter(number=row["number"]).exists()
    issue = Issue.objects.create(number=None if taken else row["number"], is_demo=True)
    texts = ("subject", "preheader", "intro", "outro")
    IssueText.objects.bulk_create(
        IssueText(issue=issue, language=code, **{name: row[name].get(code, "") for name in texts})
        for code in row["subject"]
    )
    pages = [(IssueItem.EVENTS, EventPage, "events"), (IssueItem.POSTS, PostPage, "posts")]
    items = [
        IssueItem(issue=issue, section=section, page_id=page.pk)
        for section, model, name in pages
        for key in row[name]
        if (page := ledger.find(model, key)) is not None
    ]
    items += [
        IssueItem(issue=issue, section=IssueItem.PEOPLE, profile=person)
        for key in row["people"]
        if (person := ledger.find(Profile, key)) is not None
    ]
    for place, item in enumerate(items):
        item.sort_order = place
    IssueItem.objects.bulk_create(items)
    return issue


def send_on_paper(issue: Issue, moment: dt.datetime) -> None:
    """Leave the issue as a mailing of that moment would have, to the invented readers alone."""
    freeze(issue, moment)
    renders = Renders(issue)
    readers = Subscriber.objects.filter(is_demo=True, confirmed_at__lt=moment).order_by("pk")
    rows = [delivery(issue, reader, renders) for reader in readers.prefetch_related("spaces")]
    for place, row in enumerate(rows):
        row.queued_at = moment
        if row.status == Delivery.QUEUED:
            row.status, row.attempts = Delivery.SENT, 1
            row.sent_at = moment + dt.timedelta(seconds=place + 1)
    Delivery.objects.bulk_create(rows)
    Issue.objects.filter(pk=issue.pk).update(
        status=Issue.SENT,
        scheduled_at=moment,
        started_at=moment,
        finished_at=moment + dt.timedelta(minutes=1),
        prepared_to=max((row.subscriber_id or 0 for row in rows), default=0),
    )
    issue.refresh_from_db()
    note_readers(issue)
