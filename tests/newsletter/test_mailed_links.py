"""Every address of every mail: looking changes nothing, acting needs a POST and only a POST."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

from django.core import mail
from django.test import Client
from django.utils import timezone

import pytest

from newsletter import consent, limits, tokens
from newsletter.models import ConsentEvent, Delivery, Subscriber
from tests.events.makers import make_event
from tests.factories import make_space
from tests.newsletter.makers import (
    digest,
    fast,
    links,
    mail_to,
    make_issue,
    make_subscriber,
    parsed,
    path_of,
    run_once,
    start,
)

if TYPE_CHECKING:
    from newsletter.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fast() -> None:
    fast()


@pytest.fixture
def reader() -> Subscriber:
    return make_subscriber("claire@example.org", "nl", name="Claire")


@pytest.fixture
def issue(reader: Subscriber) -> Issue:
    issue = start(make_issue(make_event()))
    run_once()
    return issue


def unsubscribe_path() -> str:
    header: str = parsed(mail_to("claire@example.org"))["List-Unsubscribe"]
    return path_of(header.strip("<>"))


@pytest.mark.usefixtures("issue")
def test_opening_every_mailed_address_in_any_way_changes_nothing(reader: Subscriber) -> None:
    consent.request("new@example.org", "fr")
    consent.send_preferences(reader)
    addresses = {
        path_of(link)
        for message in mail.outbox
        for link in links(message)
        if "/static/" not in link
    }
    mine = [path for path in addresses if path.startswith("/n/")]
    assert len(mine) >= 3
    for path in addresses:
        Client().get(path)
    before = digest()
    for path in addresses:
        for _twice in range(2):
            for method in ("get", "head", "options"):
                for agent in ("", "Mozilla/5.0", "BarracudaCentral"):
                    getattr(Client(HTTP_USER_AGENT=agent), method)(path)
    assert digest() == before


@pytest.mark.usefixtures("issue")
@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_one_click_works_without_cookie_token_and_redirect(
    reader: Subscriber, content_type: str
) -> None:
    client = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="en")
    body: Any = {"List-Unsubscribe": "One-Click"}
    if content_type.startswith("application"):
        answer = client.post(
            unsubscribe_path(), "List-Unsubscribe=One-Click", content_type=content_type
        )
    else:
        answer = client.post(unsubscribe_path(), body)
    assert answer.status_code == 200
    assert "Location" not in answer
    assert not answer.cookies
    assert answer["Content-Type"].startswith("text/plain")
    reader.refresh_from_db()
    assert reader.status == Subscriber.UNSUBSCRIBED
    assert Delivery.objects.get().unsubscribed_at is not None
    start(make_issue(make_event()))
    run_once()
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("issue")
def test_leaving_twice_is_once_and_can_be_undone_for_thirty_days(reader: Subscriber) -> None:
    path = unsubscribe_path()
    for _twice in range(2):
        assert Client().post(path).status_code == 200
    assert ConsentEvent.objects.filter(kind="unsubscribed").count() == 1
    assert 'value="undo"' in Client().get(path).content.decode()
    Client().post(path, {"action": "undo"})
    reader.refresh_from_db()
    assert reader.is_active
    consent.unsubscribe(reader.uid)
    month_ago = timezone.now() - dt.timedelta(days=31)
    ConsentEvent.objects.filter(kind="unsubscribed").update(at=month_ago)
    Client().post(path, {"action": "undo"})
    reader.refresh_from_db()
    assert reader.status == Subscriber.UNSUBSCRIBED


@pytest.mark.usefixtures("issue")
def test_a_link_works_after_a_rotation_of_the_key(reader: Subscriber, settings: Any) -> None:
    path = unsubscribe_path()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, which protects nothing either, for this test"
    assert Client().post(path).status_code == 200
    reader.refresh_from_db()
    assert reader.status == Subscriber.UNSUBSCRIBED


@pytest.mark.usefixtures("issue")
def test_a_confirmation_from_before_leaving_opens_nothing(reader: Subscriber) -> None:
    token = tokens.confirm_token(reader, "nl")
    consent.unsubscribe(reader.uid)
    assert Client().post(f"/n/c/{token}/").status_code == 404
    reader.refresh_from_db()
    assert reader.status == Subscriber.UNSUBSCRIBED


@pytest.mark.parametrize("action", ["monthly", "pause", "mine"])
def test_less_is_possible_instead_of_nothing(reader: Subscriber, action: str) -> None:
    reader.spaces.add(make_space())
    path = f"/n/u/{tokens.unsubscribe_token(reader.uid)}/"
    assert f'value="{action}"' in Client().get(path).content.decode()
    Client().post(path, {"action": action})
    reader.refresh_from_db()
    assert reader.is_active
    assert (reader.frequency, bool(reader.paused_until), reader.only_my_spaces) == {
        "monthly": ("monthly", False, False),
        "pause": ("every", True, False),
        "mine": ("every", False, True),
    }[action]


def test_an_altered_token_or_one_of_another_kind_is_404(reader: Subscriber) -> None:
    leave, choose, join = (
        tokens.unsubscribe_token(reader.uid),
        tokens.preferences_token(reader.uid),
        tokens.confirm_token(reader, "fr"),
    )
    wrong = [
        *(
            f"/n/u/{token}/"
            for token in (choose, join, leave[:-1], leave.upper(), "x", "x:y", "\x00", "é")
        ),
        *(f"/n/p/{token}/" for token in (leave, join, choose[1:], "x:y:z")),
        *(f"/n/c/{token}/" for token in (leave, choose, join[:-2] + "aa", "x")),
    ]
    before = digest()
    for path in wrong:
        # What does not even look like a token may be tried under the language prefix first.
        assert Client().get(path, follow=True).status_code == 404, path
        assert (
            Client().post(path, {"List-Unsubscribe": "One-Click"}, follow=True).status_code == 404
        ), path
    assert {key: value for key, value in digest().items() if key.startswith("newsletter")} == {
        key: value for key, value in before.items() if key.startswith("newsletter")
    }


def test_who_was_erased_is_told_to_be_on_no_list(reader: Subscriber) -> None:
    token = tokens.unsubscribe_token(reader.uid)
    preferences = tokens.preferences_token(reader.uid)
    reader.delete()
    assert Client().post(f"/n/u/{token}/").status_code == 200
    assert Client().get(f"/n/p/{preferences}/").status_code == 404


def test_the_pages_are_kept_by_nobody_and_speak_the_readers_language(reader: Subscriber) -> None:
    for path in (
        f"/n/u/{tokens.unsubscribe_token(reader.uid)}/",
        f"/n/p/{tokens.preferences_token(reader.uid)}/",
    ):
        answer = Client(HTTP_ACCEPT_LANGUAGE="fr").get(path)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Content-Language"] == "nl"
        assert '<html lang="nl">' in answer.content.decode()
        assert "claire@example.org" not in answer.content.decode()


def test_preferences_are_stored_and_shown_in_the_new_language(reader: Subscriber) -> None:
    space = make_space("Mons")
    path = f"/n/p/{tokens.preferences_token(reader.uid)}/"
    data = {
        "name": "Cl\u00e9ment",
        "language": "fr",
        "frequency": "monthly",
        "spaces": [space.pk],
        "only_my_spaces": "on",
    }
    answer = Client(enforce_csrf_checks=True).post(path, data)
    assert '<html lang="fr">' in answer.content.decode()
    reader.refresh_from_db()
    assert (reader.name, reader.language, reader.frequency, reader.only_my_spaces) == (
        "Cl\u00e9ment",
        "fr",
        "monthly",
        True,
    )
    assert list(reader.spaces.all()) == [space]
    assert ConsentEvent.objects.filter(kind="preferences").count() == 1


def test_a_pause_can_be_ended(reader: Subscriber) -> None:
    Subscriber.objects.update(paused_until=timezone.localdate() + dt.timedelta(days=5))
    path = f"/n/p/{tokens.preferences_token(reader.uid)}/"
    assert 'name="resume"' in Client().get(path).content.decode()
    Client().post(path, {"language": "nl", "frequency": "every", "resume": "on"})
    reader.refresh_from_db()
    assert reader.paused_until is None


@pytest.mark.parametrize("name", ["a\r\nBcc: x@example.org", "x" * 300, "a\x00b", "a\u2028b"])
def test_a_name_that_could_start_a_header_is_refused(reader: Subscriber, name: str) -> None:
    path = f"/n/p/{tokens.preferences_token(reader.uid)}/"
    Client().post(path, {"name": name, "language": "nl", "frequency": "every"})
    reader.refresh_from_db()
    assert reader.name == "Claire"


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    real = time.time
    monkeypatch.setattr("django.core.signing.time.time", lambda: real() + days * 24 * 3600)


def test_an_expired_confirmation_offers_a_new_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    consent.request("new@example.org", "fr")
    path = next(path_of(link) for link in links(mail.outbox[0], "/n/c/"))
    later(monkeypatch, 8)
    limits.give_back("quarter", "new@example.org", 1)
    Client().post(path)
    assert not Subscriber.objects.get().is_active
    assert len(mail.outbox) == 2


def test_expired_preferences_offer_a_new_mail(
    reader: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/n/p/{tokens.preferences_token(reader.uid)}/"
    later(monkeypatch, 31)
    assert b'name="language"' not in Client().get(path).content
    Client().post(path, {"language": "fr", "frequency": "every"})
    reader.refresh_from_db()
    assert reader.language == "nl"
    assert links(mail_to("claire@example.org"), "/n/p/")
