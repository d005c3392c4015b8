"""Posts of the spaces: pages under the space that tells the story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.images.models import SourceImageIOError

from blog import structured_data
from blog.forms import PostPageForm
from blog.pictures import CARD, DETAIL
from blog.querysets import PostPageManager
from blog.reading import minutes_to_read
from coffee.core.fields import BodyField
from coffee.core.language import absolute
from coffee.core.models import PageTranslation, TranslatedPage
from spaces.models import SpacePage

if TYPE_CHECKING:
    from django.http import HttpRequest

    from coffee.core.models import Rendition


class PostPage(TranslatedPage):
    """One post. `space` repeats the parent in the tree, so that lists need no tree queries."""

    author_name = models.CharField(
        _("author"),
        max_length=120,
        blank=True,
        help_text=_("The name that readers see. Empty: the name of the space."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="posts"
    )  # fmt: skip
    space = models.ForeignKey(
        SpacePage, null=True, editable=False, on_delete=models.SET_NULL, related_name="posts"
    )
    date = models.DateField(
        _("published on"),
        default=timezone.localdate,
        help_text=_("A post with a later date appears on that day."),
    )
    summary = models.CharField(
        _("summary"),
        max_length=250,
        help_text=_("One or two sentences for the list and the newsletter."),
    )
    body = BodyField(verbose_name=_("text"))
    image = models.ForeignKey(
        "core.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )  # fmt: skip
    image_alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("For people who do not see it. Empty: the picture is only decoration."),
    )
    tags = ParentalManyToManyField(
        "core.Topic", blank=True, related_name="posts", verbose_name=_("themes")
    )
    minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    objects = PostPageManager()

    translated_fields: ClassVar = ("title", "summary", "image_alt", "body")
    url_name: ClassVar = "blog:detail"
    template = "blog/detail.html"
    base_form_class = PostPageForm
    parent_page_types: ClassVar = ["spaces.SpacePage"]
    subpage_types: ClassVar[list[str]] = []
    # Merged lists and feeds show every live post: nothing stands between public and draft.
    private_page_options: ClassVar[list[str]] = []

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("author_name"), FieldPanel("date")]),
        FieldPanel("language"),
        FieldPanel("tags", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt")],
            heading=_("Picture"),
            classname="collapsed",
        ),
        InlinePanel("translations", heading=_("Other languages (optional)"), classname="collapsed"),
    ]

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes: ClassVar = [
            models.Index(fields=["-date", "-page_ptr"], name="blog_post_newest"),
            models.Index(fields=["space", "-date", "-page_ptr"], name="blog_post_newest_of_space"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.minutes = minutes_to_read(
            self._meta.get_field("body").stream_block.get_searchable_text(self.body)
        )
        self.space = self.space_in_tree()
        super().save(*args, **kwargs)

    def space_in_tree(self) -> SpacePage | None:
        """The space above this page, by its place in the tree; None for a page without place."""
        above = self.path[: -self.steplen] if self.path else ""
        if self.space is not None and self.space.path == above:
            return self.space
        return SpacePage.objects.filter(path=above).first() if above else None

    @property
    def byline(self) -> str:
        """Whom readers take as the author; never an e-mail address."""
        return self.author_name or (self.space.name if self.space else "")

    @property
    def initials(self) -> str:
        """Two letters in place of a portrait."""
        words = [word for word in self.byline.split() if word[0].isalpha()]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def card_picture(self) -> Rendition | None:
        """The small picture; None when there is none, or its file has gone."""
        return self.picture(CARD)

    @property
    def detail_picture(self) -> Rendition | None:
        """The large picture."""
        return self.picture(DETAIL)

    def picture(self, spec: str) -> Rendition | None:
        """The picture in one size, made on first use."""
        if self.image is None:
            return None
        try:
            return self.image.get_rendition(spec)
        except (SourceImageIOError, OSError):
            return None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["post"] = self
        context["person"] = self.writer()
        context["crumbs"] = [{"url": reverse("blog:list"), "label": _("Blog")}]
        return context

    def writer(self) -> Any:
        """The profile of the author while everyone may see it; None otherwise, at once after it is hidden."""
        # By the reverse relation: the blog does not know the catalogue, which stands beside it.
        profile = getattr(self.author, "profile", None)
        return profile if profile is not None and profile.is_public() else None

    def meta_facts(self) -> dict[str, Any]:
        picture = self.detail_picture
        return {
            "description": str(self.text("summary")),
            "og_type": "article",
            "image": absolute(picture.url) if picture else "",
            "structured_data": [
                structured_data.post(self, absolute(picture.url) if picture else ""),
                structured_data.breadcrumbs(self),
            ],
        }


class PostTranslation(PageTranslation):
    """A post in one more language."""

    page = ParentalKey(PostPage, related_name="translations", on_delete=models.CASCADE)
    summary = models.CharField(_("summary"), max_length=250, blank=True)
    image_alt = models.CharField(_("what the picture shows"), max_length=250, blank=True)
    body = BodyField(verbose_name=_("text"))

    panels: ClassVar[list[Any]] = [
        FieldPanel("language"),
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("image_alt"),
        FieldPanel("machine"),
    ]

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "language"], name="blog_translation_language")
        ]
