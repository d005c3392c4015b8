"""The newsletter in the admin: closed to everyone but senders, drafts only, every act once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from wagtail.models import ModelLogEntry

import pytest

from newsletter.admin_pages import ACTS, NAME, PAGES
from newsletter.models import Delivery, Issue, IssueItem
from tests.blog.makers import make_post
from tests.coworkers.makers import make_profile
from tests.events.makers import make_event
from tests.factories import (
    make_administrator,
    make_editor,
    make_home,
    make_manager,
    make_member,
    make_sender,
    make_space,
)
from tests.newsletter.makers import digest, fast, make_issue, make_subscriber, run_once, start

if TYPE_CHECKING:
    from coffee.users.models import User

pytestmark = pytest.mark.django_db

WITH_ISSUE = ["edit", "delete", "history", "history_results", "usage", *PAGES, *ACTS]
WITHOUT = ["index", "index_results", "add"]


@pytest.fixture(autouse=True)
def _home() -> None:
    make_home()
    fast()


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def urls(issue: Issue) -> list[str]:
    choosers = [
        reverse(f"newsletter_{kind}_chooser:{view}", args=args)
        for kind in ("page", "profile")
        for view, args in (
            ("choose", []),
            ("choose_results", []),
            ("chosen", ["1"]),
            ("chosen_multiple", []),
        )
    ]
    return [
        *(reverse(f"{NAME}:{name}") for name in WITHOUT),
        *(reverse(f"{NAME}:{name}", args=[issue.pk]) for name in WITH_ISSUE),
        *choosers,
    ]


@pytest.fixture(params=["anonymous", "coworker", "editor", "manager"])
def outsider(request: pytest.FixtureRequest) -> Client:
    space = make_space()
    makers: dict[str, Any] = {
        "anonymous": lambda: None,
        "coworker": lambda: make_member(space),
        "editor": lambda: make_editor(space),
        "manager": lambda: make_manager(space),
    }
    return client_of(makers[request.param]())


def test_nobody_but_senders_opens_or_posts_to_any_address(outsider: Client) -> None:
    issue = make_issue(make_event("Canari"))
    found = urls(issue)
    outsider.get(found[0])
    before = {name: value for name, value in digest().items() if name.startswith("newsletter")}
    for url in found:
        for answer in (outsider.get(url), outsider.post(url, {"number": issue.number})):
            assert answer.status_code in {302, 403, 404}, url
            assert "Canari" not in answer.content.decode()
    assert {
        name: value for name, value in digest().items() if name.startswith("newsletter")
    } == before


def test_only_senders_and_administrators_see_the_menu() -> None:
    for user, sees in (
        (make_sender(), True),
        (make_administrator(), True),
        (make_manager(make_space()), False),
    ):
        page = client_of(user).get(reverse("wagtailadmin_home"))
        assert ("/admin/newsletter/" in page.content.decode()) is sees


@pytest.fixture
def sender() -> Client:
    return client_of(make_sender())


def test_a_sender_writes_an_issue_and_sends_it_once(sender: Client) -> None:
    make_event("Soupe", make_space())
    make_subscriber("fr@example.org", "fr")
    make_subscriber("nl@example.org", "nl")
    answer = sender.post(reverse(f"{NAME}:add"), {"number": ""})
    issue = Issue.objects.get()
    assert answer["Location"] == reverse(f"{NAME}:edit", args=[issue.pk])
    assert [item.page.title for item in issue.items.all()] == ["Soupe"]

    edit = reverse(f"{NAME}:edit", args=[issue.pk])
    data = form_data(sender.get(edit).content.decode())
    for n, text in enumerate(issue.texts.all()):
        data |= {f"texts-{n}-subject": f"Sujet {text.language}", f"texts-{n}-intro": "Bonjour."}
    answer = sender.post(edit, data)
    assert answer.status_code == 302, answer.content.decode()
    assert issue.missing_languages() == []

    preview = sender.get(reverse(f"{NAME}:preview", args=[issue.pk])).content.decode()
    assert preview.count("<iframe sandbox") == 2
    desk = sender.get(reverse(f"{NAME}:desk", args=[issue.pk])).content.decode()
    assert reverse(f"{NAME}:send", args=[issue.pk]) in desk

    send = reverse(f"{NAME}:send", args=[issue.pk])
    assert sender.post(send, {"number": issue.number}).status_code == 302
    assert sender.post(send, {"number": issue.number}).status_code == 409
    run_once()
    assert len(mail.outbox) == 2
    progress = sender.get(reverse(f"{NAME}:progress", args=[issue.pk])).content.decode()
    assert "Envoyé" in progress
    assert sender.get(reverse(f"{NAME}:progress", args=[issue.pk]), {"format": "json"}).json() == {
        "status": "sent",
        "counts": {"sent": 2},
    }
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "wagtail.create",
        "wagtail.edit",
        "newsletter.send",
    ]


def form_data(html: str) -> dict[str, str]:
    """What a browser would send back of the form, as far as these forms need it."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if (
            name
            and "__prefix__" not in name[1]
            and (kind is None or kind[1] != "checkbox" or "checked" in tag)
        ):
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        if "__prefix__" not in name:
            found[name] = chosen[1] if chosen else ""
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.DOTALL
    ):
        if "__prefix__" not in name:
            found[name] = text.strip()
    return found


def test_the_number_must_be_repeated(sender: Client) -> None:
    make_subscriber()
    issue = make_issue(make_event(), allow_one_sided=True)
    for number in ("", str(issue.number + 1), "x"):
        sender.post(reverse(f"{NAME}:send", args=[issue.pk]), {"number": number})
        issue.refresh_from_db()
        assert issue.status == Issue.DRAFT


@pytest.mark.parametrize("problem", ["language", "nothing", "past", "twice", "side", "readers"])
def test_a_blocking_finding_stops_send_even_by_post(sender: Client, problem: str) -> None:
    if problem != "readers":
        make_subscriber()
    event = make_event("Soupe", make_space())
    texts = {"fr": "Sujet"} if problem == "language" else None
    issue = make_issue(*([] if problem == "nothing" else [event]), texts=texts)
    if problem == "twice":
        IssueItem.objects.create(issue=issue, page=event, sort_order=5)
    if problem == "past":
        event.unpublish()
    if problem == "side":
        make_space("Lille", country="FR")
    desk = sender.get(reverse(f"{NAME}:desk", args=[issue.pk])).content.decode()
    assert "À faire" in desk
    sender.post(reverse(f"{NAME}:send", args=[issue.pk]), {"number": issue.number})
    issue.refresh_from_db()
    assert issue.status == Issue.DRAFT


def test_the_sender_may_send_with_a_language_or_a_side_missing(sender: Client) -> None:
    make_subscriber()
    make_space("Lille", country="FR")
    issue = make_issue(
        make_event("Soupe", make_space()),
        texts={"fr": "Sujet"},
        allow_untranslated=True,
        allow_one_sided=True,
    )
    sender.post(reverse(f"{NAME}:send", args=[issue.pk]), {"number": issue.number})
    issue.refresh_from_db()
    assert issue.status == Issue.SCHEDULED


def test_what_is_no_draft_cannot_be_changed_by_any_address(sender: Client) -> None:
    make_subscriber()
    issue = start(make_issue(make_event()))
    run_once()
    issue.refresh_from_db()
    before = digest()["newsletter.Issue"]
    for name in (
        "edit",
        "delete",
        "desk",
        "send",
        "propose",
        "test",
        "pause",
        "resume",
        "cancel",
        "redraft",
    ):
        url = reverse(f"{NAME}:{name}", args=[issue.pk])
        assert sender.post(url, {"number": issue.number}).status_code in {405, 409}, name
    for name in ("edit", "delete", "desk"):
        assert sender.get(reverse(f"{NAME}:{name}", args=[issue.pk])).status_code == 409
    assert digest()["newsletter.Issue"] == before
    assert Delivery.objects.count() == 1


def test_a_form_that_was_open_while_the_issue_was_sent_is_refused(sender: Client) -> None:
    issue = make_issue(make_event())
    url = reverse(f"{NAME}:edit", args=[issue.pk])
    data = form_data(sender.get(url).content.decode())
    start(issue)
    assert sender.post(url, data | {"texts-0-subject": "Trop tard"}).status_code == 409
    issue.refresh_from_db()
    assert issue.status == Issue.SCHEDULED
    assert issue.text("subject") == "Sujet fr"


def test_acts_need_a_post(sender: Client) -> None:
    issue = make_issue(make_event())
    for name in ACTS:
        assert sender.get(reverse(f"{NAME}:{name}", args=[issue.pk])).status_code == 405


def test_a_mailing_can_be_held_resumed_and_cancelled(sender: Client) -> None:
    issue = start(make_issue(make_event()))
    for name, status in (("pause", "paused"), ("resume", "scheduled"), ("redraft", "draft")):
        assert sender.post(reverse(f"{NAME}:{name}", args=[issue.pk])).status_code == 302
        issue.refresh_from_db()
        assert issue.status == status
    start(issue)
    sender.post(reverse(f"{NAME}:cancel", args=[issue.pk]))
    issue.refresh_from_db()
    assert issue.status == Issue.CANCELLED


def test_a_test_mail_comes_in_every_language_and_makes_no_delivery() -> None:
    user = make_sender(email="partner@example.org", first_name="Ada")
    issue = make_issue(make_event())
    client_of(user).post(reverse(f"{NAME}:test", args=[issue.pk]))
    assert sorted(message.subject for message in mail.outbox) == [
        "[TEST] Sujet fr",
        "[TEST] Sujet nl",
    ]
    assert {message.to[0] for message in mail.outbox} == {"partner@example.org"}
    assert not Delivery.objects.exists()


def test_who_may_write_but_not_send_cannot_send() -> None:
    user = make_sender()
    group = user.groups.get()
    group.permissions.remove(group.permissions.get(codename="send_issue"))
    make_subscriber()
    issue = make_issue(make_event(), allow_one_sided=True)
    client = client_of(user)
    for name in ("send", "test", "pause", "resume", "cancel", "redraft"):
        assert (
            client.post(
                reverse(f"{NAME}:{name}", args=[issue.pk]), {"number": issue.number}
            ).status_code
            == 302
        )
    issue.refresh_from_db()
    assert issue.status == Issue.DRAFT
    assert mail.outbox == []
    assert client.get(reverse(f"{NAME}:desk", args=[issue.pk])).status_code == 200


def chosen(client: Client, pk: object) -> int:
    """The answer to choosing a page; a 404 may first be looked for under the language prefix."""
    url = reverse("newsletter_page_chooser:chosen", args=[pk])
    return client.get(url, follow=True).status_code


def test_the_choosers_offer_only_what_everyone_may_see(sender: Client) -> None:
    space = make_space()
    shown = [make_event("Public", space), make_post("Article", space)]
    hidden = [
        make_event("Brouillon", space, live=False),
        make_event("Interne", space, audience="internal"),
        make_post("Futur", space, live=False),
    ]
    make_profile(space, "Sans accord")
    listing = sender.get(reverse("newsletter_page_chooser:choose")).json()["html"]
    for page in shown:
        assert page.title in listing
        assert chosen(sender, page.pk) == 200
    for page in hidden:
        assert page.title not in listing
        assert chosen(sender, page.pk) == 404
    assert (
        "Sans accord" not in sender.get(reverse("newsletter_profile_chooser:choose")).json()["html"]
    )
    found = sender.get(
        reverse("newsletter_page_chooser:choose_results"), {"q": "Artic"}
    ).content.decode()
    assert "Article" in found
    assert "Public" not in found
    assert chosen(sender, "x") == 404


def test_an_item_that_is_not_public_cannot_be_chosen_by_its_number(sender: Client) -> None:
    issue = make_issue(make_event())
    secret = make_event("Brouillon", live=False)
    url = reverse(f"{NAME}:edit", args=[issue.pk])
    data = form_data(sender.get(url).content.decode())
    answer = sender.post(url, data | {"items-0-page": str(secret.pk)})
    assert answer.status_code == 200
    assert issue.items.get().page_id != secret.pk


def test_an_item_needs_something_to_show(sender: Client) -> None:
    issue = make_issue(make_event())
    url = reverse(f"{NAME}:edit", args=[issue.pk])
    data = form_data(sender.get(url).content.decode())
    empty = data | {"items-0-page": ""}
    assert sender.post(url, empty).status_code == 200
    own = empty | {
        "items-0-texts_fr_title": "Merci",
        "items-0-texts_fr_url": "https://example.org/",
    }
    assert sender.post(url, own).status_code == 302
    item = IssueItem.objects.get()
    assert (item.section, item.texts) == (
        "custom",
        {"fr": {"title": "Merci", "url": "https://example.org/"}},
    )
    bad = own | {"items-0-texts_fr_url": "javascript:alert(1)"}
    assert sender.post(url, bad).status_code == 200


def test_a_subject_on_two_lines_is_a_form_error(sender: Client) -> None:
    issue = make_issue(make_event())
    url = reverse(f"{NAME}:edit", args=[issue.pk])
    data = form_data(sender.get(url).content.decode())
    for subject in ("Un\nBcc: x@example.org", "x" * 300):
        assert sender.post(url, data | {"texts-0-subject": subject}).status_code == 200


def test_two_texts_in_one_language_are_a_form_error(sender: Client) -> None:
    issue = make_issue(make_event())
    url = reverse(f"{NAME}:edit", args=[issue.pk])
    data = form_data(sender.get(url).content.decode())
    assert (
        sender.post(url, data | {"texts-0-language": "fr", "texts-1-language": "fr"}).status_code
        == 200
    )


def test_only_a_draft_can_be_deleted(sender: Client) -> None:
    issue = make_issue(make_event())
    sender.post(reverse(f"{NAME}:delete", args=[issue.pk]))
    assert not Issue.objects.exists()
