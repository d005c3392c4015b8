"""Accounts: nobody learns who has one, everybody is answered in their own language, and nobody is led away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup, Tag

from coffee.users.models import User
from coworkers.adapters import Part, language_of, own_address, parts_of, reader_of
from coworkers.templatetags.account_tags import browser_name
from tests.factories import PASSWORD, make_home, make_manager, make_space, make_user

if TYPE_CHECKING:
    from django.core.mail import EmailMessage, EmailMultiAlternatives

    from pytest_django import Settings

pytestmark = pytest.mark.django_db

CODES = [code for code, _name in settings.LANGUAGES]
GOOD_PASSWORD = "een-goede-kop-koffie"
ENTRANCES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_request_login_code",
]
OWN_PAGES = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
]
# Words that are the same in both languages.
SHARED = {"E-mail", "Code", "Code QR", "COFFEE", "Anna", "anna@example.org"}


@pytest.fixture(autouse=True)
def _home() -> None:
    make_home()


def path(name: str, language: str = "fr", *args: Any) -> str:
    with translation.override(language):
        return reverse(name, args=args)


def account(email: str = "anna@example.org", language: str = "nl", **fields: Any) -> User:
    """An account with a confirmed address."""
    user = make_user(email, language=language, first_name="Anna", **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    answer = client.post(path("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def document(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def sent(subject: str = "") -> EmailMultiAlternatives:
    assert len(mail.outbox) == 1
    message: EmailMultiAlternatives = mail.outbox.pop()  # type: ignore[assignment]
    assert subject in message.subject
    return message


def html_of(message: EmailMessage) -> BeautifulSoup:
    ((content, kind),) = message.alternatives  # type: ignore[attr-defined]
    assert kind == "text/html"
    return BeautifulSoup(str(content), "html.parser")


def code_in(message: EmailMessage) -> str:
    """The code that is set apart in the HTML part."""
    shown = html_of(message).find("p", style=re.compile("Courier"))
    assert isinstance(shown, Tag)
    return shown.get_text()


# --- nobody learns who has an account


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer() -> None:
    account()
    answers = [
        Client().post(path("account_login"), {"login": email, "password": "wrong-password"})
        for email in ("anna@example.org", "nobody@example.org")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    said = [document(answer).select_one(".msg.bad") for answer in answers]
    assert said[0] is not None
    assert said[0] == said[1]


def test_signing_up_with_a_taken_address_looks_like_success() -> None:
    account()
    answers = [
        Client().post(path("account_signup"), {"email": email, "password1": GOOD_PASSWORD})
        for email in ("anna@example.org", "new@example.org")
    ]
    assert {(a.status_code, a["Location"]) for a in answers} == {
        (302, path("account_email_verification_sent"))
    }
    assert User.objects.filter(email="anna@example.org").count() == 1
    assert [message.to for message in mail.outbox] == [["anna@example.org"], ["new@example.org"]]
    assert "Je hebt al een account" in mail.outbox[0].subject


@pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code"])
def test_asking_for_a_mail_gets_the_same_answer_for_strangers(name: str) -> None:
    account()
    answers = [Client().post(path(name), {"email": f"{who}@example.org"}) for who in ("anna", "no")]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]
    assert len(mail.outbox) == 2


def test_a_robot_that_fills_in_the_trap_gets_no_account_and_no_hint() -> None:
    data = {"email": "robot@example.org", "password1": GOOD_PASSWORD, "website": "https://x"}
    answer = Client().post(path("account_signup"), data)
    assert answer["Location"] == path("account_email_verification_sent")
    assert not User.objects.filter(email="robot@example.org").exists()
    assert mail.outbox == []


# --- nobody is led away


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/",
        "//example.com/",
        "///example.com/",
        r"/\example.com/",
        "http:example.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://testserver.example.com/",
        "https://testserver@example.com/",
    ],
)
def test_signing_in_never_leads_to_another_site(target: str) -> None:
    user = account()
    client = Client()
    data = {"login": user.email, "password": PASSWORD, "next": target}
    assert client.post(path("account_login"), data)["Location"] == path("coworkers:account", "nl")
    assert client.post(path("account_logout"), {"next": target})["Location"] == "/fr/"


def test_signing_in_leads_back_to_a_page_of_this_site() -> None:
    user = account()
    data = {"login": user.email, "password": PASSWORD, "next": "/fr/agenda/?space=mons"}
    assert Client().post(path("account_login"), data)["Location"] == "/fr/agenda/?space=mons"


def test_a_get_does_not_sign_anybody_out() -> None:
    client = signed_in(account())
    client.get(path("account_logout"))
    assert client.get(path("account_email")).status_code == 200
    client.post(path("account_logout"))
    assert client.get(path("account_email")).status_code == 302


def test_the_page_editor_asks_for_the_same_sign_in() -> None:
    answer = Client().get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(path("account_login"))
    assert "next=/admin/" in answer.redirect_chain[-1][0]
    manager = make_manager(make_space())
    EmailAddress.objects.create(user=manager, email=manager.email, verified=True, primary=True)
    data = {"login": manager.email, "password": PASSWORD, "next": "/admin/"}
    assert Client().post(path("account_login"), data)["Location"] == "/admin/"


def test_a_link_in_a_mail_never_names_the_host_of_the_request(settings: Settings) -> None:
    """Whoever asks for somebody else's new password may send any Host header."""
    settings.ALLOWED_HOSTS = ["*"]
    account()
    Client().post(
        path("account_reset_password"),
        {"email": "anna@example.org"},
        headers={"host": "evil.example.com"},
    )
    message = sent()
    assert "evil" not in message.body + str(html_of(message))
    assert f"{settings.SITE_URL}/nl/" in message.body


# --- everybody is answered in their own language


def test_an_account_reads_the_language_of_the_page_on_which_it_was_opened() -> None:
    client = Client()
    data = {"email": "new@example.org", "password1": GOOD_PASSWORD}
    client.post(path("account_signup", "nl"), data)
    assert User.objects.get(email="new@example.org").language == "nl"
    message = sent("Je code om je adres te bevestigen")
    assert message.extra_headers["Content-Language"] == "nl"
    answer = client.post(path("account_email_verification_sent", "nl"), {"code": code_in(message)})
    assert answer["Location"] == path("coworkers:account", "nl")
    assert EmailAddress.objects.get(email="new@example.org").verified


def test_signing_in_sets_the_language_of_the_account_for_visits_to_come() -> None:
    client = signed_in(account(language="nl"))
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie.value == "nl"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get("/")["Location"] == "/nl/"


def test_a_mail_is_in_the_language_of_its_reader_not_of_the_page() -> None:
    account(language="nl")
    Client().post(path("account_reset_password", "fr"), {"email": "anna@example.org"})
    message = sent("Kies een nieuw wachtwoord")
    assert message.extra_headers["Content-Language"] == "nl"
    soup = html_of(message)
    button = soup.select_one("a.button")
    assert button is not None
    assert button.get_text() == "Kies een nieuw wachtwoord"
    address = str(button["href"])
    assert address in message.body
    assert address.startswith(f"{settings.SITE_URL}/nl/account/password/reset/key/")
    page = Client().get(address.removeprefix(settings.SITE_URL), follow=True)
    assert page.status_code == 200
    assert document(page).select("input[type=password]")


def test_a_stranger_is_answered_in_the_language_of_the_page() -> None:
    Client().post(path("account_request_login_code", "nl"), {"email": "no@example.org"})
    message = sent("Er is geen account met dit adres")
    assert f"{settings.SITE_URL}/nl/account/signup/" in message.body


def test_a_sign_in_code_works_once() -> None:
    account(language="fr")
    client = Client()
    client.post(path("account_request_login_code"), {"email": "anna@example.org"})
    message = sent("Votre code de connexion")
    code = code_in(message)
    assert code in message.body.splitlines()
    answer = client.post(path("account_confirm_login_code"), {"code": code})
    assert answer["Location"] == path("coworkers:account", "fr")
    again = Client()
    again.post(path("account_request_login_code"), {"email": "anna@example.org"})
    assert again.post(path("account_confirm_login_code"), {"code": code}).status_code == 200


def test_a_change_of_password_is_told_to_its_owner() -> None:
    client = signed_in(account(language="nl"))
    data = {"oldpassword": PASSWORD, "password1": GOOD_PASSWORD, "password2": GOOD_PASSWORD}
    assert client.post(path("account_change_password"), data).status_code == 302
    message = sent()
    assert message.to == ["anna@example.org"]
    assert message.extra_headers["Content-Language"] == "nl"
    assert "Was jij het" in message.body
    assert "127.0.0.1" in message.body
    assert f"{settings.SITE_URL}/nl/account/password/reset/" in message.body


@pytest.mark.parametrize("language", CODES)
def test_mails_carry_the_funding_block_and_both_parts_say_the_same(language: str) -> None:
    account(language=language)
    Client().post(path("account_request_login_code"), {"email": "anna@example.org"})
    message = sent()
    soup = html_of(message)
    for part in (message.body, soup.get_text(" ")):
        assert "Union européenne" in part
        assert "Europese Unie" in part
    flat = " ".join(soup.get_text(" ").split())
    content = message.body.split("\n\n", 1)[1].split("\n--", 1)[0]
    for paragraph in parts_of(content):
        assert " ".join(paragraph.text.split()) in flat


# --- the pages


def check_page(answer: Any, language: str) -> BeautifulSoup:
    assert answer.status_code == 200
    soup = document(answer)
    html = soup.find("html")
    assert isinstance(html, Tag)
    assert html["lang"] == language
    assert len(soup.select("h1")) == 1
    assert soup.title is not None
    assert re.fullmatch(r"\S.* – COFFEE", soup.title.get_text())
    assert soup.select('meta[name=robots][content="noindex"]')
    assert not soup.select("link[rel=canonical], link[hreflang]")
    assert soup.select_one(".site-head .eu svg")
    assert not soup.select("[style]")
    for element in soup.select("main input:not([type=hidden]), main select, main textarea"):
        assert soup.select(f'label[for="{element["id"]}"]') or element.find_parent("label"), element
    return soup


def words(soup: BeautifulSoup) -> set[str]:
    main = soup.find("main")
    assert isinstance(main, Tag)
    for element in [*main.find_all(["script", "time"]), *main.select("[aria-hidden]")]:
        element.decompose()
    return {
        " ".join(text.split()) for text in main.stripped_strings if re.search(r"[a-z]{3}", text)
    }


@pytest.mark.parametrize("name", ENTRANCES)
def test_a_way_in_is_in_our_design_and_wholly_translated(name: str) -> None:
    french, dutch = (check_page(Client().get(path(name, code)), code) for code in ("fr", "nl"))
    assert not (words(french) & words(dutch)) - SHARED


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a_page_of_ones_own_account_is_wholly_translated(name: str) -> None:
    client = signed_in(account())
    client.post(path("account_reauthenticate"), {"password": PASSWORD})
    french, dutch = (check_page(client.get(path(name, code)), code) for code in ("fr", "nl"))
    both = {text for text in words(french) & words(dutch) if not text.startswith("127.0.0.1")}
    assert not both - SHARED


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_the_locks_of_an_account_are_changed_only_after_the_password(name: str) -> None:
    answer = signed_in(account()).get(path(name))
    assert answer["Location"].startswith(path("account_reauthenticate"))


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a_page_of_ones_own_account_is_not_for_visitors(name: str) -> None:
    answer = Client().get(path(name))
    assert answer.status_code == 302


def test_a_form_that_comes_back_names_each_wrong_field() -> None:
    data = {"email": "no address", "password1": "12345"}
    for language in CODES:
        soup = check_page(Client().post(path("account_signup", language), data), language)
        summary = soup.select_one(".msg.bad[role=alert]")
        assert summary is not None
        targets = [str(a["href"]) for a in summary.select("a")]
        assert targets == ["#id_email", "#id_password1"]
        assert all(soup.select_one(target) for target in targets)
        assert soup.select_one("#id_email")["aria-invalid"] == "true"  # type: ignore[index]
        assert soup.select_one("#id_email")["value"] == "no address"  # type: ignore[index]


def test_the_reasons_against_a_password_are_in_the_language_of_the_page() -> None:
    data = {"email": "new@example.org", "password1": "12345"}
    said = [
        words(document(Client().post(path("account_signup", code), data))) for code in ("fr", "nl")
    ]
    assert not (said[0] & said[1]) - SHARED


def test_one_who_is_signed_in_finds_the_own_name_in_the_head() -> None:
    soup = document(signed_in(account()).get(path("account_email", "nl")))
    link = soup.select_one(".head-tools .btn")
    assert link is not None
    assert link.get_text(strip=True) == "Anna"
    assert link["href"] == path("coworkers:account", "nl")


def test_only_editors_are_led_to_the_page_editor() -> None:
    assert not document(signed_in(account()).get(path("account_email"))).select('a[href="/admin/"]')
    manager = make_manager(make_space())
    EmailAddress.objects.create(user=manager, email=manager.email, verified=True, primary=True)
    assert document(signed_in(manager).get(path("account_email"))).select('a[href="/admin/"]')


def test_too_many_attempts_are_answered_in_our_design() -> None:
    client = Client()
    answers = [
        client.post(path("account_reset_password"), {"email": f"a{n}@example.org"})
        for n in range(25)
    ]
    assert answers[-1].status_code == 429
    assert "Un peu trop vite" in document(answers[-1]).get_text()


def test_signing_in_and_out_leaves_no_message_for_a_cached_page() -> None:
    client = signed_in(account())
    client.post(path("account_logout"))
    assert "messages" not in client.cookies or not client.cookies["messages"].value


# --- the small parts


@pytest.mark.parametrize(
    ("body", "code", "expected"),
    [
        ("", "", []),
        ("Hello\n\n  \n\nYou", "", [Part("text", "Hello"), Part("text", "You")]),
        ("Here:\n\nAB-12\n\nBye", "AB-12", [Part("text", "Here:"), Part("code", "AB-12"), Part("text", "Bye")]),
        ("AB-12", "", [Part("text", "AB-12")]),
        ("Go\nhttps://example.org/x?a=1", "", [Part("link", "Go", "https://example.org/x?a=1")]),
        ("Go there: https://example.org/", "", [Part("text", "Go there: https://example.org/")]),
        ("a\nb", "", [Part("text", "a\nb")]),
    ],
)  # fmt: skip
def test_a_text_mail_falls_into_parts(body: str, code: str, expected: list[Part]) -> None:
    assert parts_of(body, code) == expected


def test_a_reader_is_found_by_any_confirmed_address() -> None:
    user = account()
    EmailAddress.objects.create(user=user, email="other@example.org", verified=True)
    assert reader_of("ANNA@example.org", {}) == user
    assert reader_of("Other@example.org", {}) == user
    assert reader_of("nobody@example.org", {}) is None
    assert reader_of("nobody@example.org", {"user": user}) == user
    assert language_of(user) == "nl"
    assert language_of(None) == "fr"
    assert language_of(User(language="xx")) == "fr"


def test_an_address_of_ours_is_moved_to_the_language_and_the_public_host() -> None:
    found = own_address("https://elsewhere.example.com/fr/compte/login/?next=/fr/", "nl")
    assert found == f"{settings.SITE_URL}/nl/account/login/?next=/fr/"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", "Appareil inconnu"),
        ("", "Appareil inconnu"),
    ],
)  # fmt: skip
def test_a_browser_is_called_by_its_name(header: str, name: str) -> None:
    assert browser_name(header) == name
