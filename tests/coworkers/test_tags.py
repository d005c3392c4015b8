"""What other floors show of the coworkers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

import pytest

from coworkers.models import Profile
from tests.coworkers.makers import flat, make_crowd, make_profile
from tests.factories import make_member

if TYPE_CHECKING:
    from coffee.users.models import User
    from coworkers.models import Skill
    from spaces.models import SpacePage

pytestmark = pytest.mark.django_db


def members(space: SpacePage, user: User | AnonymousUser | None = None) -> str:
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    template = Template("{% load coworkers_tags %}{% space_members space %}")
    return flat(template.render(Context({"space": space, "request": request})))


def test_a_space_without_visible_members_shows_nothing(mons: SpacePage, lille: SpacePage) -> None:
    make_profile(lille, "Elsewhere")
    make_profile(mons, "Hidden", visibility=Profile.SPACE)
    assert members(mons).strip() == ""
    assert "Hidden" in members(mons, make_member(mons))


def test_a_space_shows_its_skills_under_both_names_and_its_people(
    mons: SpacePage, accounting: Skill, web: Skill
) -> None:
    make_profile(mons, "Moka", skills=[accounting, web])
    make_profile(mons, "Lungo", skills=[accounting])
    with translation.override("nl"):
        content = members(mons)
    assert "Moka" in content
    assert content.index("<b>Boekhouding</b>") < content.index("<b>Webontwikkeling</b>")
    assert '<span lang="fr">Comptabilité</span>' in content


def test_popular_skills_count_public_people_only(
    mons: SpacePage, accounting: Skill, web: Skill
) -> None:
    make_profile(mons, skills=[accounting, web])
    make_profile(mons, skills=[accounting])
    make_profile(mons, skills=[web], visibility=Profile.NETWORK)
    template = Template(
        "{% load coworkers_tags %}{% popular_skills as rows %}"
        "{% for row in rows %}{{ row.skill.own }}={{ row.count }};{% endfor %}"
    )
    with CaptureQueriesContext(connection) as captured:
        assert template.render(Context()) == "Comptabilité=2;Développement web=1;"
    assert len(captured) <= 5


def test_the_section_of_a_space_costs_the_same_with_many_members(
    mons: SpacePage, accounting: Skill
) -> None:
    make_crowd(mons, accounting, 5)
    members(mons)
    with CaptureQueriesContext(connection) as few:
        members(mons)
    make_crowd(mons, accounting, 60)
    with CaptureQueriesContext(connection) as many:
        members(mons)
    assert len(few) == len(many) <= 7
