"""A mailing from its planned moment to its end: freeze, one delivery per reader, done."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from coffee.core.language import default_language, language_codes
from newsletter.compose import Arrangement, Content, arrange, freeze, of_frozen
from newsletter.models import Delivery, Issue, IssueRender, NewsletterSettings, Subscriber
from newsletter.render import render

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)

CHUNK = 2000
# Beyond this, groups are made by the first space only: an issue must not be rendered for every single reader.
MOST_RENDERS = 300
A_MONTH = dt.timedelta(days=27)


def start_due(now: dt.datetime | None = None) -> None:
    """Freeze each issue whose moment has come, and let it be prepared.

    One transaction per issue, whose first statement takes the issue: of two senders one does the work.
    """
    moment = now or timezone.now()
    late = dt.timedelta(hours=NewsletterSettings.current().late_after_hours)
    for issue in Issue.objects.due(moment):
        if issue.scheduled_at is not None and issue.scheduled_at < moment - late:
            pause(issue, "missed_schedule", was=Issue.SCHEDULED)
            continue
        with transaction.atomic():
            mine = Issue.objects.filter(pk=issue.pk, status=Issue.SCHEDULED)
            if not mine.update(status=Issue.PREPARING, started_at=moment):
                continue
            frozen = freeze(issue, moment)
            if frozen.dropped:
                logger.warning(
                    "issue %s: left out as no longer public: %s", issue.number, frozen.dropped
                )
            if not frozen.kept:
                Issue.objects.filter(pk=issue.pk).update(
                    status=Issue.PAUSED, pause_reason="empty", frozen_at=None
                )


def pause(issue: Issue, reason: str, *, was: str = Issue.SENDING) -> bool:
    """Stop a mailing and note why; false when it was not in that state any more."""
    mine = Issue.objects.filter(pk=issue.pk, status=was)
    return bool(mine.update(status=Issue.PAUSED, pause_reason=reason))


# --- one delivery per reader


class Renders:
    """The renders of one issue, made when the first reader of a group comes."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        self.content: Content = of_frozen(issue)
        self.known: dict[tuple[str, str], int] = {
            (language, variant): pk
            for pk, language, variant in issue.renders.values_list("pk", "language", "variant")
        }

    def of(self, reader: Subscriber) -> tuple[str, int | None]:
        """The language and the render for a reader; None when the reader's choice leaves nothing."""
        language = reader.language if reader.language in language_codes() else default_language()
        spaces = sorted(space.pk for space in reader.spaces.all())
        if len(self.known) >= MOST_RENDERS:
            spaces = spaces[:1]
        arrangement = arrange(self.content.slots, spaces, only_mine=reader.only_my_spaces)
        if arrangement is None:
            return language, None
        return language, self._render(language, arrangement)

    def _render(self, language: str, arrangement: Arrangement) -> int:
        key = (language, arrangement.variant)
        if key not in self.known:
            made = render(self.content, language, arrangement)
            row, _created = IssueRender.objects.get_or_create(
                issue=self.issue,
                language=language,
                variant=arrangement.variant,
                defaults={"subject": made.subject, "html": made.html, "text": made.text},
            )
            self.known[key] = row.pk
        return self.known[key]


def skip_reason(reader: Subscriber, frozen_at: dt.datetime, render_id: int | None) -> str:
    """Why a reader gets nothing this time; empty when the mail goes out."""
    if reader.paused_until and reader.paused_until > timezone.localdate(frozen_at):
        return "paused"
    lately = reader.last_sent_at and reader.last_sent_at > frozen_at - A_MONTH
    if reader.frequency == Subscriber.MONTHLY and lately:
        return "not_due"
    return "" if render_id else "nothing_for_you"


def delivery(issue: Issue, reader: Subscriber, renders: Renders) -> Delivery:
    """The row of one reader, waiting or skipped."""
    language, render_id = renders.of(reader)
    reason = skip_reason(reader, issue.frozen_at or timezone.now(), render_id)
    return Delivery(
        issue=issue,
        subscriber=reader,
        email=reader.email,
        email_key=reader.email_key,
        language=language,
        render_id=render_id,
        status=Delivery.SKIPPED if reason else Delivery.QUEUED,
        skip_reason=reason,
    )


def prepare(issue: Issue, *, chunk: int = CHUNK) -> bool:
    """Insert the deliveries of the next readers; true as long as there may be more.

    The rows and the cursor commit together, guarded by the cursor's old value. Only a cursor with nobody behind
    it lets the mailing begin, so that a process killed here loses no reader.
    """
    issue.refresh_from_db()
    if issue.status != Issue.PREPARING or issue.frozen_at is None:
        return False
    readers = list(
        Subscriber.objects.confirmed_before(issue.frozen_at)
        .filter(pk__gt=issue.prepared_to)
        .prefetch_related("spaces")
        .order_by("pk")[:chunk]
    )
    mine = Issue.objects.filter(pk=issue.pk, status=Issue.PREPARING, prepared_to=issue.prepared_to)
    if not readers:
        mine.update(status=Issue.SENDING)
        return False
    rows = _rows(issue, readers)
    with transaction.atomic():
        if mine.update(prepared_to=readers[-1].pk):
            Delivery.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return True


def _rows(issue: Issue, readers: Sequence[Subscriber]) -> list[Delivery]:
    renders = Renders(issue)
    return [delivery(issue, reader, renders) for reader in readers]


# --- the end


def finish_done(now: dt.datetime | None = None) -> None:
    """Close every mailing that has nothing left to send."""
    left = Delivery.objects.open().filter(issue=OuterRef("pk"))
    for issue in Issue.objects.filter(~Exists(left), status=Issue.SENDING):
        mine = Issue.objects.filter(~Exists(left), pk=issue.pk, status=Issue.SENDING)
        if mine.update(status=Issue.SENT, finished_at=now or timezone.now()):
            note_readers(issue)


def note_readers(issue: Issue) -> None:
    """Remember when each reader was last written to, for those who want one issue a month."""
    sent = Delivery.objects.filter(issue=issue, subscriber=OuterRef("pk"), status=Delivery.SENT)
    Subscriber.objects.filter(Exists(sent)).update(last_sent_at=issue.started_at or timezone.now())
