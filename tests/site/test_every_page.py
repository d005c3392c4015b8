"""Every page that a visitor can reach by following links, in every language."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve
from django.utils import translation

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

CODES = [code for code, _name in settings.LANGUAGES]
# The page of a space gathers from every app; lists have stricter limits in the tests of their apps.
PAGE_QUERIES = 34
# Pages of one kind are alike; this many of each kind and language are looked at.
OF_A_KIND = 12


@dataclass
class Visited:
    """One answer of the site."""

    url: str
    status: int
    content_type: str
    location: str
    soup: BeautifulSoup | None
    queries: int
    cookies: list[str]
    found_on: str


def look(client: Client, url: str, found_on: str) -> Visited:
    with CaptureQueriesContext(connection) as queries:
        response: HttpResponseBase = client.get(url)
        body = (
            b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        )
    kind = response.headers.get("Content-Type", "")
    soup = BeautifulSoup(body, "html.parser") if kind.startswith("text/html") else None
    return Visited(
        url,
        response.status_code,
        kind,
        response.headers.get("Location", ""),
        soup,
        len(queries),
        list(response.cookies),
        found_on,
    )


def links(page: Visited) -> Iterator[str]:
    """The addresses of this site on a page, without filters: those have tests of their own."""
    if page.soup is None:
        return
    for tag, attribute in (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src")):
        for element in page.soup.find_all(tag):
            target, _mark = urldefrag(urljoin(page.url, str(element.get(attribute) or "")))
            parts = urlsplit(target)
            own = parts.netloc in ("", urlsplit(settings.SITE_URL).netloc)
            if parts.scheme in ("", "http", "https") and own and not parts.query:
                yield parts.path


def kind_of(url: str) -> str:
    """The name of the view under an address, in the language of its prefix."""
    prefix = url.split("/")[1]
    with translation.override(prefix if prefix in CODES else settings.LANGUAGE_CODE):
        try:
            return resolve(url).view_name
        except Resolver404:
            # Whatever it is, it must be looked at: it may be a broken link.
            return url


@pytest.fixture(scope="module")
def pages(seeded_site: None, django_db_blocker: object) -> list[Visited]:
    """Everything reachable from the home pages, each address once."""
    client = Client()
    waiting = [(f"/{code}/", "start") for code in CODES]
    seen: dict[str, Visited] = {}
    known = {url for url, _source in waiting}
    kinds: Counter[tuple[str, str]] = Counter()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        while waiting:
            url, source = waiting.pop(0)
            kind = (url.split("/")[1], kind_of(url))
            kinds[kind] += 1
            if url.startswith(("/static/", "/media/")) or kinds[kind] > OF_A_KIND:
                continue
            page = seen[url] = look(client, url, source)
            for link in links(page):
                if link and link not in known:
                    known.add(link)
                    waiting.append((link, url))
    return list(seen.values())


@pytest.fixture
def documents(pages: list[Visited]) -> list[Visited]:
    """The pages under a language prefix."""
    return [
        page
        for page in pages
        if page.soup is not None and page.status == 200 and page.url.split("/")[1] in CODES
    ]


def test_no_link_leads_to_an_error(pages: list[Visited]) -> None:
    broken = [(p.url, p.status, p.found_on) for p in pages if p.status >= 400]
    assert broken == []


def test_the_crawl_saw_every_kind_of_page(documents: list[Visited]) -> None:
    assert len(documents) > 120
    words = {segment for page in documents for segment in page.url.split("/")}
    assert {"agenda", "blog", "competences", "vaardigheden", "espaces", "ruimtes"} <= words


def test_every_page_has_one_heading_a_title_and_its_language(documents: list[Visited]) -> None:
    for page in documents:
        assert page.soup is not None
        html = page.soup.find("html")
        assert html is not None
        assert html.get("lang") == page.url.split("/")[1], page.url
        assert len(page.soup.find_all("h1")) == 1, page.url
        title = page.soup.find("title")
        assert title is not None
        assert title.get_text(strip=True).removesuffix("– COFFEE").strip(), page.url
        description = page.soup.find("meta", attrs={"name": "description"})
        assert description is not None, page.url


def test_titles_differ_between_pages_of_a_language(documents: list[Visited]) -> None:
    indexed = [
        page
        for page in documents
        if page.soup is not None and not page.soup.find("meta", attrs={"name": "robots"})
    ]
    titles: dict[tuple[str, str], list[str]] = {}
    for page in indexed:
        title = page.soup.find("title").get_text()  # type: ignore[union-attr]
        titles.setdefault((page.url.split("/")[1], title), []).append(page.url)
    shared = {key: urls for key, urls in titles.items() if len(urls) > 3}
    assert shared == {}


def test_language_versions_point_at_each_other(documents: list[Visited]) -> None:
    by_url = {page.url: page for page in documents}
    alternates: dict[str, dict[str, str]] = {}
    for page in documents:
        assert page.soup is not None
        found = {
            str(link["hreflang"]): str(link["href"])
            for link in page.soup.find_all("link", rel="alternate", hreflang=True)
        }
        alternates[page.url] = found
        for url in found.values():
            assert url.startswith(settings.SITE_URL), (page.url, url)
    for url, found in alternates.items():
        if not found:
            continue
        assert "x-default" in found
        for code, target in found.items():
            path = urlsplit(target).path
            if code == "x-default" or path not in by_url:
                continue
            assert alternates[path] == found, (url, path)


def test_no_public_page_sets_a_cookie(documents: list[Visited]) -> None:
    private = ("/compte/", "/account/")
    with_cookie = [
        (page.url, page.cookies)
        for page in documents
        if page.cookies and not any(part in page.url for part in private)
    ]
    assert with_cookie == []


def test_every_page_carries_the_funding_block(documents: list[Visited]) -> None:
    without = [page.url for page in documents if page.soup and not page.soup.select(".eu svg")]
    assert without == []


def test_no_page_asks_the_database_too_often(documents: list[Visited]) -> None:
    greedy = [(page.url, page.queries) for page in documents if page.queries > PAGE_QUERIES]
    assert greedy == []


def test_no_page_names_another_host_or_writes_inline_code(documents: list[Visited]) -> None:
    for page in documents:
        assert page.soup is not None
        for tag, attribute in (("script", "src"), ("img", "src"), ("link", "href")):
            for element in page.soup.find_all(tag):
                target = str(element.get(attribute) or "")
                relation = " ".join(element.get("rel") or [])
                if relation in ("canonical", "alternate"):
                    continue
                host = urlsplit(target).netloc
                assert host in ("", urlsplit(settings.SITE_URL).netloc), (page.url, target)
        for element in page.soup.find_all(True):
            inline = [name for name in element.attrs if name == "style" or name.startswith("on")]
            assert inline == [], (page.url, element.name, inline)
        for script in page.soup.find_all("script"):
            data = script.get("type") in ("application/ld+json", "application/json")
            assert script.get("src") or data, page.url


def test_text_in_another_language_is_marked(documents: list[Visited]) -> None:
    """A badge and a `lang` attribute always come together."""
    for page in documents:
        assert page.soup is not None
        for badge in page.soup.select(".tag.fallback"):
            around = badge.parent
            assert around is not None
            marked = around.select_one("[lang]") or around.find_parent(lang=True)
            assert marked is not None, (page.url, around.get_text(" ", strip=True)[:80])
