"""Coworkers: their profile, its texts, its place in the search index, and what they have agreed to."""

from __future__ import annotations

import secrets
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taggit.managers import TaggableManager

from coffee.core.fields import CodeListField
from coffee.core.language import Text, content_languages, current_language, default_language
from coffee.core.search import Term, term_constraints, term_indexes
from coffee.core.slugs import slug_of
from coworkers.consents import Consent
from coworkers.querysets import CONFIRMED_FOR, OWNER, PUBLIC, ProfileQuerySet
from coworkers.skills import (
    ProfileNeed,
    ProfileSkill,
    Skill,
    SkillLabel,
    SkillManager,
    VocabularyState,
)

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "Consent",
    "GoneProfile",
    "Profile",
    "ProfileNeed",
    "ProfileSkill",
    "ProfileTerm",
    "ProfileText",
    "Skill",
    "SkillLabel",
    "VocabularyState",
]

MAX_LINKS = 3


def photo_path(instance: Profile, filename: str) -> str:
    """A random name: files know no permission, so names must not be guessed."""
    return f"portraits/{secrets.token_urlsafe(24)}{PurePath(filename).suffix.lower()[:8]}"


def validate_links(links: Any) -> None:
    """At most three addresses, all https."""
    if not isinstance(links, list) or len(links) > MAX_LINKS:
        raise ValidationError(_("At most three links."))
    for link in links:
        try:
            parts = urlsplit(link if isinstance(link, str) else "")
        except ValueError:
            parts = urlsplit("")
        if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
            raise ValidationError(_("A link begins with https://."))


class Profile(models.Model):
    """How one person appears in the catalogue. A private draft until the person decides otherwise.

    Everything from `shown_to` downwards is derived: written by `privacy.apply` and `search.index_profile` alone.
    """

    DRAFT, SPACE, NETWORK, PUBLIC = "draft", "space", "network", "public"
    VISIBILITIES: ClassVar = [
        (DRAFT, _("Only me (draft)")),
        (SPACE, _("The members of my space")),
        (NETWORK, _("The members of all spaces, signed in")),
        (PUBLIC, _("Everyone")),
    ]
    NOW, SOON, REQUEST = "now", "soon", "request"
    AVAILABILITIES: ClassVar = [
        (NOW, _("Available now")),
        (SOON, _("Available soon")),
        (REQUEST, _("On request")),
    ]

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile", verbose_name=_("account"))  # fmt: skip
    space = models.ForeignKey("spaces.SpacePage", on_delete=models.PROTECT, related_name="profiles", verbose_name=_("home space"))  # fmt: skip
    name = models.CharField(_("name"), max_length=120)
    photo = models.ImageField(_("photo"), upload_to=photo_path, blank=True)
    language = models.CharField(_("own language"), max_length=12, choices=content_languages, default=default_language)  # fmt: skip
    speaks = CodeListField(verbose_name=_("works in"))
    availability = models.CharField(_("availability"), max_length=8, choices=AVAILABILITIES, default=REQUEST)  # fmt: skip
    available_from = models.DateField(_("available from"), null=True, blank=True)
    can_come_to = models.ManyToManyField("spaces.SpacePage", blank=True, related_name="visiting_profiles", verbose_name=_("can come to"))  # fmt: skip
    links = models.JSONField(_("links"), default=list, blank=True, validators=[validate_links])
    company_key = models.CharField(_("enterprise number"), max_length=20, blank=True, help_text=_("Never shown."))  # fmt: skip
    visibility = models.CharField(_("who sees it"), max_length=8, choices=VISIBILITIES, default=DRAFT)  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    moderated_at = models.DateTimeField(_("hidden by the network at"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    first_public_at = models.DateTimeField(null=True, blank=True, editable=False)
    shown_to = models.PositiveSmallIntegerField(default=OWNER, editable=False)
    country = models.CharField(max_length=2, blank=True, editable=False)
    categories_mask = models.BigIntegerField(default=0, editable=False)
    languages_mask = models.BigIntegerField(default=0, editable=False)
    has_offer = models.BooleanField(default=False, editable=False)
    has_need = models.BooleanField(default=False, editable=False)
    photo_ok = models.BooleanField(default=False, editable=False)
    contact_ok = models.BooleanField(default=False, editable=False)
    introductions_ok = models.BooleanField(default=False, editable=False)
    index_ok = models.BooleanField(default=False, editable=False)
    mention_ok = models.BooleanField(default=False, editable=False)
    deal = models.PositiveIntegerField(default=0, editable=False)

    skills = TaggableManager(
        through="coworkers.ProfileSkill", manager=SkillManager, blank=True, verbose_name=_("skills")
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["shown_to", "deal", "id"], name="coworkers_profile_browse"),
            models.Index(fields=["space", "shown_to"], name="coworkers_profile_space"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The person's page in the active language; costs no query."""
        return reverse("coworkers:person", args=[slug_of(self.name, "person"), self.pk])

    # --- texts

    def text(self, field: str, language: str | None = None) -> Text:
        """headline, bio, offer or need in the reader's language, else the person's own, else any."""
        rows = {row.language: getattr(row, field) for row in self.texts.all()}
        for code in (language or current_language(), self.language, *sorted(rows)):
            if rows.get(code):
                return Text(rows[code], code)
        return Text("", self.language)

    def languages(self) -> list[str]:
        """The languages in which everything that is filled in anywhere is filled in; at least the own one."""
        rows = list(self.texts.all())
        filled = [f for f in ProfileText.FIELDS if any(getattr(row, f) for row in rows)]
        complete = [row.language for row in rows if all(getattr(row, f) for f in filled)]
        return complete or [self.text("headline").language]

    # --- what pages ask

    @property
    def initials(self) -> str:
        """At most two letters that stand for the face."""
        words = [word for word in self.name.split() if word[0].isalpha()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def spoken(self) -> list[str]:
        """The codes of the languages this person works in."""
        return [str(code) for code in self.speaks]

    @property
    def is_available(self) -> bool:
        """True when the person says "available now"."""
        return self.availability == self.NOW

    def is_fresh(self, at: dt.datetime | None = None) -> bool:
        """True when the person has confirmed the profile within twelve months."""
        return bool(
            self.confirmed_at and self.confirmed_at > (at or timezone.now()) - CONFIRMED_FOR
        )

    def is_public(self, at: dt.datetime | None = None) -> bool:
        """True when everyone may see it now."""
        return self.shown_to == PUBLIC and self.is_fresh(at)

    @property
    def may_be_indexed(self) -> bool:
        """True when search engines may keep the page and structured data is given."""
        return self.index_ok and self.is_public()


class ProfileText(models.Model):
    """What a person says of themselves in one language: plain text."""

    FIELDS: ClassVar = ("headline", "bio", "offer", "need")

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12, choices=content_languages)
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    bio = models.TextField(_("in your own words"), max_length=1200, blank=True)
    offer = models.CharField(_("what you offer"), max_length=200, blank=True)
    need = models.CharField(_("what you look for"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("text of a profile")
        verbose_name_plural = _("texts of a profile")
        ordering: ClassVar = ["profile", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["profile", "language"], name="coworkers_profiletext_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.headline}"


class ProfileTerm(Term):
    """One term under which a profile is found."""

    OWNER: ClassVar = "profile"

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="terms")

    class Meta:
        constraints: ClassVar = term_constraints("profile", "coworkers_profileterm")
        indexes: ClassVar = term_indexes("profile", "coworkers_profileterm")


class GoneProfile(models.Model):
    """The number of a profile that was public and no longer is: its page answers 410, without a name."""

    number = models.PositiveBigIntegerField(unique=True)
    gone_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("withdrawn profile")
        verbose_name_plural = _("withdrawn profiles")

    def __str__(self) -> str:
        return str(self.number)
