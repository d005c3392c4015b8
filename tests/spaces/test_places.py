"""Every name of a town, in every language, is the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import translation

import pytest

from spaces.models import TravelTime
from spaces.places import read_cities, search_names
from spaces.travel import rides_from, train_table
from tests.factories import make_city, make_space
from tests.spaces.makers import make_minutes, make_station

if TYPE_CHECKING:
    from pathlib import Path


def test_the_list_of_towns_has_each_key_once_and_a_name_in_every_language() -> None:
    rows = read_cities()
    assert len({row.key for row in rows}) == len(rows)
    assert all(set(row.labels) >= {"fr", "nl"} for row in rows)
    names = {row.key: row.labels for row in rows}
    assert (names["mons"]["nl"], names["lille"]["nl"], names["leuven"]["fr"]) == (
        "Bergen",
        "Rijsel",
        "Louvain",
    )


def test_a_third_language_is_a_column(tmp_path: Path) -> None:
    path = tmp_path / "cities.csv"
    path.write_text("key,country,fr,de\naachen,DE,Aix-la-Chapelle,Aachen\n", encoding="utf-8")
    assert read_cities(path)[0].labels == {"fr": "Aix-la-Chapelle", "de": "Aachen"}


@pytest.mark.django_db
def test_search_finds_a_town_by_every_name_and_by_its_spaces() -> None:
    mons = make_city("mons", fr="Mons", nl="Bergen")
    make_space("Le Lieu", city=mons)
    found = search_names()
    assert {("mons", "Mons"), ("mons", "Bergen"), ("mons", "Le Lieu")} <= set(found)
    make_city("gent", fr="Gand", nl="Gent")
    assert ("gent", "Ghent") in search_names()
    assert len(found) == len(set(found))


@pytest.mark.django_db
def test_a_road_sign_shows_the_reader_s_name_first() -> None:
    mons = make_city("mons", fr="Mons", nl="Bergen")
    with translation.override("nl"):
        assert mons.road_sign == "Bergen · Mons"
    same = make_city("charleroi", fr="Charleroi", nl="Charleroi")
    assert same.road_sign == "Charleroi"


@pytest.mark.django_db
def test_a_pair_of_stations_answers_both_ways() -> None:
    lille, mons = make_station("lille"), make_station("mons")
    entered_backwards = make_minutes(mons, lille, 60, 85)
    assert entered_backwards.a_id < entered_backwards.b_id
    there, back = make_space(station=lille), make_space(station=mons)
    assert [ride.time for ride in rides_from(there, [back])] == [entered_backwards]
    assert [ride.time for ride in rides_from(back, [there])] == [entered_backwards]


@pytest.mark.django_db
def test_impossible_travel_is_refused() -> None:
    lille, mons = make_station("lille"), make_station("mons")
    with pytest.raises(ValidationError):
        TravelTime(a=lille, b=lille, min_minutes=1, max_minutes=2).full_clean()
    with pytest.raises(ValidationError):
        TravelTime(a=lille, b=mons, min_minutes=20, max_minutes=10).full_clean()
    make_minutes(lille, mons, 1, 2)
    with pytest.raises(ValidationError):
        TravelTime(a=mons, b=lille, min_minutes=3, max_minutes=4).full_clean()


@pytest.mark.django_db
def test_the_train_table_knows_feet_trains_and_nothing() -> None:
    lille, mons, ath = make_station("lille"), make_station("mons"), make_station("ath")
    make_minutes(lille, mons, 60, 85)
    spaces = [
        make_space(station=lille), make_space(station=lille), make_space(station=mons),
        make_space(station=ath), make_space(),
    ]  # fmt: skip
    table = train_table(spaces)
    assert [row.space for row in table] == spaces[:4]
    first = table[0].cells
    assert first[0] is None
    assert first[1] is not None
    assert first[1].on_foot
    assert first[2] is not None
    assert first[2].time is not None
    assert first[3] is not None
    assert first[3].time is None
