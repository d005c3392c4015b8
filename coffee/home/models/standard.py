"""Pages about the site itself: privacy, legal notice, accessibility, and any other plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from coffee.core.fields import BodyField
from coffee.core.models import PageTranslation, TranslatedPage

if TYPE_CHECKING:
    from django.utils.functional import Promise


def standard_keys() -> list[tuple[str, str | Promise]]:
    """Choices of `key`; a callable so that another duty page needs no migration."""
    return [
        ("privacy", _("Privacy")),
        ("legal", _("Legal notice")),
        ("accessibility", _("Accessibility")),
    ]


class StandardPageQuerySet(PageQuerySet):
    """Sets of standard pages."""

    def for_listing(self) -> StandardPageQuerySet:
        """The public pages in the order of the tree, with their translations."""
        return self.live().prefetch_related("translations").order_by("path")

    def for_detail(self) -> StandardPageQuerySet:
        """What one page reads."""
        return self.prefetch_related("translations")


StandardPageManager = PageManager.from_queryset(StandardPageQuerySet)


class StandardPage(TranslatedPage):
    """A plain text of the site. `key` marks the pages that other parts of the site link to."""

    key = models.CharField(
        _("duty page"),
        max_length=20,
        blank=True,
        choices=standard_keys,
        help_text=_("Links such as “privacy” in the foot of the page lead here."),
    )
    body = BodyField(verbose_name=_("text"))

    objects = StandardPageManager()

    translated_fields: ClassVar = ("title", "body")
    url_name: ClassVar = "home:standard"
    template = "home/standard.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("language"),
        FieldPanel("title"),
        FieldPanel("key"),
        FieldPanel("body"),
        InlinePanel("translations", heading=_("Other languages (optional)")),
    ]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key=""),
                name="home_standardpage_key_once",
                violation_error_message=_("Another page already has this duty."),
            )
        ]


class StandardTranslation(PageTranslation):
    """The text of a standard page in one more language."""

    page = ParentalKey(StandardPage, related_name="translations", on_delete=models.CASCADE)
    body = BodyField(verbose_name=_("text"))

    panels: ClassVar[list[Any]] = [
        FieldPanel("language"),
        FieldPanel("title"),
        FieldPanel("body"),
        FieldPanel("machine"),
    ]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["page", "language"], name="home_standardtranslation_language"
            )
        ]
