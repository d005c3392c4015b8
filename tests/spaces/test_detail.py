"""The page of one space: dated facts, honest gaps, and a note when it has left."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone, translation

import pytest

from spaces.details import hours_lines
from spaces.models import (
    OpeningHours,
    SpaceAmenity,
    SpaceFact,
    SpaceOffer,
    SpacePage,
    SpaceTranslation,
)
from spaces.structured_data import local_business
from tests.factories import make_city, make_space
from tests.spaces.makers import (
    make_audience,
    make_minutes,
    make_offer_type,
    make_station,
    make_tariff,
    make_unit,
    make_vat,
)

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def page(client: Client, space: SpacePage, language: str = "fr") -> str:
    with translation.override(language):
        response = client.get(space.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def main(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def structured(html: str) -> list[dict[str, Any]]:
    return [json.loads(block) for block in re.findall(r'ld\+json">(.*?)</script>', html)]


def test_a_draft_and_an_unknown_space_are_not_found(client: Client) -> None:
    draft = make_space(live=False)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(reverse("spaces:detail", args=["nowhere"])).status_code == 404


def test_a_space_without_anything_says_so(client: Client) -> None:
    for language, words in (("fr", "non communiqué"), ("nl", "niet meegedeeld")):
        html = page(client, make_space(), language)
        shown = text_of(main(html))
        assert shown.count(words) >= 3, shown
        assert html.count("<h1") == 1


def test_old_figures_are_shown_with_their_year_and_source(client: Client) -> None:
    space = make_space()
    SpaceFact.objects.create(
        page=space, key="desks", value={"fr": "20"}, as_of="2012", source_url="https://example.org/press"
    )  # fmt: skip
    SpaceFact.objects.create(page=space, key="size", value={"fr": "300 m²"}, confidence="general")
    shown = main(page(client, space))
    assert "2012" in text_of(shown)
    assert 'href="https://example.org/press"' in shown


def test_both_names_of_the_town_stand_on_the_page(client: Client) -> None:
    space = make_space(city=make_city("mons", fr="Mons", nl="Bergen"))
    assert "Mons · Bergen" in page(client, space, "fr")
    assert "Bergen · Mons" in page(client, space, "nl")


def test_a_space_that_has_left_keeps_its_page_with_a_note(client: Client) -> None:
    space = make_space("Ancien", left=dt.date(2020, 12, 31))
    html = page(client, space)
    assert "31 décembre 2020" in text_of(main(html))
    assert "Ancien" not in html[html.index('class="site-foot"') :]


def test_equal_days_share_a_line_of_opening_hours() -> None:
    space = make_space()
    for day in range(5):
        OpeningHours.objects.create(
            page=space, weekday=day, opens=dt.time(8, 30), closes=dt.time(12)
        )
        OpeningHours.objects.create(page=space, weekday=day, opens=dt.time(13), closes=dt.time(18))
    OpeningHours.objects.create(page=space, weekday=6, opens=dt.time(10), closes=dt.time(12))
    lines = hours_lines(space)
    assert [line.times for line in lines] == ["08:30 – 12:00, 13:00 – 18:00", "10:00 – 12:00"]
    assert "–" in lines[0].days
    assert "–" not in lines[1].days


def test_a_fact_in_the_other_language_is_marked(client: Client) -> None:
    space = make_space(tagline="Ici", hours_note={"fr": "Sur rendez-vous"})
    html = main(page(client, space, "nl"))
    assert re.search(r'lang="fr"[^>]*>Ici', html)
    assert re.search(r'lang="fr"[^>]*>Sur rendez-vous', html)


def test_a_real_translation_is_announced_and_a_missing_one_is_not(client: Client) -> None:
    alone = make_space(tagline="Ici")
    both = make_space(tagline="Là")
    SpaceTranslation.objects.create(page=both, language="nl", title=both.title, tagline="Daar")
    assert "hreflang" not in page(client, alone)[: page(client, alone).index("</head>")]
    head = page(client, both)[: page(client, both).index("</head>")]
    assert set(re.findall(r'alternate" hreflang="([\w-]+)"', head)) == {"fr", "nl", "x-default"}


def test_the_tree_s_address_leads_to_the_one_address(client: Client) -> None:
    space = make_space()
    response: Any = client.get(f"/fr/{space.slug}/?a=b")
    assert response.status_code == 301
    assert response.headers["Location"] == f"{space.get_absolute_url()}?a=b"


def test_the_price_beside_the_address_is_the_public_one_of_a_day(client: Client) -> None:
    make_vat("FR", "0.20")
    space = make_space(country="FR")
    make_tariff(space, "5", unit=make_unit("hour", 60), labels={"fr": "Heure"})
    make_tariff(space, "100", unit=make_unit("day"), labels={"fr": "Jour"})
    make_tariff(
        space,
        "70",
        unit=make_unit("day"),
        audience=make_audience("member"),
        labels={"fr": "Membre"},
    )
    html = main(page(client, space))
    head = text_of(html[: html.index("</dl>")])
    assert "120" in head
    assert "Jour" in head
    assert "Membre" not in head


def test_a_price_that_is_over_is_history(client: Client) -> None:
    make_vat("BE", "0.21")
    space = make_space()
    make_tariff(space, "33", valid_until=dt.date(2020, 1, 1), labels={"fr": "Ancien prix"})
    html = main(page(client, space))
    assert "Ancien prix" not in html[: html.index("</dl>")]
    assert "Ancien prix" in html[html.index("<details") :]


def test_trains_are_listed_from_the_quickest_and_doubt_is_said(client: Client) -> None:
    here, near, far = make_station("ici"), make_station("pres"), make_station("loin")
    make_minutes(here, far, 60, 85)
    make_minutes(near, here, 17, 29, as_of="2009", confidence="sourced")
    space = make_space(station=here)
    make_space(station=far, city=far.city)
    make_space(station=near, city=near.city)
    shown = text_of(main(page(client, space)))
    assert shown.index("17–29") < shown.index("60–85")
    assert "(2009)" in shown


def test_what_is_there_comes_from_page_and_offers_once(client: Client) -> None:
    space = make_space()
    kitchen, fablab, coaching = (make_offer_type(key) for key in ("kitchen", "fablab", "coaching"))
    SpaceAmenity.objects.create(page=space, offer_type=kitchen)
    SpaceAmenity.objects.create(page=space, offer_type=fablab)
    SpaceOffer.objects.create(space=space, offer_type=fablab, availability="no")
    SpaceOffer.objects.create(space=space, offer_type=coaching, availability="on_request")
    shown = text_of(main(page(client, space)))
    assert shown.count("Kitchen") == 1
    assert "Fablab" not in shown
    assert "Coaching" in shown


def test_structured_data_says_only_what_is_known(client: Client) -> None:
    space = make_space(street="Rue de Pont", postcode="7500", website="https://example.org")
    business = structured(page(client, space))[0]
    assert business["@type"] == "LocalBusiness"
    assert business["address"]["streetAddress"] == "Rue de Pont"
    assert "geo" not in business
    assert "openingHoursSpecification" not in business


def test_structured_data_has_a_position_only_with_a_pin() -> None:
    space = make_space(lat=50.6, lon=3.4, accuracy_m=20)
    assert "geo" in local_business(space)
    space.position_estimated = True
    assert "geo" not in local_business(space)


def test_opening_hours_are_published_for_a_year_after_somebody_checked() -> None:
    today = timezone.localdate()
    space = make_space(hours_verified_on=today)
    OpeningHours.objects.create(page=space, weekday=0, opens=dt.time(8), closes=dt.time(18))
    assert local_business(space)["openingHoursSpecification"][0]["opens"] == "08:00"
    space.hours_verified_on = today - dt.timedelta(days=400)
    assert "openingHoursSpecification" not in local_business(space)


def test_no_text_can_leave_its_place(client: Client) -> None:
    evil = "</script><script>alert(1)</script>"
    space = make_space("Name", tagline=evil[:160], street=evil[:100])
    assert "<script>alert" not in page(client, space)
