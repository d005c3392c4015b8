"""Who is what where."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

import pytest

from coffee.users.models import User
from spaces import roles
from spaces.models import Membership
from tests.factories import (
    make_administrator,
    make_editor,
    make_manager,
    make_member,
    make_sender,
    make_space,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_visitor_and_a_closed_account_have_no_role() -> None:
    space = make_space()
    closed = make_manager(space)
    closed.is_active = False
    closed.save()
    for nobody in (AnonymousUser(), User.objects.get(pk=closed.pk)):
        assert roles.roles_of(nobody) == frozenset()
        assert not roles.is_manager(nobody, space.pk)
        assert not roles.is_sender(nobody)
        assert not roles.is_administrator(nobody)


def test_a_manager_manages_the_own_space_and_not_the_next() -> None:
    own, other = make_space(), make_space()
    manager = make_manager(own)
    assert roles.is_manager(manager, own.pk)
    assert not roles.is_manager(manager, other.pk)
    assert roles.edited_space_ids(manager) == {own.pk}


def test_an_editor_edits_and_does_not_manage() -> None:
    space = make_space()
    editor = make_editor(space)
    assert not roles.is_manager(editor, space.pk)
    assert roles.edited_space_ids(editor) == {space.pk}


def test_a_coworker_belongs_and_edits_nothing() -> None:
    space = make_space()
    coworker = make_member(space)
    assert roles.space_ids(coworker) == {space.pk}
    assert roles.edited_space_ids(coworker) == frozenset()


def test_a_request_or_an_ended_membership_is_no_role() -> None:
    space, user = make_space(), make_user()
    Membership.objects.create(user=user, space=space, role=Membership.MANAGER)
    assert roles.roles_of(user) == frozenset()


def test_a_sender_serves_the_network() -> None:
    sender = make_sender()
    assert roles.is_sender(sender)
    assert roles.space_ids(sender) == frozenset()
    assert not roles.is_sender(make_manager(make_space()))


def test_an_administrator_may_everything() -> None:
    space, administrator = make_space(), make_administrator()
    assert roles.is_manager(administrator, space.pk)
    assert roles.is_sender(administrator)
