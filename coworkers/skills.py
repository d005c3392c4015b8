"""Skills as concepts: one row for each, its names in every language beside it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, NaturalKeyManager, TagBase

from coffee.core.language import Text, content_languages, labelled
from coffee.core.text import ANALYSIS_VERSION, STEMMERS, fold
from coworkers.admin_forms import SkillForm
from coworkers.categories import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

MAX_SKILLS, MAX_NEEDS = 12, 5


def category_choices() -> list[tuple[str, str | Promise]]:
    """Choices of the category; a callable so that one more needs no migration."""
    return list(CATEGORIES)


def label_languages() -> list[tuple[str, str]]:
    """Choices of a label: the interface languages, and the others whose words search understands."""
    known = dict(content_languages())
    return [*known.items(), *((code, code) for code in STEMMERS if code not in known)]


def new_version() -> str:
    """A word that no vocabulary has had before."""
    return secrets.token_hex(8)


class UnknownSkillError(ValueError):
    """A text that names no skill, or more than one. Forms resolve what people typed before they save."""


class VocabularyState(models.Model):
    """One row: which vocabulary the processes must have in memory, and what the index was made with.

    A version is a random word, not a number: two databases, or a restored one, never share one by accident.
    """

    version = models.CharField(max_length=32, default=new_version)
    indexed_version = models.CharField(max_length=32, blank=True)
    analysis_version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("state of the vocabulary")

    def __str__(self) -> str:
        return self.version

    @classmethod
    def bump(cls) -> None:
        """Tell every process that skills, labels or place names have changed."""
        cls._default_manager.update_or_create(pk=1, defaults={"version": new_version()})

    @classmethod
    def current(cls) -> str:
        """The version to have in memory; empty before anything was loaded. One query."""
        return cls._default_manager.filter(pk=1).values_list("version", flat=True).first() or ""

    @classmethod
    def indexed(cls) -> None:
        """Remember that the index was just made with what is current."""
        cls._default_manager.filter(pk=1).update(
            indexed_version=F("version"), analysis_version=ANALYSIS_VERSION
        )


class SkillQuerySet(models.QuerySet["Skill"]):
    """Sets of skills."""

    def approved(self) -> SkillQuerySet:
        """Skills that everyone may choose and filter by."""
        return self.filter(status=Skill.APPROVED)

    def named(self, text: str) -> SkillQuerySet:
        """Every usable skill that carries this text as a label, in any language, whatever its case and accents."""
        folded = fold(text)
        if not folded:
            return self.none()
        return self.exclude(status=Skill.MERGED).filter(labels__folded=folded).distinct()


class SkillObjects(NaturalKeyManager.from_queryset(SkillQuerySet)):  # type: ignore[misc]
    """taggit's manager with our sets."""

    use_in_migrations = False


class Skill(TagBase, ClusterableModel):
    """A concept such as "accounting", whatever it is called. `slug` is its stable key."""

    APPROVED, PROPOSED, REFERENCE, MERGED = "approved", "proposed", "reference", "merged"
    STATUSES: ClassVar = [
        (APPROVED, _("approved")),
        (PROPOSED, _("proposed by a coworker")),
        (REFERENCE, _("reference only")),
        (MERGED, _("merged into another")),
    ]

    free_tagging = False
    base_form_class = SkillForm

    category = models.CharField(_("category"), max_length=20, choices=category_choices)
    status = models.CharField(_("status"), max_length=10, choices=STATUSES, default=APPROVED)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("merged into")
    )  # fmt: skip
    taxonomy_uri = models.URLField(
        _("address in the European skills classification (ESCO)"), blank=True
    )
    external_ids = models.JSONField(default=dict, blank=True, editable=False)

    objects = SkillObjects()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering: ClassVar = ["slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["taxonomy_uri"],
                condition=~Q(taxonomy_uri=""),
                name="coworkers_skill_taxonomy_uri",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            VocabularyState.bump()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            VocabularyState.bump()
        return deleted

    def label(self, language: str | None = None) -> Text:
        """The preferred label in the wanted (default: the reader's) language, else another's, else the name."""
        preferred = {
            row.language: row.text for row in self.labels.all() if row.kind == SkillLabel.PREF
        }
        return labelled(preferred, language) or Text(self.name)


class SkillLabel(models.Model):
    """One name of a skill in one language. `edited` labels are never overwritten by `load_skills`."""

    PREF, ALT, HIDDEN = "pref", "alt", "hidden"
    KINDS: ClassVar = [
        (PREF, _("preferred")),
        (ALT, _("alternative")),
        (HIDDEN, _("hidden, for search only")),
    ]

    skill = ParentalKey(Skill, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=12, choices=label_languages)
    kind = models.CharField(
        pgettext_lazy("label", "kind"), max_length=6, choices=KINDS, default=ALT
    )
    text = models.CharField(_("text"), max_length=255)
    folded = models.CharField(max_length=255, db_index=True, editable=False)
    edited = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("name of a skill")
        verbose_name_plural = _("names of skills")
        ordering: ClassVar = ["skill", "language", "-kind", "text"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["skill", "language"],
                condition=Q(kind="pref"),
                name="coworkers_skilllabel_one_preferred",
            ),
            # The condition keeps forms from checking this themselves: they do not know `folded`. SkillForm does.
            models.UniqueConstraint(
                fields=["skill", "language", "folded"],
                condition=~Q(folded=""),
                name="coworkers_skilllabel_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.text)[:255]
        with transaction.atomic():
            if self.kind == self.PREF:
                # The last one called preferred is: rows of a form may trade places in any order.
                twins = SkillLabel.objects.filter(skill=self.skill_id, language=self.language)
                twins.filter(kind=self.PREF).exclude(pk=self.pk).update(kind=self.ALT)
            super().save(*args, **kwargs)
            VocabularyState.bump()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            VocabularyState.bump()
        return deleted


class SkillManager(_TaggableManager):
    """`profile.skills.add("Boekhouding")` means the concept that carries this label in any language.

    Never makes a tag. Overrides a private method of taggit 6.1, which a test pins.
    """

    def _to_tag_model_instances(
        self, tags: Iterable[Any], tag_kwargs: dict[str, Any]
    ) -> list[Skill]:
        return [skill_named(tag) if isinstance(tag, str) else tag for tag in tags]


def skill_named(text: str) -> Skill:
    """The one skill with this label in any language; raises UnknownSkillError for none or several."""
    found = list(Skill.objects.named(text)[:2])
    if len(found) != 1:
        problem = "No skill" if not found else "More than one skill"
        raise UnknownSkillError(f"{problem} is called {text!r}.")
    return found[0]


class ProfileSkill(ItemBase):
    """Someone declares a skill, with a level in words."""

    BASICS, PRACTISED, EXPERT = 1, 2, 3
    LEVELS: ClassVar = [
        (BASICS, pgettext_lazy("level", "is learning")),
        (PRACTISED, pgettext_lazy("level", "at ease")),
        (EXPERT, pgettext_lazy("level", "masters it")),
    ]

    tag = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="profile_skills")
    content_object = models.ForeignKey(
        "coworkers.Profile", on_delete=models.CASCADE, related_name="skill_items"
    )
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVELS, default=PRACTISED)

    objects = models.Manager["ProfileSkill"]()

    class Meta:
        verbose_name = _("skill of a person")
        verbose_name_plural = _("skills of a person")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tag", "content_object"], name="coworkers_profileskill_once"
            )
        ]


class ProfileNeed(models.Model):
    """Someone looks for a skill. Not a second kind of ProfileSkill: taggit would find two rows."""

    profile = models.ForeignKey(
        "coworkers.Profile", on_delete=models.CASCADE, related_name="need_items"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="profile_needs")
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("need of a person")
        verbose_name_plural = _("needs of a person")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "skill"], name="coworkers_profileneed_once")
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.skill}"
