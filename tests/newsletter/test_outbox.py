"""Leases: who holds a mail, what a dead sender leaves behind, and what a late one may still say."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

from django.core import mail
from django.db import connection, connections, transaction
from django.utils import timezone

import pytest

from newsletter import acts, embedded, outbox, preparing, sending
from newsletter.models import Delivery, Issue, NewsletterSettings, SenderState
from newsletter.outbox import Result
from tests.events.makers import make_event
from tests.newsletter.makers import (
    fast,
    is_postgres,
    make_issue,
    make_subscriber,
    parsed,
    run_once,
    start,
)

LATER = dt.timedelta(minutes=6)


@pytest.fixture
def issue() -> Issue:
    """A mailing of three mails that wait."""
    fast()
    for _n in range(3):
        make_subscriber()
    made = start(make_issue(make_event()))
    preparing.start_due()
    while preparing.prepare(made):
        pass
    return made


def states() -> dict[str, int]:
    return Delivery.objects.all().counts()


@pytest.mark.django_db
@pytest.mark.usefixtures("issue")
class TestLeases:
    def test_two_senders_never_hold_the_same_mail(self) -> None:
        NewsletterSettings.objects.update(rate_per_minute=4)
        one, two = outbox.claim("one"), outbox.claim("two")
        assert (len(one), len(two)) == (2, 1)
        assert {mail.id for mail in one}.isdisjoint(mail.id for mail in two)

    def test_an_expired_lease_that_never_began_goes_back_without_doubt(self) -> None:
        claimed = outbox.claim("dead")
        assert len(claimed) == 3
        assert outbox.recover(timezone.now() + LATER) == 3
        assert states() == {"queued": 3}
        assert set(Delivery.objects.values_list("doubts", "lease_owner")) == {(0, "")}
        # The dead sender awakes: none of it is its own any more.
        assert not outbox.begin(claimed[0], "dead")

    def test_a_mail_that_had_begun_goes_out_once_more_with_the_same_message_id(self) -> None:
        claimed = outbox.claim("dead")[0]
        assert outbox.begin(claimed, "dead")
        Delivery.objects.update(lease_until=timezone.now() - LATER)
        run_once()
        assert states() == {"sent": 3}
        row = Delivery.objects.get(pk=claimed.id)
        assert (row.doubts, row.attempts) == (1, 2)
        ids = [parsed(message)["Message-ID"] for message in mail.outbox]
        assert ids.count(f"<{claimed.uid}@localhost>") == 1 or any(
            str(claimed.uid) in one for one in ids
        )
        assert len(set(ids)) == 3

    def test_doubted_twice_it_waits_for_a_decision(self) -> None:
        claimed = outbox.claim("dead")[0]
        Delivery.objects.filter(pk=claimed.id).update(doubts=1)
        outbox.begin(claimed, "dead")
        outbox.recover(timezone.now() + LATER)
        assert Delivery.objects.get(pk=claimed.id).status == Delivery.UNCERTAIN

    def test_hold_never_sends_what_may_have_gone_out(self) -> None:
        NewsletterSettings.objects.update(on_doubt=NewsletterSettings.HOLD)
        claimed = outbox.claim("dead")[0]
        outbox.begin(claimed, "dead")
        outbox.recover(timezone.now() + LATER)
        assert Delivery.objects.get(pk=claimed.id).status == Delivery.UNCERTAIN

    @pytest.mark.parametrize("found", [Delivery.QUEUED, Delivery.UNCERTAIN])
    def test_a_late_finisher_may_still_say_that_its_own_mail_is_sent(self, found: str) -> None:
        claimed = outbox.claim("late")[0]
        outbox.begin(claimed, "late")
        Delivery.objects.filter(pk=claimed.id).update(status=found)
        outbox.finish(Result(claimed.id, Delivery.SENT, sent_at=timezone.now()), "late")
        assert Delivery.objects.get(pk=claimed.id).status == Delivery.SENT

    def test_a_late_finisher_says_nothing_of_what_another_took_over(self) -> None:
        claimed = outbox.claim("late")[0]
        outbox.begin(claimed, "late")
        Delivery.objects.update(lease_until=timezone.now() - LATER)
        outbox.recover()
        outbox.claim("other")
        outbox.finish(Result(claimed.id, Delivery.FAILED, "550"), "late")
        outbox.finish(Result(claimed.id, Delivery.SENT), "late")
        row = Delivery.objects.get(pk=claimed.id)
        assert (row.status, row.lease_owner) == (Delivery.LEASED, "other")

    def test_results_and_the_next_intent_commit_together(self) -> None:
        first, second, _third = outbox.claim("me")
        assert outbox.begin(first, "me")
        assert outbox.begin(second, "me", Result(first.id, Delivery.SENT, sent_at=timezone.now()))
        assert states() == {"sent": 1, "sending": 1, "leased": 1}

    def test_the_states_always_add_up(self, issue: Issue) -> None:
        batch = outbox.claim("me")
        outbox.begin(batch[0], "me")
        acts.pause(issue)
        assert not outbox.begin(batch[1], "me")
        assert outbox.explain(batch[1], "me") == Delivery.QUEUED
        acts.cancel(issue)
        assert outbox.explain(batch[2], "me") == Delivery.CANCELLED
        assert sum(states().values()) == 3

    def test_the_rate_is_shared_by_all_senders(self) -> None:
        NewsletterSettings.objects.update(rate_per_minute=60)
        now = timezone.now()
        SenderState.objects.update_or_create(pk=1, defaults={"next_at": now})
        one = outbox.claim("one", now)
        assert [round((mail.due_at - now).total_seconds()) for mail in one] == [0, 1, 2]
        assert SenderState.objects.get().next_at == now + dt.timedelta(seconds=3)

    def test_a_batch_never_outlives_its_lease(self) -> None:
        NewsletterSettings.objects.update(rate_per_minute=1)
        now = timezone.now()
        assert len(outbox.claim("one", now)) == 1
        # The next slot is a minute away: nobody may lease mails for it yet.
        assert outbox.claim("two", now) == []

    def test_a_sender_that_is_stopped_gives_everything_back(self) -> None:
        stop = threading.Event()
        stop.set()
        outbox.claim("me")
        sending.run("me", stop)
        assert states() == {"queued": 3}


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_senders_in_parallel_send_each_mail_once(self, settings: Any) -> None:
        fast()
        for number in range(30):
            make_subscriber(f"reader-{number}@example.org")
        issue = start(make_issue(make_event()))

        def work() -> None:
            try:
                run_once()
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        run_once()
        addresses = [message.to[0] for message in mail.outbox]
        assert len(addresses) == len(set(addresses)) == 30
        assert Delivery.objects.filter(issue=issue).counts() == {"sent": 30}
        issue.refresh_from_db()
        assert issue.status == Issue.SENT

    def test_of_two_clicks_at_once_one_starts(self) -> None:
        issue = make_issue(make_event())
        barrier, started = threading.Barrier(4), list[bool]()

        def click() -> None:
            try:
                barrier.wait(10)
                started.append(acts.start(issue, None))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=click) for _n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(started) == [False, False, False, True]

    def test_a_claim_passes_over_rows_that_another_holds(self, issue: Issue) -> None:
        if not is_postgres():
            pytest.skip("SQLite lets one writer in at a time")
        found: list[int] = []

        def claim_elsewhere() -> None:
            try:
                found.extend(mail.id for mail in outbox.claim("other"))
            finally:
                connections.close_all()

        with transaction.atomic():
            held = Delivery.objects.select_for_update().order_by("pk")[:1].get().pk
            thread = threading.Thread(target=claim_elsewhere)
            thread.start()
            thread.join(20)
            assert not thread.is_alive()
        assert held not in found
        assert len(found) == 2

    def test_a_late_sender_that_waits_for_recovery_does_not_begin(self, issue: Issue) -> None:
        if not is_postgres():
            pytest.skip("SQLite lets one writer in at a time")
        claimed = outbox.claim("late")[0]
        answers: list[bool] = []

        def begin_late() -> None:
            try:
                answers.append(outbox.begin(claimed, "late"))
            finally:
                connections.close_all()

        with transaction.atomic():
            outbox.recover(timezone.now() + LATER)
            thread = threading.Thread(target=begin_late)
            thread.start()
            thread.join(1)
            assert thread.is_alive()
        thread.join(20)
        assert answers == [False]
        assert Delivery.objects.get(pk=claimed.id).status == Delivery.QUEUED


class TestEmbedded:
    def test_it_runs_only_where_it_is_wanted(self, settings: Any) -> None:
        settings.DEBUG = False
        assert not embedded.start()
        settings.NEWSLETTER_EMBEDDED_SENDER = False
        settings.DEBUG = True
        assert not embedded.start()

    @pytest.mark.django_db(transaction=True)
    def test_it_sends_what_is_due_and_starts_once_per_process(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
        settings.NEWSLETTER_EMBEDDED_SENDER = True
        monkeypatch.setattr(sending, "IDLE_SECONDS", 0.05)
        fast()
        make_subscriber("a@example.org")
        issue = start(make_issue(make_event()))
        try:
            assert embedded.start()
            assert not embedded.start()
            deadline = timezone.now() + dt.timedelta(seconds=30)
            while (
                timezone.now() < deadline
                and not Issue.objects.filter(pk=issue.pk, status=Issue.SENT).exists()
            ):
                threading.Event().wait(0.05)
        finally:
            embedded.stop()
        assert [message.to for message in mail.outbox] == [["a@example.org"]]
        assert SenderState.objects.get().seen_at is not None


def test_the_state_row_and_the_columns_of_the_hand_written_statements_exist() -> None:
    for statement in (outbox.INTENT, outbox.RESULT):
        assert Delivery._meta.db_table in statement
    assert Issue._meta.db_table in outbox.INTENT
    assert connection.vendor in {"sqlite", "postgresql"}
