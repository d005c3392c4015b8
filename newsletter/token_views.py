"""Signing up, and the pages behind the links in mails. GET and HEAD change nothing: mail scanners open every link.

No page here needs a cookie or a CSRF token: signing up sends one mail to the address and nothing more, and what
the other pages do is allowed by the signed token in their address.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coffee.core.language import current_language, language_codes
from coffee.core.meta import Meta
from newsletter import consent, limits, tokens
from newsletter.addresses import LIMIT_BITS, client_address, network_of
from newsletter.forms import PreferencesForm, SubscribeForm
from newsletter.models import Subscriber

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    View = Callable[..., HttpResponse]

PER_NETWORK, SEE_OTHER, TOO_MANY, UNAVAILABLE = 10, 303, 429, 503
ONE_CLICK = "One-Click"


def private_page(view: View) -> View:
    """Never kept by a cache or a search engine, and its address is told to nobody."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def page(request: HttpRequest, template: str, title: str, language: str, *, status: int = 200, **context: Any) -> HttpResponse:  # fmt: skip
    """A page in the reader's language, whatever the browser asks for. Call under that language."""
    meta = Meta(request, title=title, noindex=True)
    response = render(
        request, f"newsletter/{template}.html", {"meta": meta, **context}, status=status
    )
    response["Content-Language"] = language
    return response


# --- signing up


@private_page
def subscribe(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: the same answer for every address, known or not."""
    wanted = (request.POST if request.method == "POST" else request.GET).get("language", "")
    language = wanted if wanted in language_codes() else current_language()
    with translation.override(language):
        if request.method != "POST":
            return form_page(request, language)
        form = SubscribeForm(request.POST, auto_id="letter-%s")
        if not form.is_valid():
            return form_page(request, language, form)
        if not form.is_robot:
            answer = asked(request, form, language)
            if answer is not None:
                return answer
        redirect = HttpResponseRedirect(reverse("newsletter:thanks"))
        redirect.status_code = SEE_OTHER
        return redirect


def asked(request: HttpRequest, form: SubscribeForm, language: str) -> HttpResponse | None:
    """Ask the owner of the address by mail; an answer only when that is not possible now."""
    if form.is_too_quick:
        note = _("That was quick. Please press the button once more.")
        return form_page(request, language, again(form), note=note)
    address = client_address(request)
    if not limits.take("network", network_of(address, LIMIT_BITS), PER_NETWORK, limits.HOUR):
        note = _(
            "Many people sign up from your network at the moment. Please try again in an hour."
        )
        return form_page(request, language, again(form), note=note, status=TOO_MANY)
    try:
        consent.request(form.cleaned_data["email"], language, address=address)
    except consent.MailFailedError:
        note = _("We cannot send the confirmation mail at the moment. Please try again later.")
        return form_page(request, language, again(form), note=note, status=UNAVAILABLE)
    return None


def again(form: SubscribeForm) -> SubscribeForm:
    """The same values in a form with a fresh stamp."""
    values = {name: form.cleaned_data[name] for name in ("email", "language")}
    return SubscribeForm(initial={**values, "t": tokens.stamp()}, auto_id="letter-%s")


def form_page(request: HttpRequest, language: str, form: SubscribeForm | None = None, *, note: str = "", status: int = 200) -> HttpResponse:  # fmt: skip
    """The sign-up form on a page of its own."""
    initial = {"language": language, "t": tokens.stamp()}
    form = form or SubscribeForm(initial=initial, auto_id="letter-%s")
    title = _("Receive the newsletter")
    return page(request, "subscribe", title, language, status=status, form=form, note=note)


# --- the links in mails


def reader_of(uid: Any) -> Subscriber | None:
    """Whose link it is; None for someone who was erased."""
    return Subscriber.objects.filter(uid=uid).first()


@private_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET: a button. POST: the address becomes a reader; of an expired link, a new mail."""
    try:
        claim = tokens.read_confirm(token)
    except tokens.BadTokenError as error:
        raise Http404 from error
    language = claim.language if claim.language in language_codes() else current_language()
    subscriber = reader_of(claim.uid)
    if subscriber is None or not consent.is_current(subscriber, claim):
        raise Http404
    with translation.override(language):
        state = "expired" if claim.is_expired and not subscriber.is_active else "ask"
        if request.method == "POST" and state == "expired":
            state = "sent" if sent_again(subscriber, language) else "later"
        elif request.method == "POST":
            consent.confirm(claim, address=client_address(request))
            state = "done"
        return page(request, "confirm", _("Your subscription"), language, state=state)


def sent_again(subscriber: Subscriber, language: str) -> bool:
    """A new confirmation mail, within the limits of the address."""
    try:
        if consent.may_mail(subscriber.email):
            consent.send_confirmation(subscriber, language)
            consent.record(subscriber, "confirmation_sent")
    except consent.MailFailedError:
        return False
    return True


@private_page
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET: what one can do. POST: the reader leaves, or takes less; in one click for mail programs."""
    try:
        claim = tokens.read_unsubscribe(token)
    except tokens.BadTokenError as error:
        raise Http404 from error
    subscriber = reader_of(claim.uid)
    language = subscriber.language if subscriber else current_language()
    with translation.override(language):
        title = _("Unsubscribe")
        if subscriber is None:
            return page(request, "unsubscribe", title, language, state="unknown")
        if request.method == "POST":
            one_click = request.POST.get("List-Unsubscribe") == ONE_CLICK
            state = act(request, claim, one_click=one_click)
            if one_click:
                # Mail programs follow no redirect and show no page.
                return HttpResponse(
                    _("You are unsubscribed."), content_type="text/plain; charset=utf-8"
                )
            subscriber.refresh_from_db()
        else:
            state = "ask" if subscriber.is_active else "left"
        may_undo = consent.may_undo(subscriber)
        return page(request, "unsubscribe", title, language, state=state, subscriber=subscriber, may_undo=may_undo)  # fmt: skip


def act(request: HttpRequest, claim: tokens.UnsubscribeClaim, *, one_click: bool) -> str:
    """Do what the button says; whatever it says wrongly, the reader leaves."""
    address = client_address(request)
    action = "" if one_click else request.POST.get("action", "")
    if action == "undo":
        reader = consent.undo(claim.uid, address=address)
        return "back" if reader is not None and reader.is_active else "left"
    less: dict[str, dict[str, Any]] = {
        "monthly": {"frequency": Subscriber.MONTHLY},
        "pause": {"paused_until": timezone.localdate() + consent.PAUSE_FOR},
        "mine": {"only_my_spaces": True},
    }
    if action in less:
        consent.set_preferences(claim.uid, less[action], address=address)
        return action
    consent.unsubscribe(
        claim.uid, one_click=one_click, issue_number=claim.issue_number, address=address
    )
    return "left"


@private_page
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """GET: what the reader has chosen. POST: what the reader chooses now; of an expired link, a new mail."""
    try:
        uid, is_expired = tokens.read_preferences(token)
    except tokens.BadTokenError as error:
        raise Http404 from error
    subscriber = reader_of(uid)
    if subscriber is None:
        raise Http404
    with translation.override(subscriber.language):
        if is_expired:
            return expired_preferences(request, subscriber)
        form = PreferencesForm.of(subscriber)
        if request.method == "POST":
            form = PreferencesForm(request.POST, is_paused=subscriber.is_paused)
            if form.is_valid():
                return saved_preferences(request, subscriber, form)
        return preferences_page(request, subscriber, form)


def expired_preferences(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Offer a new link to the address, or say that it was sent."""
    state = "expired"
    if request.method == "POST":
        state = "sent"
        try:
            if consent.may_mail(subscriber.email):
                consent.send_preferences(subscriber)
        except consent.MailFailedError:
            state = "later"
    return preferences_page(request, subscriber, None, state=state)


def saved_preferences(
    request: HttpRequest, subscriber: Subscriber, form: PreferencesForm
) -> HttpResponse:
    """Store the choices and show them, in the language just chosen."""
    values = dict(form.cleaned_data)
    spaces = values.pop("spaces")
    if values.pop("resume", False):
        values["paused_until"] = None
    stored = consent.set_preferences(
        subscriber.uid, values, spaces, address=client_address(request)
    )
    if stored is None:
        raise Http404
    with translation.override(stored.language):
        return preferences_page(request, stored, PreferencesForm.of(stored), state="saved")


def preferences_page(request: HttpRequest, subscriber: Subscriber, form: PreferencesForm | None, *, state: str = "") -> HttpResponse:  # fmt: skip
    """The page in the language that is active."""
    return page(
        request,
        "preferences",
        _("Your newsletter"),
        current_language(),
        form=form,
        state=state,
        subscriber=subscriber,
    )
