"""The Atom feed: well-formed whatever stands in the texts, with ids that never change."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import pytest

from tests.blog.makers import make_post, make_topic, whole
from tests.factories import make_space

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client: Client, url: str = "/fr/blog/feed.xml") -> ET.Element:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 - our own output


def texts(root: ET.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") or "" for entry in root.iter(f"{ATOM}entry")]


def test_drafts_and_later_days_are_not_in_the_feed(client: Client) -> None:
    make_post("Brouillon", live=False)
    make_post("Demain", date=timezone.localdate() + dt.timedelta(days=1))
    assert texts(feed(client), "title") == []


def test_an_empty_feed_is_valid_and_does_not_change(client: Client) -> None:
    first, second = client.get("/nl/blog/feed.xml"), client.get("/nl/blog/feed.xml")
    assert first["ETag"] == second["ETag"]


def test_ids_stay_when_title_and_address_change(client: Client) -> None:
    post = make_post("Avant")
    before = texts(feed(client), "id")
    post.title = "Après"
    post.save()
    assert texts(feed(client), "id") == before
    assert before == [f"tag:{settings.CALENDAR_DOMAIN},2016:post/{post.pk}"]


def test_both_languages_have_the_same_entries_each_in_its_own_words(client: Client) -> None:
    make_post("Titre", translations={"nl": whole("Titel")})
    make_post("Seul")
    french, dutch = feed(client), feed(client, "/nl/blog/feed.xml")
    assert texts(french, "id") == texts(dutch, "id")
    assert texts(dutch, "title") == ["Seul", "Titel"]
    marks = [entry.get(LANG) for entry in dutch.iter(f"{ATOM}entry")]
    assert marks == ["fr", None]
    assert french.findtext(f"{ATOM}id") != dutch.findtext(f"{ATOM}id")


def test_the_filters_of_the_list_hold_and_unknown_ones_do_not(client: Client) -> None:
    space, law = make_space(slug="a"), make_topic("law")
    make_post("A", space, tags=[law])
    make_post("B", space)
    make_post("C")
    assert texts(feed(client, "/fr/blog/feed.xml?space=a"), "title") == ["B", "A"]
    assert texts(feed(client, "/fr/blog/feed.xml?space=a&tag=law"), "title") == ["A"]
    assert len(texts(feed(client, "/fr/blog/feed.xml?space=%00&tag=x&page=zz"), "title")) == 3


def test_characters_that_xml_forbids_do_not_break_the_feed(client: Client) -> None:
    make_post("Un\x0bdeux <b> & ]]>", summary="a < b &amp; \x1f", author_name="Ça\x08 va")
    root = feed(client)
    assert texts(root, "title") == ["Undeux <b> & ]]>"]
    assert root.find(f"{ATOM}entry/{ATOM}author/{ATOM}name").text == "Ça va"  # type: ignore[union-attr]


def test_a_reader_who_has_it_gets_304_until_something_changes(client: Client) -> None:
    post = make_post("Avant")
    etag = client.get("/fr/blog/feed.xml")["ETag"]
    unchanged = client.get("/fr/blog/feed.xml", headers={"If-None-Match": etag})
    assert unchanged.status_code == 304
    assert not unchanged.content
    post.title = "Après"
    post.save()
    assert client.get("/fr/blog/feed.xml", headers={"If-None-Match": etag}).status_code == 200


def test_all_links_are_absolute(client: Client) -> None:
    make_post("P")
    page = client.get("/fr/blog/feed.xml").content.decode()
    links = re.findall(r'href="([^"]+)"', page)
    assert links
    assert all(link.startswith(settings.SITE_URL) for link in links)


def test_writing_to_the_feed_is_refused(client: Client) -> None:
    assert client.post("/fr/blog/feed.xml").status_code == 405


def test_the_feed_needs_as_many_queries_for_many_posts_as_for_few(client: Client) -> None:
    space = make_space()
    counts = []
    for _round in range(2):
        for _n in range(4):
            make_post(space=space, translations={"nl": whole()})
        with CaptureQueriesContext(connection) as captured:
            feed(client)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
