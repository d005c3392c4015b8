"""Keeps index and visibility in step with rows of lower floors, which cannot know that there are profiles."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from coffee.users.models import User
from coworkers import privacy, search
from coworkers.models import Profile, VocabularyState
from spaces.models import City, Membership, SpacePage


def membership_changed(instance: Membership, **_kwargs: Any) -> None:
    """The end of a membership takes the profile out of view in the same transaction."""
    for profile in Profile.objects.filter(user_id=instance.user_id).select_related("user"):
        privacy.apply(profile)


def account_changed(instance: User, update_fields: Any = None, **_kwargs: Any) -> None:
    """A deactivated account hides its profile; a log-in (`last_login` alone) changes nothing."""
    if update_fields is not None and "is_active" not in update_fields:
        return
    for profile in Profile.objects.filter(user_id=instance.pk).select_related("user"):
        privacy.apply(profile)


def space_changed(instance: SpacePage, **_kwargs: Any) -> None:
    """A space that moves takes its members' town and country along."""
    profiles = Profile.objects.filter(space=instance).exclude(country=instance.country)
    for profile in profiles.select_related("space__city"):
        search.index_profile(profile)


def city_changed(**_kwargs: Any) -> None:
    """The names of places are part of the vocabulary."""
    VocabularyState.bump()


def connect() -> None:
    """Listen; called once, when the apps are loaded."""
    for signal in (post_save, post_delete):
        signal.connect(membership_changed, sender=Membership, dispatch_uid="coworkers-membership")
        signal.connect(city_changed, sender=City, dispatch_uid="coworkers-city")
    post_save.connect(account_changed, sender=User, dispatch_uid="coworkers-account")
    post_save.connect(space_changed, sender=SpacePage, dispatch_uid="coworkers-space")
