"""What the front page counts and says of the network: always the real numbers of today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from coffee.core.language import absolute, current_language, language_codes
from coffee.core.meta import Meta
from coworkers.models import Profile, ProfileSkill
from coworkers.querysets import visible_q
from events.models import Occurrence
from spaces.map_geometry import map_stops
from spaces.network import coworking_spaces, network_spaces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from coffee.home.models import HomePage
    from spaces.models import SpacePage

CONTEXT = "https://schema.org"


def in_words(number: int) -> str:
    """A small number as a word, a large one in digits."""
    words = [
        pgettext("number", "no"),
        pgettext("number", "one"),
        pgettext("number", "two"),
        pgettext("number", "three"),
        pgettext("number", "four"),
        pgettext("number", "five"),
        pgettext("number", "six"),
        pgettext("number", "seven"),
        pgettext("number", "eight"),
        pgettext("number", "nine"),
        pgettext("number", "ten"),
        pgettext("number", "eleven"),
        pgettext("number", "twelve"),
    ]
    return words[number] if number < len(words) else str(number)


def network_in_words(spaces: Sequence[SpacePage]) -> str:
    """ "Five spaces, two countries"; empty while there is no coworking space."""
    coworking = coworking_spaces(spaces)
    if not coworking:
        return ""
    countries = len({space.country for space in coworking})
    many = {"n": in_words(len(coworking))}
    parts = {
        "spaces": ngettext("%(n)s space", "%(n)s spaces", len(coworking)) % many,
        "countries": ngettext("%(n)s country", "%(n)s countries", countries)
        % {"n": in_words(countries)},
    }
    # Translators: "five spaces, two countries"; both parts are translated apart.
    return capfirst(_("%(spaces)s, %(countries)s") % parts)


def skills_in_words() -> str:
    """How many people with how many different skills a visitor finds; empty while there is nobody."""
    visitor = AnonymousUser()
    people = Profile.objects.visible_to(visitor).count()
    if not people:
        return ""
    declared = ProfileSkill.objects.filter(visible_q(visitor, "content_object__"))
    skills = declared.values("tag").distinct().count()
    parts = {
        "people": ngettext("%(n)s coworker", "%(n)s coworkers", people) % {"n": people},
        "skills": ngettext("%(n)s skill", "%(n)s skills", skills) % {"n": skills},
    }
    # Translators: "186 coworkers, 94 skills"; both parts are translated apart.
    return _("%(people)s, %(skills)s.") % parts


def count_events(spaces: Sequence[SpacePage]) -> None:
    """Tell every space how many dates it hosts from now on. One query."""
    dates = Occurrence.objects.listed().taking_place().upcoming().order_by()
    hosted = dates.filter(event__hosts__accepted_at__isnull=False)
    counts = dict(hosted.values_list("event__hosts__space").annotate(n=Count("pk")))
    for space in spaces:
        space.upcoming_count = counts.get(space.pk, 0)


def structured_data(description: str) -> list[dict[str, Any]]:
    """The network as an Organization with its funder, and the site."""
    home = absolute(reverse("wagtail_serve", args=[""]))
    organization = {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": "COFFEE",
        "url": home,
        "description": description,
        "logo": absolute(static("img/favicon.svg")),
        "funder": {
            "@type": "Organization",
            "name": _("European Union, European Regional Development Fund"),
        },
    }
    site = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": "COFFEE",
        "url": home,
        "inLanguage": current_language(),
    }
    return [organization, site]


def front_page(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """What the template of the home page reads, with the head of the document."""
    spaces = network_spaces(request)
    count_events(spaces)
    words = network_in_words(spaces)
    description = str(page.text("intro")) or _(
        "The agenda, the blog and the skills of the coworking spaces between Lille and Charleroi."
    )
    return {
        "meta": Meta(
            request,
            obj=page,
            # The text of the page is the interface's own: it exists in every language.
            languages=language_codes(),
            title=words or str(page.text("title")),
            description=description,
            structured_data=structured_data(description),
        ),
        "network": words,
        "spaces": spaces,
        "stops": map_stops(spaces),
        "skills": skills_in_words(),
    }
