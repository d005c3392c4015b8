"""Who sees whom: denial first, then what is allowed, then what withdrawal takes away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone, translation

import pytest

from coffee.users.models import User
from coworkers import consents, privacy
from coworkers.models import Consent, GoneProfile, Profile, ProfileTerm
from spaces.models import Membership
from tests.coworkers.makers import make_profile
from tests.factories import make_administrator, make_member, make_sender, make_user

if TYPE_CHECKING:
    from django.test import Client

    from coworkers.models import Skill
    from spaces.models import SpacePage

pytestmark = pytest.mark.django_db

NAME = "Zélie Macchiato"
LEVELS = (Profile.DRAFT, Profile.SPACE, Profile.NETWORK, Profile.PUBLIC)
# Who may see a profile of each level, in the order of LEVELS.
EXPECTED = {
    "anonymous": (False, False, False, True),
    "account without a space": (False, False, False, True),
    "sender": (False, False, False, True),
    "administrator": (False, False, False, True),
    "asked to join": (False, False, False, True),
    "former member": (False, False, False, True),
    "other space": (False, False, True, True),
    "same space": (False, True, True, True),
    "owner": (True, True, True, True),
}


def visitor(who: str, profile: Profile, elsewhere: SpacePage) -> User | None:
    here = profile.space
    if who == "anonymous":
        return None
    if who == "sender":
        return make_sender()
    if who == "administrator":
        return make_administrator()
    if who in {"asked to join", "former member"}:
        user = make_user()
        status = Membership.REQUESTED if who == "asked to join" else Membership.ENDED
        Membership.objects.create(user=user, space=here, status=status)
        return user
    if who == "owner":
        return profile.user
    if who == "account without a space":
        return make_user()
    return make_member(elsewhere if who == "other space" else here)


@pytest.mark.parametrize("who", EXPECTED)
@pytest.mark.parametrize("level", LEVELS)
def test_the_table_of_who_sees_which_level(
    client: Client, mons: SpacePage, lille: SpacePage, accounting: Skill, who: str, level: str
) -> None:
    profile = make_profile(mons, NAME, skills=[accounting], visibility=level)
    user = visitor(who, profile, lille)
    if user:
        client.force_login(user)
    expected = EXPECTED[who][LEVELS.index(level)]
    page = client.get(profile.get_absolute_url())
    assert page.status_code == (200 if expected else 404)
    # One's own draft is on one's own page, but in no list.
    listed = expected and not (who == "owner" and level == Profile.DRAFT)
    lists = [
        reverse("coworkers:list"),
        reverse("coworkers:list") + "?q=macchiato",
        reverse("coworkers:list") + "?q=boekhouder&category=finance",
        reverse("coworkers:skill", args=["x", accounting.pk]),
    ]
    for address in lists:
        assert (NAME in client.get(address).content.decode()) == listed, address
    assert NAME not in client.get(reverse("coworkers:suggest") + "?q=macchiato").content.decode()


def test_a_new_profile_is_a_private_draft(mons: SpacePage) -> None:
    profile = Profile.objects.create(user=make_member(mons), space=mons, name=NAME)
    privacy.apply(profile)
    assert (profile.visibility, profile.shown_to) == (Profile.DRAFT, 0)
    assert not Profile.objects.visible_to(profile.user).exists()


def test_without_consent_public_is_private(mons: SpacePage) -> None:
    profile = make_profile(mons, NAME, agree=())
    assert profile.shown_to == 0
    assert not ProfileTerm.objects.filter(profile=profile).exists()


def hide_by_consent(profile: Profile) -> None:
    privacy.withdraw(profile, consents.PUBLISH, "fr")


def hide_by_visibility(profile: Profile) -> None:
    profile.visibility = Profile.DRAFT
    profile.save()
    privacy.apply(profile)


def hide_by_membership(profile: Profile) -> None:
    membership = Membership.objects.get(user=profile.user)
    membership.status = Membership.ENDED
    membership.save()


def hide_by_deleted_membership(profile: Profile) -> None:
    Membership.objects.get(user=profile.user).delete()


def hide_by_moderation(profile: Profile) -> None:
    profile.moderated_at = timezone.now()
    profile.save()
    privacy.apply(profile)


def hide_by_deactivation(profile: Profile) -> None:
    user = User.objects.get(pk=profile.user_id)
    user.is_active = False
    user.save()


HIDERS = [
    hide_by_consent,
    hide_by_visibility,
    hide_by_membership,
    hide_by_deleted_membership,
    hide_by_moderation,
    hide_by_deactivation,
]


@pytest.mark.parametrize("hide", HIDERS)
def test_whatever_withdraws_a_public_profile_empties_every_surface_at_once(
    client: Client, mons: SpacePage, accounting: Skill, hide: object
) -> None:
    profile = make_profile(mons, NAME, skills=[accounting])
    address = profile.get_absolute_url()
    assert client.get(address).status_code == 200
    assert callable(hide)
    hide(Profile.objects.select_related("user").get(pk=profile.pk))
    gone = client.get(address)
    assert gone.status_code == 410
    assert gone["X-Robots-Tag"] == "noindex"
    assert "no-store" in gone["Cache-Control"]
    assert "Macchiato" not in gone.content.decode()
    assert not ProfileTerm.objects.filter(profile=profile).exists()
    for query in ("", "?q=comptable", "?q=macchiato"):
        assert NAME not in client.get(reverse("coworkers:list") + query).content.decode()


def test_what_was_never_public_is_missing_and_not_gone(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons, NAME, visibility=Profile.NETWORK)
    privacy.withdraw(profile, consents.PUBLISH, "fr")
    assert client.get(profile.get_absolute_url()).status_code == 404


def test_publishing_again_brings_the_page_back(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons, NAME)
    privacy.withdraw(profile, consents.PUBLISH, "fr")
    privacy.give(profile, consents.PUBLISH, "fr")
    assert not GoneProfile.objects.exists()
    assert client.get(profile.get_absolute_url()).status_code == 200


def test_a_deleted_public_profile_is_gone(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons, NAME)
    address = profile.get_absolute_url()
    privacy.remove(profile)
    assert client.get(address).status_code == 410
    assert set(Consent.objects.values_list("profile", flat=True)) == {None}


def test_after_twelve_months_without_a_word_nobody_sees_it_even_if_no_job_ran(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    profile = make_profile(mons, NAME, skills=[accounting])
    long_ago = timezone.now() - dt.timedelta(days=366)
    Profile.objects.filter(pk=profile.pk).update(confirmed_at=long_ago)
    assert client.get(profile.get_absolute_url()).status_code == 404
    assert NAME not in client.get(reverse("coworkers:list") + "?q=comptable").content.decode()
    client.force_login(profile.user)
    assert client.get(profile.get_absolute_url()).status_code == 200
    privacy.confirm(Profile.objects.get(pk=profile.pk))
    client.logout()
    assert client.get(profile.get_absolute_url()).status_code == 200


def test_time_is_an_argument(mons: SpacePage) -> None:
    make_profile(mons, NAME)
    people = Profile.objects
    assert people.visible_to(AnonymousUser(), timezone.now()).exists()
    later = timezone.now() + dt.timedelta(days=366)
    assert not people.visible_to(AnonymousUser(), later).exists()


def test_hidden_and_missing_people_look_alike_and_no_redirect_gives_a_name_away(
    client: Client, mons: SpacePage
) -> None:
    profile = make_profile(mons, NAME, visibility=Profile.SPACE)
    addresses = [
        reverse("coworkers:person", args=["somebody", profile.pk]),
        reverse("coworkers:person", args=["somebody", profile.pk + 1]),
        reverse("coworkers:person", args=["somebody", 10**30]),
    ]
    answers = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    with translation.override("nl"):
        other = reverse("coworkers:person", args=["somebody", profile.pk])
    assert client.get(other).status_code == 404


def test_a_wrong_slug_leads_to_the_right_one_and_only_public_names_enter_shared_caches(
    client: Client, mons: SpacePage
) -> None:
    public = make_profile(mons, "Moka")
    answer = client.get(reverse("coworkers:person", args=["x", public.pk]))
    assert (answer.status_code, answer["Location"]) == (301, public.get_absolute_url())
    assert "public" in answer["Cache-Control"]
    private = make_profile(mons, "Lungo", visibility=Profile.SPACE)
    client.force_login(make_member(mons))
    answer = client.get(reverse("coworkers:person", args=["x", private.pk]))
    assert answer.status_code == 301
    assert "private" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]


def test_search_engines_see_only_who_agreed_to_them(client: Client, mons: SpacePage) -> None:
    silent = client.get(make_profile(mons, "Moka").get_absolute_url())
    assert silent["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in silent.content.decode()
    assert "ProfilePage" not in silent.content.decode()
    open_one = make_profile(mons, NAME, agree=[consents.PUBLISH, consents.SEARCH_ENGINES])
    page = client.get(open_one.get_absolute_url())
    assert "X-Robots-Tag" not in page
    assert "ProfilePage" in page.content.decode()
    assert open_one.user.email not in page.content.decode()
    privacy.withdraw(open_one, consents.SEARCH_ENGINES, "fr")
    assert client.get(open_one.get_absolute_url())["X-Robots-Tag"] == "noindex"


def test_members_get_pages_that_no_cache_keeps(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons, NAME)
    client.force_login(profile.user)
    for address in (reverse("coworkers:list"), profile.get_absolute_url()):
        assert "private" in client.get(address)["Cache-Control"]


def test_visitors_get_no_cookie(client: Client, mons: SpacePage, accounting: Skill) -> None:
    profile = make_profile(mons, NAME, skills=[accounting])
    addresses = [
        reverse("coworkers:list"),
        profile.get_absolute_url(),
        reverse("coworkers:skill", args=["x", accounting.pk]),
        reverse("coworkers:suggest") + "?q=comp",
    ]
    for address in addresses:
        answer = client.get(address)
        assert not answer.cookies, address
        assert "csrfmiddlewaretoken" not in answer.content.decode(), address
