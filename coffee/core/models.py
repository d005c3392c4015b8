"""What every page and picture of the site shares: translations as child rows, safe images, the funding block."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from taggit.managers import TaggableManager
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page

from coffee.core.forms import TranslatedPageForm
from coffee.core.images import without_metadata
from coffee.core.language import (
    RichText,
    Text,
    content_languages,
    current_language,
    default_language,
)
from coffee.core.meta import Meta
from coffee.core.slugs import slug_of
from coffee.core.topics import Topic  # noqa: F401 - a model of this app, in a room of its own
from coffee.core.visibility import PRESETS, preset_choices

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

# A permanent redirect without a limit would trap readers of a title that is changed and changed back.
REDIRECT_SECONDS = 3600


class PageTranslation(models.Model):
    """The text of a page in one more language: a child row of the page, part of its drafts and revisions.

    The concrete class adds `page = ParentalKey(…, related_name="translations")`, the same field names as the
    page's `translated_fields`, and the constraint of one row per language.
    """

    language = models.CharField(_("language"), max_length=12, choices=content_languages)
    title = models.CharField(_("title"), max_length=255)
    machine = models.BooleanField(
        _("machine translation, not yet checked"),
        default=False,
        help_text=_("Not shown to visitors until someone has read it and unticked this box."),
    )
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


class TranslatedPage(Page):
    """A page that exists once, with its text in a source language and other languages as child rows.

    `translated_fields` names what `text()` can give in other languages. `url_name` is the URL pattern under
    which the page is served in every language; empty means Wagtail's own address (the home page).
    """

    language = models.CharField(
        _("language of the text"),
        max_length=12,
        choices=content_languages,
        default=default_language,
        help_text=_("The language you write in. Other languages can be added below."),
    )
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    translated_fields: ClassVar[tuple[str, ...]] = ("title",)
    url_name: ClassVar[str] = ""
    base_form_class = TranslatedPageForm
    # The tree's slug is not part of any public address (`url_name`), so nobody has to think one up.
    promote_panels: ClassVar[list[Any]] = []

    class Meta:
        abstract = True

    # --- texts

    def translation_rows(self) -> list[PageTranslation]:
        """The rows that visitors may see; reads a prefetched relation without a query."""
        rows = getattr(self, "translations", None)
        return [] if rows is None else [row for row in rows.all() if not row.machine]

    def text(self, field: str, language: str | None = None) -> Text | RichText:
        """One field in the wanted (default: the reader's) language, field by field falling back to the source.

        Strings come as Text, body blocks as RichText; both know their language.
        """
        wanted = language or current_language()
        value, found = getattr(self, field), self.language
        if wanted != self.language:
            row = next((row for row in self.translation_rows() if row.language == wanted), None)
            if row is not None and getattr(row, field, None):
                value, found = getattr(row, field), wanted
        if isinstance(value, str):
            return Text(value, found)
        return RichText(value, found)

    def languages(self) -> list[str]:
        """The source language, then each language in which everything that is filled in is translated."""
        filled = [field for field in self.translated_fields if getattr(self, field)]
        complete = [
            row.language
            for row in self.translation_rows()
            if row.language != self.language and all(getattr(row, field, None) for field in filled)
        ]
        return [self.language, *complete]

    def source_digest(self) -> str:
        """A hash of the source text: a translation saved under another one may be out of date."""
        digest = hashlib.sha256()
        for field in self.translated_fields:
            block = self._meta.get_field(field)
            value = getattr(self, field)
            plain = block.get_prep_value(value) if isinstance(block, StreamField) else value
            digest.update(f"{field}\0{plain}\0".encode())
        return digest.hexdigest()

    # --- address

    def url_slug(self) -> str:
        """The readable part of the address in the active language; decoration, the id decides."""
        return slug_of(str(self.text("title")), self._meta.model_name or "page")

    def url_args(self) -> list[Any]:
        """The arguments of the URL pattern `url_name`."""
        return [self.url_slug(), self.pk]

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Wagtail's triple with the translated path; None when the page has no public address yet."""
        parts = super().get_url_parts(request) if self.pk else None
        if parts is None or parts[1] is None:
            return None
        path = reverse(self.url_name, args=self.url_args()) if self.url_name else parts[2]
        return parts[0], settings.SITE_URL.rstrip("/"), path

    def get_absolute_url(self) -> str:
        """The path in the active language; empty for a page without address. Costs no query in lists."""
        if self.url_name:
            return reverse(self.url_name, args=self.url_args()) if self.pk else ""
        parts = self.get_url_parts()
        return parts[2] if parts else ""

    def canonical_path(self, request: HttpRequest) -> str:
        """The path under which this request should have come."""
        return self.get_absolute_url()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer under the one right address; an old slug, or the tree's address, leads there."""
        canonical = self.canonical_path(request)
        if request.path != canonical:
            query = request.META.get("QUERY_STRING", "")
            redirect = HttpResponsePermanentRedirect(canonical + (f"?{query}" if query else ""))
            redirect["Cache-Control"] = f"public, max-age={REDIRECT_SECONDS}"
            return redirect
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context and `meta`, what the head of the document says of this page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["meta"] = Meta(
            request, obj=self, title=str(self.text("title")), **self.meta_facts()
        )
        return context

    def meta_facts(self) -> dict[str, Any]:
        """What the head says beyond title and addresses: `description`, `structured_data`, `og_type` …"""
        return {}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """One entry per language in which the text really exists."""
        real = self.languages()
        locations = {}
        for code in real:
            with translation.override(code):
                parts = self.get_url_parts(request)
                if parts is None:
                    return []
                locations[code] = parts[1] + parts[2]
        links = [{"lang_code": code, "location": url} for code, url in locations.items()]
        links.append({"lang_code": "x-default", "location": locations[self.language]})
        changed = self.last_published_at or self.latest_revision_created_at
        return [
            {"location": url, "lastmod": changed, "alternates": links if len(real) > 1 else []}
            for url in locations.values()
        ]

    # --- preview

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One preview per interface language."""
        return [(code, name) for code, name in settings.LANGUAGES]

    @property
    def default_preview_mode(self) -> str:
        return self.language

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Render the draft as a reader of that language would see it."""
        code = mode_name if mode_name in dict(settings.LANGUAGES) else default_language()
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.serve_draft(request)
            if hasattr(response, "render"):
                response = response.render()
        return response

    def serve_draft(self, request: HttpRequest) -> HttpResponse:
        """The page without the redirect to its public address, which a draft may not have yet."""
        return Page.serve(self, request)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        slug: str = getattr(self, "slug", "")
        if not slug and self.title:
            # Wagtail leaves the slug of an emoji empty; ours then falls back to the kind of page.
            self.slug = self._get_autogenerated_slug(
                slug_of(self.title, self._meta.model_name or "page")
            )
        super().full_clean(*args, **kwargs)


def image_path(instance: Image, filename: str) -> str:
    """A random name in the folder of originals: media files know no permission, so names must not be guessed."""
    return f"original_images/{secrets.token_urlsafe(16)}{PurePath(filename).suffix.lower()[:8]}"


class Image(AbstractImage):
    """A picture of the library. Position data and other metadata of the camera are removed on upload."""

    # Wagtail's own image model stays installed beside ours; the reverse names must not meet.
    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="core_images"
    )
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_demo = models.BooleanField(default=False, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        return image_path(self, filename)

    def save(self, *args: Any, **kwargs: Any) -> None:
        upload: Any = getattr(self, "file", None)
        if upload and not getattr(upload, "_committed", True):
            self.file = without_metadata(upload)
        super().save(*args, **kwargs)

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> ContentFile[bytes]:
        """Wagtail's scaled picture in memory, because Wagtail never closes the temporary file it makes."""
        with super().generate_rendition_file(*args, **kwargs) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class Rendition(AbstractRendition):
    """A scaled version of a picture."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta(AbstractRendition.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_unique"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        return f"images/{PurePath(self.image.file.name).stem}/{filename[-80:]}"


@register_setting(icon="globe")
class VisibilitySettings(BaseSiteSetting):
    """Which funding period's rules the EU block of every page follows."""

    preset = models.CharField(
        _("funding rules"), max_length=16, choices=preset_choices, default="2014-2020"
    )
    programme_logo = models.ForeignKey(
        "core.Image", verbose_name=_("programme logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # fmt: skip

    panels: ClassVar[list[Any]] = [FieldPanel("preset"), FieldPanel("programme_logo")]

    class Meta:
        verbose_name = _("EU visibility")

    def clean(self) -> None:
        if self.preset not in PRESETS:
            raise ValidationError({"preset": _("Choose from the list.")})
