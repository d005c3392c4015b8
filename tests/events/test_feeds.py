"""Calendar files, each line of the promise a test: read back by a parser, the same dates as the page, no surprises."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

import pytest
from icalendar import Calendar

from events import choices, feeds, ical, scheduling
from events.models import EventPage, Occurrence
from tests.events.makers import in_days, make_event, moment, the_date
from tests.events.test_agenda import ids
from tests.factories import make_space

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

FEED = "/fr/agenda/agenda.ics"


def parsed(client: Client, path: str = FEED) -> Calendar:
    answer = client.get(path)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    assert isinstance(calendar, Calendar)
    assert not any(part.errors for part in calendar.walk())
    return calendar


def entries(client: Client, path: str = FEED) -> list[Any]:
    return list(parsed(client, path).walk("VEVENT"))


def uid(date: Occurrence) -> str:
    return f"{date.uid}@{settings.CALENDAR_DOMAIN}"


def test_the_feed_holds_every_upcoming_date_exactly_once(client: Client) -> None:
    make_event(repeat="weekly", repeat_count=20, accepted=[make_space(country="FR")])
    make_event(starts_on=in_days(3), ends_on=in_days(6), all_day=True)
    make_event(starts_on=in_days(-200))
    found = [str(entry["UID"]) for entry in entries(client)]
    upcoming = Occurrence.objects.listed().upcoming()
    assert len(found) == len(set(found)) == 21
    assert set(found) == {uid(date) for date in upcoming}
    assert not any("RRULE" in entry for entry in entries(client))


@pytest.mark.parametrize(
    "query", ["", "?space=lille", "?country=fr", "?cross=1", "?lang=nl&lang=fr", "?kind=talk", "?price=paid"]
)  # fmt: skip
def test_page_and_feed_agree_for_every_filter(client: Client, query: str) -> None:
    lille = make_space(slug="lille", country="FR")
    make_event("A", accepted=[lille], spoken_languages=["nl"])
    make_event("B", lille, kind="talk", price_kind="paid", price_amount=5)
    make_event("C", repeat="weekly", repeat_count=3)
    pks = {uid(date): date.pk for date in Occurrence.objects.all()}
    for code in ("fr", "nl"):
        path = f"/{code}/agenda/agenda.ics{query}"
        assert [pks[str(entry["UID"])] for entry in entries(client, path)] == ids(
            client, f"/{code}/agenda/{query}"
        )


@pytest.mark.parametrize("query", ["space=nowhere", "kind=dance", "space=lille&lang=xx", "tag=%00"])
def test_a_typing_error_is_refused_and_not_the_whole_agenda(client: Client, query: str) -> None:
    make_space(slug="lille")
    answer = client.get(f"{FEED}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")


def test_times_carry_their_zone_and_whole_days_end_the_day_after(client: Client) -> None:
    make_event(starts_on=in_days(2))
    make_event(starts_on=dt.date(2027, 1, 5), ends_on=dt.date(2027, 1, 6), all_day=True)
    timed, whole = entries(client)
    assert timed["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert timed["DTSTART"].dt.hour == 10
    assert timed["DTEND"].dt.hour == 12
    assert whole["DTSTART"].dt == dt.date(2027, 1, 5)
    assert whole["DTEND"].dt == dt.date(2027, 1, 7)
    assert whole["DTSTART"].params["VALUE"] == "DATE"
    assert len(parsed(client).walk("VTIMEZONE")) == 1


@pytest.mark.parametrize("change", ["2026-10-25", "2027-03-28", "2027-10-31"])
def test_a_weekly_evening_stays_at_six_in_the_file(change: str) -> None:
    day = dt.date.fromisoformat(change) - dt.timedelta(days=3)
    event = make_event(starts_on=day, start_time=dt.time(18), repeat="weekly", repeat_count=2)
    dates = event.occurrences.for_cards().in_order()
    body = ical.calendar(
        [feeds.entry(date) for date in dates], name="x", language="fr", timezone="Europe/Brussels"
    )
    found: list[Any] = list(Calendar.from_ical(body).walk("VEVENT"))
    assert [entry["DTSTART"].dt.hour for entry in found] == [18, 18]
    offsets = {entry["DTSTART"].dt.utcoffset() for entry in found}
    assert len(offsets) == 2


def test_the_zone_of_the_file_agrees_with_the_zone_of_the_system() -> None:
    zone = ical.vtimezone("Europe/Brussels", 2026, 2027)
    assert zone is not None
    parsed_zone = zone.to_tz(lookup_tzid=False)
    for text in ("2026-10-25 12:00", "2026-10-24 12:00", "2027-03-28 12:00", "2027-03-27 12:00"):
        wanted = moment(text)
        assert wanted.replace(tzinfo=parsed_zone).utcoffset() == wanted.utcoffset()


def test_another_zone_is_defined_in_the_file_and_utc_needs_no_definition(client: Client) -> None:
    make_event(timezone="Europe/London")
    make_event(timezone="UTC", starts_on=in_days(2))
    london, universal = entries(client)
    assert london["DTSTART"].params["TZID"] == "Europe/London"
    assert "TZID" not in universal["DTSTART"].params
    assert [str(zone["TZID"]) for zone in parsed(client).walk("VTIMEZONE")] == ["Europe/London"]


def test_a_cancelled_date_stays_with_its_word_in_the_language_of_the_feed(client: Client) -> None:
    event = make_event("Jeux")
    scheduling.change_status(event, choices.CANCELLED, {"fr": "Malade", "nl": "Ziek"})
    (entry,) = entries(client)
    assert entry["STATUS"] == "CANCELLED"
    assert entry["SEQUENCE"] == 1
    assert str(entry["SUMMARY"]).endswith("Jeux")
    assert str(entry["SUMMARY"]) != "Jeux"
    assert str(entry["DESCRIPTION"]).startswith("Malade")
    assert str(entries(client, "/nl/agenda/agenda.ics")[0]["DESCRIPTION"]).startswith("Ziek")


def test_a_withdrawn_date_is_cancelled_without_its_title_for_ninety_days(client: Client) -> None:
    event = make_event("Jeux", repeat="weekly", repeat_count=2)
    event.repeat_count = 1
    event.save()
    kept, gone = entries(client)
    assert kept["STATUS"] == "CONFIRMED"
    assert gone["STATUS"] == "CANCELLED"
    assert "Jeux" not in gone.to_ical().decode()
    long_ago = timezone.now() - dt.timedelta(days=91)
    Occurrence.objects.filter(withdrawn_at__isnull=False).update(withdrawn_at=long_ago)
    assert len(entries(client)) == 1


def test_nobodys_title_starts_a_line_of_its_own(client: Client) -> None:
    nasty = "Un\\titre; avec, tout «é» 🎉 " + "long " * 40
    make_event(
        nasty.strip(),
        summary="Ligne 1\r\nBEGIN:VALARM\r\nX: \x07y",
        venue_name="Salle\nDTSTART:19700101",
    )
    body = client.get(FEED).content
    assert b"\r\nBEGIN:VALARM" not in body
    assert b"\r\nDTSTART:1970" not in body
    assert b"\x07" not in body
    (entry,) = entries(client)
    assert str(entry["SUMMARY"]) == " ".join(nasty.split())


def test_lines_are_folded_at_seventy_five_octets_and_end_as_the_standard_says(
    client: Client,
) -> None:
    make_event("é" * 200)
    body = client.get(FEED).content
    assert body.count(b"\n") == body.count(b"\r\n")
    assert max(map(len, body.split(b"\r\n"))) <= 75
    body.decode()


def test_a_file_is_the_same_bytes_twice_and_known_bytes_are_not_sent_again(client: Client) -> None:
    make_event(repeat="weekly", repeat_count=3)
    first, second = client.get(FEED), client.get(FEED)
    assert first.content == second.content
    for tag in (first["ETag"], f"W/{first['ETag']}"):
        again = client.get(FEED, headers={"if-none-match": tag})
        assert again.status_code == 304
        assert not again.content
    event = EventPage.objects.get()
    event.title = "Autre"
    event.save()
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_answer_says_what_it_is_and_how_long_it_holds(client: Client) -> None:
    answer = client.get(FEED)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert client.head(FEED).status_code == 200
    assert client.post(FEED).status_code == 405


def test_stamps_are_when_the_date_changed_and_never_now(client: Client) -> None:
    date = the_date(make_event())
    (entry,) = entries(client)
    assert entry["DTSTAMP"].dt == date.modified.replace(microsecond=0)
    assert entry["LAST-MODIFIED"].dt == entry["DTSTAMP"].dt


def test_the_calendar_names_itself_and_says_how_often_to_ask(client: Client) -> None:
    make_space("ESCO", slug="esco")
    calendar = parsed(client, f"{FEED}?space=esco")
    assert calendar["METHOD"] == "PUBLISH"
    assert "ESCO" in str(calendar["X-WR-CALNAME"])
    assert re.search(rb"REFRESH-INTERVAL;VALUE=DURATION:PT1H", client.get(FEED).content)


def test_the_online_address_is_only_in_the_file_when_it_is_public(client: Client) -> None:
    url = "https://meet.example.org/room"
    make_event(attendance_mode="online", online_url=url)
    assert "meet.example.org" not in client.get(FEED).text
    EventPage.objects.get().delete()
    make_event(attendance_mode="online", online_url=url, online_url_public=True)
    (entry,) = entries(client)
    assert entry["CONFERENCE"] == url


def test_one_event_and_one_date_have_files_of_their_own(client: Client) -> None:
    event = make_event("Série", repeat="weekly", repeat_count=3, language="nl")
    make_event()
    first = event.occurrences.in_order().first()
    assert len(entries(client, reverse("events:event_ics", args=event.url_args()))) == 3
    for path in (first.ics_url, f"/agenda/date/{first.uid}.ics"):
        assert [str(entry["UID"]) for entry in entries(client, path)] == [uid(first)]


def test_the_files_of_drafts_and_strangers_are_not_found(client: Client) -> None:
    draft = the_date(make_event(live=False))
    for path in (
        draft.ics_url,
        f"/agenda/date/{draft.uid}.ics",
        "/agenda/date/00000000-0000-4000-8000-000000000000.ics",
    ):
        assert client.get(path, follow=True).status_code == 404
