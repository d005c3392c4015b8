"""One's own pages: who may open them, what they keep on an error, what they change, and what caches never hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

import pytest

from coworkers import consents
from coworkers.models import Consent, Profile
from spaces.models import Membership
from tests.coworkers.makers import flat, make_profile, make_skill
from tests.factories import make_member, make_user

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from coworkers.models import Skill
    from spaces.models import SpacePage

pytestmark = pytest.mark.django_db

PAGES = ("account", "profile", "profile-skills")


def url(name: str) -> str:
    return reverse(f"coworkers:{name}")


def posted(space: SpacePage, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a filled form; None leaves a field out."""
    data = {
        "name": "Chloé Mazagran",
        "space": space.pk,
        "language": "fr",
        "headline_fr": "Comptable de proximité",
        "bio_fr": "Je tiens vos livres.\r\nAvec soin.",
        "headline_nl": "Boekhouder dichtbij",
        "speaks": ["fr", "nl"],
        "availability": "now",
        "visibility": "public",
        "consent_publish": "on",
        "link_1": "https://example.org/chloe",
        "version": "0",
        **changes,
    }
    return {key: value for key, value in data.items() if value is not None}


# --- denial first


@pytest.mark.parametrize("name", PAGES)
def test_visitors_are_asked_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(url(name))
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize("name", ["join", "withdraw"])
def test_what_changes_something_needs_a_post_and_an_account(client: Client, name: str) -> None:
    assert client.post(url(name)).status_code == 302
    client.force_login(make_user())
    assert client.get(url(name)).status_code == 405


def test_without_a_membership_there_is_no_profile_to_write(client: Client, mons: SpacePage) -> None:
    client.force_login(make_user())
    assert client.get(url("profile"))["Location"] == url("account")
    assert client.post(url("profile"), posted(mons))["Location"] == url("account")
    assert not Profile.objects.exists()


def test_the_home_space_must_be_ones_own_even_when_posted_by_hand(
    client: Client, mons: SpacePage, lille: SpacePage
) -> None:
    client.force_login(make_member(mons))
    answer = client.post(url("profile"), posted(lille))
    assert answer.status_code == 422
    assert not Profile.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_own_pages_are_never_cached_and_never_indexed(
    client: Client, mons: SpacePage, name: str
) -> None:
    client.force_login(make_profile(mons).user)
    answer = client.get(url(name))
    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in flat(answer.content)


def test_forms_carry_a_token(mons: SpacePage) -> None:
    from django.test import Client  # noqa: PLC0415 - the strict one, for this test alone

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_member(mons))
    assert "csrfmiddlewaretoken" in flat(strict.get(url("profile")).content)
    assert strict.post(url("profile"), posted(mons)).status_code == 403


# --- joining


def test_a_new_account_asks_a_space_once_and_waits(client: Client, mons: SpacePage) -> None:
    user = make_user()
    client.force_login(user)
    assert "Co-nnexion" in flat(client.get(url("account")).content)
    for _ in range(2):
        client.post(url("join"), {"space": mons.pk})
    membership = Membership.objects.get(user=user)
    assert (membership.status, membership.role) == (Membership.REQUESTED, Membership.COWORKER)
    assert client.get(url("profile")).status_code == 302


@pytest.mark.parametrize("space", ["", "999999", "x", "\x00"])
def test_asking_for_a_space_that_is_not_there_is_a_form_error(
    client: Client, mons: SpacePage, space: str
) -> None:
    client.force_login(make_user())
    assert client.post(url("join"), {"space": space}).status_code == 422
    assert not Membership.objects.exists()


# --- the profile


def save(client: Client, data: dict[str, Any]) -> HttpResponse:
    return client.post(url("profile"), data)  # type: ignore[return-value]


def test_the_first_profile_is_saved_agreed_to_and_found_at_once(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    user = make_member(mons)
    client.force_login(user)
    answer = save(client, posted(mons))
    assert answer.status_code == 302
    assert answer["Location"] == url("profile-skills")
    profile = Profile.objects.get(user=user)
    assert profile.shown_to == 3
    assert profile.text("headline", "nl") == "Boekhouder dichtbij"
    assert profile.text("bio", "fr") == "Je tiens vos livres.\nAvec soin."
    assert (profile.speaks, profile.links) == (["fr", "nl"], ["https://example.org/chloe"])
    entry = Consent.objects.get()
    assert (entry.purpose, entry.given, entry.source, entry.actor) == (
        "publish",
        True,
        "form",
        user,
    )
    client.logout()
    page = flat(client.get(reverse("coworkers:list") + "?q=boekhouding").content)
    assert "Chloé Mazagran" in page


def test_boxes_of_consent_are_never_ticked_beforehand(client: Client, mons: SpacePage) -> None:
    client.force_login(make_member(mons))
    content = flat(client.get(url("profile")).content)
    for purpose in (consents.PUBLISH, consents.SEARCH_ENGINES, consents.MENTION):
        box = content.split(f'name="consent_{purpose}"')[1].split(">")[0]
        assert "checked" not in box


def test_publishing_without_the_consent_is_refused_and_a_draft_is_not(
    client: Client, mons: SpacePage
) -> None:
    client.force_login(make_member(mons))
    assert save(client, posted(mons, consent_publish=None)).status_code == 422
    assert save(client, posted(mons, consent_publish=None, visibility="draft")).status_code == 302
    assert Profile.objects.get().shown_to == 0
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"headline_fr": "x" * 121},
        {"bio_fr": "x" * 1201},
        {"headline_fr": "", "headline_nl": ""},
        {"speaks": ["xx"]},
        {"speaks": None},
        {"visibility": "everybody"},
        {"availability": ""},
        {"language": "de"},
        {"link_1": "javascript:alert(1)"},
        {"link_2": "http://example.org/"},
        {"link_3": "https://localhost/"},
        {"can_come_to": ["999999"]},
    ],
    ids=str,
)
def test_bad_values_come_back_with_what_was_typed(
    client: Client, mons: SpacePage, changes: dict[str, Any]
) -> None:
    client.force_login(make_member(mons))
    answer = save(client, posted(mons, bio_nl="Dit blijft staan.", **changes))
    assert answer.status_code == 422
    content = flat(answer.content)
    assert "Dit blijft staan." in content
    assert 'role="alert"' in content
    assert not Profile.objects.exists()


def test_control_characters_are_dropped(client: Client, mons: SpacePage) -> None:
    client.force_login(make_member(mons))
    save(client, posted(mons, headline_fr="Compta\x07ble\u202e", bio_fr="Un\r\n\r\nDeux"))
    profile = Profile.objects.get()
    assert profile.text("headline", "fr") == "Compta ble"
    assert profile.text("bio", "fr") == "Un\n\nDeux"


def test_saving_confirms(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons)
    Profile.objects.update(confirmed_at=timezone.now() - timezone.timedelta(days=400))  # type: ignore[attr-defined]
    client.force_login(profile.user)
    assert save(client, posted(mons, version="1")).status_code == 302
    profile.refresh_from_db()
    assert profile.is_fresh()


def test_a_language_that_is_emptied_is_gone(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons, texts={"fr": {"headline": "a"}, "nl": {"headline": "b"}})
    client.force_login(profile.user)
    save(client, posted(mons, headline_nl="", version="1"))
    assert list(profile.texts.values_list("language", flat=True)) == ["fr"]


def test_the_second_of_two_saves_gets_its_text_back(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons)
    client.force_login(profile.user)
    assert save(client, posted(mons, version="1", headline_fr="Premier")).status_code == 302
    late = save(client, posted(mons, version="1", headline_fr="Second"))
    assert late.status_code == 422
    assert "Second" in flat(late.content)
    assert profile.texts.get(language="fr").headline == "Premier"
    assert 'name="version" value="2"' in flat(late.content)
    assert save(client, posted(mons, version="2", headline_fr="Second")).status_code == 302


# --- consents


def test_taking_a_consent_back_takes_effect_before_the_answer(
    client: Client, mons: SpacePage
) -> None:
    profile = make_profile(mons)
    client.force_login(profile.user)
    assert 'value="publish"' in flat(client.get(url("profile")).content)
    assert client.post(url("withdraw"), {"purpose": "publish"}).status_code == 302
    client.logout()
    assert client.get(profile.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("purpose", ["", "everything", "photo", "\x00"])
def test_taking_back_what_was_never_given_changes_nothing(
    client: Client, mons: SpacePage, purpose: str
) -> None:
    profile = make_profile(mons)
    client.force_login(profile.user)
    assert client.post(url("withdraw"), {"purpose": purpose}).status_code == 302
    assert Consent.objects.count() == 1


# --- skills


def test_skills_are_searched_ticked_and_saved_without_a_script(
    client: Client, mons: SpacePage, accounting: Skill, web: Skill
) -> None:
    profile = make_profile(mons, skills=[web])
    client.force_login(profile.user)
    page = flat(client.get(url("profile-skills") + "?q=boekhouder").content)
    assert f'name="skill" value="{accounting.pk}">' in page
    assert f'name="skill" value="{web.pk}" checked>' in page
    data = {"skill": [accounting.pk], f"level-{accounting.pk}": "3", f"level-{web.pk}": "1"}
    assert client.post(url("profile-skills"), data).status_code == 302
    assert list(profile.skill_items.values_list("tag", "level")) == [(accounting.pk, 3)]
    client.logout()
    page = flat(client.get(reverse("coworkers:list") + "?q=comptable").content)
    assert profile.name in page


def test_twelve_skills_are_the_most_and_the_ticks_are_kept(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons)
    client.force_login(profile.user)
    skills = [make_skill() for _ in range(13)]
    answer = client.post(url("profile-skills"), {"skill": [skill.pk for skill in skills]})
    assert answer.status_code == 422
    assert flat(answer.content).count(" checked>") == 13
    assert not profile.skill_items.exists()


def test_unknown_skills_and_levels_are_ignored(
    client: Client, mons: SpacePage, accounting: Skill
) -> None:
    profile = make_profile(mons)
    client.force_login(profile.user)
    data = {"skill": ["x", "-1", "9" * 40, accounting.pk], f"level-{accounting.pk}": "9"}
    assert client.post(url("profile-skills"), data).status_code == 302
    assert list(profile.skill_items.values_list("tag", "level")) == [(accounting.pk, 2)]


def test_the_account_page_says_what_is_missing(client: Client, mons: SpacePage) -> None:
    profile = make_profile(mons, "Moka", texts={"fr": {"headline": "x"}})
    client.force_login(profile.user)
    content = flat(client.get(url("account")).content)
    assert "Moka" in content
    assert content.count('<li class="done">') == 2
    assert "#id_headline_nl" in content
