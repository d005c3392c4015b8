"""What search engines and monitors are told: only what is public, in the languages in which it really exists."""

import datetime as dt
import re
from collections import defaultdict
from unittest import mock
from xml.etree import ElementTree as ET

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import pytest

from coffee.home import sitemaps, views
from tests.blog.makers import make_post, whole
from tests.factories import make_home, make_space

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(autouse=True)
def _home() -> None:
    make_home()


def xml(client: Client, url: str) -> ET.Element:
    response = client.get(url)
    assert response.status_code == 200, url
    assert response["Content-Type"].startswith("application/xml")
    return ET.fromstring(response.content)  # noqa: S314 - our own output


def entries(client: Client, section: str) -> dict[str, dict[str, str]]:
    """Each address with its versions by language."""
    return {
        url.findtext(f"{MAP}loc", ""): {
            link.get("hreflang", ""): link.get("href", "") for link in url.iter(LINK)
        }
        for url in xml(client, f"/sitemap-{section}.xml").iter(f"{MAP}url")
    }


def listed(client: Client) -> list[str]:
    root = xml(client, "/sitemap.xml")
    return [place.text or "" for place in root.iter(f"{MAP}loc")]


def test_drafts_and_later_days_are_not_announced(client: Client) -> None:
    make_post("Brouillon", live=False)
    make_post("Demain", date=timezone.localdate() + dt.timedelta(days=1))
    assert entries(client, "posts") == {}


def test_kinds_without_rows_have_no_file(client: Client) -> None:
    names = [re.sub(r".*/sitemap-|\.xml.*", "", url) for url in listed(client)]
    assert "lists" in names
    assert not {"posts", "people", "events"} & set(names)


@pytest.mark.parametrize(
    "url",
    [
        "/sitemap-nothing.xml",
        "/sitemap-posts.xml?p=0",
        "/sitemap-posts.xml?p=2",
        "/sitemap-posts.xml?p=-1",
        "/sitemap-posts.xml?p=x",
        "/sitemap-posts.xml?p=99999999999999999999",
        "/sitemap-posts.xml?p=%00",
        "/sitemap-posts.xml?p=²",
    ],
)
def test_files_that_do_not_exist_are_a_404(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


def test_every_version_names_all_versions_and_nothing_else(client: Client) -> None:
    make_post("Deux", translations={"nl": whole("Twee")})
    make_post("Seul")
    make_post("Alleen", language="nl", translations={"fr": {"title": "Titre seul"}})
    for name in sitemaps.SECTIONS:
        found = entries(client, name)
        for url, versions in found.items():
            real = {link for code, link in versions.items() if code != "x-default"}
            assert url in real or not versions
            for other in real:
                assert found[other] == versions
            if versions:
                assert versions["x-default"] in real
    posts = entries(client, "posts")
    assert sorted(len(versions) for versions in posts.values()) == [0, 0, 3, 3]


def test_a_partly_translated_post_is_announced_in_its_own_language_only(client: Client) -> None:
    make_post("Alleen", language="nl", translations={"fr": {"title": "Titre seul"}})
    (url,) = entries(client, "posts")
    assert "/nl/blog/alleen-" in url


def test_lists_exist_in_every_language_with_the_default_as_fallback(client: Client) -> None:
    found = entries(client, "lists")
    site = settings.SITE_URL
    assert {f"{site}/fr/", f"{site}/nl/", f"{site}/fr/blog/", f"{site}/nl/blog/"} <= set(found)
    assert found[f"{site}/nl/"]["x-default"] == f"{site}/fr/"


def test_all_addresses_are_absolute_unique_and_answer_without_redirect(client: Client) -> None:
    make_post("Deux", make_space(), translations={"nl": whole("Twee")})
    seen: dict[str, int] = defaultdict(int)
    for file in listed(client):
        assert file.startswith(f"{settings.SITE_URL}/sitemap-")
        for place in xml(client, file.removeprefix(settings.SITE_URL)).iter(f"{MAP}loc"):
            seen[place.text or ""] += 1
    assert max(seen.values()) == 1
    for url in seen:
        assert url.startswith(f"{settings.SITE_URL}/")
        assert client.get(url.removeprefix(settings.SITE_URL)).status_code == 200, url


def test_large_kinds_are_split_without_loss_or_overlap(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST_URLS", 4)
    space = make_space()
    for _n in range(5):
        make_post(space=space, translations={"nl": whole()})
    files = [url for url in listed(client) if "sitemap-posts" in url]
    assert [url.partition("?")[2] for url in files] == ["", "p=2", "p=3"]
    found = [
        place.text
        for url in files
        for place in xml(client, url.removeprefix(settings.SITE_URL)).iter(f"{MAP}loc")
    ]
    assert len(found) == len(set(found)) == 10


def test_a_file_needs_as_many_queries_for_many_posts_as_for_few(client: Client) -> None:
    space = make_space()
    counts = []
    for _round in range(2):
        for _n in range(4):
            make_post(space=space, translations={"nl": whole()})
        entries(client, "posts")
        with CaptureQueriesContext(connection) as captured:
            entries(client, "posts")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8


def test_robots_are_told_where_the_list_is_and_what_is_closed(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
    assert {"Disallow: /admin/", "Disallow: /n/", "Disallow: /r/"} <= set(lines)


def test_machines_get_no_cookie_and_may_only_read(client: Client) -> None:
    for url in (
        "/sitemap.xml",
        "/sitemap-posts.xml",
        "/robots.txt",
        "/healthz/live",
        "/healthz/ready",
    ):
        assert not client.get(url).cookies
        assert client.post(url).status_code == 405


def test_a_living_process_says_so_without_a_database(client: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/healthz/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert len(captured) == 0
    assert "no-store" in response["Cache-Control"]


def test_a_process_with_its_database_is_ready(client: Client) -> None:
    response = client.get("/healthz/ready")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "migrations": "ok"})


def test_a_process_without_database_is_not_ready(client: Client) -> None:
    with mock.patch.object(connection, "cursor", side_effect=DatabaseError("gone")):
        response = client.get("/healthz/ready")
    assert response.status_code == 503
    assert response.json()["database"] == "down"


def test_missing_migrations_are_not_ready_and_not_remembered(client: Client) -> None:
    views._migrated.cache_clear()
    with mock.patch.object(MigrationExecutor, "migration_plan", return_value=[("x", False)]):
        assert client.get("/healthz/ready").json()["migrations"] == "pending"
    assert client.get("/healthz/ready").status_code == 200


def test_a_path_without_language_leads_to_the_readers_language(client: Client) -> None:
    response = client.get("/blog/", headers={"Accept-Language": "nl-BE,fr;q=0.5"})
    assert (response.status_code, response["Location"]) == (302, "/nl/blog/")
    response = client.get("/", headers={"Accept-Language": "de"})
    assert (response.status_code, response["Location"]) == (302, "/fr/")
