"""Renders an issue for a group of readers: subject, HTML and text, with place-holders for what is personal."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coffee.core.language import Text, absolute
from coffee.core.mail import one_line
from coffee.core.typography import typographic
from newsletter import message
from newsletter.addresses import hash_keys
from newsletter.cards import PALETTE, Card
from newsletter.models import Issue, IssueItem, NewsletterSettings
from newsletter.texts import without_private_use

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsletter.compose import Arrangement, Content
    from newsletter.models import IssueRender

# Gmail cuts a mail at about 102 kB; ours stay well below.
LARGEST_HTML = 60 * 1024
LONGEST_LINE = 900
COLUMNS = 72
WIDEST = 76


@dataclass(frozen=True)
class Rendered:
    """One mail before the reader's values are in it."""

    subject: str
    html: str
    text: str


def paragraphs(text: Text) -> list[Text]:
    """The paragraphs of a plain text, with its language and typography."""
    parts = re.split(r"\n\s*\n", without_private_use(text))
    lines = (" ".join(part.split()) for part in parts)
    return [Text(typographic(line, text.language), text.language) for line in lines if line]


def folded(html: str) -> str:
    """The same HTML without indentation, and without lines that a mail server might refuse.

    Lines are broken at blanks, where HTML allows it.
    """
    lines = []
    for line in html.split("\n"):
        rest = line.strip()
        while len(rest.encode()) > LONGEST_LINE:
            blank = rest.rfind(" ", 0, LONGEST_LINE // 4)
            if blank <= 0:
                break
            lines.append(rest[:blank])
            rest = rest[blank + 1 :]
        lines.append(rest)
    return "\n".join(line for line in lines if line.strip())


def wrapped(text: str) -> str:
    """The text in narrow lines; addresses stay whole, and nothing is parted by more than two empty lines."""
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) <= WIDEST or "://" in line:
            lines.append(line.rstrip())
        else:
            lines += textwrap.wrap(line, COLUMNS, break_long_words=False, break_on_hyphens=False)
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip() + "\n"


def sections(content: Content, language: str, keys: Iterable[int]) -> list[dict[str, Any]]:
    """The cards in their order, grouped under the headings of the sections."""
    entries = {entry.item.pk: entry for entry in content.entries}
    cards = [Card(entries[key].in_language(language), entries[key].item.section) for key in keys]
    return [
        {"code": code, "label": label, "cards": found}
        for code, label in IssueItem.SECTIONS
        if (found := [card for card in cards if card.section == code])
    ]


def render(content: Content, language: str, arrangement: Arrangement) -> Rendered:
    """One mail for the readers of a language who get the items in this order."""
    issue, current = content.issue, NewsletterSettings.current()
    with translation.override(language):
        subject = _text(issue, "subject")
        across = sections(content, language, arrangement.across)
        context = {
            "issue": issue,
            "date": timezone.localtime(issue.frozen_at or timezone.now()),
            "subject": subject,
            "preheader": _text(issue, "preheader"),
            "intro": paragraphs(issue.text("intro")),
            "outro": paragraphs(issue.text("outro")),
            "sections": sections(content, language, arrangement.keys),
            "across": [card for section in across for card in section["cards"]],
            "palette": PALETTE,
            "greeting": message.GREETING,
            "unsubscribe_url": message.UNSUBSCRIBE,
            "preferences_url": message.PREFERENCES,
            "agenda_url": absolute(reverse("events:list")),
            "site_url": settings.SITE_URL.rstrip("/"),
            "issue_url": absolute(issue.get_absolute_url()) if issue.is_archived_publicly else "",
            "postal_address": current.postal_address,
        }
        html = render_to_string("emails/newsletter.html", context)
        text = render_to_string("emails/newsletter.txt", context)
    return Rendered(one_line(subject), folded(html), wrapped(text))


def _text(issue: Issue, field: str) -> Text:
    text = issue.text(field)
    return Text(typographic(without_private_use(text), text.language), text.language)


# --- from a render to the mails


def sheet(render: IssueRender, issue: Issue, current: NewsletterSettings) -> message.Sheet:
    """A stored render with the addresses that its mails carry."""
    language = render.language
    with translation.override(language):
        archive = absolute(reverse("newsletter:archive"))
    return message.Sheet(
        number=issue.number,
        language=language,
        subject=render.subject,
        html=render.html,
        text=render.text,
        frozen_at=issue.frozen_at or timezone.now(),
        sender_name=current.sender_name(language),
        sender_address=current.sender_address,
        reply_to=current.reply_to,
        list_name=current.list_name,
        domain=current.domain,
        archive_url=archive,
        help_url=absolute(reverse("newsletter_subscribe")),
        bounce_domain=current.bounce_domain,
        bounce_key=hash_keys()[0],
    )


def greeting(name: str, language: str) -> str:
    """The first words of a mail."""
    name = one_line(without_private_use(name))
    with translation.override(language):
        return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def example(rendered: Rendered, language: str) -> tuple[str, str]:
    """HTML and text as a reader without name sees them, with links that lead nowhere: for the preview."""
    values = {
        message.GREETING: greeting("", language),
        message.UNSUBSCRIBE: settings.SITE_URL,
        message.PREFERENCES: settings.SITE_URL,
    }
    html, text = rendered.html, rendered.text
    for place_holder, value in values.items():
        html, text = html.replace(place_holder, value), text.replace(place_holder, value)
    return html, text
