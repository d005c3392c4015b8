"""An issue: its texts per language, its items in order, and what was rendered of them when it was frozen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from coffee.core.language import (
    Text,
    content_languages,
    current_language,
    default_language,
    language_codes,
)
from coffee.core.slugs import slug_of
from newsletter.querysets import IssueQuerySet
from newsletter.texts import validate_one_line

SUBJECT_LENGTH = 150
INTRO_LENGTH = 3000


class Issue(ClusterableModel):
    """One newsletter. Only a draft may be edited; every later state is written by compare-and-set."""

    DRAFT, SCHEDULED, PREPARING = "draft", "scheduled", "preparing"
    SENDING, PAUSED, SENT, CANCELLED = "sending", "paused", "sent", "cancelled"
    STATUSES: ClassVar = [
        (DRAFT, pgettext_lazy("issue", "draft")),
        (SCHEDULED, pgettext_lazy("issue", "planned")),
        (PREPARING, pgettext_lazy("issue", "being prepared")),
        (SENDING, pgettext_lazy("issue", "going out")),
        (PAUSED, pgettext_lazy("issue", "paused")),
        (SENT, pgettext_lazy("issue", "sent")),
        (CANCELLED, pgettext_lazy("issue", "cancelled")),
    ]
    PAUSE_REASONS: ClassVar = [
        ("by_hand", _("paused by hand")),
        ("missed_schedule", _("its moment passed while no sender was running")),
        ("empty", _("nothing is left to show")),
        ("mail_server", _("the mail server cannot be reached")),
        ("refusals", _("too many addresses were refused")),
    ]

    number = models.PositiveIntegerField(_("number"), unique=True, blank=True)
    slug = models.SlugField(max_length=90, blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=STATUSES, default=DRAFT, editable=False
    )
    scheduled_at = models.DateTimeField(_("planned for"), null=True, blank=True, editable=False)
    content_since = models.DateTimeField(_("content since"), null=True, blank=True, editable=False)
    content_until = models.DateTimeField(_("content until"), null=True, blank=True, editable=False)
    is_archived_publicly = models.BooleanField(_("show in the public archive"), default=True)
    allow_untranslated = models.BooleanField(
        _("send although a language is missing"),
        default=False,
        help_text=_("Readers of that language then get the text in the other one, marked as such."),
    )
    allow_one_sided = models.BooleanField(
        _("send although one side of the border is missing"), default=False
    )
    frozen_at = models.DateTimeField(null=True, editable=False)
    prepared_to = models.BigIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(_("started"), null=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    pause_reason = models.CharField(
        _("why it is paused"), max_length=20, blank=True, choices=PAUSE_REASONS, editable=False
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+", verbose_name=_("sent by")
    )  # fmt: skip
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")
        ordering: ClassVar = ["-number"]
        permissions: ClassVar = [("send_issue", _("Can send newsletter issues"))]

    def __str__(self) -> str:
        subject = self.text("subject") if self.pk else ""
        return f"{self.number}. {subject}" if subject else str(self.number or "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            # Unique: of two drafts made at the same moment one is refused, never renumbered.
            self.number = (Issue.objects.aggregate(top=Max("number"))["top"] or 0) + 1
        super().save(*args, **kwargs)

    def text(self, field: str, language: str | None = None) -> Text:
        """One text in the wanted (default: the reader's) language, else in the language that has it."""
        wanted = language or current_language()
        rows = {row.language: row for row in self.texts.all()}
        for code in (wanted, default_language(), *rows):
            value = getattr(rows.get(code), field, "")
            if value:
                return Text(value, code)
        return Text("", wanted)

    def languages(self) -> list[str]:
        """The languages in which subject and intro are written."""
        return [row.language for row in self.texts.all() if row.subject and row.intro]

    def missing_languages(self) -> list[str]:
        """The interface languages in which subject or intro are not written."""
        return [code for code in language_codes() if code not in self.languages()]

    @property
    def is_draft(self) -> bool:
        """True while it may be edited."""
        return self.status == self.DRAFT

    def url_slug(self) -> str:
        """The readable part of the address; the number decides."""
        return self.slug or slug_of(str(self.text("subject", default_language())), "issue")

    def get_absolute_url(self) -> str:
        """Its place in the archive, in the active language."""
        return reverse("newsletter:issue", args=[self.number, self.url_slug()])


class IssueText(models.Model):
    """The words around the items, in one language."""

    issue = ParentalKey(Issue, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12, choices=content_languages)
    subject = models.CharField(
        _("subject"), max_length=SUBJECT_LENGTH, blank=True, validators=[validate_one_line]
    )
    preheader = models.CharField(
        _("preview line"),
        max_length=200,
        blank=True,
        validators=[validate_one_line],
        help_text=_("Shown by mail programs after the subject."),
    )
    intro = models.TextField(_("introduction"), max_length=INTRO_LENGTH, blank=True)
    outro = models.TextField(_("closing words"), max_length=INTRO_LENGTH, blank=True)

    class Meta:
        verbose_name = _("texts in one language")
        verbose_name_plural = _("texts")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "language"], name="newsletter_text_language")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.subject}"


class IssueItem(Orderable):
    """One thing that the issue shows: a page, a person, or a text of its own.

    `texts` replaces words per language; `frozen` is what was shown, per language, once the issue went out.
    """

    EVENTS, POSTS, PEOPLE, CUSTOM = "events", "posts", "people", "custom"
    SECTIONS: ClassVar = [
        (EVENTS, _("In the agenda")),
        (POSTS, _("To read")),
        (PEOPLE, _("Someone to meet")),
        (CUSTOM, _("And also")),
    ]

    issue = ParentalKey(Issue, on_delete=models.CASCADE, related_name="items")
    section = models.CharField(_("section"), max_length=8, choices=SECTIONS, default=EVENTS)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("event or article")
    )  # fmt: skip
    profile = models.ForeignKey(
        "coworkers.Profile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("person")
    )  # fmt: skip
    is_hidden = models.BooleanField(_("leave out"), default=False)
    texts = models.JSONField(_("own words"), default=dict, blank=True)
    frozen = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(page__isnull=True) | Q(profile__isnull=True),
                name="newsletter_item_page_or_profile",
            )
        ]

    def __str__(self) -> str:
        titles = [texts.get("title", "") for texts in self.texts.values()]
        shown = self.page or self.profile or next(filter(None, titles), "")
        return f"{shown} ({self.get_section_display()})"

    def clean(self) -> None:
        if self.page_id and self.profile_id:
            raise ValidationError(_("Choose a page or a person, not both."))

    def shown(self, language: str | None = None) -> dict[str, Any]:
        """What was frozen for a language; empty before the issue went out."""
        shown: dict[str, Any] = self.frozen.get(language or current_language()) or next(
            iter(self.frozen.values()), {}
        )
        return shown


class IssueRender(models.Model):
    """One mail as every reader of a group gets it, with place-holders for the greeting and the reader's links."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="renders")
    language = models.CharField(max_length=12, choices=content_languages)
    variant = models.CharField(max_length=64)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    html = models.TextField()
    text = models.TextField()

    class Meta:
        verbose_name = _("rendered issue")
        verbose_name_plural = _("rendered issues")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issue", "language", "variant"], name="newsletter_render_variant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.language} {self.variant}"
