"""What other pages show of the agenda: the next dates of a space, and those of the network."""

from __future__ import annotations

from django.template import Context, Template
from django.test import RequestFactory

import pytest

from events import choices, scheduling
from tests.events.makers import in_days, make_event
from tests.factories import make_space

pytestmark = pytest.mark.django_db


def render(source: str, **context: object) -> str:
    return Template("{% load events_tags %}" + source).render(Context(context))


def test_a_space_without_events_leads_to_the_agenda() -> None:
    text = render("{% upcoming_events space %}", space=make_space())
    assert "ticket" not in text
    assert 'href="/fr/agenda/"' in text


def test_a_space_shows_its_next_three_and_counts_the_rest() -> None:
    space, partner = make_space(slug="here"), make_space()
    for day in (4, 3, 2):
        make_event(f"Own {day}", space, starts_on=in_days(day))
    make_event("Hosted", partner, accepted=[space])
    make_event("Invited", partner, cohosts=[space])
    make_event("Past", space, starts_on=in_days(-2))
    text = render("{% upcoming_events space %}", space=space)
    assert text.count('<li class="ticket') == 3
    assert text.index("Hosted") < text.index("Own 2") < text.index("Own 3")
    assert "Own 4" not in text
    assert "Invited" not in text
    assert "4 " in text
    assert "?space=here" in text


def test_the_front_page_shows_each_country_that_has_something() -> None:
    belgian, french = make_space(country="BE"), make_space(country="FR")
    for day in range(1, 7):
        make_event(f"BE {day}", belgian, starts_on=in_days(day))
    make_event("FR late", french, starts_on=in_days(50))
    text = render("{% home_events %}", request=RequestFactory().get("/fr/"))
    assert text.count('<li class="ticket') == 4
    assert "FR late" in text
    assert "BE 3" in text
    assert "BE 4" not in text


def test_the_front_page_leaves_out_what_is_cancelled() -> None:
    event = make_event("Cancelled")
    scheduling.change_status(event, choices.CANCELLED)
    assert "ticket" not in render("{% home_events %}", request=RequestFactory().get("/fr/"))
