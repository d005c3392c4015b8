"""The head of a document: one canonical address, languages that point at each other, nothing for private pages."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import pytest
from bs4 import BeautifulSoup

from coffee.core.language import current_language
from coffee.core.meta import Meta, og_locale

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL


class Thing:
    """An object of a language, translated into some."""

    def __init__(self, language: str, *real: str) -> None:
        self.language, self.real = language, [language, *real]

    def languages(self) -> list[str]:
        return self.real

    def get_absolute_url(self) -> str:
        return f"/{current_language()}/thing/"


def meta(path: str = "/fr/thing/", **options: object) -> Meta:
    return Meta(RequestFactory().get(path), **options)  # type: ignore[arg-type]


def head(about: Meta) -> BeautifulSoup:
    html = render_to_string("base.html", {"meta": about}, request=about.request)
    return BeautifulSoup(html, "html.parser")


def test_a_page_that_exists_in_both_languages_is_canonical_itself() -> None:
    about = meta(obj=Thing("fr", "nl"))
    assert about.canonical == f"{SITE}/fr/thing/"
    assert about.hreflang == [
        ("fr", f"{SITE}/fr/thing/"),
        ("nl", f"{SITE}/nl/thing/"),
        ("x-default", f"{SITE}/fr/thing/"),
    ]


def test_the_default_of_a_dutch_page_is_dutch() -> None:
    assert ("x-default", f"{SITE}/nl/thing/") in meta(obj=Thing("nl", "fr")).hreflang


def test_a_page_shown_in_place_of_a_missing_one_points_to_the_original() -> None:
    with translation.override("nl"):
        about = meta("/nl/thing/", obj=Thing("fr"))
        assert about.canonical == f"{SITE}/fr/thing/"
        assert about.hreflang == []
        assert about.og_others == ["fr_BE"]


def test_filters_are_not_part_of_the_identity_of_a_page() -> None:
    about = meta("/fr/espaces/?country=BE&page=2")
    assert about.canonical == f"{SITE}/fr/espaces/"
    assert all("?" not in address for _code, address in about.hreflang)


def test_a_description_is_one_short_line() -> None:
    about = meta(description="  a \n b " + "c" * 500)
    assert about.description.startswith("a b c")
    assert len(about.description) == 300


def test_a_locale_has_a_territory() -> None:
    assert og_locale("nl") == "nl_BE"
    assert og_locale("de") == "de_DE"


def test_the_picture_of_a_page_is_absolute() -> None:
    assert meta().og_image == f"{SITE}/static/img/og-default.png"
    assert meta(image="/media/x.webp").og_image == f"{SITE}/media/x.webp"
    assert meta(image="https://media.example.org/x.webp").og_image.startswith("https://media")


def test_the_head_says_what_the_page_is() -> None:
    soup = head(
        meta(
            title="Kop & tas",
            description="Een kop",
            obj=Thing("fr", "nl"),
            feeds=[("/fr/blog/feed.xml", "application/atom+xml", "Blog")],
            structured_data=[{"@type": "Event", "name": "</script><b>"}],
        )
    )
    assert soup.title is not None
    assert soup.title.string == "Kop & tas – COFFEE"
    assert soup.select_one("link[rel=canonical]")["href"] == f"{SITE}/fr/thing/"  # type: ignore[index]
    assert len(soup.select("link[rel=alternate][hreflang]")) == 3
    assert soup.select_one('link[type="application/atom+xml"]')["href"] == "/fr/blog/feed.xml"  # type: ignore[index]
    assert soup.select_one('meta[name="description"]')["content"] == "Een kop"  # type: ignore[index]
    assert soup.select_one('meta[property="og:locale"]')["content"] == "fr_BE"  # type: ignore[index]
    assert soup.select_one('meta[property="og:locale:alternate"]')["content"] == "nl_BE"  # type: ignore[index]
    assert soup.select_one('meta[name="robots"]') is None
    data = soup.select_one('script[type="application/ld+json"]')
    assert data is not None
    assert "<b>" not in str(data.string)


def test_a_private_page_announces_neither_address_nor_languages() -> None:
    soup = head(meta(title="Kop", noindex=True, obj=Thing("fr", "nl")))
    assert soup.select_one('meta[name="robots"]')["content"] == "noindex"  # type: ignore[index]
    assert not soup.select("link[rel=canonical], link[hreflang], meta[property^='og:']")


def test_a_page_without_title_is_called_like_the_site() -> None:
    title = head(meta()).title
    assert title is not None
    assert title.string == "COFFEE"
