"""From Send to the inbox: each reader once, in the own language, and only while the reader wants it."""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

import pytest

from newsletter import acts, consent, outbox, preparing
from newsletter.models import Delivery, Issue, Subscriber, Suppression
from tests.events.makers import make_event
from tests.factories import make_space
from tests.newsletter.makers import (
    fast,
    mail_to,
    make_issue,
    make_subscriber,
    parsed,
    part,
    run_once,
    start,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fast() -> None:
    fast()


def states(issue: Issue) -> dict[str, int]:
    return Delivery.objects.filter(issue=issue).counts()


def test_nothing_due_ends_at_once() -> None:
    call_command("send_newsletters", "--once", verbosity=0)
    assert mail.outbox == []


def test_a_french_and_a_dutch_reader_each_get_one_mail_in_their_language() -> None:
    make_subscriber("fr@example.org", "fr")
    make_subscriber("nl@example.org", "nl")
    event = make_event("Soupe aux factures", summary="Une heure et un bol.")
    issue = start(make_issue(event))
    call_command("send_newsletters", "--once", verbosity=0)
    assert len(mail.outbox) == 2
    french, dutch = mail_to("fr@example.org"), mail_to("nl@example.org")
    assert (parsed(french)["Subject"], parsed(dutch)["Subject"]) == ("Sujet fr", "Sujet nl")
    assert (parsed(french)["Content-Language"], parsed(dutch)["Content-Language"]) == ("fr", "nl")
    issue.refresh_from_db()
    assert issue.status == Issue.SENT
    assert states(issue) == {"sent": 2}


def test_a_text_that_is_not_translated_is_marked_once_in_the_other_language() -> None:
    make_subscriber("fr@example.org", "fr")
    make_subscriber("nl@example.org", "nl")
    start(make_issue(make_event("Soupe aux factures", summary="Une heure.")))
    run_once()
    french, dutch = part(mail_to("fr@example.org"), "html"), part(mail_to("nl@example.org"), "html")
    assert ' lang="fr" style' in dutch
    assert dutch.count("border:1px dashed") == 1
    assert "border:1px dashed" not in french
    assert "[FR]" in part(mail_to("nl@example.org"), "plain")


def test_a_second_run_sends_nothing() -> None:
    make_subscriber()
    start(make_issue(make_event()))
    run_once()
    run_once()
    assert len(mail.outbox) == 1


def test_a_double_click_starts_one_mailing() -> None:
    make_subscriber()
    issue = make_issue(make_event())
    assert acts.start(issue, None)
    assert not acts.start(issue, None)
    run_once()
    assert not acts.start(issue, None)
    run_once()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("leave", ["unsubscribed", "erased", "bounced", "paused"])
def test_a_reader_who_leaves_between_preparing_and_the_mail_gets_none(leave: str, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    stays, leaves = make_subscriber("a@example.org"), make_subscriber("b@example.org")
    issue = start(make_issue(make_event()))
    real = outbox.claim

    def claim_and_leave(owner: str, now: dt.datetime | None = None) -> list[Any]:
        batch = real(owner, now)
        if leave == "unsubscribed":
            consent.unsubscribe(leaves.uid)
        elif leave == "bounced":
            consent.address_refused(leaves.pk)
        elif leave == "paused":
            later = timezone.localdate() + dt.timedelta(days=9)
            Subscriber.objects.filter(pk=leaves.pk).update(paused_until=later)
        else:
            Subscriber.objects.filter(pk=leaves.pk).delete()
        return batch

    monkeypatch.setattr(outbox, "claim", claim_and_leave)
    run_once()
    assert [message.to for message in mail.outbox] == [[stays.email]]
    skipped = Delivery.objects.get(issue=issue, status=Delivery.SKIPPED)
    assert skipped.skip_reason == leave
    assert states(issue) == {"sent": 1, "skipped": 1}


def test_readers_who_confirm_after_the_freeze_wait_for_the_next_issue() -> None:
    make_subscriber(confirmed_at=timezone.now() + dt.timedelta(minutes=1))
    issue = start(make_issue(make_event()))
    run_once()
    assert mail.outbox == []
    issue.refresh_from_db()
    assert issue.status == Issue.SENT


def test_who_wants_one_issue_a_month_is_skipped_until_it_is_due() -> None:
    now = timezone.now()
    make_subscriber(
        "soon@example.org", frequency="monthly", last_sent_at=now - dt.timedelta(days=26)
    )
    make_subscriber(
        "due@example.org", frequency="monthly", last_sent_at=now - dt.timedelta(days=28)
    )
    issue = start(make_issue(make_event()))
    run_once()
    assert [message.to for message in mail.outbox] == [["due@example.org"]]
    assert Delivery.objects.get(issue=issue, status="skipped").skip_reason == "not_due"
    assert Subscriber.objects.filter(email="due@example.org", last_sent_at__gte=now).exists()


def test_an_issue_with_nothing_left_to_show_is_paused_and_can_be_taken_back() -> None:
    make_subscriber()
    event = make_event()
    issue = start(make_issue(event))
    event.unpublish()
    run_once()
    issue.refresh_from_db()
    assert (issue.status, issue.pause_reason) == (Issue.PAUSED, "empty")
    assert mail.outbox == []
    assert acts.back_to_draft(issue)


def test_an_issue_whose_moment_passed_hours_ago_asks_first() -> None:
    make_subscriber()
    issue = make_issue(make_event())
    acts.start(issue, None, at=timezone.now() - dt.timedelta(hours=7))
    run_once()
    issue.refresh_from_db()
    assert (issue.status, issue.pause_reason) == (Issue.PAUSED, "missed_schedule")
    assert acts.resume(issue)
    run_once()
    assert len(mail.outbox) == 1


def test_a_paused_mailing_sends_nothing_until_it_goes_on_and_repeats_nobody(monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    for _n in range(5):
        make_subscriber()
    issue = start(make_issue(make_event()))
    real = outbox.begin
    begun: list[int] = []

    def begin_and_pause(claimed: Any, *args: Any, **options: Any) -> bool:
        if len(begun) == 2:
            acts.pause(issue)
        begun.append(claimed.id)
        return real(claimed, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "begin", begin_and_pause)
        run_once()
    assert len(mail.outbox) == 2
    assert states(issue) == {"sent": 2, "queued": 3}
    assert acts.resume(issue)
    run_once()
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 5


def test_a_cancelled_mailing_sends_nothing_more() -> None:
    make_subscriber()
    issue = start(make_issue(make_event()))
    assert acts.cancel(issue)
    run_once()
    assert mail.outbox == []
    assert not acts.resume(issue)


class Grumpy(EmailBackend):
    """A mail server that refuses some addresses and hangs up on others."""

    def send_messages(self, messages: Any) -> int:
        address = messages[0].to[0]
        if address.startswith("nobody"):
            raise SMTPRecipientsRefused({address: (550, b"5.1.1 no such user")})
        if address.startswith("later"):
            raise SMTPRecipientsRefused({address: (451, b"4.7.1 greylisted")})
        if address.startswith("hangs") and not getattr(Grumpy, "hung", False):
            Grumpy.hung = True
            raise SMTPServerDisconnected("gone")
        return super().send_messages(messages)

    hung = False


@pytest.fixture
def _grumpy(settings: Any) -> None:
    Grumpy.hung = False
    settings.EMAIL_BACKEND = f"{__name__}.Grumpy"


@pytest.mark.usefixtures("_grumpy")
def test_each_answer_of_the_mail_server_leads_to_its_state() -> None:
    for name in ("fine", "nobody", "later", "hangs"):
        make_subscriber(f"{name}@example.org")
    issue = start(make_issue(make_event()))
    run_once()
    rows = {row.email.partition("@")[0]: row for row in Delivery.objects.filter(issue=issue)}
    assert rows["fine"].status == Delivery.SENT
    assert rows["nobody"].status == Delivery.FAILED
    assert rows["nobody"].reply.startswith("550 5.1.1")
    assert rows["later"].status == Delivery.QUEUED
    assert Delivery.objects.get(pk=rows["later"].pk, not_before__gt=timezone.now())
    # In doubt, it went out once more, with the same Message-ID.
    assert (rows["hangs"].status, rows["hangs"].doubts) == (Delivery.SENT, 1)
    assert sum(states(issue).values()) == 4
    issue.refresh_from_db()
    assert issue.status == Issue.SENDING


@pytest.mark.usefixtures("_grumpy")
def test_an_address_that_does_not_exist_is_never_written_to_again() -> None:
    reader = make_subscriber("nobody@example.org")
    start(make_issue(make_event()))
    run_once()
    reader.refresh_from_db()
    assert reader.status == Subscriber.BOUNCED
    assert Suppression.objects.count() == 1


def test_after_a_day_of_retries_a_mail_has_failed() -> None:
    make_subscriber()
    issue = start(make_issue(make_event()))
    acts.pause(issue)
    acts.resume(issue)
    run_once()
    claimed = outbox.Claimed(1, issue_id=1, uid=None, render_id=1, subscriber_id=1, subscriber_uid=None, email="", name="", language="fr", attempts=7, queued_at=timezone.now() - dt.timedelta(hours=25), due_at=timezone.now())  # type: ignore[arg-type]  # fmt: skip
    assert outbox.retry(claimed, "451 later").status == Delivery.FAILED


class Closed(EmailBackend):
    """A mail server that nobody can reach."""

    def open(self) -> bool:
        raise ConnectionRefusedError("refused")


def test_an_unreachable_mail_server_loses_nothing(settings: Any) -> None:
    make_subscriber()
    issue = start(make_issue(make_event()))
    settings.EMAIL_BACKEND = f"{__name__}.Closed"
    run_once()
    row = Delivery.objects.get(issue=issue)
    assert (row.status, row.attempts, row.lease_owner) == (Delivery.QUEUED, 0, "")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run_once()
    assert len(mail.outbox) == 1


def test_readers_of_own_spaces_only_still_get_something_from_the_other_side() -> None:
    mons, lille = make_space("Mons"), make_space("Lille", country="FR")
    make_subscriber("all@example.org")
    make_subscriber("mons@example.org", spaces=[mons], only_my_spaces=True)
    issue = make_issue(
        make_event("Lillois", lille), make_event("Montois", mons), make_event("Encore Lille", lille)
    )
    start(issue)
    run_once()
    everything = part(mail_to("all@example.org"), "plain")
    assert (
        everything.index("Lillois") < everything.index("Montois") < everything.index("Encore Lille")
    )
    own = part(mail_to("mons@example.org"), "plain")
    assert own.index("Montois") < own.index("Lillois")
    assert "Encore Lille" not in own


def test_who_wants_only_own_spaces_gets_nothing_when_there_is_nothing_of_theirs() -> None:
    elsewhere = make_space("Ailleurs")
    make_subscriber(spaces=[elsewhere], only_my_spaces=True)
    issue = start(make_issue(make_event()))
    run_once()
    assert mail.outbox == []
    assert Delivery.objects.get(issue=issue).skip_reason == "nothing_for_you"


def test_an_edit_in_mid_mailing_changes_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    make_subscriber("one@example.org")
    make_subscriber("two@example.org")
    event = make_event("Avant")
    start(make_issue(event))
    real = outbox.begin

    def begin_and_edit(*args: Any, **options: Any) -> bool:
        event.title = "Après"
        event.save()
        return real(*args, **options)

    monkeypatch.setattr(outbox, "begin", begin_and_edit)
    run_once()
    for address in ("one@example.org", "two@example.org"):
        assert "Avant" in part(mail_to(address), "plain")


def test_preparing_goes_on_where_it_was_killed() -> None:
    for _n in range(5):
        make_subscriber()
    issue = start(make_issue(make_event()))
    preparing.start_due()
    assert preparing.prepare(issue, chunk=2)
    assert Delivery.objects.count() == 2
    while preparing.prepare(issue, chunk=2):
        pass
    assert Delivery.objects.count() == 5
    issue.refresh_from_db()
    assert issue.status == Issue.SENDING
