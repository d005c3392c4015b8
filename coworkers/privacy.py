"""Who sees a profile: the consents, and the one function that derives visibility from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from coworkers import consents, search
from coworkers.models import Consent, GoneProfile, Profile
from coworkers.querysets import NETWORK, OWNER, PUBLIC, SPACE
from spaces.models import Membership

if TYPE_CHECKING:
    import datetime as dt

    from coffee.users.models import User

LEVELS: Final = {
    Profile.DRAFT: OWNER,
    Profile.SPACE: SPACE,
    Profile.NETWORK: NETWORK,
    Profile.PUBLIC: PUBLIC,
}

# Purposes that are asked now; `photo` and `contact` join them with the pages that need them.
ASKED: Final = (
    consents.PUBLISH,
    consents.SEARCH_ENGINES,
    consents.MENTION,
    consents.INTRODUCTIONS,
)

FLAGS: Final = {
    consents.PHOTO: "photo_ok",
    consents.CONTACT: "contact_ok",
    consents.INTRODUCTIONS: "introductions_ok",
    consents.SEARCH_ENGINES: "index_ok",
    consents.MENTION: "mention_ok",
}
DERIVED: Final = ("shown_to", "first_public_at", *FLAGS.values())


def give(
    profile: Profile,
    purpose: str,
    language: str,
    source: str = "form",
    *,
    actor: User | None = None,
) -> Consent | None:
    """Record a yes to the current wording, and let it take effect. Nothing is written when it already holds."""
    return _record(profile, purpose, language, source, actor, given=True)


def withdraw(
    profile: Profile,
    purpose: str,
    language: str,
    source: str = "form",
    *,
    actor: User | None = None,
) -> Consent | None:
    """Record a no; what was allowed by the yes is gone in the same transaction."""
    return _record(profile, purpose, language, source, actor, given=False)


def _record(
    profile: Profile, purpose: str, language: str, source: str, actor: User | None, *, given: bool
) -> Consent | None:
    version = consents.wording(purpose).version
    with transaction.atomic():
        rows = profile.consents.filter(purpose=purpose)
        latest = rows.order_by("-pk").first()
        holds = latest.given if latest else False
        if holds == given and (not given or (latest and latest.wording_version == version)):
            return None
        entry: Consent = Consent.objects.create(
            profile=profile,
            subject_hmac=consents.subject_of(profile.user.email),
            purpose=purpose,
            given=given,
            language=language,
            wording_version=version,
            source=source,
            actor=actor,
            is_demo=profile.is_demo,
        )
        apply(profile)
    return entry


def shown_to(profile: Profile, given: dict[str, bool], at: dt.datetime | None = None) -> int:
    """The lowest of everything that has a say in who sees the profile."""
    belongs = (
        Membership.objects.active()
        .filter(user_id=profile.user_id, space_id=profile.space_id)
        .exists()
    )
    allowed = (
        given.get(consents.PUBLISH, False)
        and profile.is_fresh(at)
        and profile.moderated_at is None
        and profile.user.is_active
        and belongs
    )
    return LEVELS.get(profile.visibility, OWNER) if allowed else OWNER


def apply(profile: Profile, at: dt.datetime | None = None) -> int:
    """Derive visibility and flags anew, and make the index follow. Returns the level.

    The only writer of `shown_to`. Belongs into the transaction of every change to visibility, consents, membership,
    confirmation, moderation or the account.
    """
    with transaction.atomic():
        given = Consent.objects.filter(profile=profile).state()
        before = profile.shown_to
        profile.shown_to = shown_to(profile, given, at)
        for purpose, flag in FLAGS.items():
            setattr(profile, flag, given.get(purpose, False))
        if profile.shown_to == PUBLIC:
            profile.first_public_at = profile.first_public_at or at or timezone.now()
            GoneProfile.objects.filter(number=profile.pk).delete()
        elif profile.first_public_at:
            GoneProfile.objects.get_or_create(number=profile.pk)
        profile.save(update_fields=DERIVED)
        if profile.shown_to != before:
            search.index_profile(profile)
    return profile.shown_to


def confirm(profile: Profile, at: dt.datetime | None = None) -> None:
    """The person says that the profile is still right."""
    with transaction.atomic():
        profile.confirmed_at = at or timezone.now()
        profile.save(update_fields=["confirmed_at"])
        apply(profile, at)


def remove(profile: Profile) -> None:
    """Delete a profile for good. Its public address answers 410; the ledger keeps the proof without the name."""
    with transaction.atomic():
        if profile.first_public_at:
            GoneProfile.objects.get_or_create(number=profile.pk)
        profile.delete()
