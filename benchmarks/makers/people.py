"""People: some dozens through consent and index, then copies under other names."""

from __future__ import annotations

import random
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from benchmarks.makers.copies import BATCH, Belongings, copy_of
from coffee.core.text import fold, term
from coffee.users.models import User
from coworkers import consents, privacy, search
from coworkers.models import Profile, ProfileSkill, ProfileTerm, ProfileText, Skill
from spaces.models import Membership, SpacePage

if TYPE_CHECKING:
    from collections.abc import Sequence

# So many people have the rare skill, whatever the size: what few hits cost must not grow.
FEW: Final = 40
RARE, COMMON = "urban-agriculture", "accounting"
ORIGINALS, SKILLS_EACH = 42, 5
FIRST: Final = [
    "Anna",
    "Bram",
    "Chloé",
    "Daan",
    "Élise",
    "Femke",
    "Gilles",
    "Hanne",
    "Inès",
    "Joris",
    "Karim",
    "Lotte",
    "Mehdi",
    "Nele",
    "Odile",
    "Pieter",
]
LAST: Final = [
    "Dubois",
    "Peeters",
    "Lambert",
    "Claes",
    "Martin",
    "Maes",
    "Dupont",
    "Jacobs",
    "Leroy",
    "Mertens",
    "Simon",
    "Willems",
    "Laurent",
    "Goossens",
]
ABOUT: Final = {
    "fr": "Après dix ans dans une grande entreprise, je travaille pour des artisans et des associations de la région :",
    "nl": "Na tien jaar in een groot bedrijf werk ik nu voor ambachtslui en verenigingen uit de streek:",
}


def name_of(number: int) -> str:
    """A first name and a family name; the pairs repeat, as in life."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"


def address(number: int) -> str:
    """An address that nobody has."""
    return f"person-{number}@example.org"


def make_originals() -> list[Profile]:
    """People of every space with five skills and texts in both languages; the last has the rare skill."""
    spaces = list(SpacePage.objects.in_network().order_by("pk"))
    rare = Skill.objects.get(slug=RARE)
    common = Skill.objects.get(slug=COMMON)
    others = list(Skill.objects.approved().exclude(pk__in=[rare.pk, common.pk]).order_by("slug"))
    made = []
    for number in range(ORIGINALS):
        skills = [others[(7 * number + 61 * n) % len(others)] for n in range(SKILLS_EACH)]
        if number % 3 == 0:
            skills[0] = common
        if number == ORIGINALS - 1:
            skills[0] = rare
        made.append(person(number, spaces[number % len(spaces)], skills))
    PersonCopies().write([(made[-1], ORIGINALS + n) for n in range(FEW - 1)])
    return made


def person(number: int, space: SpacePage, skills: Sequence[Skill]) -> Profile:
    """One person, public and indexed."""
    user = User.objects.create(email=address(number), password="!")
    Membership.objects.create(user=user, space=space, status=Membership.ACTIVE)
    profile: Profile = Profile.objects.create(
        user=user,
        space=space,
        name=name_of(number),
        visibility=Profile.PUBLIC,
        confirmed_at=timezone.now(),
        speaks=["fr", "nl"] if number % 2 else ["fr", "en"],
        availability=Profile.AVAILABILITIES[number % 3][0],
    )
    for place, skill in enumerate(skills):
        profile.skill_items.create(tag=skill, level=place % 3 + 1)
    for language in ("fr", "nl") if number % 3 else ("fr",):
        names = [skill.label(language).lower() for skill in skills]
        profile.texts.create(
            language=language,
            headline=" & ".join(names[:2])[:120],
            bio=f"{ABOUT[language]} {', '.join(names[2:])}.",
        )
    privacy.give(profile, consents.PUBLISH, "fr")
    search.index_profile(profile)
    return profile


class PersonCopies:
    """Further people like those that exist."""

    def __init__(self) -> None:
        originals = Profile.objects.select_related("user").order_by("pk")[:ORIGINALS]
        self.originals: list[Profile] = list(originals)
        memberships = Membership.objects.filter(user__profile__in=self.originals)
        self.memberships = {row.user_id: row for row in memberships}
        self.belongings = [
            Belongings(ProfileText, "profile", self.originals),
            Belongings(ProfileSkill, "content_object", self.originals),
        ]
        self.terms = Belongings(ProfileTerm, "profile", self.originals)
        self.random = random.Random(1)

    def grow(self, total: int) -> None:
        """As many people as are missing; none of them with the rare skill."""
        have = Profile.objects.count()
        missing = max(total - have, 0)
        like = islice(cycle(self.originals[:-1]), missing)
        plan = ((original, have + n) for n, original in enumerate(like))
        while chunk := list(islice(plan, BATCH)):
            self.write(chunk)

    @transaction.atomic
    def write(self, chunk: Sequence[tuple[Profile, int]]) -> None:
        """These copies with account, membership, texts, skills and index."""
        users = [copy_of(like.user, email=address(number)) for like, number in chunk]
        User.objects.bulk_create(users, batch_size=BATCH)
        pairs = list(zip(chunk, users, strict=True))
        Membership.objects.bulk_create(
            copy_of(self.memberships[like.user_id], user_id=user.pk) for (like, _n), user in pairs
        )
        profiles = [
            copy_of(like, user_id=user.pk, name=name_of(number), deal=self.random.randrange(2**24))
            for (like, number), user in pairs
        ]
        Profile.objects.bulk_create(profiles, batch_size=BATCH)
        keys = [(like.pk, new.pk) for (like, _n), new in zip(chunk, profiles, strict=True)]
        for belongings in self.belongings:
            belongings.write(keys)
        rows = [
            row
            for (like, _n), new in zip(chunk, profiles, strict=True)
            for row in self.terms_of(like, new)
        ]
        ProfileTerm.objects.bulk_create(rows, batch_size=BATCH)

    def terms_of(self, like: Profile, new: Profile) -> list[Any]:
        """The index rows of the original, with the words of the new name."""
        old, names = name_terms(like.name), name_terms(new.name)
        kept = [row for row in self.terms.copies(like.pk, new.pk) if row.term not in old]
        named = [ProfileTerm(profile_id=new.pk, term=key, weight=search.NAME) for key in names]
        return kept + named


def name_terms(name: str) -> set[str]:
    """Under which terms a name is found."""
    return {term("w", fold(word)) for word in name.split()}
