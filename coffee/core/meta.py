"""What the head of a document says of its page: addresses in every language, sharing, structured data."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.templatetags.static import static

from coffee.core.language import Alternate, absolute, alternates, current_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest

# Open Graph wants a territory; the languages of the border region are those of Belgium first.
TERRITORIES = {"en": "GB", "de": "DE"}


def og_locale(code: str) -> str:
    """`fr` as `fr_BE`."""
    return f"{code}_{TERRITORIES.get(code, 'BE')}"


class Meta:
    """The head of one page. `obj` is what the page shows (has `get_absolute_url()`, maybe `languages()`).

    Without `obj` it is an interface page, which exists in every language. `noindex` pages announce neither
    canonical address nor language versions.
    """

    def __init__(
        self,
        request: HttpRequest,
        *,
        title: str = "",
        description: str = "",
        obj: Any = None,
        languages: Iterable[str] | None = None,
        noindex: bool = False,
        og_type: str = "website",
        image: str = "",
        structured_data: Sequence[dict[str, Any]] = (),
        feeds: Sequence[tuple[str, str, str]] = (),
    ) -> None:
        self.request, self.obj, self.given_languages = request, obj, languages
        self.title, self.description = title, " ".join(description.split())[:300]
        self.noindex, self.og_type, self.given_image = noindex, og_type, image
        self.structured_data, self.feeds = structured_data, feeds

    @cached_property
    def versions(self) -> list[Alternate]:
        """One entry per interface language, for the switcher."""
        return alternates(self.request, self.obj, self.given_languages)

    @property
    def source(self) -> str:
        """The language to which readers of a missing one are sent."""
        return getattr(self.obj, "language", "") or settings.LANGUAGE_CODE

    def _clean(self, path: str) -> str:
        # Interface pages are the same page under every filter; the filter is not part of its identity.
        return absolute(path.partition("?")[0])

    @cached_property
    def canonical(self) -> str:
        """This page, or the source-language page when the text does not exist in this language."""
        current = next(v for v in self.versions if v.code == current_language())
        if current.is_real:
            return self._clean(current.path)
        source = next((v for v in self.versions if v.code == self.source), current)
        return self._clean(source.path)

    @cached_property
    def hreflang(self) -> list[tuple[str, str]]:
        """(code, absolute URL) of each real language and of `x-default`; empty when there is only one."""
        real = [v for v in self.versions if v.is_real]
        if len(real) < 2:
            return []
        links = [(v.code, self._clean(v.path)) for v in real]
        fallback = next((v for v in real if v.code == self.source), real[0])
        return [*links, ("x-default", self._clean(fallback.path))]

    @property
    def og_locale(self) -> str:
        """The locale of this version."""
        return og_locale(current_language())

    @property
    def og_others(self) -> list[str]:
        """The locales of the other real versions."""
        return [og_locale(v.code) for v in self.versions if v.is_real and not v.is_current]

    @property
    def og_image(self) -> str:
        """The picture of a shared link."""
        return absolute(self.given_image or static("img/og-default.png"))
