"""Running the seed of the real network again: nothing twice, and nothing against what people did since."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

import pytest

from coffee.home.models import HomePage, StandardPage
from coffee.home.seed.network import seed_network
from coffee.home.seed.reading import read
from spaces.models import City, SpacePage, TravelTime
from spaces.provisioning import sync_all
from tests.factories import make_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded() -> list[str]:
    return seed_network()


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_second_run_writes_nothing(seeded: list[str]) -> None:
    before = counts()
    with CaptureQueriesContext(connection) as captured:
        assert seed_network() == []
    verbs = {query["sql"].split()[0] for query in captured}
    assert not verbs & {"INSERT", "UPDATE", "DELETE"}
    assert counts() == before
    assert sync_all() == []


def test_the_command_says_what_it_did() -> None:
    first, second = StringIO(), StringIO()
    call_command("seed_network", stdout=first)
    call_command("seed_network", stdout=second)
    assert "rows written" in first.getvalue()
    assert "nothing to write" in second.getvalue()


def test_a_home_page_that_exists_is_taken_as_it_is() -> None:
    home = make_home()
    seed_network()
    assert HomePage.objects.get() == home
    assert SpacePage.objects.child_of(home).count() == 7


def test_what_people_changed_or_deleted_is_left_alone_and_reported(seeded: list[str]) -> None:
    city = City.objects.get(key="mons")
    city.lat = 50.5
    city.save()
    space = SpacePage.objects.get(slug="esco")
    space.tagline = "Nouvelle accroche"
    space.save_revision().publish()
    draft = SpacePage.objects.get(slug="switch")
    draft.tagline = "Pas encore"
    draft.save_revision()
    TravelTime.objects.all().delete()
    StandardPage.objects.get(key="accessibility").delete()
    before = counts()

    report = seed_network()

    assert counts() == before
    assert len([line for line in report if line.startswith("left alone")]) == 3
    assert len([line for line in report if line.startswith("left out")]) == 11
    assert len(report) == 14
    city.refresh_from_db()
    space.refresh_from_db()
    draft.refresh_from_db()
    assert (city.lat, space.tagline) == (50.5, "Nouvelle accroche")
    assert draft.has_unpublished_changes


def test_a_corrected_source_reaches_rows_that_nobody_touched(
    seeded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def corrected(name: str) -> dict[str, Any]:
        data = read(name)
        if name == "network.yaml":
            data["cities"]["mons"]["lat"] = 50.46
            partner = next(row for row in data["partners"] if row["slug"] == "esco")
            partner["tagline"]["nl"] = "Verbeterd"
            partner["facts"] = partner["facts"][:2]
        return data

    monkeypatch.setattr("coffee.home.seed.network.read", corrected)
    report = seed_network()
    assert len(report) == 2
    assert City.objects.get(key="mons").lat == 50.46
    space = SpacePage.objects.get(slug="esco")
    with translation.override("nl"):
        assert str(space.text("tagline")) == "Verbeterd"
    assert space.facts.count() == 2
    assert seed_network() == []
