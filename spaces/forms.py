"""The editor's form of a space: a slug that can really be reached."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coffee.core.forms import TranslatedPageForm

# The language of the message ids: its addresses appear as soon as it becomes a language of the site.
MESSAGE_LANGUAGE = "en"


def is_reachable(slug: str) -> bool:
    """False when, in some language, another view answers under the address of a space with this slug."""
    for code in [*dict(settings.LANGUAGES), MESSAGE_LANGUAGE]:
        with translation.override(code):
            match = resolve(reverse("spaces:detail", args=[slug]))
        if match.view_name != "spaces:detail" or match.kwargs.get("slug") != slug:
            return False
    return True


class SpacePageForm(TranslatedPageForm):
    """Refuses a slug that would lead to another page of the site in any language."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        slug = cleaned.get("slug")
        if slug and slug.isascii() and not is_reachable(slug):
            self.add_error("slug", _("Another page of the site already has this address."))
        elif slug and not slug.isascii():
            self.add_error("slug", _("Use letters without accents, digits and hyphens only."))
        return cleaned
