"""The admin: a manager publishes with the required fields alone, next door stays shut, nothing announced vanishes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

import pytest

from events import choices, scheduling
from events.models import EventPage, Registration
from tests.events.makers import in_days, make_event, the_date
from tests.events.test_agenda import titles
from tests.factories import make_administrator, make_editor, make_manager, make_space

if TYPE_CHECKING:
    from django.test import Client

    from spaces.models import SpacePage

pytestmark = pytest.mark.django_db


# Fields with several values, which the helper would take for nested forms.
SEVERAL = ["spoken_languages", "interpreted_into", "access", "repeat_weekdays", "cohosts", "tags"]


def posted(**fields: Any) -> dict[str, Any]:
    """What a browser sends with everything else left as it is: empty, and shown in the agenda."""
    several = {name: fields.pop(name) for name in SEVERAL if name in fields}
    return several | nested_form_data(
        {
            "title": "Midi soupe",
            "starts_on": in_days(3).isoformat(),
            "listed": "on",
            "body": streamfield([]),
            "translations": inline_formset([]),
            "evidence": inline_formset([]),
            "comments": inline_formset([]),
            "action-publish": "1",
            **fields,
        }
    )


def add_url(space: SpacePage) -> str:
    return reverse("wagtailadmin_pages:add", args=["events", "eventpage", space.pk])


def required(client: Client, space: SpacePage) -> list[str]:
    """The required fields of the form."""
    form = client.get(add_url(space)).context["form"]
    return [name for name, field in form.fields.items() if field.required]


# --- denial first


def test_a_manager_adds_nothing_next_door(client: Client) -> None:
    own, other = make_space(), make_space()
    client.force_login(make_manager(own))
    assert client.get(add_url(other)).status_code in {302, 403, 404}
    client.post(add_url(other), posted())
    assert not EventPage.objects.exists()


@pytest.mark.parametrize("view", ["edit", "delete", "copy", "unpublish", "move", "history"])
def test_a_manager_opens_no_event_of_another_space(client: Client, view: str) -> None:
    own, other = make_space(), make_space()
    event = make_event("Secret", other)
    client.force_login(make_manager(own))
    answer = client.get(reverse(f"wagtailadmin_pages:{view}", args=[event.pk]))
    assert answer.status_code in {302, 403, 404}
    assert "Secret" not in answer.content.decode()


def test_an_editor_writes_but_does_not_publish(client: Client) -> None:
    space = make_space()
    client.force_login(make_editor(space))
    client.post(add_url(space), posted())
    assert not EventPage.objects.get().live


def test_visitors_see_the_log_in_page(client: Client) -> None:
    assert client.get(add_url(make_space())).status_code == 302


# --- publishing


def test_a_manager_publishes_with_two_fields_and_the_event_is_in_the_agenda(client: Client) -> None:
    space = make_space(language="nl")
    client.force_login(make_manager(space))
    answer = client.post(add_url(space), posted())
    assert answer.status_code == 302
    event = EventPage.objects.get()
    assert event.live
    assert (event.language, event.timezone, event.repeat) == ("nl", "Europe/Brussels", "once")
    assert event.lead == space
    client.logout()
    assert titles(client, "/fr/agenda/") == ["Midi soupe"]


def test_at_most_six_fields_are_required(client: Client) -> None:
    space = make_space()
    client.force_login(make_manager(space))
    assert required(client, space) == ["title", "starts_on"]


def test_fields_left_empty_by_the_browser_take_their_defaults(client: Client) -> None:
    space = make_space()
    client.force_login(make_manager(space))
    empty = dict.fromkeys(
        ["language", "kind", "timezone", "repeat", "repeat_every", "audience", "max_party", "start_time"], ""
    )  # fmt: skip
    client.post(add_url(space), posted(**empty))
    event = EventPage.objects.get()
    assert (event.kind, event.repeat_every, event.max_party) == ("meetup", 1, 1)
    assert the_date(event).all_day


def test_everything_else_can_be_said_too(client: Client) -> None:
    space, partner = make_space(), make_space()
    client.force_login(make_manager(space))
    fields = posted(
        start_time="18:00",
        end_time="20:30",
        kind="talk",
        cohosts=[str(partner.pk)],
        spoken_languages=["fr", "nl"],
        repeat="weekly",
        repeat_count="4",
        repeat_weekdays=["mo"],
        extra_dates=f"{in_days(40):%d/%m/%Y}\n{in_days(41).isoformat()}",
        translations=inline_formset(
            [{"language": "nl", "title": "Soep", "summary": "", "body": streamfield([])}]
        ),
    )
    answer = client.post(add_url(space), fields)
    assert answer.status_code == 302, answer.context["form"].errors
    event = EventPage.objects.get()
    assert event.extra_dates == [in_days(40).isoformat(), in_days(41).isoformat()]
    assert event.spoken_languages == ["fr", "nl"]
    assert str(event.text("title", "nl")) == "Soep"
    assert list(event.cohosts.all()) == [partner]
    assert event.occurrences.count() == 6
    assert event.host_spaces == [space]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", {"title": ""}),
        ("starts_on", {"starts_on": "2026-02-30"}),
        ("ends_on", {"ends_on": in_days(1).isoformat()}),
        ("ends_on", {"ends_on": in_days(60).isoformat()}),
        ("end_time", {"start_time": "12:00", "end_time": "11:00"}),
        ("timezone", {"timezone": "Europe/Atlantis"}),
        ("start_time", {"starts_on": "2027-03-28", "start_time": "02:30"}),
        ("repeat_until", {"repeat": "weekly"}),
        ("repeat_count", {"repeat": "weekly", "repeat_count": "201"}),
        ("repeat_every", {"repeat_every": "13"}),
        ("extra_dates", {"extra_dates": "soon"}),
        ("capacity", {"capacity": "0"}),
        ("spoken_languages", {"spoken_languages": ["xx"]}),
        ("kind", {"kind": "dance"}),
    ],
)
def test_a_contradiction_is_an_error_at_its_field_and_nothing_is_saved(
    client: Client, field: str, values: dict[str, Any]
) -> None:
    space = make_space()
    client.force_login(make_manager(space))
    answer = client.post(add_url(space), posted(**values))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not EventPage.objects.exists()


def test_editing_keeps_what_is_not_in_the_form(client: Client) -> None:
    space = make_space()
    event = make_event(space=space)
    scheduling.change_status(event, choices.CANCELLED, {"fr": "Malade"})
    client.force_login(make_manager(space))
    edit = reverse("wagtailadmin_pages:edit", args=[event.pk])
    answer = client.post(edit, posted(title="Autre"))
    assert answer.status_code == 302
    page = EventPage.objects.get()
    assert (page.title, page.status, page.uid) == ("Autre", choices.CANCELLED, event.uid)


def test_the_form_opens_with_what_was_saved(client: Client) -> None:
    space = make_space()
    event = make_event(space=space, extra_dates=["2027-01-05"], spoken_languages=["nl"])
    client.force_login(make_manager(space))
    form = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).context["form"]
    assert form["extra_dates"].value() == "2027-01-05"
    assert form["spoken_languages"].value() == ["nl"]


def test_a_manager_of_both_spaces_need_not_be_asked(client: Client) -> None:
    space, partner = make_space(), make_space()
    user = make_manager(space)
    make_manager(partner, user=user)
    client.force_login(user)
    client.post(add_url(space), posted(cohosts=[str(partner.pk)]))
    event = EventPage.objects.get()
    assert event.host_spaces == [space, partner]
    assert f"space:{partner.pk}" in the_date(event).facets


def test_a_preview_shows_the_date_that_publishing_would_make(client: Client) -> None:
    space = make_space()
    event = make_event(space=space)
    event.starts_on = dt.date(2027, 5, 3)
    event.save_revision()
    client.force_login(make_manager(space))
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[event.pk]))
    assert answer.status_code == 200
    assert "2027-05-03" in answer.content.decode()
    assert the_date(event).start_date == in_days(1)


# --- the list


def test_the_list_shows_ones_own_events_by_next_date(client: Client) -> None:
    own, other = make_space(), make_space()
    make_event("Passé", own, starts_on=in_days(-9))
    make_event("Plus tard", own, starts_on=in_days(9))
    make_event("Bientôt", own, starts_on=in_days(2), repeat="weekly", repeat_count=9)
    make_event("Voisin", other)
    client.force_login(make_manager(own))
    answer = client.get(reverse("event_pages:index"))
    assert answer.status_code == 200
    found = [page.title for page in answer.context["pages"]]
    assert found == ["Bientôt", "Plus tard", "Passé"]
    assert "Voisin" not in answer.content.decode()


def test_the_list_of_an_administrator_costs_the_same_with_many_events(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    space = make_space()
    for _n in range(15):
        make_event(space=space)
    client.force_login(make_administrator())
    client.get(reverse("event_pages:index"))
    with django_assert_max_num_queries(40):
        client.get(reverse("event_pages:index"))


# --- deleting and moving


@pytest.mark.parametrize("what", ["recent", "registered"])
def test_an_announced_event_is_not_deleted(client: Client, what: str) -> None:
    space = make_space()
    event = make_event(space=space, live=what == "recent")
    if what == "registered":
        Registration.objects.create(
            occurrence=the_date(event), name="Someone", email="someone@example.org"
        )
    client.force_login(make_administrator())
    for page in (event, space):
        answer = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert answer.status_code == 302
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={event.pk}")
    assert EventPage.objects.filter(pk=event.pk).exists()


def test_an_event_nobody_knows_of_is_deleted(client: Client) -> None:
    event = make_event(live=False)
    client.force_login(make_administrator())
    client.post(reverse("wagtailadmin_pages:delete", args=[event.pk]))
    assert not EventPage.objects.exists()


def test_a_moved_event_is_led_by_its_new_space(client: Client) -> None:
    event, new = make_event(), make_space(country="FR")
    client.force_login(make_administrator())
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[event.pk, new.pk]))
    page = EventPage.objects.get()
    assert page.lead == new
    assert the_date(page).facets.startswith(f"space:{new.pk} country:fr")
