"""The catalogue: the list with its search, one skill, one person, and the suggestions of the picker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coffee.core.language import current_language
from coffee.core.meta import Meta
from coffee.core.models import REDIRECT_SECONDS
from coworkers import lexicon, structured_data
from coworkers.cards import pair, pairs
from coworkers.catalogue import listing
from coworkers.categories import CATEGORIES
from coworkers.filters import PAGE, QUERY, clean_query, page_number
from coworkers.languages import SPOKEN
from coworkers.models import GoneProfile, Profile

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from coworkers.catalogue import Listing
    from coworkers.lexicon import SkillInfo

# Lazy: the list shows it in every language of the site.
HEADING = gettext_lazy("Skills")
SUGGESTIONS = 10
SUGGEST_SECONDS = 300


def person_list(request: HttpRequest) -> HttpResponse:
    """Everyone whom this visitor may see, searched and filtered."""
    found = _listing_or_404(request)
    title = _("Catalogue of skills")
    if found.page.number > 1:
        title = ", ".join([title, _("page %(number)s") % {"number": found.page.number}])
    meta = Meta(
        request,
        title=title,
        description=_("Coworkers and what they can do, in French and in Dutch."),
        # Each selection repeats people whom the full list already has.
        noindex=found.chosen.is_active or found.page.number > 1,
        structured_data=structured_data.item_list(found.people, found.page.start_index()),
    )
    response = render(
        request, "coworkers/list.html", {"meta": meta, "listing": found, "heading": HEADING}
    )
    return _for_one_reader(request, response)


def _listing_or_404(request: HttpRequest, skill: SkillInfo | None = None) -> Listing:
    number = page_number(request.GET.get(PAGE, ""))
    found = listing(request, number, skill) if number else None
    if found is None:
        raise Http404
    return found


def _for_one_reader(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Members see more than visitors: what they get is theirs alone."""
    if request.user.is_authenticated:
        add_never_cache_headers(response)
    return response


def skill(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One skill under all its names, and the people who declare it."""
    info = lexicon.current().skills.get(pk)
    if info is not None and info.merged_into:
        return redirect("coworkers:skill", slug=info.slug, pk=info.merged_into, permanent=True)
    if info is None or not info.is_listed:
        raise Http404
    found = _listing_or_404(request, info)
    label = str(info.label())
    meta = Meta(
        request,
        obj=info,
        title=label,
        description=ngettext(
            "%(skill)s: %(n)s person in the network.",
            "%(skill)s: %(n)s people in the network.",
            found.total,
        )
        % {"skill": label, "n": found.total},
        languages=list(info.labels) or None,
        noindex=found.page.number > 1 or not found.total,
        structured_data=structured_data.item_list(found.people, found.page.start_index()),
    )
    context = {
        "meta": meta,
        "listing": found,
        "skill": pair(info),
        "category": dict(CATEGORIES).get(info.category, ""),
        "category_code": info.category,
        "names": info.others(),
    }
    return _for_one_reader(request, render(request, "coworkers/skill.html", context))


def person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One person. Hidden and missing look alike; one who was public and withdrew answers 410, without a name."""
    profile = Profile.objects.readable_by(request.user).for_detail().filter(pk=pk).first()
    if profile is None:
        if GoneProfile.objects.filter(number=pk).exists():
            return gone(request)
        raise Http404
    right = profile.get_absolute_url()
    if request.path != right:
        moved = HttpResponsePermanentRedirect(right)
        # The address holds a name: shared caches may keep it only when everyone may read it.
        public = {"public": True, "max_age": REDIRECT_SECONDS}
        patch_cache_control(moved, **(public if profile.is_public() else {"private": True}))
        return moved
    words_of = lexicon.current()
    skills = pairs(profile, words_of)
    needs = [words_of.skills.get(item.skill_id) for item in profile.need_items.all()]
    headline = profile.text("headline")
    meta = Meta(
        request,
        obj=profile,
        title=", ".join(filter(None, [profile.name, str(headline)])),
        description=f"{profile.name}, {profile.space.title}: {headline}",
        noindex=not profile.may_be_indexed,
        og_type="profile",
        structured_data=structured_data.person(profile, skills),
    )
    context = {
        "meta": meta,
        "person": profile,
        "skills": skills,
        "needs": [pair(info) for info in needs if info],
        "spoken": [(code, SPOKEN[code]) for code in profile.spoken if code in SPOKEN],
        "is_own": profile.user_id == request.user.pk,
    }
    response = render(request, "coworkers/person.html", context)
    if not profile.may_be_indexed:
        response["X-Robots-Tag"] = "noindex"
    return _for_one_reader(request, response)


def gone(request: HttpRequest) -> HttpResponse:
    """410: someone has taken their profile back. The page does not say who."""
    meta = Meta(request, title=_("This profile has been withdrawn"), noindex=True)
    response = render(request, "coworkers/gone.html", {"meta": meta}, status=410)
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


def suggest(request: HttpRequest) -> JsonResponse:
    """Skills for what has been typed so far, found by any name in any language. Holds nothing about people."""
    words_of, language = lexicon.current(), current_language()
    typed = clean_query(request.GET.get(QUERY, ""))
    categories = dict(CATEGORIES)
    rows = []
    for hit in words_of.vocabulary.suggest(typed, language, SUGGESTIONS) if len(typed) > 1 else []:
        info = words_of.skills[hit.skill]
        rows.append(
            {
                "id": info.pk,
                "label": str(info.label()),
                "via": hit.via.text,
                "other": {name.language: str(name) for name in info.others()},
                "category": str(categories.get(info.category, "")),
            }
        )
    response = JsonResponse(rows, safe=False)
    patch_cache_control(response, public=True, max_age=SUGGEST_SECONDS)
    response["X-Robots-Tag"] = "noindex"
    return response
