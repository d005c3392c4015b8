"""The mails themselves: complete, small, in the right language, with something of the other side."""

from __future__ import annotations

import re

from django.core import mail

import pytest

from coffee.core.language import Text
from coworkers import consents
from newsletter.cards import PALETTE
from newsletter.compose import arrange, of_draft
from newsletter.models import IssueItem, NewsletterSettings
from newsletter.render import LARGEST_HTML, folded, paragraphs, render, wrapped
from spaces.models.pages import ACCENTS
from tests.blog.makers import make_post
from tests.coworkers.makers import make_profile, make_skill
from tests.events.makers import make_event
from tests.factories import make_space
from tests.newsletter.makers import (
    fast,
    links,
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


def send_full_issue() -> None:
    mons, lille = make_space("Mons-les-Bains", accent="green"), make_space("Lille", country="FR")
    soup = make_event("Soupe", mons, accepted=[lille], summary="Une heure.", translations={"nl": {"title": "Soep", "summary": "Eén uur."}})  # fmt: skip
    post = make_post("Facturer l'autre", lille, author_name="Claire Ristretto")
    skill = make_skill("accounting", fr="Comptabilité", nl="Boekhouding")
    noor = make_profile(mons, "Noor Koffiemolen", agree=[consents.PUBLISH, consents.MENTION], skills=[skill], texts={"fr": {"headline": "Développeuse"}})  # fmt: skip
    issue = make_issue(soup, post, people=[noor])
    IssueItem.objects.create(
        issue=issue, section="custom", sort_order=9, texts={"fr": {"title": "Merci à vous"}}
    )
    make_subscriber("fr@example.org", "fr", name="Anne <i>")
    make_subscriber("nl@example.org", "nl")
    start(issue)
    run_once()


def test_a_mail_says_what_there_is_and_where_it_comes_from() -> None:
    send_full_issue()
    for subtype in ("plain", "html"):
        french, dutch = (
            part(mail_to("fr@example.org"), subtype),
            part(mail_to("nl@example.org"), subtype),
        )
        for words in (
            "Soupe",
            "Une heure.",
            "Mons-les-Bains",
            "Lille",
            "Facturer l’autre",
            "Claire Ristretto",
            "Noor Koffiemolen",
            "Développeuse",
            "Merci à vous",
        ):
            assert words in french, (subtype, words)
        for words in ("Soep", "Eén uur.", "Facturer l’autre", "Noor Koffiemolen", "Merci à vous"):
            assert words in dutch, (subtype, words)
        assert "Soupe" not in dutch
    assert "Comptabilité" in part(mail_to("fr@example.org"), "html")
    assert "Boekhouding" in part(mail_to("nl@example.org"), "html")


def test_only_the_name_and_the_links_differ_between_readers() -> None:
    send_full_issue()
    assert "Bonjour Anne &lt;i&gt;," in part(mail_to("fr@example.org"), "html")
    assert "Bonjour Anne <i>," in part(mail_to("fr@example.org"), "plain")
    assert "Dag," in part(mail_to("nl@example.org"), "plain")
    assert not any("Anne" in value for _name, value in parsed(mail_to("fr@example.org")).items())


def test_the_union_stands_at_the_top_of_both_parts() -> None:
    send_full_issue()
    text, html = part(mail_to("fr@example.org"), "plain"), part(mail_to("fr@example.org"), "html")
    assert text.splitlines()[1] == "Union européenne / Europese Unie"
    assert "Fonds européen de développement régional" in text.splitlines()[2]
    assert html.index("eu-emblem") < html.index("<h1")
    assert html.count("<img") == 1


def test_a_mail_is_small_and_its_lines_are_short() -> None:
    send_full_issue()
    for message in mail.outbox:
        html, text = part(message, "html"), part(message, "plain")
        assert len(html.encode()) < LARGEST_HTML
        assert max(len(line.encode()) for line in html.splitlines()) <= 998
        assert max(len(line) for line in text.splitlines() if "://" not in line) <= 76
        assert all(line.strip().startswith("http") for line in text.splitlines() if "://" in line)
        raw = message.message().as_bytes()
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert [piece.defects for piece in parsed(message).walk()] == [[], [], []]


def test_every_link_is_absolute_and_nothing_is_tracked() -> None:
    send_full_issue()
    for message in mail.outbox:
        html = part(message, "html")
        targets = re.findall(r'(?:href|src)="([^"]*)"', html)
        assert targets
        assert all(target.startswith("http") for target in targets)
        assert "<script" not in html
        assert "<form" not in html
        personal = {link for link in links(message) if "/n/" in link}
        assert len(personal) == 2


def test_bytes_are_the_same_for_everyone_of_a_group_but_for_what_is_personal() -> None:
    make_subscriber("a@example.org", name="")
    make_subscriber("b@example.org", name="")
    start(make_issue(make_event()))
    run_once()

    def neutral(address: str) -> str:
        return re.sub(r"/n/[up]/[^/]+/", "/n/", part(mail_to(address), "html"))

    assert neutral("a@example.org") == neutral("b@example.org")


def test_content_cannot_plant_a_place_holder_or_markup() -> None:
    evil = "\ue000U\ue001 <script>x</script>"
    make_subscriber("a@example.org", name="\ue000U\ue001")
    issue = make_issue(make_event(evil, summary=evil), texts={"fr": evil, "nl": evil})
    issue.texts.update(intro=evil, outro=evil, preheader=evil)
    start(issue)
    run_once()
    html, text = part(mail_to("a@example.org"), "html"), part(mail_to("a@example.org"), "plain")
    assert "<script>" not in html
    assert html.count("/n/u/") == 1
    assert text.count("/n/u/") == 1
    assert parsed(mail_to("a@example.org"))["Subject"] == "U <script>x</script>"


def test_a_subject_with_a_line_break_becomes_one_line() -> None:
    make_subscriber("a@example.org")
    start(make_issue(make_event(), texts={"fr": "Un\r\nBcc: x@example.org", "nl": "Een"}))
    run_once()
    assert parsed(mail_to("a@example.org"))["Subject"] == "Un Bcc: x@example.org"
    assert "Bcc" not in parsed(mail_to("a@example.org"))


def test_a_missing_language_falls_back_marked() -> None:
    make_subscriber("nl@example.org", "nl")
    start(make_issue(make_event(), texts={"fr": "Sujet"}))
    run_once()
    message = mail_to("nl@example.org")
    assert parsed(message)["Subject"] == "Sujet"
    assert '<h1 class="h1" lang="fr"' in part(message, "html")
    assert '<html lang="nl">' in part(message, "html")


def test_own_words_replace_those_of_the_page() -> None:
    issue = make_issue(make_event("Titre", summary="Résumé"))
    issue.items.update(texts={"fr": {"title": "Mieux", "url": "https://example.org/x"}})
    content = of_draft(issue)
    arrangement = arrange(content.slots)
    assert arrangement is not None
    french, dutch = (render(content, code, arrangement).text for code in ("fr", "nl"))
    assert "Mieux" in french
    assert "https://example.org/x" in french
    assert "Titre [FR]" in dutch


def test_the_sender_and_the_return_path_come_from_the_settings() -> None:
    current = NewsletterSettings.current()
    current.sender_names = {"fr": "Le réseau", "nl": "Het netwerk"}
    current.from_email, current.bounce_domain = "lettre@example.org", "bounces.example.org"
    current.save()
    make_subscriber("nl@example.org", "nl")
    start(make_issue(make_event()))
    run_once()
    message = mail_to("nl@example.org")
    assert parsed(message)["From"] == "Het netwerk <lettre@example.org>"
    assert re.fullmatch(r"b\+[0-9a-f]{32}\.[0-9a-f]{8}@bounces\.example\.org", message.from_email)


def test_every_accent_has_its_colours() -> None:
    assert set(PALETTE) == set(ACCENTS)


def test_long_lines_are_broken_at_blanks_and_addresses_stay_whole() -> None:
    assert max(map(len, folded("mot " * 1000).split("\n"))) < 998
    url = "https://example.org/" + "x" * 100
    assert url in wrapped(f"{'mot ' * 30}\n{url}").splitlines()


def test_paragraphs_are_parted_by_empty_lines() -> None:
    assert paragraphs(Text("Un\nmot.\n\n \n\nDeux !", "fr")) == ["Un mot.", "Deux\u202f!"]
    assert paragraphs(Text("", "fr")) == []
