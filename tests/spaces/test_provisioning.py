"""Rights follow from memberships, exactly and again after every change."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
)

import pytest

from coffee.users.models import User
from spaces.models import Membership, NetworkAccess, SpacePage
from spaces.provisioning import sync_all, sync_network, sync_space
from tests.factories import (
    make_editor,
    make_manager,
    make_member,
    make_sender,
    make_space,
    make_user,
)

pytestmark = pytest.mark.django_db


def page_rights(group: Group) -> set[tuple[int, str]]:
    rows = GroupPagePermission.objects.filter(group=group)
    return set(rows.values_list("page_id", "permission__codename"))


def collection_rights(group: Group) -> set[tuple[int, str]]:
    rows = GroupCollectionPermission.objects.filter(group=group)
    return set(rows.values_list("collection_id", "permission__codename"))


def model_rights(group: Group) -> list[str]:
    return list(group.permissions.values_list("codename", flat=True))


def test_the_groups_and_the_workflow_of_wagtail_are_gone() -> None:
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not GroupPagePermission.objects.filter(page=Page.get_first_root_node()).exists()
    assert not Workflow.objects.exists()
    assert not Task.objects.exists()


def test_a_space_has_two_groups_with_rights_on_its_own_page_only() -> None:
    space, neighbour = make_space(), make_space()
    access = space.access
    assert page_rights(access.managers) == {
        (space.pk, "add_page"), (space.pk, "change_page"), (space.pk, "publish_page"),
    }  # fmt: skip
    assert page_rights(access.editors) == {(space.pk, "add_page"), (space.pk, "change_page")}
    assert neighbour.access.managers != access.managers


def test_the_only_model_permission_is_the_way_into_the_admin() -> None:
    access = make_space().access
    for group in (access.managers, access.editors):
        assert model_rights(group) == ["access_admin"]


def test_a_sender_may_write_newsletters_and_touch_no_other_table() -> None:
    sync_network()
    senders = NetworkAccess.objects.get().senders
    apps = set(senders.permissions.values_list("content_type__app_label", flat=True))
    assert apps == {"wagtailadmin", "newsletter"}


def test_collections_stand_beside_each_other_and_never_give_rights_on_the_root() -> None:
    first, second = make_space(), make_space()
    shared = NetworkAccess.objects.get().collection
    own = {
        (first.access.collection_id, f"{verb}_{kind}")
        for verb in ("add", "change", "choose")
        for kind in ("image", "document")
    }
    common = {(shared.pk, "choose_image"), (shared.pk, "choose_document")}
    for group in (first.access.managers, first.access.editors):
        assert collection_rights(group) == own | common
    assert not first.access.collection.is_descendant_of(second.access.collection)
    root = Collection.get_first_root_node()
    assert not GroupCollectionPermission.objects.filter(collection=root).exists()


def test_a_second_run_writes_nothing() -> None:
    space = make_space()
    make_manager(space)
    make_sender()
    assert sync_all() == []
    with CaptureQueriesContext(connection) as queries:
        assert sync_space(space) == []
    written = [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []


def test_hand_edits_in_a_group_are_taken_back() -> None:
    space, neighbour = make_space(), make_space()
    stranger = make_user()
    group = space.access.managers
    group.user_set.add(stranger)
    first = GroupPagePermission.objects.filter(group=group).first()
    assert first is not None
    GroupPagePermission.objects.create(group=group, page=neighbour, permission=first.permission)
    group.permissions.clear()
    assert len(sync_space(space)) == 3
    assert stranger not in group.user_set.all()
    assert {page for page, _right in page_rights(group)} == {space.pk}
    assert model_rights(group) == ["access_admin"]


def test_members_of_a_group_are_the_active_memberships_of_the_role() -> None:
    space = make_space()
    manager, editor, coworker = make_manager(space), make_editor(space), make_member(space)
    waiting = make_user()
    Membership.objects.create(user=waiting, space=space, role=Membership.MANAGER)
    closed = make_manager(space, is_active=False)
    sync_space(space)
    assert set(space.access.managers.user_set.all()) == {manager}
    assert set(space.access.editors.user_set.all()) == {editor}
    for nobody in (coworker, waiting, closed):
        assert not nobody.groups.exists()


def test_a_sender_may_enter_the_admin_and_has_no_pages() -> None:
    space = make_space()
    sender = make_sender()
    assert sender.has_perm("wagtailadmin.access_admin")
    assert page_rights(NetworkAccess.objects.get().senders) == set()
    assert not space.permissions_for_user(sender).can_edit()


def test_two_spaces_of_one_name_have_groups_of_their_own() -> None:
    first, second = make_space("Le Lieu"), make_space("Le Lieu")
    assert first.access.managers != second.access.managers
    assert second.access.managers.name == "Le Lieu: managers 2"


def test_groups_are_found_by_key_and_not_by_name() -> None:
    space = make_space("Old name")
    group = space.access.managers
    space.title, space.slug = "New name", "new-name"
    space.save()
    Group.objects.filter(pk=group.pk).update(name="Renamed by somebody")
    sync_space(space)
    space.refresh_from_db()
    assert space.access.managers == group
    assert Group.objects.count() == 3


@pytest.mark.django_db(transaction=True)
class TestAfterACommit:
    """What nobody has to call."""

    def test_making_a_space_gives_it_its_groups(self) -> None:
        made = make_space()
        bare = SpacePage(title="Bare", slug="bare", city=made.city, country="BE")
        made.get_parent().add_child(instance=bare)
        assert page_rights(SpacePage.objects.get(pk=bare.pk).access.managers)

    def test_a_membership_gives_rights_and_its_end_takes_them(self) -> None:
        space, user = make_space(), make_user()
        membership = Membership.objects.create(
            user=user, space=space, role=Membership.MANAGER, status=Membership.ACTIVE
        )
        assert space.permissions_for_user(User.objects.get(pk=user.pk)).can_publish()
        membership.status = Membership.ENDED
        membership.save()
        assert not User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")

    def test_a_deleted_membership_takes_the_rights(self) -> None:
        space, user = make_space(), make_user()
        Membership.objects.create(
            user=user, space=space, role=Membership.EDITOR, status=Membership.ACTIVE
        ).delete()
        assert not user.groups.exists()

    def test_moving_a_person_leaves_nothing_behind(self) -> None:
        first, second = make_space(), make_space()
        manager = make_manager(first)
        membership = Membership.objects.get(user=manager)
        membership.space = second
        membership.save()
        assert list(manager.groups.all()) == [second.access.managers]

    def test_an_ended_sender_leaves_the_network_group(self) -> None:
        sender = make_sender()
        Membership.objects.get(user=sender).delete()
        assert not sender.groups.exists()


def test_the_command_checks_without_writing() -> None:
    space = make_space()
    sync_all()
    out = StringIO()
    call_command("sync_roles", "--check", stdout=out)
    assert "in order" in out.getvalue()
    space.access.managers.permissions.clear()
    with pytest.raises(CommandError):
        call_command("sync_roles", "--check", stdout=out)
    assert model_rights(space.access.managers) == []
    call_command("sync_roles", stdout=out)
    assert model_rights(space.access.managers) == ["access_admin"]


def test_the_number_of_queries_does_not_grow_with_the_members() -> None:
    space = make_space()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            sync_space(space)
        return len(captured)

    few = queries()
    people: list[Any] = [make_user() for _number in range(20)]
    Membership.objects.bulk_create(
        Membership(user=person, space=space, role=Membership.EDITOR, status=Membership.ACTIVE)
        for person in people
    )
    sync_space(space)
    assert queries() == few
