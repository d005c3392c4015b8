"""Signing up: double opt-in, the same answer for everyone, limits, and no cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import mail
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client

import pytest

from newsletter import consent, limits, tokens
from newsletter.models import ConsentEvent, Subscriber, Suppression
from tests.factories import make_home
from tests.newsletter.makers import digest, links, make_subscriber, old_stamp, parsed, part, path_of

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
URL = "/newsletter/subscribe/"


@pytest.fixture
def stamp(monkeypatch: pytest.MonkeyPatch) -> str:
    return old_stamp(monkeypatch)


@pytest.fixture(autouse=True)
def _home() -> None:
    make_home()


def post(
    stamp: str, address: str = "claire@example.org", language: str = "fr", **more: Any
) -> HttpResponse:
    data = {"email": address, "language": language, "t": stamp, **more}
    return Client(enforce_csrf_checks=True).post(URL, data)  # type: ignore[return-value]


def test_nobody_is_subscribed_by_being_typed_into_a_form(stamp: str) -> None:
    post(stamp)
    assert Subscriber.objects.get().status == Subscriber.PENDING


@pytest.mark.parametrize(("language", "subject"), [("fr", "Confirmez"), ("nl", "Bevestig")])
def test_the_mail_comes_in_the_chosen_language_and_leads_to_a_button(
    stamp: str, language: str, subject: str
) -> None:
    answer = Client(HTTP_ACCEPT_LANGUAGE="de").post(
        URL, {"email": "c@example.org", "language": language, "t": stamp}
    )
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"/{language}/")
    assert parsed(mail.outbox[0])["Content-Language"] == language
    confirm = next(path_of(link) for link in links(mail.outbox[0], "/n/c/"))
    page = Client().get(confirm)
    assert page["Content-Language"] == language
    assert f'<html lang="{language}">' in page.content.decode()
    assert Subscriber.objects.get().status == Subscriber.PENDING
    assert Client(enforce_csrf_checks=True).post(confirm).status_code == 200
    reader = Subscriber.objects.get()
    assert (reader.status, reader.language) == (Subscriber.ACTIVE, language)
    assert list(ConsentEvent.objects.values_list("kind", flat=True)) == [
        "requested",
        "confirmation_sent",
        "confirmed",
    ]


def test_confirming_twice_is_once(stamp: str) -> None:
    post(stamp)
    confirm = next(path_of(link) for link in links(mail.outbox[0], "/n/c/"))
    Client().post(confirm)
    Client().post(confirm)
    assert ConsentEvent.objects.filter(kind="confirmed").count() == 1


@pytest.mark.parametrize("state", ["unknown", "pending", "active", "unsubscribed", "complained"])
def test_the_answer_is_the_same_for_every_address(stamp: str, state: str) -> None:
    if state == "complained":
        reader = make_subscriber("claire@example.org")
        consent.complained(reader.pk)
    elif state != "unknown":
        make_subscriber("claire@example.org", status=state)
    expected = post(stamp, "someone-else@example.org")
    found = post(stamp)
    assert (found.status_code, found.content, found["Location"]) == (
        303,
        expected.content,
        expected["Location"],
    )
    assert set(found.headers) == set(expected.headers)
    assert not found.cookies


def test_an_active_reader_gets_a_link_to_the_preferences_and_stays_as_is(stamp: str) -> None:
    reader = make_subscriber("claire@example.org", "nl")
    post(stamp, language="fr")
    assert links(mail.outbox[0], "/n/p/")
    assert not links(mail.outbox[0], "/n/c/")
    assert parsed(mail.outbox[0])["Content-Language"] == "nl"
    reader.refresh_from_db()
    assert (reader.status, reader.language) == (Subscriber.ACTIVE, "nl")


def test_someone_who_complained_never_hears_from_us_again(stamp: str) -> None:
    consent.complained(make_subscriber("claire@example.org").pk)
    post(stamp)
    assert mail.outbox == []


def test_a_fresh_opt_in_lifts_a_suppression(stamp: str) -> None:
    consent.address_refused(make_subscriber("claire@example.org").pk)
    assert Suppression.objects.exists()
    post(stamp)
    Client().post(next(path_of(link) for link in links(mail.outbox[0], "/n/c/")))
    assert Subscriber.objects.get().status == Subscriber.ACTIVE
    assert not Suppression.objects.exists()


def test_twenty_requests_for_one_address_make_at_most_three_mails(stamp: str) -> None:
    for number in range(20):
        consent.request("claire@example.org", "fr")
        # A quarter of an hour later; the day's slots stay taken.
        limits.give_back("quarter", "claire@example.org", 1)
        assert len(mail.outbox) == min(number + 1, 3)


def test_a_second_request_within_a_quarter_of_an_hour_sends_nothing(stamp: str) -> None:
    post(stamp, "Claire@example.org")
    post(stamp, "claire@EXAMPLE.org")
    assert len(mail.outbox) == 1
    assert Subscriber.objects.count() == 1


def test_the_eleventh_address_from_one_network_in_an_hour_is_told_to_wait(stamp: str) -> None:
    answers = [post(stamp, f"reader-{number}@example.org").status_code for number in range(11)]
    assert answers == [303] * 10 + [429]
    assert len(mail.outbox) == 10


def test_a_slot_is_free_again_when_its_time_is_over() -> None:
    assert limits.take("scope", "me", 1, 60)
    assert not limits.take("scope", "me", 1, 60)
    assert limits.take("scope", "you", 1, 60)
    cache.clear()
    assert limits.take("scope", "me", 1, 60)


def test_a_robot_that_fills_the_trap_is_thanked_and_forgotten(stamp: str) -> None:
    assert post(stamp, website="https://spam.example").status_code == 303
    assert mail.outbox == []
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("stamp_value", ["", "nonsense", "form:1:2"])
def test_a_form_without_a_stamp_of_ours_is_shown_once_more(stamp_value: str) -> None:
    answer = post(stamp_value)
    assert answer.status_code == 200
    assert mail.outbox == []
    assert 'value="claire@example.org"' in answer.content.decode()


def test_a_form_that_came_back_within_a_moment_is_shown_once_more() -> None:
    assert post(tokens.stamp()).status_code == 200
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["", "claire", "claire@", "@example.org", "a@b@example.org", "a b@example.org", "claire@example", "x" * 250 + "@example.org", "a\x00@example.org", "a@example.org\r\nBcc: b@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_an_error_and_stores_nothing(stamp: str, address: str) -> None:
    answer = post(stamp, address)
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert mail.outbox == []
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("language", ["", "xx", "fr\x00", "x" * 10_000])
def test_an_unknown_language_is_an_error(stamp: str, language: str) -> None:
    assert post(stamp, language=language).status_code == 200
    assert not Subscriber.objects.exists()


class Down:
    """A mail server that is down."""

    def __init__(self, **_options: Any) -> None: ...

    def send_messages(self, _messages: Any) -> int:
        raise ConnectionRefusedError("down")


def test_a_mail_server_that_is_down_is_said_and_the_next_try_counts(
    stamp: str, settings: Any
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    assert post(stamp).status_code == 503
    settings.EMAIL_BACKEND = working
    assert post(stamp).status_code == 303
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "path",
    [
        URL,
        "/fr/newsletter/",
        "/nl/nieuwsbrief/",
        "/fr/newsletter/merci/",
        "/nl/nieuwsbrief/bedankt/",
    ],
)
def test_the_pages_work_without_a_cookie_and_change_nothing(path: str) -> None:
    Client().get(path)
    before = digest()
    answer = Client().get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert digest() == before


def test_the_form_page_speaks_the_language_that_is_asked_for() -> None:
    assert '<html lang="nl">' in Client().get(URL, {"language": "nl"}).content.decode()
    assert (
        '<html lang="fr">'
        in Client().get(URL, {"language": "xx"}, HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    )


def test_every_language_is_offered_in_its_own_words() -> None:
    band = render_to_string(
        "components/newsletter_band.html", {"urls": {"letter": "/fr/newsletter/"}}
    )
    assert (
        '<label class="radio" lang="nl"><input type="radio" name="language" value="nl">In het Nederlands'
        in band
    )
    assert 'value="fr" checked>En français' in band
    assert 'action="/newsletter/subscribe/"' in band


def test_the_confirmation_mail_is_complete_in_both_parts(stamp: str) -> None:
    post(stamp)
    assert "Union européenne" in part(mail.outbox[0], "plain")
    assert "Union européenne" in part(mail.outbox[0], "html")
    assert links(mail.outbox[0], "/n/c/")[0] in part(mail.outbox[0], "plain")
    assert all(link.startswith("http") for link in links(mail.outbox[0]))
