"""What search engines may know: one list per kind, one entry per language in which a text really exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from blog.models import PostPage
from coffee.core.language import absolute, default_language, language_codes
from coffee.home.models import ProjectPage, StandardPage
from coworkers.models import Profile
from events.models import EventPage
from spaces.models import SpacePage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest

MOST_URLS: Final = 20_000

# Lists that exist in every language, whatever the texts in them.
INTERFACE: Final = (
    "events:list",
    "spaces:list",
    "spaces:compare",
    "coworkers:list",
    "blog:list",
    "newsletter:archive",
)

Entry = dict[str, Any]


def versions(address: Callable[[], str], codes: Sequence[str], source: str) -> list[Entry]:
    """One entry per language, each naming all of them and, as default, the source."""
    places = {}
    for code in codes:
        with translation.override(code):
            places[code] = absolute(address())
    links = [{"lang_code": code, "location": url} for code, url in places.items()]
    links.append({"lang_code": "x-default", "location": places[source]})
    alternates = links if len(places) > 1 else []
    return [{"location": url, "alternates": alternates} for url in places.values()]


def of_page(page: Any, request: HttpRequest) -> list[Entry]:
    """The entries of a Wagtail page."""
    entries: list[Entry] = page.get_sitemap_urls(request)
    return entries


def of_person(profile: Profile, request: HttpRequest) -> list[Entry]:
    """The entries of a person who agreed to be found by search engines."""
    real = profile.languages()
    source = profile.language if profile.language in real else real[0]
    return versions(profile.get_absolute_url, real, source)


def of_list(name: str, request: HttpRequest) -> list[Entry]:
    """The entries of one of our own lists; a list that is not mounted is not announced."""

    def address() -> str:
        return reverse(name) if name else reverse("wagtail_serve", args=[""])

    try:
        return versions(address, language_codes(), default_language())
    except NoReverseMatch:
        return []


@dataclass(frozen=True)
class Section:
    """One kind of page: which rows, and what becomes of one."""

    rows: Callable[[], QuerySet[Any] | tuple[str, ...]]
    entries: Callable[[Any, HttpRequest], list[Entry]]

    def files(self) -> int:
        """How many files the kind fills; none for a kind without rows."""
        rows = self.rows()
        count = len(rows) if isinstance(rows, tuple) else rows.count()
        return -(-count // rows_per_file())

    def file(self, number: int, request: HttpRequest) -> list[Entry]:
        """The entries of file `number`, counted from one; empty beyond the last."""
        size = rows_per_file()
        chunk: Iterable[Any] = self.rows()[(number - 1) * size : number * size]
        return [entry for row in chunk for entry in self.entries(row, request)]


def rows_per_file() -> int:
    """So many rows that a file stays within its limit when each is translated into every language."""
    return MOST_URLS // len(language_codes())


def public_people() -> QuerySet[Profile]:
    """Visible to everyone, and with the consent for search engines."""
    people = Profile.objects.visible_to(AnonymousUser()).filter(index_ok=True)
    return people.prefetch_related("texts").order_by("pk")


SECTIONS: Final[dict[str, Section]] = {
    "lists": Section(lambda: ("", *INTERFACE), of_list),
    "pages": Section(
        lambda: StandardPage.objects.live().prefetch_related("translations").order_by("pk"), of_page
    ),
    "project": Section(
        lambda: ProjectPage.objects.live().prefetch_related("translations").order_by("pk"), of_page
    ),
    "spaces": Section(
        lambda: SpacePage.objects.live().prefetch_related("translations").order_by("pk"), of_page
    ),
    "events": Section(EventPage.objects.for_sitemap, of_page),
    "posts": Section(PostPage.objects.for_sitemap, of_page),
    "people": Section(public_people, of_person),
}
