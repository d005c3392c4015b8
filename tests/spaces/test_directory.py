"""The directory: every space once, in both languages, whatever stands in the query string."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

import pytest

from spaces.models import SpaceAmenity, SpaceOffer, SpacePage, SpaceTranslation
from tests.factories import make_city, make_space
from tests.spaces.makers import make_offer_type

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

LANGUAGES = ["fr", "nl"]


def address(language: str, name: str = "spaces:list") -> str:
    with translation.override(language):
        return reverse(name)


def cards(html: str) -> list[str]:
    """The names in the cards, in their order."""
    results = html[html.index('id="results"') :]
    return re.findall(r"<h3><a[^>]*>([^<]+)</a></h3>", results)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_space_of_the_network_has_one_card(client: Client, language: str) -> None:
    for name in ("Un", "Deux", "Trois"):
        make_space(name)
    make_space("Parti", left=dt.date(2020, 1, 1))
    make_space("Brouillon", live=False)
    html = client.get(address(language)).content.decode()
    assert sorted(cards(html)) == ["Deux", "Trois", "Un"]
    assert html.count("<h1") == 1
    assert f'<html lang="{language}"' in html


def test_the_ids_are_the_same_in_both_languages(client: Client) -> None:
    for number in range(5):
        make_space(f"Space {number}", country="BE" if number % 2 else "FR")
    for query in ("", "?country=BE"):
        orders = [cards(client.get(address(code) + query).content.decode()) for code in LANGUAGES]
        assert orders[0] == orders[1]


def test_filters_by_country_town_and_offer_add_up(client: Client) -> None:
    lille = make_city("lille", "FR", fr="Lille", nl="Rijsel")
    both = make_space("Both", country="FR", city=lille)
    plain = make_space("Plain", country="FR", city=lille)
    make_space("Belgian")
    fablab = make_offer_type("fablab")
    SpaceAmenity.objects.create(page=both, offer_type=fablab)
    SpaceOffer.objects.create(space=plain, offer_type=fablab, availability="no")

    def found(query: str) -> list[str]:
        return sorted(cards(client.get(address("fr") + query).content.decode()))

    assert found("?country=FR") == ["Both", "Plain"]
    assert found("?city=lille&offer=fablab") == ["Both"]
    assert found("?offer=fablab&country=BE") == []


def test_a_filter_that_leaves_none_is_named_and_can_be_dropped(client: Client) -> None:
    make_space("French", country="FR")
    space = make_space("Belgian")
    make_space("Other")
    SpaceAmenity.objects.create(page=space, offer_type=make_offer_type("fablab"))
    html = client.get(address("fr") + "?country=FR&offer=fablab").content.decode()
    empty = html[html.index('class="empty"') :]
    assert 'href="/fr/' in empty
    assert "?offer=fablab" in empty
    assert "?country=FR" in empty
    assert "Fablab" in empty


def test_what_every_space_has_is_no_filter(client: Client) -> None:
    desk, kitchen = make_offer_type("desk"), make_offer_type("kitchen")
    first, second = make_space(), make_space()
    for space in (first, second):
        SpaceOffer.objects.create(space=space, offer_type=desk)
    SpaceOffer.objects.create(space=first, offer_type=kitchen)
    html = client.get(address("fr")).content.decode()
    assert 'value="kitchen"' in html
    assert 'value="desk"' not in html


@pytest.mark.parametrize(
    "query",
    [
        "?country=XX", "?country=%00", "?city=' OR 1=1", "?offer=nothing&offer=%F0%9F%8E%89",
        "?page=99999", f"?city={'x' * 10000}", "?country=FR%0d%0aX: y", "?offer[]=desk",
    ],
)  # fmt: skip
def test_unknown_values_are_ignored(client: Client, query: str) -> None:
    make_space("Here")
    response = client.get(address("fr") + query)
    assert response.status_code == 200
    assert cards(response.content.decode()) == ["Here"]


def test_a_page_for_visitors_sets_no_cookie_and_has_no_token(client: Client) -> None:
    make_space()
    for name in ("spaces:list", "spaces:compare"):
        response = client.get(address("fr", name))
        assert not response.cookies
        assert "csrfmiddlewaretoken" not in response.content.decode()


def test_a_text_in_the_other_language_is_marked(client: Client) -> None:
    make_space("Only French", tagline="Une seule langue")
    both = make_space("Both", tagline="Deux langues")
    SpaceTranslation.objects.create(page=both, language="nl", title="Both", tagline="Twee talen")
    html = client.get(address("nl")).content.decode()
    assert re.search(r'lang="fr"[^>]*>Une seule langue', html)
    assert "Twee talen" in html
    assert "Deux langues" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_of_queries_does_not_grow_with_the_spaces(client: Client, language: str) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    def fill(count: int) -> None:
        for _number in range(count):
            space = make_space(tagline="Ici")
            SpaceTranslation.objects.create(page=space, language="nl", title="x", tagline="Hier")
            SpaceAmenity.objects.create(page=space, offer_type=make_offer_type("desk"))

    fill(3)
    path = address(language)
    few = queries(path)
    fill(12)
    assert queries(path) == few
    assert few <= 12


def test_a_space_without_anything_renders_everywhere(client: Client) -> None:
    bare = make_space("Bare", city=make_city("nowhere", fr="Nulle part"))
    for code in LANGUAGES:
        for name in ("spaces:list", "spaces:compare"):
            assert "Bare" in client.get(address(code, name)).content.decode()
        with translation.override(code):
            assert client.get(bare.get_absolute_url()).status_code == 200


def test_an_empty_network_is_a_page_too(client: Client) -> None:
    make_space(left=dt.date(2020, 1, 1))
    for name in ("spaces:list", "spaces:compare", "spaces:compare-csv"):
        assert client.get(address("nl", name)).status_code == 200


def test_the_list_describes_itself_to_search_engines(client: Client) -> None:
    space = make_space()
    html = client.get(address("fr")).content.decode()
    assert '"@type":"ItemList"' in html
    assert f'/{space.slug}/"' in html
    hreflang = re.findall(r'hreflang="([\w-]+)" href="(http[^"]+)"', html[: html.index("<body")])
    assert {code for code, _url in hreflang} == {"fr", "nl", "x-default"}


def test_only_reading_is_allowed(client: Client) -> None:
    for name in ("spaces:list", "spaces:compare", "spaces:compare-csv"):
        response: Any = client.post(address("fr", name))
        assert response.status_code == 405


def test_the_wrong_language_prefix_is_led_home(client: Client) -> None:
    make_space()
    wrong = address("fr").replace("/fr/", "/nl/")
    if wrong == address("nl"):
        pytest.skip("both languages use the same word here")
    response: Any = client.get(wrong)
    assert response.status_code == 301
    assert response.headers["Location"] == address("nl")


def test_centres_stand_beside_the_spaces(client: Client) -> None:
    make_space("Le Centre", kind=SpacePage.CENTRE)
    make_space("Le Lieu")
    html = client.get(address("fr")).content.decode()
    assert cards(html) == ["Le Lieu"]
    assert 'data-kind="centre"' in html
    assert (
        "Le Centre"
        not in client.get(address("fr", "spaces:compare"))
        .content.decode()
        .split('class="site-foot"')[0]
    )
