"""The ledger: words that never change, rows that are only added, a state that is the latest row."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

import pytest

from coworkers import consents, privacy
from coworkers.models import Consent, Profile
from tests.coworkers.makers import make_profile
from tests.factories import make_member

if TYPE_CHECKING:
    from spaces.models import SpacePage

# What people have agreed to. A changed text is a new version with a line of its own; no line ever changes.
FINGERPRINTS = {
    "publish 1": "11d6acbb87da0075",
    "photo 1": "bc954e880a846584",
    "contact 1": "f07001e8fd664ac2",
    "introductions 1": "90fc8c9ab4e24a3d",
    "search_engines 1": "65ed9304d8cd1d26",
    "newsletter_mention 1": "d1b824467cace3e7",
}


def fingerprint(wording: consents.Wording) -> str:
    words = "\n".join(f"{code}={text}" for code, text in sorted(wording.texts.items()))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def test_a_changed_wording_needs_a_new_version() -> None:
    found = {
        f"{purpose} {wording.version}": fingerprint(wording)
        for purpose, versions in consents.WORDINGS.items()
        for wording in versions
    }
    assert found == FINGERPRINTS


def test_every_purpose_is_worded_in_every_language_and_versions_count_upwards() -> None:
    assert set(consents.WORDINGS) == {purpose for purpose, _label in consents.PURPOSES}
    for versions in consents.WORDINGS.values():
        assert [wording.version for wording in versions] == list(range(1, len(versions) + 1))
        assert set(dict(settings.LANGUAGES)) <= set(versions[-1].texts)


def test_asked_purposes_exist() -> None:
    assert set(privacy.ASKED) <= set(consents.WORDINGS)


@pytest.mark.django_db
def test_rows_cannot_be_changed_or_deleted(mons: SpacePage) -> None:
    entry = make_profile(mons).consents.get()
    entry.given = False
    with pytest.raises(consents.LedgerError):
        entry.save()
    with pytest.raises(consents.LedgerError):
        entry.delete()
    with pytest.raises(consents.LedgerError):
        Consent.objects.update(given=False)
    with pytest.raises(consents.LedgerError):
        Consent.objects.all().delete()
    assert Consent.objects.get().given


@pytest.mark.django_db
def test_the_latest_row_of_a_purpose_holds_and_repeats_write_nothing(mons: SpacePage) -> None:
    profile = make_profile(mons, agree=())
    assert privacy.withdraw(profile, consents.PUBLISH, "fr") is None
    assert privacy.give(profile, consents.PUBLISH, "nl", "form") is not None
    assert privacy.give(profile, consents.PUBLISH, "nl", "form") is None
    assert privacy.withdraw(profile, consents.PUBLISH, "nl", "form") is not None
    assert privacy.give(profile, consents.PUBLISH, "nl", "form") is not None
    rows = list(profile.consents.values_list("given", "language", "wording_version"))
    assert rows == [(True, "nl", 1), (False, "nl", 1), (True, "nl", 1)]
    assert Consent.objects.filter(profile=profile).state() == {consents.PUBLISH: True}


@pytest.mark.django_db
def test_a_yes_to_one_purpose_is_no_yes_to_another(mons: SpacePage) -> None:
    profile = make_profile(mons, agree=[consents.INTRODUCTIONS])
    flags = (profile.introductions_ok, profile.contact_ok, profile.photo_ok, profile.index_ok)
    assert (flags, profile.shown_to) == ((True, False, False, False), 0)


@pytest.mark.django_db
def test_the_proof_outlives_the_profile_without_its_name(mons: SpacePage) -> None:
    profile = make_profile(mons, "Moka", user=make_member(mons, email="moka@example.org"))
    privacy.remove(profile)
    entry = Consent.objects.get()
    assert entry.profile is None
    assert entry.subject_hmac == consents.subject_of("MOKA@example.org ")


@pytest.mark.django_db
def test_the_demonstration_takes_its_inventions_away(mons: SpacePage) -> None:
    make_profile(mons, is_demo=True)
    real = make_profile(mons)
    assert Consent.objects.remove_demo() == 1
    assert [entry.profile for entry in Consent.objects.all()] == [real]
    assert Profile.objects.count() == 2
