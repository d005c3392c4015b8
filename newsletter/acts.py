"""What people and senders do to a mailing. Each act is a compare-and-set: who comes second does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from newsletter.models import Delivery, Issue
from newsletter.preparing import note_readers

if TYPE_CHECKING:
    import datetime as dt

    from coffee.users.models import User

UNDER_WAY = (Issue.SCHEDULED, Issue.PREPARING, Issue.SENDING)


def start(issue: Issue, user: User | None, at: dt.datetime | None = None) -> bool:
    """Let a draft go out, now or at a moment; false when it was no draft any more (a double click)."""
    moment = at or timezone.now()
    drafts = Issue.objects.filter(pk=issue.pk, status=Issue.DRAFT)
    return bool(
        drafts.update(status=Issue.SCHEDULED, scheduled_at=moment, sent_by=user, pause_reason="")
    )


def pause(issue: Issue) -> bool:
    """Hold a mailing: at most one more mail per connection goes out."""
    running = Issue.objects.filter(pk=issue.pk, status__in=UNDER_WAY)
    return bool(running.update(status=Issue.PAUSED, pause_reason="by_hand"))


def stop(issue_id: int, reason: str) -> bool:
    """A sender holds a mailing because something is wrong."""
    running = Issue.objects.filter(pk=issue_id, status=Issue.SENDING)
    return bool(running.update(status=Issue.PAUSED, pause_reason=reason))


def resume(issue: Issue) -> bool:
    """Go on where it was held. Preparing again is safe: its cursor knows how far it came."""
    held = Issue.objects.filter(pk=issue.pk, status=Issue.PAUSED)
    with transaction.atomic():
        if held.filter(frozen_at__isnull=False).update(status=Issue.PREPARING, pause_reason=""):
            return True
        return bool(
            held.update(status=Issue.SCHEDULED, scheduled_at=timezone.now(), pause_reason="")
        )


def back_to_draft(issue: Issue) -> bool:
    """Take back an issue of which nothing is frozen yet, to change it."""
    waiting = Issue.objects.filter(
        pk=issue.pk, status__in=[Issue.SCHEDULED, Issue.PAUSED], frozen_at__isnull=True
    )
    return bool(
        waiting.update(status=Issue.DRAFT, scheduled_at=None, sent_by=None, pause_reason="")
    )


@transaction.atomic
def cancel(issue: Issue) -> bool:
    """End a mailing for good: what has not gone out never will."""
    open_issues = Issue.objects.filter(pk=issue.pk, status__in=[*UNDER_WAY, Issue.PAUSED])
    if not open_issues.update(status=Issue.CANCELLED, finished_at=timezone.now()):
        return False
    Delivery.objects.filter(issue=issue, status=Delivery.QUEUED).update(status=Delivery.CANCELLED)
    note_readers(issue)
    return True
