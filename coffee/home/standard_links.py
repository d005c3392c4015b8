"""The links to the standard pages in the foot of every page: one query a request, no page objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from coffee.core.language import Text, current_language
from coffee.core.slugs import slug_of
from coffee.home.models import StandardPage

_CACHE = "_standard_links"


@dataclass
class StandardLink:
    """Title and address of one standard page, in the reader's language where it is translated."""

    pk: int
    key: str
    language: str
    source_title: str
    translated: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, language: str | None = None) -> Text:
        """The title; the only text a link has."""
        wanted = language or current_language()
        if wanted in self.translated:
            return Text(self.translated[wanted], wanted)
        return Text(self.source_title, self.language)

    def get_absolute_url(self) -> str:
        """The same address as the page's own."""
        slug = slug_of(str(self.text("title")), "standardpage")
        return reverse("home:standard", args=[slug, self.pk])


def standard_links(request: Any) -> list[StandardLink]:
    """The public standard pages in the order of the tree; kept on the request."""
    known: list[StandardLink] | None = getattr(request, _CACHE, None)
    if known is not None:
        return known
    rows = StandardPage.objects.live().order_by("path").values_list(
        "pk", "key", "language", "title", "translations__language", "translations__title", "translations__machine"
    )  # fmt: skip
    links: dict[int, StandardLink] = {}
    for pk, key, language, title, code, translated, machine in rows:
        link = links.setdefault(pk, StandardLink(pk, key, language, title))
        if code and translated and not machine:
            link.translated[code] = translated
    if request is not None:
        setattr(request, _CACHE, list(links.values()))
    return list(links.values())
