"""Everyone's own pages: the account, the profile, its skills and consents. Never cached, never indexed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coffee.core.language import current_language, language_codes
from coffee.core.meta import Meta
from coworkers import consents, lexicon, picker, privacy
from coworkers.filters import QUERY, clean_query
from coworkers.forms import JoinForm, ProfileForm
from coworkers.models import Profile, ProfileSkill
from coworkers.querysets import spaces_of
from spaces.models import Membership

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from coffee.users.models import User

FORM_ERROR = 422
SKILLS_TO_AIM_FOR = 3


class Step(NamedTuple):
    """One thing that makes a profile findable."""

    label: str
    done: bool
    url: str


@dataclass(frozen=True)
class Agreement:
    """A consent that holds, as the profile page shows it."""

    purpose: str
    text: Any
    entry: Any


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the person who is signed in; search engines and caches keep nothing of it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return never_cache(login_required(wrapped))


def profile_of(user: User) -> Profile | None:
    """The own profile with everything that the account page reads."""
    return Profile.objects.for_listing().filter(user=user).first()


def steps(profile: Profile | None) -> list[Step]:
    """What is there and what is missing, the first steps first."""
    form, skills = reverse("coworkers:profile"), reverse("coworkers:profile-skills")
    rows = {row.language: row for row in profile.texts.all()} if profile else {}
    count = len(profile.skill_items.all()) if profile else 0
    own = profile.language if profile else current_language()
    found = [
        Step(
            _("A headline"), any(row.headline for row in rows.values()), f"{form}#id_headline_{own}"
        ),
        Step(_("Three skills"), count >= SKILLS_TO_AIM_FOR, skills if profile else form),
        Step(_("Languages spoken"), bool(profile and profile.speaks), f"{form}#id_speaks"),
    ]
    for code in language_codes():
        if code != own:
            language = str(get_language_info(code)["name_translated"]).lower()
            done = bool(code in rows and rows[code].headline)
            label = _("The headline in %(language)s") % {"language": language}
            found.append(Step(label, done, f"{form}#id_headline_{code}"))
    return found


def account_context(request: HttpRequest, form: JoinForm) -> dict[str, Any]:
    """What the account page shows, with or without a refused form."""
    user: Any = request.user
    profile = profile_of(user)
    memberships = (
        Membership.objects.of(user)
        .exclude(status=Membership.ENDED)
        .filter(space__isnull=False)
        .select_related("space__city")
        .order_by("status", "pk")
    )
    path = steps(profile)
    return {
        "meta": Meta(request, title=_("My account"), noindex=True),
        "profile": profile,
        "memberships": list(memberships),
        "steps": path,
        "steps_done": sum(step.done for step in path),
        "may_write": bool(profile or spaces_of(user)),
        "join_form": form,
    }


@own_page
def account(request: HttpRequest) -> HttpResponse:
    """Greeting, state of the profile, memberships, and the way to everything else."""
    user: Any = request.user
    return render(request, "coworkers/account.html", account_context(request, JoinForm(user=user)))


@own_page
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Ask a space to be one of its members."""
    user: Any = request.user
    form = JoinForm(request.POST, user=user)
    if not form.is_valid():
        context = account_context(request, form)
        return render(request, "coworkers/account.html", context, status=FORM_ERROR)
    membership = form.save()
    said = _("Your request has been noted. %(space)s will look at it.")
    messages.success(request, said % {"space": membership.space.title if membership.space else ""})
    return redirect("coworkers:account")


def agreements(profile: Profile) -> list[Agreement]:
    """The consents that hold, each with the words and day of the yes."""
    latest = {entry.purpose: entry for entry in profile.consents.order_by("pk")}
    held = []
    for purpose, _label in consents.PURPOSES:
        entry = latest.get(purpose)
        if entry is not None and entry.given:
            words = next(
                (w for w in consents.WORDINGS[purpose] if w.version == entry.wording_version),
                consents.wording(purpose),
            )
            held.append(Agreement(purpose, words.text, entry))
    return held


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Write the own profile, decide who sees it, and agree or not. Needs an active membership to begin with."""
    user: Any = request.user
    mine = profile_of(user)
    if mine is None and not spaces_of(user):
        messages.info(
            request, _("First ask your space to confirm that you are one of its members.")
        )
        return redirect("coworkers:account")
    form = ProfileForm(request.POST or None, instance=mine, user=user)
    refused = request.method == "POST" and not form.is_valid()
    if request.method == "POST" and not refused:
        saved = form.save()
        messages.success(request, _("Your profile has been saved."))
        has_skills = saved.skill_items.exists()
        return redirect("coworkers:account" if has_skills else "coworkers:profile-skills")
    context = {
        "meta": Meta(request, title=_("My profile"), noindex=True),
        "form": form,
        "profile": mine,
        "agreements": agreements(mine) if mine else [],
    }
    return render(
        request, "coworkers/profile_form.html", context, status=FORM_ERROR if refused else 200
    )


@own_page
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take one consent back; it takes effect before the answer."""
    mine = profile_of(request.user)  # type: ignore[arg-type]
    purpose = request.POST.get("purpose", "")
    if mine is not None and purpose in consents.WORDINGS:
        user: Any = request.user
        if privacy.withdraw(mine, purpose, current_language(), actor=user):
            messages.success(request, _("Withdrawn. It takes effect at once."))
    return redirect("coworkers:profile")


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: HttpRequest) -> HttpResponse:
    """Search for skills, tick them, say how well, save."""
    mine = profile_of(request.user)  # type: ignore[arg-type]
    if mine is None:
        return redirect("coworkers:profile")
    words_of = lexicon.current()
    levels, problem = picker.current_levels(mine), ""
    typed = clean_query(request.GET.get(QUERY, ""))
    if request.method == "POST":
        offered = {info.pk for info in words_of.listed} | set(levels)
        levels = picker.chosen_levels(request.POST, offered)
        problem = picker.save(mine, levels)
        if not problem:
            messages.success(request, _("Your skills have been saved."))
            return redirect("coworkers:profile-skills")
    chosen, candidates = picker.lines(levels, typed, words_of)
    context = {
        "meta": Meta(request, title=_("My skills"), noindex=True),
        "profile": mine,
        "chosen": chosen,
        "candidates": candidates,
        "typed": typed,
        "problem": problem,
        "levels": ProfileSkill.LEVELS,
    }
    status = FORM_ERROR if problem else 200
    return render(request, "coworkers/skills_form.html", context, status=status)
