"""What a space, its hours and its members may not be."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

import pytest

from spaces.models import Membership, OpeningHours, Partner, SpaceFact, SpacePage
from spaces.network import coworking_spaces, is_demonstration, network_spaces
from tests.factories import make_home, make_member, make_space, make_user
from tests.spaces.makers import TODAY

pytestmark = pytest.mark.django_db


def errors_of(space: SpacePage) -> list[str]:
    try:
        space.full_clean()
    except ValidationError as refused:
        return sorted(refused.message_dict)
    return []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"lat": 50.6, "lon": 3.06}, []),
        ({"lat": 3.06, "lon": 50.6}, ["lat"]),
        ({"lat": 48.85, "lon": 2.35}, ["lat"]),
        ({"lat": 50.6}, []),
        ({"joined": dt.date(2020, 1, 1), "left": dt.date(2019, 1, 1)}, ["left"]),
        ({"joined": dt.date(2020, 1, 1), "left": dt.date(2020, 1, 1)}, []),
    ],
)
def test_impossible_facts_are_refused(fields: dict[str, Any], expected: list[str]) -> None:
    space = make_space()
    for name, value in fields.items():
        setattr(space, name, value)
    assert errors_of(space) == expected


def test_swapped_coordinates_are_told_from_a_place_elsewhere() -> None:
    space = make_space()
    space.lat, space.lon = 3.06, 50.6
    with pytest.raises(ValidationError) as swapped:
        space.full_clean()
    space.lat, space.lon = 48.85, 2.35
    with pytest.raises(ValidationError) as elsewhere:
        space.full_clean()
    assert swapped.value.message_dict != elsewhere.value.message_dict


def test_closing_before_opening_needs_the_night() -> None:
    night = OpeningHours(weekday=0, opens=dt.time(18), closes=dt.time(2))
    with pytest.raises(ValidationError):
        night.clean()
    night.past_midnight = True
    night.clean()


def test_a_figure_is_dated_by_something_readable() -> None:
    space = make_space()
    fact = SpaceFact(page=space, key="size", value={"fr": "300 m²"}, as_of="last year")
    with pytest.raises(ValidationError) as refused:
        fact.full_clean()
    assert list(refused.value.message_dict) == ["as_of"]


def test_a_space_has_left_from_the_day_it_leaves() -> None:
    stays = make_space(left=TODAY + dt.timedelta(days=1))
    gone = make_space(left=TODAY)
    assert set(SpacePage.objects.in_network(TODAY)) == {stays}
    assert SpacePage.objects.live().filter(pk=gone.pk).exists()


def test_network_roles_need_no_space_and_the_others_do() -> None:
    space, user = make_space(), make_user()
    for wrong in (
        Membership(user=user, role=Membership.MANAGER),
        Membership(user=user, role=Membership.SENDER, space=space),
    ):
        with pytest.raises(ValidationError):
            wrong.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


@pytest.mark.parametrize("role", [Membership.COWORKER, Membership.SENDER])
def test_a_role_is_held_once_at_a_time(role: str) -> None:
    space = None if role == Membership.SENDER else make_space()
    member = make_member(space, role)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=member, space=space, role=role)
    Membership.objects.update(status=Membership.ENDED)
    Membership.objects.create(user=member, space=space, role=role)


def test_a_partner_cannot_leave_before_it_joined() -> None:
    with pytest.raises(ValidationError):
        Partner(joined=dt.date(2020, 1, 1), left=dt.date(2019, 1, 1)).clean()


def test_the_tree_has_its_rules() -> None:
    assert SpacePage.can_create_at(make_home())
    assert not SpacePage.can_create_at(make_space())
    assert not SpacePage.can_create_at(make_home().get_parent())


def test_the_network_is_asked_for_once_a_request(django_assert_num_queries: Any) -> None:
    class Request:
        pass

    make_space()
    make_space(kind=SpacePage.CENTRE)
    request = Request()
    with django_assert_num_queries(2):
        first = network_spaces(request)
        assert network_spaces(request) is first
        assert [space.text("title") for space in first]
        assert [str(space.city.label) for space in first]
        assert not is_demonstration(request)
    assert [space.is_centre for space in coworking_spaces(first)] == [False]


def test_invented_members_make_the_site_a_demonstration() -> None:
    space = make_space()
    make_member(space)
    assert not is_demonstration(None)
    Membership.objects.update(is_demo=True)
    assert is_demonstration(None)
