"""The front page: real numbers, every space in its turn, and a page even while there is nothing."""

import datetime as dt
import json
import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

import pytest

from coffee.home.front_page import in_words, network_in_words
from spaces.models import SpacePage
from tests.blog.makers import make_post
from tests.events.makers import make_event
from tests.factories import make_home, make_space

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home() -> None:
    make_home()


def html(client: Client, url: str = "/fr/") -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def json_ld(page: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(text) for text in found]


def test_an_empty_site_has_a_front_page_in_both_languages(client: Client) -> None:
    for url in ("/fr/", "/nl/"):
        page = html(client, url)
        assert page.count("<h1") == 1
        assert "None" not in re.sub(r"<[^>]*>", "", page.partition("<main")[2])


def test_numbers_are_counted_and_centres_are_no_spaces(client: Client) -> None:
    for country in ("BE", "BE", "FR"):
        make_space(country=country)
    make_space(kind=SpacePage.CENTRE, country="FR")
    make_space(country="NL", left=timezone.localdate() - dt.timedelta(days=1))
    spaces = list(SpacePage.objects.in_network())
    with translation.override("en"):
        assert network_in_words(spaces) == "Three spaces, two countries"
        assert network_in_words(spaces[:1]) == "One space, one country"
        assert network_in_words([]) == ""
        assert (in_words(12), in_words(13)) == ("twelve", "13")


def test_every_space_is_on_the_front_page_once_as_a_card(client: Client) -> None:
    spaces = [make_space(f"Tasse {n}") for n in range(8)]
    page = html(client)
    cards = page.partition('class="spaces grid"')[2].partition("</ul>")[0]
    for space in spaces:
        assert cards.count(f">{space.title}</a>") == 1


def test_the_newest_posts_of_all_spaces_are_shown_marked(client: Client) -> None:
    for n in range(4):
        make_post(f"Billet {n}")
    page = html(client, "/nl/")
    assert [n for n in range(4) if f">Billet {n}</a>" in page] == [1, 2, 3]
    assert re.search(r'lang="fr"[^>]*>Billet 3</a>', page)


def test_the_network_and_its_funder_are_said_in_structured_data(client: Client) -> None:
    kinds = {data["@type"]: data for data in json_ld(html(client, "/nl/"))}
    assert set(kinds) == {"Organization", "WebSite"}
    assert "Europ" in kinds["Organization"]["funder"]["name"]
    assert kinds["WebSite"]["inLanguage"] == "nl"
    assert kinds["WebSite"]["url"].endswith("/nl/")


def test_the_front_page_exists_in_every_language(client: Client) -> None:
    page = html(client, "/nl/")
    assert re.search(r'<link rel="canonical" href="http[^"]+/nl/">', page)
    assert re.findall(r'<link rel="alternate" hreflang="([^"]+)"', page) == [
        "fr",
        "nl",
        "x-default",
    ]


def test_the_page_is_for_everybody_the_same(client: Client) -> None:
    response = client.get("/fr/")
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert " style=" not in response.content.decode()


def test_queries_do_not_follow_the_content(client: Client) -> None:
    counts = []
    for _round in range(2):
        for _n in range(3):
            make_post()
        html(client, "/nl/")
        with CaptureQueriesContext(connection) as captured:
            html(client, "/nl/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 25


def test_cards_count_what_a_space_leads_or_hosts(client: Client) -> None:
    lead, cohost, other = make_space("Un"), make_space("Deux"), make_space("Trois")
    make_event(space=lead, accepted=[cohost])
    make_event(space=lead, cohosts=[other])
    make_event(space=other, starts_on=timezone.localdate() - dt.timedelta(days=9))
    response = client.get("/fr/")
    counts = {space.title: space.upcoming_count for space in response.context["spaces"]}
    assert counts == {"Un": 2, "Deux": 1, "Trois": 0}
