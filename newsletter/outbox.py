"""The states of deliveries: claim with a lease, intent before a mail, result after it, recovery of what was lost.

Every change is a compare-and-set whose conditions stand on the row itself (other tables through EXISTS): Django
would write a joined filter as `id IN (SELECT …)`, and PostgreSQL does not check the inside of that again after it
has waited for a lock. The two statements of the hot path are plain SQL, the same on both databases.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from newsletter.models import Delivery, Issue, NewsletterSettings, SenderState, Subscriber

if TYPE_CHECKING:
    from uuid import UUID

LEASE = dt.timedelta(minutes=5)
# A batch holds what the rate allows in so many seconds, so that it never outlives its lease.
BATCH_SECONDS = 30
MOST_PER_BATCH = 20
RETRIES = [dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360)]
GIVE_UP_AFTER = dt.timedelta(hours=24)
REPLY_LENGTH = 250

INTENT = """
UPDATE newsletter_delivery SET status='sending', attempts=attempts+1, lease_until=%s
WHERE id=%s AND lease_owner=%s AND status='leased'
  AND EXISTS (SELECT 1 FROM newsletter_issue i WHERE i.id=newsletter_delivery.issue_id AND i.status='sending')
  AND EXISTS (SELECT 1 FROM newsletter_subscriber s WHERE s.id=newsletter_delivery.subscriber_id
    AND s.status='active' AND (s.paused_until IS NULL OR s.paused_until<=%s))
"""
# A late finisher may still say "sent" of its own row after recovery gave it up: it knows what really happened.
# Nobody else has taken the row as long as it carries the finisher's name.
RESULT = """
UPDATE newsletter_delivery SET status=%s, sent_at=%s, not_before=%s, reply=%s, lease_until=NULL
WHERE id=%s AND lease_owner=%s AND (status='sending' OR (%s='sent' AND status IN ('queued', 'uncertain')))
"""


@dataclass(frozen=True)
class Claimed:
    """A delivery that this sender alone may send, as long as the lease lasts."""

    id: int
    uid: UUID
    issue_id: int
    render_id: int
    subscriber_id: int
    subscriber_uid: UUID
    email: str
    name: str
    language: str
    attempts: int
    queued_at: dt.datetime
    due_at: dt.datetime


@dataclass(frozen=True)
class Result:
    """What became of one mail."""

    delivery_id: int
    status: str
    reply: str = ""
    not_before: dt.datetime | None = None
    sent_at: dt.datetime | None = None


# --- rate


def state() -> SenderState:
    """The row that all senders share, locked until the end of the transaction."""
    SenderState.objects.get_or_create(pk=1)
    return SenderState.objects.select_for_update().get(pk=1)


def beat(owner: str, now: dt.datetime | None = None) -> None:
    """Show that a sender is alive."""
    moment = now or timezone.now()
    if not SenderState.objects.filter(pk=1).update(seen_at=moment, seen_by=owner[:80]):
        SenderState.objects.get_or_create(pk=1, defaults={"seen_at": moment, "seen_by": owner[:80]})


def interval(slowdown: float) -> dt.timedelta:
    """The time between two mails of all senders together."""
    return dt.timedelta(seconds=60 * slowdown / NewsletterSettings.current().rate_per_minute)


# --- claim


@transaction.atomic
def claim(owner: str, now: dt.datetime | None = None) -> list[Claimed]:
    """Lease a batch of due mails and reserve its slots. Empty when nothing is due or the rate is used up."""
    moment = now or timezone.now()
    shared = state()
    pace = interval(shared.slowdown)
    start = max(shared.next_at, moment)
    if start - moment > dt.timedelta(seconds=BATCH_SECONDS):
        return []
    size = max(1, min(MOST_PER_BATCH, int(BATCH_SECONDS / pace.total_seconds())))
    rows = Delivery.objects.due(moment).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    ids = [row.pk for row in rows.only("pk")[:size]]
    if not ids:
        return []
    Delivery.objects.filter(pk__in=ids, status=Delivery.QUEUED).update(
        status=Delivery.LEASED, lease_owner=owner, lease_until=moment + LEASE
    )
    SenderState.objects.filter(pk=1).update(next_at=start + len(ids) * pace)
    leased = Delivery.objects.filter(pk__in=ids, lease_owner=owner, status=Delivery.LEASED)
    values = leased.order_by("id").values_list(
        "id", "uid", "issue_id", "render_id", "subscriber_id", "subscriber__uid", "email",
        "subscriber__name", "language", "attempts", "queued_at",
    )  # fmt: skip
    return [Claimed(*row, start + place * pace) for place, row in enumerate(values)]


def release(owner: str) -> None:
    """Give back what was leased and not begun."""
    Delivery.objects.filter(lease_owner=owner, status=Delivery.LEASED).update(
        status=Delivery.QUEUED, lease_owner="", lease_until=None
    )


# --- intent and result


def _moment(value: dt.datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if value else None


def begin(claimed: Claimed, owner: str, previous: Result | None = None, now: dt.datetime | None = None) -> bool:  # fmt: skip
    """Write the result of the previous mail and the intent of this one, in one transaction.

    False when this mail may not go: the lease is lost, the mailing is paused, the reader has left. This is the
    last gate; eligibility is decided here and nowhere else.
    """
    moment = now or timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        if previous is not None:
            _write(cursor, previous, owner)
        today = connection.ops.adapt_datefield_value(timezone.localdate(moment))
        cursor.execute(INTENT, [_moment(moment + LEASE), claimed.id, owner, today])
        return bool(cursor.rowcount == 1)


def finish(result: Result, owner: str) -> None:
    """Write a result alone: before a pause, and at the end of a batch."""
    with transaction.atomic(), connection.cursor() as cursor:
        _write(cursor, result, owner)


def _write(cursor: Any, result: Result, owner: str) -> None:
    cursor.execute(
        RESULT,
        [
            result.status,
            _moment(result.sent_at),
            _moment(result.not_before),
            result.reply[:REPLY_LENGTH],
            result.delivery_id,
            owner,
            result.status,
        ],
    )


SKIPPED_FOR = {
    Subscriber.PENDING: "pending",
    Subscriber.UNSUBSCRIBED: "unsubscribed",
    Subscriber.BOUNCED: "bounced",
    Subscriber.COMPLAINED: "complained",
    Subscriber.ACTIVE: "paused",
}


def explain(claimed: Claimed, owner: str) -> str:
    """Why `begin` said no, and the state that follows from it; empty when the row is no longer ours."""
    mine = Delivery.objects.filter(pk=claimed.id, lease_owner=owner, status=Delivery.LEASED)
    row = mine.values_list("issue__status", "subscriber__status").first()
    if row is None:
        return ""
    issue_status, reader_status = row
    if issue_status != Issue.SENDING:
        cancelled = issue_status == Issue.CANCELLED
        status = Delivery.CANCELLED if cancelled else Delivery.QUEUED
        mine.update(status=status, lease_owner="", lease_until=None)
        return status
    mine.update(
        status=Delivery.SKIPPED,
        skip_reason=SKIPPED_FOR.get(reader_status, "erased"),
        lease_owner="",
        lease_until=None,
    )
    return Delivery.SKIPPED


def retry(claimed: Claimed, reply: str, now: dt.datetime | None = None) -> Result:
    """Try again later, each time after a longer while; after a day it has failed."""
    moment = now or timezone.now()
    if moment - claimed.queued_at > GIVE_UP_AFTER:
        return Result(claimed.id, Delivery.FAILED, f"expired: {reply}")
    wait = RETRIES[min(claimed.attempts, len(RETRIES) - 1)]
    # Spread, so that readers of one provider do not all come back in the same second.
    spread = random.uniform(0.8, 1.2)  # noqa: S311 - no secret
    return Result(claimed.id, Delivery.QUEUED, reply, not_before=moment + wait * spread)


# --- recovery


def recover(now: dt.datetime | None = None) -> int:
    """Take back what senders that died had leased; returns how many rows moved.

    A lease that never began was certainly not sent. A mail that had begun is in doubt: nobody can know. It goes
    out once more with the same Message-ID, or waits for a decision, as the settings say; doubted twice, it waits.
    """
    moment = now or timezone.now()
    expired = Delivery.objects.filter(lease_until__lt=moment)
    moved = expired.filter(status=Delivery.LEASED).update(
        status=Delivery.QUEUED, lease_owner="", lease_until=None
    )
    doubtful = expired.filter(status=Delivery.SENDING)
    if NewsletterSettings.current().on_doubt == NewsletterSettings.RESEND:
        # The owner's name stays: if it is only late, it may still say that the mail is sent.
        moved += doubtful.filter(doubts=0).update(
            status=Delivery.QUEUED, doubts=F("doubts") + 1, lease_until=None
        )
    return moved + doubtful.update(
        status=Delivery.UNCERTAIN, doubts=F("doubts") + 1, lease_until=None
    )
