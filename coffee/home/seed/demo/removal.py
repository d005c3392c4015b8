"""Takes the demonstration away again, and leaves every table as it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q

from wagtail.models import ModelLogEntry, PageLogEntry

from blog.models import PostPage
from coffee.core.models import Image
from coffee.core.topics import Topic
from coffee.home.models import SeedRecord
from coffee.home.seed.demo.ledger import SOURCE
from coffee.users.models import User
from coworkers.models import Consent, GoneProfile, Profile
from events.models import AttendanceCount, EventPage, Registration
from newsletter.models import ConsentEvent, Delivery, Issue, Subscriber
from spaces.models import Membership
from spaces.provisioning import sync_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@transaction.atomic
def remove_demo() -> dict[str, int]:
    """Delete every row of the demonstration; returns how many of each kind.

    Real people who registered for an invented event, or subscribed to the newsletter, keep their own rows where
    those can stand alone; registrations go with their event.
    """
    removed: dict[str, int] = {}
    remove_newsletters(removed)
    remove_events(removed)
    remove_pages(removed, PostPage.objects.filter(is_demo=True))
    remove_people(removed)
    remove_themes(removed)
    images = Image.objects.filter(is_demo=True)
    forget_logs(Image, images.values_list("pk", flat=True))
    delete(removed, images)
    SeedRecord.objects.filter(source=SOURCE).delete()
    # Groups hold the managers of the demonstration.
    sync_all()
    return removed


def delete(removed: dict[str, int], rows: QuerySet[Any]) -> None:
    """Delete rows and count those of their own kind, not what goes with them."""
    count = rows.count()
    if count:
        rows.delete()
        removed[rows.model.__name__] = count


def remove_newsletters(removed: dict[str, int]) -> None:
    """Issues with their deliveries, and readers with the record of consents that nobody gave."""
    issues, readers = Issue.objects.filter(is_demo=True), Subscriber.objects.filter(is_demo=True)
    Delivery.objects.filter(Q(issue__in=issues) | Q(subscriber__in=readers)).delete()
    ConsentEvent.objects.filter(subscriber__in=readers).delete()
    forget_logs(Issue, issues.values_list("pk", flat=True))
    delete(removed, issues)
    delete(removed, readers)


def remove_events(removed: dict[str, int]) -> None:
    """Registrations first: a date cannot be deleted while somebody holds a seat."""
    of_demo = Q(occurrence__event__is_demo=True)
    Registration.objects.filter(of_demo | Q(is_demo=True)).delete()
    AttendanceCount.objects.filter(of_demo).delete()
    remove_pages(removed, EventPage.objects.filter(is_demo=True))


def remove_pages(removed: dict[str, int], pages: QuerySet[Any]) -> None:
    """Pages with their dates, texts, revisions and log."""
    ids = list(pages.values_list("pk", flat=True))
    delete(removed, pages)
    PageLogEntry.objects.filter(page__in=ids).delete()


def remove_people(removed: dict[str, int]) -> None:
    """Profiles before accounts: an account that goes would hide its profile first, and leave a trace of it."""
    profiles = Profile.objects.filter(is_demo=True)
    numbers = list(profiles.values_list("pk", flat=True))
    Consent.objects.remove_demo()
    delete(removed, profiles)
    GoneProfile.objects.filter(number__in=numbers).delete()
    delete(removed, Membership.objects.filter(is_demo=True))
    delete(removed, User.objects.filter(is_demo=True))


def remove_themes(removed: dict[str, int]) -> None:
    """The themes of the seed that no real event or post has taken up."""
    delete(removed, Topic.objects.filter(is_demo=True, events=None, posts=None))


def forget_logs(model: type[Any], ids: Iterable[Any]) -> None:
    """The log of the admin for rows that are no pages."""
    kind = ContentType.objects.get_for_model(model)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in ids])
    entries.delete()
