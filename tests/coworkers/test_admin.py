"""The admin of skills and profiles: closed to everyone but network administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

import pytest

from coworkers.models import Profile, Skill, SkillLabel
from tests.coworkers.makers import make_profile
from tests.factories import make_administrator, make_manager

if TYPE_CHECKING:
    from django.test import Client

    from spaces.models import SpacePage

pytestmark = pytest.mark.django_db


def addresses(skill: Skill, profile: Profile) -> list[str]:
    return [
        reverse("skills:index"),
        reverse("skills:add"),
        reverse("skills:edit", args=[skill.pk]),
        reverse("skills:delete", args=[skill.pk]),
        reverse("profiles:index"),
        reverse("profiles:edit", args=[profile.pk]),
    ]


def test_a_manager_opens_none_of_it(client: Client, mons: SpacePage, accounting: Skill) -> None:
    profile = make_profile(mons)
    client.force_login(make_manager(mons))
    for address in addresses(accounting, profile):
        assert client.get(address).status_code in {302, 403, 404}, address
        assert client.post(address, {"is_hidden": "on"}).status_code in {302, 403, 404}, address
    profile.refresh_from_db()
    assert profile.moderated_at is None
    assert Skill.objects.count() == 1


def test_an_administrator_opens_all_of_it(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    profile = make_profile(mons)
    client.force_login(make_administrator())
    for address in addresses(accounting, profile):
        assert client.get(address).status_code == 200, address


def test_nobody_writes_or_deletes_another_persons_profile(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons)
    client.force_login(make_administrator())
    assert client.post(reverse("profiles:delete", args=[profile.pk])).status_code in {302, 403, 404}
    assert Profile.objects.filter(pk=profile.pk).exists()


def test_hiding_a_profile_hides_it_and_showing_it_again_shows_it(
    client: Client, mons: SpacePage
) -> None:
    profile = make_profile(mons)
    administrator = make_administrator()
    for data, status in (({"is_hidden": "on"}, 410), ({}, 200)):
        client.force_login(administrator)
        assert client.post(reverse("profiles:edit", args=[profile.pk]), data).status_code == 302
        client.logout()
        assert client.get(profile.get_absolute_url()).status_code == status


def labels_form(skill: Skill, *added: tuple[str, str, str]) -> dict[str, str]:
    """What the admin posts: the names of a skill, and more of them as (language, kind, text)."""
    labels = list(skill.labels.all())
    rows = [(label.language, label.kind, label.text) for label in labels]
    data = {
        "name": skill.name,
        "category": "finance",
        "status": "approved",
        "taxonomy_uri": "",
        "labels-TOTAL_FORMS": str(len(labels) + len(added)),
        "labels-INITIAL_FORMS": str(len(labels)),
        "labels-MIN_NUM_FORMS": "0",
        "labels-MAX_NUM_FORMS": "1000",
    }
    for i, (language, kind, text) in enumerate([*rows, *added]):
        data |= {
            f"labels-{i}-language": language,
            f"labels-{i}-kind": kind,
            f"labels-{i}-text": text,
        }
    return data | {f"labels-{i}-id": str(label.pk) for i, label in enumerate(labels)}


@pytest.mark.parametrize(
    "added",
    [
        ("fr", "alt", "COMPTABILITE"),
        ("nl", "pref", "Grootboek"),
        ("nl", "alt", "…"),
        ("nl", "alt", ""),
    ],
    ids=str,
)
def test_a_name_that_cannot_be_is_a_form_error(
    client: Client, accounting: Skill, added: tuple[str, str, str]
) -> None:
    client.force_login(make_administrator())
    data = labels_form(accounting, added)
    assert client.post(reverse("skills:edit", args=[accounting.pk]), data).status_code == 200
    assert accounting.labels.count() == 4


def test_two_names_may_trade_places(client: Client, accounting: Skill) -> None:
    client.force_login(make_administrator())
    data = labels_form(accounting)
    kinds = {"Comptabilité": "alt", "comptable": "pref"}
    for key, text in list(data.items()):
        if text in kinds:
            data[key.replace("text", "kind")] = kinds[text]
    assert client.post(reverse("skills:edit", args=[accounting.pk]), data).status_code == 302
    assert accounting.labels.get(language="fr", kind="pref").text == "comptable"


def test_a_name_added_in_the_admin_is_edited_and_found_at_once(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    profile = make_profile(mons, skills=[accounting])
    data = labels_form(accounting, ("nl", "alt", "grootboek"))
    client.force_login(make_administrator())
    assert client.post(reverse("skills:edit", args=[accounting.pk]), data).status_code == 302
    assert SkillLabel.objects.get(text="grootboek").edited
    client.logout()
    page = client.get(reverse("coworkers:list") + "?q=grootboek").content.decode()
    assert profile.name in page
