"""The list and the month: every date once, the same in both languages, nothing that is not public."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import pytest

from coffee.core.topics import Topic
from events import agenda, choices, scheduling
from events.filters import AgendaFilters
from events.models import EventHost, EventPage, Occurrence
from tests.events.makers import in_days, make_event, moment, the_date, today
from tests.factories import make_space

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
# Events among which many dates are spread.
DISTINCT = 3


def ids(client: Client, path: str) -> list[int]:
    """The dates on a page, in order."""
    answer = client.get(path)
    assert answer.status_code == 200
    return [int(pk) for pk in re.findall(r'<article class="event[^>]* id="e(\d+)"', answer.text)]


def titles(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.findall(r"<h3><a [^>]*>([^<]*)</a>", answer.text)


# --- what never appears


@pytest.mark.parametrize(
    "hidden",
    [{"audience": choices.INTERNAL}, {"listed": False}, {"live": False}],
    ids=["internal", "unlisted", "draft"],
)
def test_what_is_not_public_is_on_no_page(client: Client, hidden: dict[str, Any]) -> None:
    event = make_event("Secret", repeat="weekly", repeat_count=2, **hidden)
    day = event.starts_on
    for path in ["/fr/agenda/", f"/fr/agenda/{day.year}/{day.month}/", "/fr/agenda/agenda.ics"]:
        assert "Secret" not in client.get(path).text


def test_a_space_that_has_not_accepted_is_not_named(client: Client) -> None:
    partner = make_space("Partner", country="FR", slug="partner")
    make_event("Ours", make_space(slug="ours"), cohosts=[partner])
    assert '<span class="across">' not in client.get("/fr/agenda/").text
    assert ids(client, "/fr/agenda/?space=partner") == []
    assert ids(client, "/fr/agenda/?country=fr") == []


# --- one list in two languages


@pytest.mark.parametrize(("own", "other"), [("fr", "nl"), ("nl", "fr")])
def test_an_event_in_one_language_is_in_the_other_agenda_once_marked_and_in_its_place(
    client: Client, own: str, other: str
) -> None:
    make_event("Avant", starts_on=in_days(1))
    event = make_event("Titre unique", language=own, starts_on=in_days(2))
    make_event("Apres", starts_on=in_days(3))
    pk = the_date(event).pk
    assert ids(client, f"/{own}/agenda/") == ids(client, f"/{other}/agenda/")
    text = client.get(f"/{other}/agenda/").text
    row = text[text.index(f'id="e{pk}"') :].partition("</article>")[0]
    assert f' lang="{own}">Titre unique</a>' in row
    assert row.count("tag fallback") == 1
    assert text.count(f'id="e{pk}"') == 1
    at_home = client.get(f"/{own}/agenda/").text
    assert f'lang="{own}">Titre unique' not in at_home


def test_a_translated_title_is_shown_without_a_mark(client: Client) -> None:
    make_event("Soupe", translations={"nl": {"title": "Soep"}})
    text = client.get("/nl/agenda/").text
    assert ">Soep</a>" in text
    assert "tag fallback" not in text.partition('id="results"')[2]


def test_both_languages_agree_for_every_filter(client: Client) -> None:
    esco, lille = make_space(slug="esco"), make_space(slug="lille", country="FR")
    law = Topic.objects.create(name="law", slug="law", labels={"fr": "Droit"})
    make_event("A", esco, accepted=[lille], tags=[law], spoken_languages=["nl"])
    make_event("B", lille, language="nl", kind="talk", price_kind="paid", price_amount=5)
    make_event("C", esco, attendance_mode="online", access=["wheelchair"])
    queries = [
        "space=lille", "country=be", "lang=nl", "kind=talk", "tag=law", "mode=online", "price=paid",
        "access=wheelchair", "cross=1", "q=A", "space=esco&space=lille&lang=fr", "when=week",
    ]  # fmt: skip
    for query in queries:
        assert ids(client, f"/fr/agenda/?{query}") == ids(client, f"/nl/agenda/?{query}"), query


# --- filters


def test_a_country_is_that_of_any_host_who_accepted(client: Client) -> None:
    lille = make_space(country="FR")
    event = make_event("Both", accepted=[lille])
    assert ids(client, "/fr/agenda/?country=fr") == [the_date(event).pk]
    assert ids(client, "/fr/agenda/?country=be") == [the_date(event).pk]
    assert ids(client, "/fr/agenda/?cross=1") == [the_date(event).pk]


def test_unknown_values_change_nothing_but_keep_search_engines_away(client: Client) -> None:
    event = make_event()
    answer = client.get("/fr/agenda/?space=nowhere&kind=dance&lang=xx&tag=%00&when=soon&from=never")
    assert f'id="e{the_date(event).pk}"' in answer.text
    assert 'name="robots" content="noindex"' in answer.text
    assert 'name="robots"' not in client.get("/fr/agenda/").text


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "x" * 10_000, "q=%ff%fe", "tag=%00a", "page=abc", "from=2026-02-30", "country=%F0%9F%98%80", "q=%27%22%3Cscript%3E"],
)  # fmt: skip
def test_garbage_is_a_normal_page(client: Client, query: str) -> None:
    make_event()
    answer = client.get(f"/fr/agenda/?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


@pytest.mark.parametrize("page", ["2", "99", "99999999999999999999"])
def test_a_page_beyond_the_last_is_not_found(client: Client, page: str) -> None:
    make_event()
    assert client.get(f"/fr/agenda/?page={page}").status_code == 404


def test_search_words_find_titles_and_summaries_in_every_language(client: Client) -> None:
    event = make_event(
        "Midi-soupe", translations={"nl": {"title": "Soepmiddag", "summary": "Café"}}
    )
    make_event("Autre chose")
    for query in ["soupe", "SOEPMIDDAG", "cafe", "midi soupe"]:
        assert ids(client, f"/fr/agenda/?q={query}") == [the_date(event).pk], query
    assert ids(client, "/fr/agenda/?q=oupe") == []


def test_an_empty_list_names_the_filter_to_drop(client: Client) -> None:
    make_space(slug="empty", name="Empty")
    make_event("Elsewhere", price_kind="paid", price_amount=5)
    text = client.get("/fr/agenda/?space=empty").text
    assert 'class="empty"' in text
    assert '<a class="btn" href="/fr/agenda/"' in text


def test_an_empty_period_leads_to_the_next_date(client: Client) -> None:
    make_event(starts_on=in_days(200))
    text = client.get("/fr/agenda/").text
    assert f"from={in_days(200).isoformat()}" in text
    assert len(ids(client, f"/fr/agenda/?from={in_days(200).isoformat()}")) == 1


def test_an_agenda_without_any_event_is_a_page(client: Client) -> None:
    assert 'class="empty"' in client.get("/fr/agenda/").text
    assert client.get("/fr/agenda/?when=past").status_code == 200


# --- days


def test_a_date_that_began_today_is_listed_even_when_it_is_over(client: Client) -> None:
    event = make_event(starts_on=today(), start_time=dt.time(0), end_time=dt.time(0, 1))
    assert ids(client, "/fr/agenda/") == [the_date(event).pk]


def test_what_is_still_running_stands_under_today_and_not_among_the_past(client: Client) -> None:
    event = make_event(starts_on=in_days(-3), ends_on=in_days(3), all_day=True)
    text = client.get("/fr/agenda/").text
    assert f'id="d{today():%m%d}"' in text
    assert ids(client, "/fr/agenda/") == [the_date(event).pk]
    assert ids(client, "/fr/agenda/?when=past") == []


def test_past_dates_come_latest_first(client: Client) -> None:
    old = make_event(starts_on=in_days(-30))
    older = make_event(starts_on=in_days(-31))
    assert ids(client, "/fr/agenda/?when=past") == [the_date(old).pk, the_date(older).pk]


def test_dates_at_the_same_time_come_in_the_order_of_their_ids(client: Client) -> None:
    events = [make_event() for _n in range(5)]
    assert ids(client, "/fr/agenda/") == sorted(the_date(event).pk for event in events)


def test_a_late_evening_belongs_to_its_local_day() -> None:
    event = make_event(starts_on=dt.date(2027, 7, 1), start_time=dt.time(0, 30))
    date = the_date(event)
    assert date.starts_at.date() == dt.date(2027, 6, 30)
    found = agenda.agenda_list(AgendaFilters(start=dt.date(2027, 7, 1)), dt.date(2027, 6, 1))
    assert [day.date for day in found.days] == [dt.date(2027, 7, 1)]


@pytest.mark.parametrize("change", ["2026-10-25", "2027-03-28"])
def test_days_on_which_the_clocks_change_hold_their_own_dates_only(change: str) -> None:
    day = dt.date.fromisoformat(change)
    one = dt.timedelta(days=1)
    events = [
        make_event(starts_on=day, start_time=dt.time(0, 15), end_time=dt.time(0, 45)),
        make_event(starts_on=day, start_time=dt.time(23, 15), end_time=dt.time(23, 45)),
    ]
    for other in (day - one, day + one):
        make_event(starts_on=other, start_time=dt.time(12))
    period = agenda.Period(day, day + one)
    found = [row.pk for row in agenda.window(period).rows]
    assert found == [the_date(event).pk for event in events]


def test_a_date_without_length_is_found_on_its_day() -> None:
    day = dt.date(2027, 1, 10)
    event = make_event(starts_on=day, start_time=dt.time(0), end_time=dt.time(0))
    period = agenda.Period(day, day + dt.timedelta(days=1))
    assert [row.pk for row in agenda.window(period).rows] == [the_date(event).pk]


def test_cancelled_dates_stay_struck_through(client: Client) -> None:
    event = make_event("Jeux")
    scheduling.change_status(event, choices.CANCELLED)
    text = client.get("/fr/agenda/").text
    assert 'class="event tile cancelled"' in text


def test_a_cut_window_ends_with_the_last_complete_day_and_goes_on_there() -> None:
    for day in (1, 1, 2, 2, 3):
        make_event(starts_on=in_days(day))
    period = agenda.Period(today(), in_days(30))
    found = agenda.window(period, limit=3)
    assert len(found.rows) == 2
    assert found.period.end == in_days(2)
    assert agenda.following(found) == in_days(2)


def test_following_pages_reach_every_date_once(client: Client) -> None:
    make_event(repeat="daily", repeat_count=33)
    make_event(starts_on=in_days(150))
    seen: list[int] = []
    path: str | None = "/fr/agenda/"
    pages = 0
    while path:
        text = client.get(path).text.partition('id="results"')[2]
        seen += [int(pk) for pk in re.findall(r'id="e(\d+)"', text)]
        link = re.search(r'rel="next" href="([^"]+)"', text)
        path = link[1].replace("&amp;", "&") if link else None
        pages += 1
    assert pages == 3
    assert sorted(seen) == sorted(Occurrence.objects.values_list("pk", flat=True))


# --- months


@pytest.mark.parametrize(
    "path",
    ["2026/13", "2026/0", "0/1", "9999/12", "99999999999999999999/1", "2026/99999999999999999999", "1900/1", "2099/1"],
)  # fmt: skip
def test_impossible_and_far_months_are_not_found(client: Client, path: str) -> None:
    make_event()
    assert client.get(f"/fr/agenda/{path}/").status_code == 404


def test_this_month_is_a_page_even_when_it_is_empty(client: Client) -> None:
    now = today()
    assert client.get(f"/fr/agenda/{now.year}/{now.month}/").status_code == 200


def test_a_full_day_of_a_month_shows_three_and_counts_the_rest(client: Client) -> None:
    day = in_days(1)
    for _n in range(5):
        make_event(starts_on=day)
    text = client.get(f"/fr/agenda/{day.year}/{day.month}/").text
    cell = text[text.index(f'datetime="{day}"') :].partition("</td>")[0]
    assert cell.count("<li") == 4
    assert "+2" in cell
    assert f"from={day}" in cell
    assert '<th scope="col">' in text
    assert "<caption" in text


def test_a_month_names_neighbours_only_where_there_is_something(client: Client) -> None:
    now = today()
    text = client.get(f"/fr/agenda/{now.year}/{now.month}/").text
    assert 'rel="next"' not in text
    assert 'rel="prev"' not in text


# --- cost


def fill_agenda(number: int) -> None:
    """So many dates within the next weeks, each of an event of its own with a translation and two hosts."""
    event = make_event(
        "Many", accepted=[make_space(country="FR")], translations={"nl": {"title": "Veel"}}
    )
    hosts = list(EventHost.objects.filter(event=event))
    date = the_date(event)
    pages: list[int] = []
    for n in range(number - 1):
        copy = (
            event.copy(update_attrs={"slug": f"many-{n}"}, copy_revisions=False, log_action=None)
            if n < 40
            else None
        )
        pages.append(copy.pk if copy else pages[n % DISTINCT])
    Occurrence.objects.filter(event__in=pages).delete()
    EventPage.objects.filter(pk__in=pages).update(live=True)
    EventHost.objects.filter(event__in=pages).delete()
    EventHost.objects.bulk_create(
        EventHost(event_id=pk, space=host.space, country=host.country, role=host.role, accepted_at=host.accepted_at)
        for pk in set(pages)
        for host in hosts
    )  # fmt: skip
    step = dt.timedelta(minutes=45)
    Occurrence.objects.bulk_create(
        Occurrence(
            event_id=pk,
            slot=date.slot,
            slot_no=n + 1,
            starts_at=date.starts_at + n * step,
            ends_at=date.ends_at + n * step,
            start_date=timezone.localdate(date.starts_at + n * step),
            end_date=timezone.localdate(date.ends_at + n * step),
            is_listed=True,
            facets=date.facets,
        )
        for n, pk in enumerate(pages)
    )


def query_count(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_list_and_month_cost_the_same_with_ten_and_with_two_thousand_dates(client: Client) -> None:
    now = in_days(1)
    paths = [
        "/fr/agenda/",
        "/nl/agenda/",
        "/fr/agenda/?lang=fr&country=fr",
        "/fr/agenda/?when=past",
        f"/nl/agenda/{now.year}/{now.month}/",
    ]
    fill_agenda(10)
    client.get("/fr/agenda/")
    few = [query_count(client, path) for path in paths]
    fill_agenda(2_000)
    many = [query_count(client, path) for path in paths]
    assert few == many
    assert max(many) <= MOST_QUERIES, dict(zip(paths, many, strict=True))


def test_anonymous_pages_set_no_cookie(client: Client) -> None:
    event = make_event()
    for path in ["/fr/agenda/", event.get_absolute_url(), "/fr/agenda/agenda.ics"]:
        answer = client.get(path)
        assert not answer.cookies
        assert "csrfmiddlewaretoken" not in answer.text


def test_the_clock_is_an_argument() -> None:
    event = make_event(starts_on=dt.date(2027, 5, 3))
    date = the_date(event)
    listed = Occurrence.objects.listed()
    assert listed.upcoming(moment("2027-05-03 11:59")).get() == date
    assert not listed.upcoming(moment("2027-05-03 12:00")).exists()
    assert listed.past(moment("2027-05-03 12:00")).get() == date
