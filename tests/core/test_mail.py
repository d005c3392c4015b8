"""Mails: each reader's language, no header from outside, the funding block in both parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import mail
from django.utils import translation

import pytest
from bs4 import BeautifulSoup

from coffee.core.mail import Recipient, one_line, render_mail, send
from coffee.core.models import VisibilitySettings
from tests.factories import make_home

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db

SUBJECT = "{% load i18n %}{% translate 'Agenda' %} {{ word }}\n"
TEXT = (
    '{% extends "emails/base.txt" %}{% load i18n %}{% block content %}'
    "{% translate 'Sign in' %}: {{ word }}{% endblock %}"
)
HTML = (
    '{% extends "emails/base.html" %}{% load i18n %}{% block head %}<h1>{{ word }}</h1>{% endblock %}'
    "{% block content %}<tr><td>{% translate 'Sign in' %}</td></tr>{% endblock %}"
)


@pytest.fixture
def template(tmp_path: Path, settings: Settings) -> str:
    """A mail that says one word."""
    folder = tmp_path / "emails"
    folder.mkdir()
    for suffix, source in (("subject.txt", SUBJECT), ("txt", TEXT), ("html", HTML)):
        (folder / f"word.{suffix}").write_text(source)
    engine = {**settings.TEMPLATES[0]}
    engine["DIRS"] = [*engine["DIRS"], str(tmp_path)]
    settings.TEMPLATES = [engine]
    return "word"


def test_each_reader_gets_the_mail_in_the_readers_language(template: str) -> None:
    readers = [
        Recipient("nl@example.org", "nl"),
        Recipient("fr@example.org", "fr"),
        Recipient("nl2@example.org", "nl"),
    ]
    with translation.override("fr"):
        assert send(template, readers, {"word": "kop"}) == 3
    by_address = {message.to[0]: message for message in mail.outbox}
    assert set(by_address) == {reader.email for reader in readers}
    for address, language, words in (
        ("fr@example.org", "fr", "Se connecter: kop"),
        ("nl@example.org", "nl", "Aanmelden: kop"),
        ("nl2@example.org", "nl", "Aanmelden: kop"),
    ):
        message = by_address[address]
        assert message.extra_headers["Content-Language"] == language
        assert words in message.body
        assert message.to == [address]
        assert not message.cc
        assert not message.bcc


def test_the_language_of_the_sender_is_as_it_was_afterwards(template: str) -> None:
    with translation.override("fr"):
        render_mail(template, "nl", {"word": "kop"})
        assert translation.get_language() == "fr"


def test_a_reader_of_an_unknown_language_gets_the_default_one(template: str) -> None:
    _subject, text, _html = render_mail(template, "xx", {"word": "kop"})
    assert "Se connecter" in text


def test_nobody_to_write_to_is_no_mail(template: str) -> None:
    assert send(template, [], {"word": "kop"}) == 0
    assert mail.outbox == []


def test_a_line_break_cannot_start_a_header(template: str) -> None:
    subject, _text, _html = render_mail(template, "fr", {"word": "kop\r\nBcc: x@example.org"})
    assert subject == "Agenda kop Bcc: x@example.org"
    assert one_line("a\x00b\u2028c\td") == "a b c d"


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_funding_block_stands_in_both_parts(template: str, language: str) -> None:
    _subject, text, html = render_mail(template, language, {"word": "kop"})
    soup = BeautifulSoup(html, "html.parser")
    emblem = soup.find("img")
    assert emblem is not None
    assert str(emblem["src"]).startswith("http")
    assert emblem["alt"]
    assert (emblem["width"], emblem["height"]) == ("66", "44")
    for part in (text, soup.get_text(" ")):
        assert "Union européenne" in part
        assert "Europese Unie" in part
    assert soup.html is not None
    assert soup.html["lang"] == language
    assert len(soup.find_all("img")) == 1


def test_the_second_language_of_the_words_is_marked(template: str) -> None:
    _subject, _text, html = render_mail(template, "fr", {"word": "kop"})
    words = BeautifulSoup(html, "html.parser").select("b span[lang]")
    assert [(span["lang"], span.get_text()) for span in words] == [("nl", "Europese Unie")]


def test_the_administrators_choice_of_rules_reaches_the_mails(template: str) -> None:
    make_home()
    site = make_home().get_site()
    VisibilitySettings.objects.create(site=site, preset="none")
    _subject, text, html = render_mail(template, "fr", {"word": "kop"})
    assert "Union européenne" not in text + html
    assert "<img" not in html


def test_lines_are_short_enough_for_any_mail_server(template: str) -> None:
    _subject, _text, html = render_mail(template, "nl", {"word": "kop"})
    assert max(len(line.encode()) for line in html.splitlines()) < 990
