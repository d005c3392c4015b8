"""schema.org data of people who want to be found by search engines; of nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coffee.core.language import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coworkers.cards import SkillPair
    from coworkers.models import Profile

CONTEXT = "https://schema.org"


def person(profile: Profile, skills: Sequence[SkillPair]) -> list[dict[str, Any]]:
    """A page about a person: name, skills, languages, space. Never an address or number."""
    if not profile.may_be_indexed:
        return []
    names = [name for pair in skills for name in (pair.own, pair.other) if name]
    about = {
        "@type": "Person",
        "name": profile.name,
        "description": str(profile.text("headline")),
        "knowsAbout": [{"@language": name.language, "@value": str(name)} for name in names],
        "knowsLanguage": profile.spoken,
        "affiliation": {
            "@type": "Organization",
            "name": str(profile.space.title),
            "url": absolute(profile.space.get_absolute_url()),
        },
    }
    return [
        {
            "@context": CONTEXT,
            "@type": "ProfilePage",
            "url": absolute(profile.get_absolute_url()),
            "inLanguage": profile.text("headline").language,
            "mainEntity": about,
        }
    ]


def item_list(profiles: Iterable[Profile], first: int = 1) -> list[dict[str, Any]]:
    """Those people of one page of the list who may be indexed."""
    items = [
        {"@type": "ListItem", "position": position, "url": absolute(profile.get_absolute_url())}
        for position, profile in enumerate(profiles, first)
        if profile.may_be_indexed
    ]
    return [{"@context": CONTEXT, "@type": "ItemList", "itemListElement": items}] if items else []
