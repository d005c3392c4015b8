"""Makers of skills and people for the tests of the catalogue."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from coffee.users.models import User
from coworkers import consents, lexicon, privacy, search
from coworkers.models import Profile, ProfileSkill, ProfileTerm, ProfileText, Skill, SkillLabel
from coworkers.querysets import PUBLIC
from spaces.models import Membership
from tests.factories import make_member

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from spaces.models import SpacePage

_numbers = count(1)


def flat(content: bytes | str) -> str:
    """A page without the space around its tags, which says nothing to a reader."""
    text = content.decode() if isinstance(content, bytes) else content
    return re.sub(r"\s+<", "<", re.sub(r">\s+", ">", text))


def make_skill(
    key: str = "",
    category: str = "finance",
    *,
    alternatives: Mapping[str, Iterable[str]] | None = None,
    **labels: str,
) -> Skill:
    """A skill with its preferred labels; `make_skill("accounting", fr="Comptabilité", nl="Boekhouding")`."""
    key = key or f"skill-{next(_numbers)}"
    labels = labels or {"fr": key.title()}
    skill: Skill = Skill.objects.create(slug=key, name=key, category=category)
    for language, text in labels.items():
        SkillLabel.objects.create(skill=skill, language=language, kind="pref", text=text)
    for language, texts in (alternatives or {}).items():
        for text in texts:
            SkillLabel.objects.create(skill=skill, language=language, kind="alt", text=text)
    return skill


def make_profile(
    space: SpacePage,
    name: str = "",
    *,
    user: User | None = None,
    skills: Iterable[Skill] = (),
    level: int = 2,
    visibility: str = Profile.PUBLIC,
    agree: Iterable[str] = (consents.PUBLISH,),
    texts: Mapping[str, Mapping[str, str]] | None = None,
    confirmed_at: dt.datetime | None = None,
    **fields: Any,
) -> Profile:
    """A person with an active membership whose profile is confirmed, agreed to, and indexed."""
    number = next(_numbers)
    user = user or make_member(space, email=f"coworker-{number}@example.org")
    profile = Profile.objects.create(
        user=user,
        space=space,
        name=name or f"Coworker {number}",
        visibility=visibility,
        confirmed_at=confirmed_at or timezone.now(),
        speaks=fields.pop("speaks", ["fr"]),
        **fields,
    )
    for language, values in (texts or {}).items():
        profile.texts.create(language=language, **values)
    for skill in skills:
        profile.skill_items.create(tag=skill, level=level)
    for purpose in agree:
        privacy.give(profile, purpose, "fr")
    privacy.apply(profile)
    search.index_profile(profile)
    return profile


def make_crowd(space: SpacePage, skill: Skill, number: int) -> None:
    """Many public people alike, in a few statements; their index is that of the first, with their own names."""
    words_of, start = lexicon.current(), next(_numbers) * 1_000_000
    texts = {"nl": {"headline": "Alles over cijfers"}}
    pattern = make_profile(space, "Pattern", skills=[skill], texts=texts, speaks=["fr", "nl"])
    pattern.refresh_from_db()
    terms = search.terms_of(pattern, words_of)
    del terms["w:pattern"]
    columns = search.derived(pattern, words_of)
    users = User.objects.bulk_create(
        User(email=f"crowd-{start + i}@example.org", password="!") for i in range(number - 1)
    )
    Membership.objects.bulk_create(
        Membership(user=user, space=space, status=Membership.ACTIVE) for user in users
    )
    people = Profile.objects.bulk_create(
        Profile(
            user=user,
            space=space,
            name=f"Crowd{start + i}",
            visibility=Profile.PUBLIC,
            confirmed_at=timezone.now(),
            speaks=pattern.speaks,
            shown_to=PUBLIC,
            **columns | {"deal": i},
        )
        for i, user in enumerate(users)
    )
    ProfileText.objects.bulk_create(
        ProfileText(profile=person, language="nl", **texts["nl"]) for person in people
    )
    ProfileSkill.objects.bulk_create(
        ProfileSkill(content_object=person, tag=skill) for person in people
    )
    ProfileTerm.objects.bulk_create(
        ProfileTerm(profile=person, term=term, weight=weight)
        for person in people
        for term, weight in [*terms.items(), (f"w:{person.name.lower()}", search.NAME)]
    )
