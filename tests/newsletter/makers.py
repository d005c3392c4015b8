"""Makers of readers and issues, and ways to look at mails and tables."""

from __future__ import annotations

import datetime as dt
import email
import hashlib
import re
import threading
import time
from email import policy
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.apps import apps
from django.core import mail
from django.db import connection
from django.utils import timezone

from coffee.core.language import language_codes
from newsletter import acts, consent, sending
from newsletter.models import Issue, IssueItem, IssueText, NewsletterSettings, Subscriber
from newsletter.tokens import STAMP_SECONDS, stamp

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable
    from email.message import EmailMessage

    import pytest

    from spaces.models import SpacePage

_numbers = count(1)
LINK = re.compile(r"https?://[^\s\"<>]+")


def fast() -> NewsletterSettings:
    """Settings under which no test waits for the rate."""
    current = NewsletterSettings.current()
    current.rate_per_minute = 60_000
    current.save()
    return current


def make_subscriber(
    email: str = "",
    language: str = "fr",
    *,
    spaces: Iterable[SpacePage] = (),
    status: str = Subscriber.ACTIVE,
    **fields: Any,
) -> Subscriber:
    """A reader who confirmed an hour ago, unless `status` says otherwise."""
    subscriber = consent.add_confirmed(
        email or f"reader-{next(_numbers)}@example.org",
        language,
        source="test",
        spaces=spaces,
        at=timezone.now() - dt.timedelta(hours=1),
    )
    assert subscriber is not None
    for name, value in {**fields, "status": status}.items():
        setattr(subscriber, name, value)
    subscriber.save()
    return subscriber


def make_issue(
    *pages: Any, people: Iterable[Any] = (), texts: dict[str, str] | None = None, **fields: Any
) -> Issue:
    """A draft with a subject in every language (or those of `texts`), showing these pages and people."""
    issue = Issue.objects.create(**fields)
    subjects = texts if texts is not None else {code: f"Sujet {code}" for code in language_codes()}
    for code, subject in subjects.items():
        IssueText.objects.create(
            issue=issue, language=code, subject=subject, intro=f"Intro {code}."
        )
    for order, page in enumerate(pages):
        section = IssueItem.EVENTS if hasattr(page, "starts_on") else IssueItem.POSTS
        IssueItem.objects.create(issue=issue, page=page, section=section, sort_order=order)
    for order, profile in enumerate(people, len(pages)):
        IssueItem.objects.create(
            issue=issue, profile=profile, section=IssueItem.PEOPLE, sort_order=order
        )
    return issue


def start(issue: Issue) -> Issue:
    """Press Send."""
    assert acts.start(issue, None)
    return issue


def run_once(owner: str = "") -> Counter[str]:
    """What `manage.py send_newsletters --once` does."""
    return sending.run(owner or sending.owner_name(), threading.Event(), once=True)


def old_stamp(monkeypatch: pytest.MonkeyPatch) -> str:
    """The stamp of a form that was rendered long enough ago."""
    with monkeypatch.context() as patch:
        real = time.time
        patch.setattr("django.core.signing.time.time", lambda: real() - STAMP_SECONDS - 60)
        return stamp()


# --- looking at mails


def parsed(message: Any) -> EmailMessage:
    """A mail of the outbox as a mail program reads it."""
    return email.message_from_bytes(message.message().as_bytes(), policy=policy.default)


def part(message: Any, subtype: str) -> str:
    """The text or the HTML of a mail."""
    body = parsed(message).get_body((subtype,))
    assert body is not None
    content: str = body.get_content()
    return content


def mail_to(address: str) -> Any:
    """The only mail to an address."""
    found = [message for message in mail.outbox if message.to == [address]]
    assert len(found) == 1, [message.to for message in mail.outbox]
    return found[0]


def links(message: Any, containing: str = "") -> list[str]:
    """The addresses in the text, the HTML and the headers of a mail."""
    mail_itself = parsed(message)
    headers = "\n".join(
        str(value) for name, value in mail_itself.items() if name.startswith("List-")
    )
    text = "\n".join([part(message, "plain"), part(message, "html"), headers])
    return sorted({link for link in LINK.findall(text) if containing in link})


def path_of(url: str) -> str:
    """The part of an absolute address that the test client asks for."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def digest() -> dict[str, str]:
    """A fingerprint of every table of the site."""
    found = {}
    for model in apps.get_models():
        rows = model._default_manager.order_by("pk").values_list()
        found[model._meta.label] = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
    return found


def is_postgres() -> bool:
    """True on the database with real row locks."""
    return connection.vendor == "postgresql"
