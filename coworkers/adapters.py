"""How accounts behave: mails in the language of the account, the way after signing in, safe redirects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress

from coffee.core.language import absolute, current_language, language_codes
from coffee.core.mail import one_line
from coffee.core.typography import typographic
from coffee.users.models import User

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

BLANK_LINES = re.compile(r"\n\s*\n")
ADDRESS = re.compile(r"https?://\S+")
FRAME, CONTENT_ONLY = "emails/base.txt", "emails/content_only.txt"


class Part(NamedTuple):
    """One paragraph of a mail: `text`, a `code` to type in, or a `link` with the words on its button."""

    kind: str
    text: str
    url: str = ""


def parts_of(body: str, code: str = "") -> list[Part]:
    """The paragraphs of a text mail. Words on one line with an address below them are a link."""
    found = []
    for paragraph in BLANK_LINES.split(body.strip()):
        lines = [line.strip() for line in paragraph.strip().splitlines()]
        if code and lines == [code]:
            found.append(Part("code", code))
        elif len(lines) == 2 and ADDRESS.fullmatch(lines[1]):
            found.append(Part("link", *lines))
        elif lines:
            found.append(Part("text", "\n".join(lines)))
    return found


def reader_of(email: str, context: dict[str, Any]) -> User | None:
    """The account that a mail is about, or nobody: strangers get mails too, and addresses differ in case."""
    if isinstance(context.get("user"), User):
        user: User = context["user"]
        return user
    owner = User.objects.filter(email__iexact=email).first()
    if owner is None:
        address = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
        owner = address.user if address else None
    return owner


def language_of(user: User | None) -> str:
    """The language that an account reads; of a stranger, the language of the page that was used."""
    return user.language if user and user.language in language_codes() else current_language()


def own_address(url: str, language: str) -> str:
    """An address of this site in a language, on the host of the settings.

    Never on the host of the request, which whoever asks for a new password may have chosen.
    """
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return absolute(translate_url(path, language))


class AccountAdapter(DefaultAccountAdapter):
    """allauth with the manners of this site."""

    # --- mails

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's mails under the reader's language, as text and in the site's frame."""
        language = language_of(reader_of(email, context))
        links = {"password_reset_url": reverse("account_reset_password")}
        links |= {key: value for key, value in context.items() if key.endswith("_url") and value}
        values = {
            **context,
            **{key: own_address(str(url), language) for key, url in links.items()},
            "email": email,
            "site_url": settings.SITE_URL.rstrip("/"),
        }
        with translation.override(language):
            message = self.composed(template_prefix, values, language)
        message.to = [email]
        message.send()

    def composed(
        self, template_prefix: str, values: dict[str, Any], language: str
    ) -> EmailMultiAlternatives:
        """The mail without its recipient. The HTML part is made from the text part, so they never differ."""

        def text_in(frame: str) -> str:
            text = render_to_string(f"{template_prefix}_message.txt", {**values, "frame": frame})
            return typographic(text, language).strip()

        subject = one_line(render_to_string(f"{template_prefix}_subject.txt", values))
        parts = parts_of(text_in(CONTENT_ONLY), str(values.get("code") or ""))
        html = render_to_string(
            "account/email/message.html", {**values, "subject": subject, "parts": parts}
        )
        message = EmailMultiAlternatives(
            subject,
            text_in(FRAME) + "\n",
            self.get_from_email(),
            headers={"Content-Language": language},
        )
        message.attach_alternative(html, "text/html")
        return message

    # --- accounts

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """Remember the language of the page on which someone signed up."""
        user.language = current_language()
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """From here on the site opens in the language of the account."""
        response: HttpResponse = super().post_login(request, user, **options)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language_of(user),
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
        )
        return response

    # --- ways

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """One's own page, in one's own language, for those who asked for no other."""
        with translation.override(language_of(request.user)):  # type: ignore[arg-type]
            return reverse("coworkers:account")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The same page, once the address is confirmed."""
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The home page in the language of the page one leaves."""
        return reverse("wagtail_serve", args=[""])

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this site: its public host, or the one that is being asked."""
        hosts = {self.request.get_host(), urlsplit(settings.SITE_URL).netloc}
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts=hosts, require_https=self.request.is_secure()
        )
