"""The page of an event and of one date: the right address, the facts of the date, no dead button."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

import pytest

from events import choices, scheduling
from events.models import EventPage, Occurrence
from tests.events.makers import in_days, make_event, the_date
from tests.factories import make_space

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

MOST_QUERIES = 16


def data(text: str) -> dict[str, Any]:
    """The structured data of the event."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    found = next(block for block in map(json.loads, blocks) if block["@type"] == "Event")
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999"])
def test_an_event_that_does_not_exist_is_not_found(client: Client, pk: str) -> None:
    path = make_event().get_absolute_url()
    assert client.get(re.sub(r"-\d+/$", f"-{pk}/", path)).status_code == 404


def test_a_draft_is_not_found(client: Client) -> None:
    event = make_event("Secret", live=False)
    assert client.get(event.get_absolute_url()).status_code == 404
    assert client.get(re.sub(r"/[^/]+-(\d+)/$", r"/wrong-\1/", event.get_absolute_url())).status_code == 404  # fmt: skip


def test_an_old_slug_leads_to_the_right_one_and_keeps_the_query(client: Client) -> None:
    event = make_event("Midi soupe")
    right = event.get_absolute_url()
    wrong = right.replace("midi-soupe", "autre") + "?a=1"
    answer = client.get(wrong)
    assert (answer.status_code, answer["Location"]) == (301, right + "?a=1")


@pytest.mark.parametrize("day", ["2026-02-30", "0000-01-01", "2026-13-01", "9999-12-31"])
def test_an_impossible_or_unknown_day_is_not_found(client: Client, day: str) -> None:
    event = make_event(repeat="weekly", repeat_count=2)
    assert client.get(f"{event.get_absolute_url()}{day}/").status_code == 404


def test_each_date_of_a_series_has_an_address_in_every_language(client: Client) -> None:
    event = make_event("Série", repeat="weekly", repeat_count=3, translations={"nl": {"title": "Reeks"}})  # fmt: skip
    second = list(event.occurrences.in_order())[1]
    text = client.get(second.url).text
    slot = second.slot.isoformat()
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)"', text)
    assert canonical.endswith(f"{slot}/")
    (dutch,) = re.findall(r'<link rel="alternate" hreflang="nl" href="([^"]+)"', text)
    assert "reeks" in dutch
    assert dutch.endswith(f"{slot}/")
    assert data(text)["startDate"] == second.start.isoformat()


def test_the_only_date_of_an_event_has_no_address_of_its_own(client: Client) -> None:
    event = make_event()
    date = the_date(event)
    assert date.url == event.get_absolute_url()
    answer = client.get(f"{event.get_absolute_url()}{date.slot.isoformat()}/")
    assert (answer.status_code, answer["Location"]) == (301, event.get_absolute_url())


def test_the_address_of_a_moved_date_leads_to_where_it_is_now(client: Client) -> None:
    event = make_event()
    old = f"{event.get_absolute_url()}{in_days(1).isoformat()}/"
    event.starts_on = in_days(5)
    event.save()
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (302, event.get_absolute_url())


def test_the_page_shows_the_next_date_and_later_the_last(client: Client) -> None:
    event = make_event(starts_on=in_days(-8), repeat="weekly", repeat_count=3)
    dates = list(event.occurrences.in_order())
    assert (
        data(client.get(event.get_absolute_url()).text)["startDate"] == dates[2].start.isoformat()
    )
    over = make_event(starts_on=in_days(-8))
    text = client.get(over.get_absolute_url()).text
    assert data(text)["startDate"] == the_date(over).start.isoformat()
    assert "calendar.google.com" not in text


def test_a_cancelled_event_is_struck_out_and_says_why_in_the_readers_language(
    client: Client,
) -> None:
    event = make_event("Jeux")
    scheduling.change_status(event, choices.CANCELLED, {"fr": "Malade", "nl": "Ziek"})
    path = EventPage.objects.get().get_absolute_url()
    french = client.get(path).text
    assert "<s>Jeux</s>" in french
    assert "Malade" in french
    assert "Ziek" in client.get(path.replace("/fr/", "/nl/"), follow=True).text
    assert data(french)["eventStatus"].endswith("EventCancelled")
    assert "calendar.google.com" not in french


def test_an_untranslated_text_says_so_and_is_marked(client: Client) -> None:
    event = make_event("Soupe", summary="Une heure")
    text = client.get(event.get_absolute_url().replace("/fr/", "/nl/"), follow=True).text
    assert '<span lang="fr">Soupe</span>' in text
    assert '<p class="lead" lang="fr">Une heure</p>' in text
    assert text.count("tag fallback") == 1
    assert 'rel="canonical" href="http://127.0.0.1:8000/fr/' in text
    assert 'hreflang="nl" href' not in text.partition("<body")[0]


def test_structured_data_names_offset_place_hosts_of_both_countries_and_state(
    client: Client,
) -> None:
    lille = make_space("Lille", country="FR")
    event = make_event("X</script>", accepted=[lille], price_kind="paid", price_amount="12.50")
    found = data(client.get(event.get_absolute_url()).text)
    assert re.search(r"[+-]\d\d:\d\d$", found["startDate"])
    assert found["name"] == "X</script>"
    assert len(found["organizer"]) == 2
    assert found["location"][0]["address"]["addressCountry"] == "BE"
    assert found["offers"]["price"] == "12.50"
    assert found["eventStatus"].endswith("EventScheduled")
    assert not found["isAccessibleForFree"]


def test_a_hybrid_event_is_in_two_places_and_keeps_its_room_to_itself(client: Client) -> None:
    event = make_event(attendance_mode="hybrid", online_url="https://meet.example.org/room")
    text = client.get(event.get_absolute_url()).text
    kinds = [place["@type"] for place in data(text)["location"]]
    assert kinds == ["Place", "VirtualLocation"]
    assert "meet.example.org" not in text


def test_whole_days_are_dates_without_times(client: Client) -> None:
    event = make_event(starts_on=in_days(3), ends_on=in_days(4), all_day=True)
    found = data(client.get(event.get_absolute_url()).text)
    assert (found["startDate"], found["endDate"]) == (str(in_days(3)), str(in_days(4)))


def test_without_a_place_to_register_there_is_no_button(client: Client) -> None:
    for mode in (choices.NONE, choices.HERE):
        event = make_event(registration_mode=mode)
        assert "btn big" not in client.get(event.get_absolute_url()).text
    event = make_event(
        registration_mode=choices.ELSEWHERE, ticket_url="https://tickets.example.org/1"
    )
    text = client.get(event.get_absolute_url()).text
    assert '<a class="btn big wide" href="https://tickets.example.org/1"' in text
    assert "stickybar" in text


def test_calendar_links_carry_the_date_itself(client: Client) -> None:
    event = make_event("Thé & café", starts_on=dt.date(2027, 7, 1), all_day=True)
    text = client.get(event.get_absolute_url()).text
    assert "dates=20270701%2F20270702" in text
    assert "startdt=2027-07-01&amp;enddt=2027-07-02&amp;allday=true" in text
    assert "text=Th%C3%A9+%26+caf%C3%A9" in text


def test_an_internal_event_is_for_those_who_have_the_address_only(client: Client) -> None:
    event = make_event(audience=choices.INTERNAL)
    answer = client.get(event.get_absolute_url())
    assert 'content="noindex"' in answer.text
    assert event.get_sitemap_urls() == []


@pytest.mark.parametrize(
    ("taken", "state"), [(0, ""), (6, "last"), (10, "full")], ids=["free", "last", "full"]
)
def test_the_page_tells_the_state_of_the_seats_and_never_their_number(
    client: Client, taken: int, state: str
) -> None:
    event = make_event(registration_mode=choices.HERE, capacity=10)
    Occurrence.objects.update(taken=taken)
    date = the_date(event)
    assert (date.is_full, date.has_last_seats) == (state == "full", state == "last")
    text = client.get("/fr/agenda/").text.partition('id="results"')[2]
    assert ('<span class="full">' in text) == (state == "full")


def test_other_dates_are_named_and_the_one_shown_is_marked(client: Client) -> None:
    event = make_event(repeat="weekly", repeat_count=30)
    text = client.get(event.get_absolute_url()).text
    rows = text.partition('<ul class="dates">')[2].partition("</ul>")[0]
    assert rows.count("<li") == 12
    assert rows.count('aria-current="date"') == 1


def test_an_evening_elsewhere_is_shown_in_its_own_zone(client: Client) -> None:
    make_event(timezone="Europe/London", start_time=dt.time(18))
    text = client.get("/fr/agenda/").text
    assert ">18:00</time>" in text
    assert "Europe/London" in text


def test_the_page_costs_the_same_with_one_host_and_with_many(client: Client) -> None:
    alone = make_event(repeat="weekly", repeat_count=30)
    together = make_event(
        accepted=[make_space() for _n in range(4)], repeat="weekly", repeat_count=30
    )
    client.get(alone.get_absolute_url())
    for code in ("fr", "nl"):
        costs = []
        for event in (alone, together):
            with translation.override(code):
                path = event.get_absolute_url()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            costs.append(len(queries))
        assert costs[0] == costs[1] <= MOST_QUERIES
