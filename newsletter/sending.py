"""The loop of a sender: start what is due, prepare, recover, send batch by batch, close what is done."""

from __future__ import annotations

import datetime as dt
import os
import socket
import uuid
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING

from django.db import close_old_connections
from django.urls import reverse
from django.utils import timezone

from coffee.core.language import absolute
from newsletter import acts, consent, outbox, preparing
from newsletter.message import Reader, Skeleton, UnsafeMailError
from newsletter.models import Delivery, Issue, IssueRender, NewsletterSettings
from newsletter.outbox import Claimed, Result
from newsletter.render import greeting, sheet
from newsletter.tokens import preferences_token, unsubscribe_token
from newsletter.transport import DOUBT, REFUSED, SENT, UNREACHABLE, Letter, Outcome, Transport

if TYPE_CHECKING:
    from threading import Event

IDLE_SECONDS = 5.0
BEAT_SECONDS = 20
SKELETONS = 50
# So many failed connections in a row stop the mailing.
MOST_FAILURES = 5
# More than one in twenty refused among the first mails: the list is bad, or we are blocked.
FIRST_MAILS, MOST_REFUSED = 200, 10


def owner_name() -> str:
    """A name for this sender that no other has, and that says where it runs."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


class Sender:
    """One connection's worth of sending. All state that matters is in the database."""

    def __init__(self, owner: str, stop: Event, *, once: bool = False) -> None:
        self.owner, self.stop, self.once = owner, stop, once
        self.transport = Transport()
        self.skeletons: OrderedDict[int, tuple[Skeleton, int]] = OrderedDict()
        self.tally: Counter[str] = Counter()
        self.failures = 0
        self.seen_at: dt.datetime | None = None

    def run(self) -> Counter[str]:
        """Work until told to stop or, with `once`, until nothing is due; returns what was done."""
        try:
            while not self.stop.is_set():
                self.beat()
                if self.turn():
                    continue
                if self.once and (self.failures or not self.is_waiting()):
                    break
                close_old_connections()
                self.stop.wait(1.0 if self.once else IDLE_SECONDS)
        finally:
            outbox.release(self.owner)
            self.transport.close()
        return self.tally

    def beat(self) -> None:
        """Show that a sender runs, not more often than needed."""
        now = timezone.now()
        if self.seen_at is None or now - self.seen_at > dt.timedelta(seconds=BEAT_SECONDS):
            outbox.beat(self.owner, now)
            self.seen_at = now

    def is_waiting(self) -> bool:
        """True when mails are due that the rate does not let go yet."""
        return Delivery.objects.due(timezone.now()).exists()

    def turn(self) -> bool:
        """One round of everything; false when there was nothing to do."""
        preparing.start_due()
        prepared = [
            preparing.prepare(issue) for issue in Issue.objects.filter(status=Issue.PREPARING)
        ]
        recovered = outbox.recover()
        batch = outbox.claim(self.owner)
        went = self.send_batch(batch) if batch else False
        preparing.finish_done()
        return any(prepared) or bool(recovered) or went

    # --- one batch

    def send_batch(self, batch: list[Claimed]) -> bool:
        """Send what was claimed; false when the mail server could not be reached."""
        previous: Result | None = None
        for claimed in batch:
            wait = (claimed.due_at - timezone.now()).total_seconds()
            if wait > 0:
                self.write(previous)
                previous = None
                self.stop.wait(wait)
            if self.stop.is_set():
                break
            unreachable = self.transport.open()
            if unreachable is not None:
                self.write(previous)
                self.unreachable(claimed, unreachable)
                return False
            previous = self.send_one(claimed, previous)
        self.write(previous)
        outbox.release(self.owner)
        return True

    def write(self, result: Result | None) -> None:
        """Write a result that no next mail will carry along."""
        if result is not None:
            outbox.finish(result, self.owner)

    def send_one(self, claimed: Claimed, previous: Result | None) -> Result | None:
        """Intent, mail, result; the result is handed back, to be written with the next intent."""
        if not outbox.begin(claimed, self.owner, previous):
            self.tally[outbox.explain(claimed, self.owner) or "lost"] += 1
            return None
        letter, refusal = self.letter(claimed)
        if letter is None:
            self.tally[Delivery.FAILED] += 1
            return Result(claimed.id, Delivery.FAILED, refusal)
        return self.result(claimed, self.transport.send(letter))

    def result(self, claimed: Claimed, outcome: Outcome) -> Result | None:
        """What an answer of the mail server means for the row."""
        self.tally[outcome.kind] += 1
        if outcome.kind == SENT:
            self.failures = 0
            return Result(claimed.id, Delivery.SENT, outcome.reply, sent_at=timezone.now())
        if outcome.kind == REFUSED:
            outbox.finish(Result(claimed.id, Delivery.FAILED, outcome.reply), self.owner)
            self.refused(claimed, outcome)
            return None
        if outcome.kind == DOUBT:
            # Recovery decides at once, as for a sender that died in the middle.
            mine = Delivery.objects.filter(pk=claimed.id, lease_owner=self.owner)
            mine.filter(status=Delivery.SENDING).update(lease_until=timezone.now())
            return None
        return outbox.retry(claimed, outcome.reply)

    def letter(self, claimed: Claimed) -> tuple[Letter | None, str]:
        """The mail, or why it cannot be made."""
        try:
            skeleton, number = self.skeleton(claimed)
            raw = skeleton.build(reader(claimed, number))
        except UnsafeMailError as error:
            return None, str(error)
        return Letter(
            raw, envelope=skeleton.sheet.envelope(claimed.uid), recipient=claimed.email
        ), ""

    def skeleton(self, claimed: Claimed) -> tuple[Skeleton, int]:
        """The encoded render, from memory when it was used lately."""
        if claimed.render_id not in self.skeletons:
            row = IssueRender.objects.select_related("issue").filter(pk=claimed.render_id).first()
            if row is None:
                raise UnsafeMailError("The rendered issue is gone.")
            made = Skeleton(sheet(row, row.issue, NewsletterSettings.current()))
            self.skeletons[claimed.render_id] = (made, row.issue.number)
            if len(self.skeletons) > SKELETONS:
                self.skeletons.popitem(last=False)
        self.skeletons.move_to_end(claimed.render_id)
        return self.skeletons[claimed.render_id]

    # --- trouble

    def refused(self, claimed: Claimed, outcome: Outcome) -> None:
        """The mail server said no for good: remember bad addresses, and stop a mailing that is going wrong."""
        if outcome.is_no_such_address:
            consent.address_refused(claimed.subscriber_id)
        counts = Delivery.objects.filter(issue=claimed.issue_id).counts()
        done = counts.get(Delivery.SENT, 0) + counts.get(Delivery.FAILED, 0)
        if counts.get(Delivery.FAILED, 0) > MOST_REFUSED and done <= FIRST_MAILS:
            acts.stop(claimed.issue_id, "refusals")

    def unreachable(self, claimed: Claimed, outcome: Outcome) -> None:
        """No connection: certainly nothing was sent. Slow down, and stop the mailing when it lasts."""
        outbox.release(self.owner)
        self.tally[UNREACHABLE] += 1
        self.failures += 1
        if self.failures >= MOST_FAILURES:
            acts.stop(claimed.issue_id, "mail_server")
            self.failures = 0


def reader(claimed: Claimed, issue_number: int) -> Reader:
    """What is personal in one mail."""
    leave = reverse(
        "newsletter_unsubscribe", args=[unsubscribe_token(claimed.subscriber_uid, issue_number)]
    )
    choose = reverse("newsletter_preferences", args=[preferences_token(claimed.subscriber_uid)])
    return Reader(
        uid=claimed.uid,
        email=claimed.email,
        greeting=greeting(claimed.name, claimed.language),
        unsubscribe_url=absolute(leave),
        preferences_url=absolute(choose),
    )


def run(owner: str, stop: Event, *, once: bool = False) -> Counter[str]:
    """The one function behind the command, the demo's thread and the tests."""
    return Sender(owner, stop, once=once).run()
