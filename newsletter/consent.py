"""The only writer of a subscriber's status. Invariant: a suppressed address has no active subscriber."""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coffee.core.language import absolute
from coffee.core.mail import Recipient, send
from newsletter import limits
from newsletter.addresses import ascii_domain, email_hash, email_hashes, email_key, truncated
from newsletter.models import ConsentEvent, Delivery, Subscriber, Suppression
from newsletter.tokens import ConfirmClaim, confirm_token, preferences_token

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from coffee.users.models import User
    from spaces.models import SpacePage

logger = logging.getLogger(__name__)

# The version of the sentence beside the sign-up button; raise it with the sentence.
WORDING = "2026-11"
UNDO_FOR = dt.timedelta(days=30)
PAUSE_FOR = dt.timedelta(days=91)
LEFT = ("unsubscribed", "one_click")


class MailFailedError(Exception):
    """The mail server did not take the mail; nothing else is wrong."""


def record(subscriber: Subscriber, kind: str, *, address: str = "", actor: User | None = None, at: dt.datetime | None = None) -> None:  # fmt: skip
    """Add one line to the consent record."""
    ConsentEvent.objects.create(
        subscriber=subscriber,
        email_hash=email_hash(subscriber.email),
        kind=kind,
        at=at or timezone.now(),
        language=subscriber.language,
        wording_version=WORDING,
        ip_truncated=truncated(address),
        actor=actor,
    )


def is_suppressed(email: str, *reasons: str) -> bool:
    """Whether nothing may be sent to the address; with reasons, whether for one of them."""
    found = Suppression.objects.filter(email_hash__in=email_hashes(email))
    return (found.filter(reason__in=reasons) if reasons else found).exists()


def suppress(email: str, reason: str) -> None:
    """Remember that the address gets nothing until its owner opts in afresh."""
    Suppression.objects.get_or_create(email_hash=email_hash(email), defaults={"reason": reason})


def _locked(uid: UUID) -> Subscriber | None:
    """The reader, locked until the end of the transaction."""
    return Subscriber.objects.select_for_update().filter(uid=uid).first()


# --- signing up


def may_mail(email: str) -> bool:
    """One mail in a quarter of an hour and three a day to one address, whoever asks for them."""
    key = email_key(email)
    return limits.take("quarter", key, 1, limits.QUARTER) and limits.take("day", key, 3, limits.DAY)


def request(email: str, language: str, *, address: str = "", source: str = "web") -> None:
    """Someone typed an address into a form: ask its owner by mail. Raises MailFailedError.

    Whoever asks learns nothing: an active reader gets a link to the preferences, an address that complained
    gets no mail at all, and nothing that is stored about a reader changes before the owner confirms.
    """
    email = ascii_domain(email)
    subscriber, _created = Subscriber.objects.get_or_create(
        email_key=email_key(email),
        defaults={"email": email, "language": language, "source": source},
    )
    record(subscriber, "requested", address=address)
    if is_suppressed(email, "complaint") or not may_mail(email):
        return
    if subscriber.is_active:
        send_preferences(subscriber)
    else:
        send_confirmation(subscriber, language)
        record(subscriber, "confirmation_sent", address=address)


def _send(template: str, subscriber: Subscriber, language: str, context: dict[str, Any]) -> None:
    # To the address that the owner confirmed, not to another spelling that someone typed.
    try:
        send(template, [Recipient(subscriber.email, language)], context)
    except (OSError, SMTPException) as error:
        logger.warning("a newsletter mail could not be sent: %s", error)
        limits.give_back("quarter", subscriber.email_key, 1)
        raise MailFailedError from error


def send_confirmation(subscriber: Subscriber, language: str) -> None:
    """The mail with the link that makes a reader of an address."""
    path = reverse("newsletter_confirm", args=[confirm_token(subscriber, language)])
    _send("confirm_subscription", subscriber, language, {"confirm_url": absolute(path)})


def send_preferences(subscriber: Subscriber) -> None:
    """The mail with the link to what a reader has chosen."""
    path = reverse("newsletter_preferences", args=[preferences_token(subscriber.uid)])
    context = {"preferences_url": absolute(path)}
    _send("subscription_preferences", subscriber, subscriber.language, context)


def is_current(subscriber: Subscriber, claim: ConfirmClaim) -> bool:
    """False when the reader left after the confirmation link was mailed."""
    return subscriber.token_version == claim.version


@transaction.atomic
def confirm(claim: ConfirmClaim, *, address: str = "") -> Subscriber | None:
    """The owner of the address said yes. Twice is once. None for a link that no longer counts."""
    subscriber = _locked(claim.uid)
    if subscriber is None or not is_current(subscriber, claim) or claim.is_expired:
        return None
    if not subscriber.is_active:
        subscriber.language = claim.language
        _activate(subscriber)
        record(subscriber, "confirmed", address=address)
    return subscriber


def _activate(subscriber: Subscriber, at: dt.datetime | None = None) -> None:
    subscriber.status = Subscriber.ACTIVE
    subscriber.confirmed_at = at or timezone.now()
    subscriber.save(update_fields=["status", "confirmed_at", "language"])
    Suppression.objects.filter(email_hash__in=email_hashes(subscriber.email)).delete()


@transaction.atomic
def add_confirmed(
    email: str,
    language: str,
    *,
    source: str,
    name: str = "",
    spaces: Iterable[SpacePage] = (),
    only_my_spaces: bool = False,
    user: User | None = None,
    actor: User | None = None,
    at: dt.datetime | None = None,
    is_demo: bool = False,
) -> Subscriber | None:
    """Enter a reader whose consent is proved elsewhere (an import, the demo). None for a suppressed address.

    An address that is already known keeps everything as it is.
    """
    email = ascii_domain(email)
    if is_suppressed(email):
        return None
    subscriber, created = Subscriber.objects.get_or_create(
        email_key=email_key(email),
        defaults={
            "email": email,
            "language": language,
            "name": name,
            "only_my_spaces": only_my_spaces,
            "user": user,
            "source": source,
            "is_demo": is_demo,
        },
    )
    if created:
        subscriber.spaces.set(spaces)
        record(subscriber, "imported", actor=actor, at=at)
        _activate(subscriber, at)
    return subscriber


# --- leaving, and coming back


def _leave(subscriber: Subscriber, status: str) -> None:
    subscriber.status = status
    subscriber.token_version += 1
    subscriber.save(update_fields=["status", "token_version"])


@transaction.atomic
def unsubscribe(
    uid: UUID, *, one_click: bool = False, issue_number: int = 0, address: str = ""
) -> Subscriber | None:
    """The reader leaves. Twice is once. None when nobody has this uid any more."""
    subscriber = _locked(uid)
    if subscriber is None:
        return None
    if subscriber.status in (Subscriber.ACTIVE, Subscriber.PENDING):
        _leave(subscriber, Subscriber.UNSUBSCRIBED)
        record(subscriber, "one_click" if one_click else "unsubscribed", address=address)
        Delivery.objects.filter(
            issue__number=issue_number, subscriber=subscriber, unsubscribed_at__isnull=True
        ).update(unsubscribed_at=timezone.now())
    return subscriber


def may_undo(subscriber: Subscriber, now: dt.datetime | None = None) -> bool:
    """A reader who left by a link may come back by the same link for thirty days."""
    if subscriber.status != Subscriber.UNSUBSCRIBED or subscriber.confirmed_at is None:
        return False
    since = (now or timezone.now()) - UNDO_FOR
    return subscriber.consent_events.filter(kind__in=LEFT, at__gte=since).exists()


@transaction.atomic
def undo(uid: UUID, *, address: str = "") -> Subscriber | None:
    """Take back an unsubscription; without effect when it is too late, or when a mail came back since."""
    subscriber = _locked(uid)
    if subscriber is not None and may_undo(subscriber) and not is_suppressed(subscriber.email):
        _activate(subscriber)
        record(subscriber, "confirmed", address=address)
    return subscriber


@transaction.atomic
def address_refused(subscriber_id: int, *, at: dt.datetime | None = None) -> None:
    """The reader's mail server says that there is no such address."""
    subscriber = Subscriber.objects.select_for_update().filter(pk=subscriber_id).first()
    if subscriber is not None and subscriber.is_active:
        _leave(subscriber, Subscriber.BOUNCED)
        suppress(subscriber.email, "hard_bounce")
        record(subscriber, "hard_bounce", at=at)


@transaction.atomic
def complained(subscriber_id: int) -> None:
    """The reader called a mail of ours spam: never again."""
    subscriber = Subscriber.objects.select_for_update().filter(pk=subscriber_id).first()
    if subscriber is not None and subscriber.status != Subscriber.COMPLAINED:
        _leave(subscriber, Subscriber.COMPLAINED)
        suppress(subscriber.email, "complaint")
        record(subscriber, "complaint")


# --- preferences


@transaction.atomic
def set_preferences(
    uid: UUID,
    values: dict[str, Any],
    spaces: Iterable[SpacePage] | None = None,
    *,
    address: str = "",
) -> Subscriber | None:
    """Store what a reader chose: language, name, frequency, only_my_spaces, paused_until; and the spaces."""
    subscriber = _locked(uid)
    if subscriber is None:
        return None
    for field, value in values.items():
        setattr(subscriber, field, value)
    subscriber.save(update_fields=list(values))
    if spaces is not None:
        subscriber.spaces.set(spaces)
    record(subscriber, "preferences", address=address)
    return subscriber
