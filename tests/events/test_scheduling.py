"""Pages and their dates: nothing announced is lost, nothing is written twice, old drafts undo nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.models import Revision

import pytest

from events import choices, jobs, scheduling
from events.models import AttendanceCount, EventHost, EventPage, Occurrence, Registration
from tests.events.makers import in_days, make_event, moment, state, the_date
from tests.factories import make_manager, make_space

pytestmark = pytest.mark.django_db


def weekly(count: int = 3, **fields: Any) -> EventPage:
    return make_event(repeat=choices.WEEKLY, repeat_count=count, **fields)


def reread(event: EventPage) -> EventPage:
    return EventPage.objects.get(pk=event.pk)


def register(date: Occurrence, email: str = "someone@example.org") -> Registration:
    return Registration.objects.create(occurrence=date, name="Someone", email=email)


def test_saving_makes_the_dates_with_what_the_page_says() -> None:
    event = weekly(capacity=12)
    dates = list(event.occurrences.in_order())
    assert [date.slot for date in dates] == [in_days(1), in_days(8), in_days(15)]
    assert all(date.is_listed and date.capacity == 12 for date in dates)
    assert len({date.uid for date in dates}) == 3


def test_a_second_synchronisation_writes_nothing() -> None:
    event = reread(weekly(accepted=[make_space()]))
    before = state(event)
    with CaptureQueriesContext(connection) as queries:
        plan = scheduling.sync(event)
    assert not plan
    assert state(event) == before
    commands = {query["sql"].split()[0] for query in queries}
    assert not commands & {"INSERT", "UPDATE", "DELETE"}


def test_shifting_a_series_by_an_hour_keeps_every_row() -> None:
    event = weekly()
    uids = list(event.occurrences.in_order().values_list("uid", flat=True))
    event.start_time = dt.time(19)
    event.save()
    dates = list(event.occurrences.in_order())
    assert [date.uid for date in dates] == uids
    assert all(date.start.hour == 19 and date.sequence == 1 for date in dates)
    assert all(date.previous_starts_at for date in dates)


def test_moving_the_only_date_keeps_its_uid_and_its_registrations() -> None:
    event = make_event()
    date = the_date(event)
    person = register(date)
    event.starts_on = in_days(9)
    event.save()
    moved = the_date(event)
    assert (moved.pk, moved.uid, moved.slot) == (date.pk, date.uid, in_days(9))
    assert moved.registrations.get() == person
    assert moved.sequence == 1


def test_a_past_date_with_people_is_history_and_the_new_one_another() -> None:
    event = make_event(starts_on=in_days(-20))
    AttendanceCount.objects.create(occurrence=the_date(event), country="BE", people=4)
    event.starts_on = in_days(5)
    event.save()
    past, coming = event.occurrences.in_order()
    assert past.is_listed
    assert coming.is_listed
    assert past.uid != coming.uid


def test_a_date_that_leaves_the_rule_is_withdrawn_and_revived_when_it_returns() -> None:
    event = weekly(3)
    third = event.occurrences.in_order().last()
    event.repeat_count = 2
    event.save()
    gone = Occurrence.objects.get(pk=third.pk)
    assert gone.withdrawn_at is not None
    assert not gone.is_listed
    assert gone.sequence == 1
    event.repeat_count = 3
    event.save()
    back = Occurrence.objects.get(pk=third.pk)
    assert (back.withdrawn_at, back.is_listed, back.uid) == (None, True, third.uid)
    assert back.sequence == 2


def test_a_date_with_people_that_leaves_the_rule_is_kept_for_the_manager_to_decide() -> None:
    event = weekly(2)
    second = event.occurrences.in_order().last()
    register(second)
    event.repeat_count = 1
    event.save()
    detached = Occurrence.objects.get(pk=second.pk)
    assert (detached.withdrawn_at, detached.is_listed) == (None, False)


def test_past_dates_of_a_series_stay_when_its_beginning_moves() -> None:
    event = weekly(4, starts_on=in_days(-13))
    event.starts_on = in_days(1)
    event.save()
    past = [date for date in event.occurrences.all() if date.is_over]
    assert len(past) == 2
    assert all(date.is_listed and date.withdrawn_at is None for date in past)


def test_dates_of_a_page_that_was_never_public_leave_no_trace() -> None:
    event = weekly(3, live=False, first_published_at=None)
    event.repeat_count = 1
    event.save()
    assert event.occurrences.count() == 1


def test_unpublishing_takes_the_dates_off_the_lists() -> None:
    event = make_event()
    event.unpublish()
    assert not the_date(event).is_listed


@pytest.mark.parametrize("hidden", [{"audience": choices.INTERNAL}, {"listed": False}])
def test_internal_and_unlisted_events_are_never_listed(hidden: dict[str, Any]) -> None:
    assert not the_date(make_event(**hidden)).is_listed


def test_a_draft_of_a_public_page_changes_no_date() -> None:
    event = reread(make_event())
    before = state(event)
    event.starts_on = in_days(30)
    event.save_revision()
    assert state(event) == before


def test_publishing_an_old_draft_keeps_what_was_cancelled_since() -> None:
    event = reread(make_event())
    draft = event.save_revision()
    scheduling.change_status(reread(event), choices.CANCELLED, {"fr": "Malade"})
    Revision.objects.get(pk=draft.pk).publish()
    page = reread(event)
    assert (page.status, page.status_note, page.uid) == (
        choices.CANCELLED,
        {"fr": "Malade"},
        event.uid,
    )
    assert the_date(page).status == choices.CANCELLED


def test_a_copy_has_its_own_uid_dates_and_state() -> None:
    event = make_event(accepted=[make_space()])
    event.save_revision().publish()
    register(the_date(event))
    scheduling.change_status(reread(event), choices.CANCELLED)
    copy = reread(event).copy(update_attrs={"slug": "a-copy", "title": "Copy"}, keep_live=True)
    copy = reread(copy)
    assert copy.uid != event.uid
    assert copy.status == choices.SCHEDULED
    assert the_date(copy).uid != the_date(event).uid
    assert not the_date(copy).registrations.exists()
    copy.get_latest_revision().publish()
    assert reread(copy).uid == copy.uid


def test_cancelling_marks_coming_dates_and_leaves_past_ones_as_they_were() -> None:
    event = weekly(3, starts_on=in_days(-6))
    scheduling.change_status(event, choices.CANCELLED, {"fr": "Malade"})
    past, *coming = reread(event).occurrences.in_order()
    assert past.status == choices.SCHEDULED
    assert all(date.status == choices.CANCELLED and date.sequence == 1 for date in coming)
    assert all(date.is_listed for date in coming)


def test_a_date_set_by_hand_is_left_alone() -> None:
    event = weekly(2)
    date = event.occurrences.in_order().first()
    date.is_override, date.starts_at = True, date.starts_at + dt.timedelta(hours=3)
    date.ends_at += dt.timedelta(hours=3)
    date.save()
    event.start_time = dt.time(8)
    event.save()
    assert Occurrence.objects.get(pk=date.pk).starts_at == date.starts_at


def test_seats_below_what_is_taken_become_what_is_taken() -> None:
    event = make_event(capacity=10)
    Occurrence.objects.filter(event=event).update(taken=6)
    event.capacity = 4
    event.save()
    assert the_date(event).capacity == 6


def test_a_changed_title_is_news_for_calendars_but_no_new_version() -> None:
    event = make_event("Midi soupe")
    before = the_date(event)
    event.title = "Midi tartine"
    event.save()
    after = the_date(event)
    assert after.sequence == before.sequence
    assert after.modified > before.modified


def test_a_changed_place_is_a_new_version() -> None:
    event = make_event()
    event.venue_name = "Beffroi"
    event.save()
    assert the_date(event).sequence == 1


# --- hosts


def test_an_invited_space_is_not_shown_before_it_accepts() -> None:
    partner = make_space(country="FR")
    event = reread(make_event(cohosts=[partner]))
    assert partner not in event.host_spaces
    assert f"space:{partner.pk}" not in the_date(event).facets
    assert "cross:1" not in the_date(event).facets
    scheduling.accept_host(event, partner)
    assert f"space:{partner.pk}" in the_date(event).facets
    assert "cross:1" in the_date(event).facets
    assert reread(event).countries() == ["BE", "FR"]


def test_a_space_that_was_not_invited_cannot_accept() -> None:
    event, stranger = make_event(), make_space()
    assert not scheduling.accept_host(event, stranger)
    assert stranger not in reread(event).host_spaces


def test_an_acceptance_survives_publishing_and_ends_with_the_invitation() -> None:
    partner = make_space()
    event = make_event(accepted=[partner])
    page = reread(event)
    page.save_revision().publish()
    assert partner in reread(event).host_spaces
    page = reread(event)
    page.cohosts = []
    page.save()
    assert partner not in reread(event).host_spaces


def test_an_event_has_one_lead_and_it_is_the_space_above() -> None:
    old, new = make_space(), make_space(country="FR")
    event = make_event(space=old)
    event.move(new, pos="last-child")
    scheduling.sync(reread(event))
    assert EventHost.objects.get(event=event, role=EventHost.LEAD).space == new
    assert reread(event).lead == new
    assert reread(event).host_spaces == [new]


def test_publishing_accepts_for_the_spaces_one_manages_and_no_other() -> None:
    mine, neighbour = make_space(), make_space()
    user = make_manager(mine)
    event = make_event(cohosts=[mine, neighbour])
    assert scheduling.accept_own(event, user) == [mine]
    assert reread(event).host_spaces[1:] == [mine]


# --- what cannot be


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("ends_on", {"starts_on": dt.date(2026, 12, 2), "ends_on": dt.date(2026, 12, 1)}),
        ("ends_on", {"starts_on": dt.date(2026, 12, 1), "ends_on": dt.date(2027, 1, 1)}),
        ("end_time", {"start_time": dt.time(12), "end_time": dt.time(11)}),
        ("end_time", {"start_time": None, "end_time": dt.time(11)}),
        ("starts_on", {"starts_on": dt.date(9999, 12, 31)}),
        ("starts_on", {"starts_on": dt.date(1, 1, 1)}),
        ("start_time", {"starts_on": dt.date(2027, 3, 28), "start_time": dt.time(2, 30)}),
        ("timezone", {"timezone": "Europe/Atlantis"}),
        ("timezone", {"timezone": "../../etc/passwd"}),
        ("repeat_until", {"repeat": "weekly"}),
        ("repeat_until", {"repeat": "weekly", "repeat_until": dt.date(2020, 1, 1)}),
        ("repeat_until", {"repeat": "daily", "repeat_until": in_days(300)}),
        ("repeat_count", {"repeat": "daily", "repeat_count": 201}),
        ("repeat", {"repeat": "monthly_last_day", "repeat_count": 2, "starts_on": dt.date(2026, 12, 30)}),
        ("extra_dates", {"extra_dates": ["soon"]}),
        ("skipped_dates", {"skipped_dates": ["2026-01-01"] * 101}),
        ("capacity", {"capacity": 0}),
        ("ticket_url", {"registration_mode": choices.ELSEWHERE}),
        ("price_amount", {"price_amount": 10}),
        ("venue_longitude", {"venue_latitude": 50.6}),
    ],
)  # fmt: skip
def test_a_contradiction_is_told_at_its_field(field: str, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refusal:
        make_event(**values)
    assert field in refusal.value.message_dict


def test_an_end_after_midnight_needs_the_last_day_and_then_is_right() -> None:
    event = make_event(start_time=dt.time(20), end_time=dt.time(1), ends_on=in_days(2))
    assert the_date(event).days == 1


# --- at night


def test_a_series_grows_with_the_horizon() -> None:
    event = weekly(200, starts_on=dt.date(2027, 1, 5))
    Occurrence.objects.filter(event=event, slot__gt=dt.date(2027, 6, 1)).delete()
    before = event.occurrences.count()
    assert jobs.extend(moment("2027-01-01 03:00")) == 1
    assert event.occurrences.count() > before
    assert jobs.extend(moment("2027-01-01 03:00")) == 0


def test_withdrawn_dates_go_after_ninety_days_unless_someone_came() -> None:
    event = weekly(3)
    _first, second, third = event.occurrences.in_order()
    long_ago = timezone.now() - dt.timedelta(days=91)
    Occurrence.objects.filter(pk__in=[second.pk, third.pk]).update(withdrawn_at=long_ago)
    register(third)
    assert jobs.prune() == 1
    assert set(event.occurrences.values_list("pk", flat=True)) == {_first.pk, third.pk}
