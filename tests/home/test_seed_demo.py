"""The demonstration: written once, dated from today, open to log in, and gone without a trace."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client, RequestFactory
from django.utils import timezone

import pytest
from allauth.account.models import EmailAddress
from pytest_django.plugin import DjangoDbBlocker

from blog.models import PostPage
from coffee.core.models import Image
from coffee.home.models import SeedRecord
from coffee.home.seed.demo import PASSWORD, logins, remove_demo, seed_demo, source
from coffee.home.seed.demo.blocks import blocks
from coffee.home.seed.demo.pictures import MOTIFS, TONES, drawn
from coffee.users.models import User
from coworkers.models import GoneProfile, Profile
from events.models import AttendanceCount, EventHost, EventPage, Occurrence, Registration
from newsletter.models import Delivery, Issue, Subscriber
from spaces.models import Membership, SpacePage
from spaces.models.pages import ACCENTS

# Inside SQLite's full-text table: how its pages are packed, not what is in them.
PACKING = ("wagtailsearch_indexentry_fts_", "sqlite_")

Tables = dict[str, Counter[str]]


def seeded(test: Callable[..., None]) -> Callable[..., None]:
    """A test on the whole demonstration; writing it takes some seconds."""
    return pytest.mark.slow(pytest.mark.django_db(test))


def tables() -> Tables:
    """Every row of every table as text."""
    found: Tables = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name.startswith(PACKING):
                continue
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our own tables
            found[name] = Counter(repr(row) for row in cursor.fetchall())
    return found


def differences(before: Tables, after: Tables) -> dict[str, tuple[list[str], list[str]]]:
    """Per table that differs, the rows that went and the rows that came."""
    return {
        name: (list(before[name] - after[name])[:3], list(after[name] - before[name])[:3])
        for name in before
        if before[name] != after[name]
    }


@pytest.fixture(scope="module")
def network(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tables]:
    """The real network, once for the module; every test sees it and cannot change it for the next."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_network", verbosity=0, stdout=StringIO())
        call_command("load_skills", verbosity=0, stdout=StringIO())
        yield tables()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(network: Tables, django_db_blocker: DjangoDbBlocker) -> dict[str, int]:
    """The demonstration on top of it."""
    with django_db_blocker.unblock():
        return seed_demo()


# --- pure: the rules for dates


MONDAY, SATURDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 28)


@pytest.mark.parametrize(
    ("row", "today", "expected"),
    [
        ({"day": 0}, MONDAY, MONDAY),
        ({"day": 5}, MONDAY, dt.date(2026, 11, 30)),
        ({"day": 6}, MONDAY, dt.date(2026, 11, 30)),
        ({"day": 5, "any_day": True}, MONDAY, SATURDAY),
        ({"day": 5, "weekday": "sat"}, MONDAY, SATURDAY),
        ({"day": 6, "weekday": "sat"}, MONDAY, dt.date(2026, 12, 5)),
        ({"day": 0, "weekday": "mon"}, MONDAY, MONDAY),
        ({"day": -7, "weekday": "thu"}, MONDAY, dt.date(2026, 11, 19)),
        (
            {"day": 0, "weekday": "thu", "recurrence": {"freq": "monthly", "nth": 1}},
            MONDAY,
            dt.date(2026, 12, 3),
        ),
        ({"day": 0, "weekday": "mon", "recurrence": {"freq": "monthly", "nth": 4}}, MONDAY, MONDAY),
        (
            {"day": 1, "weekday": "mon", "recurrence": {"freq": "monthly", "nth": 4}},
            MONDAY,
            dt.date(2026, 12, 28),
        ),
        (
            {"day": 0, "weekday": "wed", "recurrence": {"freq": "weekly"}},
            MONDAY,
            dt.date(2026, 11, 25),
        ),
    ],
)
def test_days_follow_today(row: dict[str, object], today: dt.date, expected: dt.date) -> None:
    assert source.first_day(row, today) == expected


@pytest.mark.parametrize("offset", range(0, 366, 13))
def test_whatever_the_day_every_event_keeps_its_place_in_time(offset: int) -> None:
    today = dt.date(2026, 12, 20) + dt.timedelta(days=offset)
    for row in source.content()["events"]:
        first = source.first_day(row, today)
        if "weekday" in row:
            assert first.weekday() == source.WEEKDAYS.index(row["weekday"]), row["key"]
        elif not row.get("any_day"):
            assert first.weekday() < 5, row["key"]
        if "attended" in row:
            assert first + dt.timedelta(days=row.get("days", 1)) <= today, row["key"]
        elif "recurrence" not in row:
            assert first > today, row["key"]


def test_no_post_is_of_a_later_day() -> None:
    assert all(row["day"] < 0 for row in source.content()["posts"])


def test_times_are_texts_in_the_file() -> None:
    assert source.times({"start": "18:30", "duration": 90}) == (dt.time(18, 30), dt.time(20))
    assert source.times({"all_day": True}) == (None, None)
    assert all(
        isinstance(row["start"], str) for row in source.content()["events"] if "start" in row
    )


def test_texts_become_blocks_and_stay_texts() -> None:
    parts = ["a < b", {"h2": "Titre"}, {"ul": ["un & deux"]}, {"quote": "Oui", "cite": "Elle"}]
    assert blocks(parts) == [
        {"type": "paragraph", "value": "<p>a &lt; b</p>"},
        {"type": "heading", "value": "Titre"},
        {"type": "paragraph", "value": "<ul><li>un &amp; deux</li></ul>"},
        {"type": "quote", "value": {"text": "Oui", "cite": "Elle"}},
    ]
    assert blocks(None) == []


def test_every_accent_has_its_tones_and_pictures_are_small_and_always_the_same() -> None:
    assert set(TONES) == set(ACCENTS)
    for motif in MOTIFS:
        data = drawn(motif, "rose")
        assert len(data) < 40_000
        assert data == drawn(motif, "rose")
        assert data != drawn(motif, "blue")
        assert set(MOTIFS[motif].alt) == {"fr", "nl"}


# --- the command


@pytest.mark.django_db
def test_a_public_site_is_refused(settings: Any) -> None:
    settings.COFFEE_DEMO = False
    with pytest.raises(CommandError, match="--force"):
        call_command("seed_demo", stdout=StringIO())
    assert not User.objects.exists()


@pytest.mark.django_db
def test_removing_nothing_is_no_error() -> None:
    out = StringIO()
    call_command("seed_demo", "--remove", stdout=out)
    assert "nothing" in out.getvalue()


# --- what it writes


@seeded
def test_a_second_run_writes_nothing(demo: dict[str, int]) -> None:
    assert sum(demo.values()) > 1_000
    before = tables()
    assert seed_demo() == {}
    assert differences(before, tables()) == {}


@seeded
def test_the_next_day_leaves_every_row_where_it_is(demo: dict[str, int]) -> None:
    before = tables()
    assert seed_demo(timezone.localdate() + dt.timedelta(days=1)) == {}
    assert differences(before, tables()) == {}


@seeded
def test_what_an_editor_changed_or_deleted_is_left_alone(demo: dict[str, int]) -> None:
    changed, deleted = PostPage.objects.order_by("pk")[:2]
    changed.title = "Changé"
    changed.save()
    PostPage.objects.get(pk=deleted.pk).delete()
    assert seed_demo() == {}
    changed.refresh_from_db()
    assert changed.title == "Changé"
    assert not PostPage.objects.filter(pk=deleted.pk).exists()


@seeded
def test_removal_leaves_every_table_as_it_was(network: Tables, demo: dict[str, int]) -> None:
    assert differences(network, tables())
    remove_demo()
    assert differences(network, tables()) == {}


@seeded
def test_removal_spares_what_is_real(demo: dict[str, int]) -> None:
    person = User.objects.create_user("real@example.org")
    space = SpacePage.objects.filter(kind=SpacePage.SPACE).first()
    post = PostPage(title="Vrai", slug="vrai", summary="Vrai.", language="fr")
    assert space is not None
    space.add_child(instance=post)
    topic = PostPage.objects.filter(is_demo=True, tags__isnull=False).first().tags.first()
    post.tags.set([topic])
    post.save()
    Membership.objects.create(user=person, space=space, status=Membership.ACTIVE)
    remove_demo()
    assert User.objects.get() == person
    assert list(PostPage.objects.get().tags.all()) == [topic]
    assert Membership.objects.count() == 1


@seeded
def test_every_row_that_can_be_marked_is_marked(demo: dict[str, int]) -> None:
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if "is_demo" in names and model is not SpacePage:
            real = model._default_manager.filter(is_demo=False).exclude(pk__in=_real(model))
            assert not real.exists(), model


def _real(model: type[Model]) -> list[int]:
    """The ids that the network has made."""
    records = SeedRecord.objects.exclude(source="demo").values_list(
        "object_id", "content_type__model"
    )
    return [int(pk) for pk, name in records if name == model._meta.model_name]


@seeded
def test_all_printed_accounts_can_log_in_and_are_marked(demo: dict[str, int]) -> None:
    found = [login.email for login in logins()]
    assert len(found) == len(set(found)) == 2 + 7 + 5
    request = RequestFactory().post("/")
    for email in found:
        user = authenticate(request, email=email, password=PASSWORD)
        assert user is not None, email
        assert user.is_demo
        assert EmailAddress.objects.get(user=user).verified
    others = User.objects.exclude(email__in=found)
    assert not any(user.has_usable_password() for user in others)


@seeded
def test_managers_enter_the_admin_and_coworkers_do_not(demo: dict[str, int]) -> None:
    for login in logins():
        client = Client()
        client.force_login(User.objects.get(email=login.email))
        answer = client.get("/admin/").status_code
        assert (answer == 200) == (not login.email.startswith("coworker.")), login.email


@seeded
def test_every_space_has_events_and_every_coworking_space_posts_and_people(
    demo: dict[str, int],
) -> None:
    dates = Occurrence.objects.listed().upcoming()
    for space in SpacePage.objects.all():
        assert dates.of_space(space).exists(), space
        if not space.is_centre:
            assert PostPage.objects.filter(space=space).exists(), space
            assert Profile.objects.visible_to(None).filter(space=space).exists(), space


@seeded
def test_cohosts_have_accepted_and_dates_are_told_apart_by_country(demo: dict[str, int]) -> None:
    assert not EventHost.objects.pending().exists()
    assert Occurrence.objects.joint().upcoming().exists()


@seeded
def test_seats_are_what_the_registrations_say(demo: dict[str, int]) -> None:
    seats = Counter(
        Registration.objects.filter(status=Registration.CONFIRMED).values_list(
            "occurrence", flat=True
        )
    )
    for date in Occurrence.objects.all():
        assert date.taken == seats[date.pk]
    full = Occurrence.objects.filter(registrations__status=Registration.WAITING).distinct().get()
    assert full.is_full


@seeded
def test_people_who_came_are_counted_by_country(demo: dict[str, int]) -> None:
    now = timezone.now()
    rows = {f"demo-{row['key']}": row for row in source.content()["events"] if "attended" in row}
    for event in EventPage.objects.filter(slug__in=rows):
        (date,) = event.occurrences.all()
        assert date.ends_at < now
        assert date.attendance_closed_at is not None
        came: Counter[str] = Counter()
        for registration in date.registrations.filter(checked_in_at__isnull=False):
            came[registration.country] += registration.arrived
        for row in date.attendance.all():
            came[row.country] += row.people
        assert came == Counter({k: v for k, v in rows[event.slug]["attended"].items() if v})
    assert AttendanceCount.objects.exists()
    upcoming = Registration.objects.filter(occurrence__starts_at__gt=now)
    assert not upcoming.filter(checked_in_at__isnull=False).exists()


@seeded
def test_nobody_is_told_of_anything(demo: dict[str, int], mailoutbox: list[object]) -> None:
    assert not mailoutbox
    assert not Registration.objects.exclude(notice="").exists()
    assert not Delivery.objects.open().exists()


@seeded
def test_all_addresses_are_reserved_for_examples(demo: dict[str, int]) -> None:
    addresses = {
        *User.objects.values_list("email", flat=True),
        *Registration.objects.values_list("email", flat=True),
        *Subscriber.objects.values_list("email", flat=True),
    }
    assert all(address.endswith("@example.org") for address in addresses)


@seeded
def test_profiles_are_seen_by_those_whom_the_file_names(demo: dict[str, int]) -> None:
    shown = set(Profile.objects.visible_to(None).values_list("name", flat=True))
    rows = source.content()["coworkers"]
    assert {row["name"] for row in rows if row["visibility"] == "public"} <= shown
    assert not {row["name"] for row in rows if row["visibility"] != "public"} & shown
    assert Profile.objects.visible_to(None).filter(index_ok=True).exists()
    assert Profile.objects.visible_to(None).filter(index_ok=False).exists()
    assert not GoneProfile.objects.exists()


@seeded
def test_one_issue_has_gone_out_and_one_is_being_written(demo: dict[str, int]) -> None:
    sent, draft = Issue.objects.order_by("number")
    assert (sent.status, draft.status) == (Issue.SENT, Issue.DRAFT)
    assert sent.frozen_at is not None
    assert sent.frozen_at < timezone.now()
    languages = Counter(
        sent.deliveries.filter(status=Delivery.SENT).values_list("language", flat=True)
    )
    assert set(languages) == {"fr", "nl"}
    assert draft.items.count() == 11
    assert all(item.frozen for item in sent.items.all())


@seeded
def test_the_cancelled_event_says_why_in_both_languages(demo: dict[str, int]) -> None:
    event = EventPage.objects.get(slug="demo-soiree-jeux")
    assert event.status == "cancelled"
    assert set(event.status_note) == {"fr", "nl"}


@seeded
def test_pictures_say_what_they_show_in_the_language_of_the_page(demo: dict[str, int]) -> None:
    assert Image.objects.filter(is_demo=True).exists()
    for model in (PostPage, EventPage):
        shown = model.objects.exclude(image=None)
        assert shown.exists()
        for page in shown:
            word = {"fr": "Dessin", "nl": "Tekening"}
            assert page.image_alt.startswith(word[page.language])
            for row in page.translations.all():
                assert row.image_alt.startswith(word[row.language])


@seeded
@pytest.mark.parametrize("url", ["/fr/", "/nl/", "/fr/blog/", "/nl/blog/", "/nl/blog/feed.xml"])
def test_pages_open_with_the_demonstration(demo: dict[str, int], client: Client, url: str) -> None:
    assert client.get(url).status_code == 200


@seeded
def test_every_post_opens_in_both_languages(demo: dict[str, int], client: Client) -> None:
    for post in PostPage.objects.all():
        for code in ("fr", "nl"):
            assert client.get(f"/{code}/blog/x-{post.pk}/", follow=True).status_code == 200
