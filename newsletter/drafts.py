"""Starting a draft, and the test mail of one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from coffee.core.language import language_codes
from newsletter.compose import arrange, of_draft, propose
from newsletter.message import Reader, Skeleton
from newsletter.models import Issue, IssueRender, IssueText, NewsletterSettings
from newsletter.render import greeting, render, sheet
from newsletter.transport import SENT, Letter, Transport

if TYPE_CHECKING:
    import datetime as dt

    from coffee.users.models import User


@transaction.atomic
def start_draft(issue: Issue | None = None, now: dt.datetime | None = None) -> Issue:
    """A new draft with an empty text in every language and everything that is new."""
    issue = issue or Issue()
    issue.save()
    IssueText.objects.bulk_create(
        IssueText(issue=issue, language=code) for code in language_codes()
    )
    propose(issue, now)
    return issue


def send_test(issue: Issue, user: User) -> bool:
    """Send every language to the person who asks, through the same code as the mailing, but without deliveries.

    The unsubscribe link of a test leads nowhere.
    """
    content = of_draft(issue)
    arrangement = arrange(content.slots)
    if arrangement is None:
        return False
    transport = Transport()
    if transport.open() is not None:
        return False
    outcomes = []
    for code in language_codes():
        made = render(content, code, arrangement)
        row = IssueRender(
            issue=issue,
            language=code,
            subject=f"[TEST] {made.subject}",
            html=made.html,
            text=made.text,
        )
        moment = Issue(number=issue.number, frozen_at=timezone.now())
        skeleton = Skeleton(sheet(row, moment, NewsletterSettings.current()))
        nowhere = settings.SITE_URL
        reader = Reader(uuid.uuid4(), user.email, greeting(user.first_name, code), nowhere, nowhere)
        letter = Letter(
            skeleton.build(reader), envelope=skeleton.sheet.sender_address, recipient=user.email
        )
        outcomes.append(transport.send(letter).kind)
    transport.close()
    return set(outcomes) == {SENT}
