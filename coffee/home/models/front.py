"""The home page: the top of the page tree, above the spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel

from coffee.core.models import PageTranslation, TranslatedPage
from coffee.home.front_page import front_page

if TYPE_CHECKING:
    from django.http import HttpRequest


class HomePage(TranslatedPage):
    """The front page of the site. There is one."""

    intro = models.CharField(_("introduction"), max_length=400, blank=True)

    translated_fields: ClassVar = ("title", "intro")
    template = "home/home.html"
    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["spaces.SpacePage", "home.StandardPage", "home.ProjectPage"]
    private_page_options: ClassVar[list[str]] = []

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("language"),
        FieldPanel("title"),
        FieldPanel("intro"),
        InlinePanel("translations", heading=_("Other languages (optional)")),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | front_page(self, request)


class HomeTranslation(PageTranslation):
    """The texts of the home page in one more language."""

    page = ParentalKey(HomePage, related_name="translations", on_delete=models.CASCADE)
    intro = models.CharField(_("introduction"), max_length=400, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("language"),
        FieldPanel("title"),
        FieldPanel("intro"),
        FieldPanel("machine"),
    ]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "language"], name="home_translation_language")
        ]
