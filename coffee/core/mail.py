"""Mails of the site: rendered once per language, in the recipient's language, with text and HTML parts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from coffee.core.language import language_codes

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Recipient:
    """An address and the language its owner reads; not the language of whoever triggered the mail."""

    email: str
    language: str


def one_line(text: str) -> str:
    """A header value: no line break or control character can start a new header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def render_mail(template: str, language: str, context: dict[str, Any]) -> tuple[str, str, str]:
    """Subject, text and HTML of `emails/<template>.{subject.txt,txt,html}` in a language."""
    code = language if language in language_codes() else settings.LANGUAGE_CODE
    with translation.override(code):
        values = {"language": code, "site_url": settings.SITE_URL.rstrip("/"), **context}
        subject = one_line(render_to_string(f"emails/{template}.subject.txt", values))
        text = render_to_string(f"emails/{template}.txt", values).strip() + "\n"
        html = render_to_string(f"emails/{template}.html", values)
    return subject, text, html


def send(template: str, recipients: Iterable[Recipient], context: dict[str, Any]) -> int:
    """Send a mail to each recipient in the recipient's language; returns how many the server took.

    Each address gets a mail of its own: nobody sees another's address.
    """
    ordered = sorted(recipients, key=lambda r: r.language)
    messages = []
    for language, group in groupby(ordered, key=lambda r: r.language):
        subject, text, html = render_mail(template, language, context)
        for recipient in group:
            message = EmailMultiAlternatives(
                subject, text, to=[recipient.email], headers={"Content-Language": language}
            )
            message.attach_alternative(html, "text/html")
            messages.append(message)
    if not messages:
        return 0
    return get_connection().send_messages(messages) or 0
