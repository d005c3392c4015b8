"""The invented coworkers: accounts, memberships, profiles with texts, skills, needs and consents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from coffee.home.seed.demo import source
from coffee.home.seed.demo.accounts import address, join, make_user
from coworkers import consents, privacy
from coworkers.models import Profile, ProfileNeed, ProfileSkill, ProfileText
from coworkers.skills import skill_named
from spaces.models import Membership, SpacePage

if TYPE_CHECKING:
    from coffee.home.seed.demo.ledger import Ledger
    from coffee.users.models import User
    from coworkers.models import Skill

AVAILABILITIES: Final = (Profile.NOW, Profile.REQUEST, Profile.NOW, Profile.SOON)
# One person in four would rather not be found by search engines, so that both kinds can be seen.
UNINDEXED_EVERY: Final = 4


def seed_people(ledger: Ledger) -> None:
    """Everybody who is missing. Needs the spaces and the vocabulary of skills."""
    spaces = {space.slug: space for space in SpacePage.objects.all()}
    seeder = PeopleSeeder(ledger, spaces)
    for number, row in enumerate(source.content()["coworkers"]):
        if row["space"] in spaces:
            seeder.person(row["key"], row["email"], row | {"number": number}, can_log_in=False)
    texts = source.accounts()["coworkers"]
    for number, space in enumerate(SpacePage.objects.live().order_by("pk")):
        if space.is_centre:
            continue
        plain = {"name": f"Coworker {space.title}", "language": space.language}
        row = texts.get(space.slug, plain) | {"space": space.slug, "number": number}
        email = address("coworker", space)
        seeder.person(email.partition("@")[0], email, row, can_log_in=True)


class PeopleSeeder:
    """Makes one person after the other; remembers the skills it has looked up."""

    def __init__(self, ledger: Ledger, spaces: dict[str, SpacePage]) -> None:
        self.ledger, self.spaces = ledger, spaces
        self.now = timezone.now()
        self.skills: dict[str, Skill] = {}

    def person(self, key: str, email: str, row: dict[str, Any], *, can_log_in: bool) -> None:
        """Account, membership and profile, as far as they are missing."""
        user = make_user(self.ledger, email, row, can_log_in=can_log_in)
        joined = row.get("joined", -100)
        join(self.ledger, user, self.spaces[row["space"]], Membership.COWORKER, joined)
        if user is None or self.ledger.knows(Profile, key):
            return
        if Profile.objects.filter(user=user).exists():
            return
        profile = self.profile(user, row)
        self.texts(profile, row)
        self.declare(profile, row)
        self.agree(profile, row)
        self.ledger.note(profile, key, row)

    def profile(self, user: User, row: dict[str, Any]) -> Profile:
        """The profile, still a draft that nobody else sees."""
        profile = Profile.objects.create(
            user=user,
            space=self.spaces[row["space"]],
            name=row["name"],
            language=row["language"],
            speaks=row.get("speaks", [row["language"]]),
            availability=AVAILABILITIES[row["number"] % len(AVAILABILITIES)],
            visibility=row.get("visibility", Profile.SPACE),
            confirmed_at=self.now - dt.timedelta(days=row["number"] % 30),
            is_demo=True,
        )
        can_come_to = [
            self.spaces[slug] for slug in row.get("can_come_to", []) if slug in self.spaces
        ]
        profile.can_come_to.set(can_come_to)
        return profile

    def texts(self, profile: Profile, row: dict[str, Any]) -> None:
        """One row per language in which the person has written."""
        fields = {"headline": "headline", "bio": "bio", "offer": "offers", "need": "needs"}
        ProfileText.objects.bulk_create(
            ProfileText(
                profile=profile,
                language=code,
                **{field: row[name].get(code, "") for field, name in fields.items()},
            )
            for code in row.get("headline", {})
        )

    def declare(self, profile: Profile, row: dict[str, Any]) -> None:
        """Skills, the first as an expert, and what the person looks for."""
        ProfileSkill.objects.bulk_create(
            ProfileSkill(
                content_object=profile,
                tag=self.skill(label),
                level=ProfileSkill.EXPERT if place == 0 else ProfileSkill.PRACTISED,
            )
            for place, label in enumerate(row.get("skills", []))
        )
        ProfileNeed.objects.bulk_create(
            ProfileNeed(profile=profile, skill=self.skill(label))
            for label in row.get("needs_skills", [])
        )

    def skill(self, label: str) -> Skill:
        """The concept with this label in any language; raises for a label that nobody knows."""
        if label not in self.skills:
            self.skills[label] = skill_named(label)
        return self.skills[label]

    def agree(self, profile: Profile, row: dict[str, Any]) -> None:
        """The consents of a person who wants to be seen. Publishing comes last: it writes the search index."""
        is_public = profile.visibility == Profile.PUBLIC
        wanted = {
            consents.INTRODUCTIONS: row.get("introductions", False),
            consents.MENTION: is_public,
            consents.SEARCH_ENGINES: is_public and bool(row["number"] % UNINDEXED_EVERY),
            consents.PUBLISH: True,
        }
        for purpose, given in wanted.items():
            if given:
                privacy.give(profile, purpose, profile.language, "demo")
        if is_public:
            # Public since shortly after they joined: "new in the network" shall not be everybody.
            days = max(-row.get("joined", -100) - 3, 1)
            since = self.now - dt.timedelta(days=days)
            Profile.objects.filter(pk=profile.pk).update(first_public_at=since)
