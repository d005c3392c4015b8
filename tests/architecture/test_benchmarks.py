"""The benchmarks measure what the site would hold: their copies are rows that the models themselves would have written."""

import datetime as dt

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wagtail.models import Page

import pytest

from benchmarks.__main__ import read
from benchmarks.makers import events, people, posts
from benchmarks.plan import Content, Plan
from benchmarks.report import Cell, Line, Target
from blog.models import PostPage
from coworkers import search
from coworkers.models import Profile
from events.models import EventPage, Occurrence
from events.scheduling import plan_of
from tests.factories import make_space

ORIGINALS_OF_TWO_SPACES = 6


@pytest.fixture
def _two_spaces(db: None) -> None:
    for country in ("BE", "FR"):
        make_space(country=country)


@pytest.mark.usefixtures("_two_spaces")
def test_copied_events_are_what_the_schedule_asks_for() -> None:
    events.make_originals()
    first, last = events.around_today(timezone.localdate())
    events.EventCopies().grow(3 * ORIGINALS_OF_TWO_SPACES, first, last)
    pages = list(EventPage.objects.all())
    assert len(pages) == 3 * ORIGINALS_OF_TWO_SPACES
    assert not [page for page in pages if plan_of(page)]
    assert {page.starts_on for page in pages} >= {first}
    assert Occurrence.objects.filter(event__slug="event-6", is_listed=True).exists()


@pytest.mark.usefixtures("_two_spaces")
def test_copied_pages_stand_in_the_tree_like_any_other() -> None:
    events.make_originals()
    posts.make_originals()
    long_ago = events.long_ago(timezone.localdate())
    events.EventCopies().grow(2 * ORIGINALS_OF_TWO_SPACES, *long_ago)
    posts.PostCopies().grow(2 * ORIGINALS_OF_TWO_SPACES, timezone.localdate())
    assert not any(Page.find_problems())
    assert all(
        isinstance(page.specific, EventPage | PostPage) for page in Page.objects.filter(depth=4)
    )
    assert PostPage.objects.published().count() == 2 * ORIGINALS_OF_TWO_SPACES
    page = Client().get(reverse("blog:list"))
    assert page.context["total"] == 2 * ORIGINALS_OF_TWO_SPACES


@pytest.mark.slow
@pytest.mark.usefixtures("_two_spaces")
def test_copied_people_are_indexed_and_few_have_the_rare_skill() -> None:
    call_command("load_skills", verbosity=0)
    people.make_originals()
    total = people.ORIGINALS + people.FEW + 20
    people.PersonCopies().grow(total)
    assert Profile.objects.visible_to(None).count() == total
    newest = Profile.objects.order_by("-pk")[:5]
    deals = dict(newest.values_list("pk", "deal"))
    assert [search.index_profile(profile) for profile in newest] == [0] * 5
    assert len(set(deals.values())) == 5
    rare = Profile.objects.filter(skills__slug=people.RARE)
    assert rare.count() == people.FEW


def test_archives_end_before_lists_begin() -> None:
    today = dt.date(2026, 11, 20)
    assert events.long_ago(today)[1] < events.around_today(today)[0]


def test_the_command_line_says_how_much_there_is() -> None:
    plan, rounds = read(["--sizes", "500,3000", "--posts", "2000", "--rounds", "3"])
    assert rounds == 3
    assert plan.contents == (
        Content(500, 500, 500),
        Content(3000, 2000, 3000),
        Content(3000, 2000, 3000, is_dense=True),
    )


@pytest.mark.parametrize(
    "arguments", [["--sizes", "1000"], ["--sizes", "5,1000"], ["--rounds", "0"]]
)
def test_a_run_that_could_show_nothing_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        read(arguments)


def test_names_of_databases_tell_them_apart() -> None:
    names = [content.name for content in Plan.of((1000, 2000), profiles=1500).contents]
    assert names == ["1,000", "2,000 / 2,000 / 1,500", "2,000 / 2,000 / 1,500 dense"]


def test_a_page_that_grows_or_asks_more_misses_its_target() -> None:
    line = Line("page", Target(), [Cell(10, 8), Cell(13, 9)], None, floor=5)
    assert [met for _text, met in line.verdicts()] == [False, False, False]
    line = Line("page", Target(), [Cell(10, 8), Cell(10, 8)], None, floor=5)
    assert [met for _text, met in line.verdicts()] == [True, True, True]


def test_a_feed_is_judged_by_its_entries() -> None:
    target = Target(ratio=None, growth=None, per_entry=0.35)
    line = Line("feed", target, [Cell(100, 5, 100)], Cell(300, 5, 1000), floor=5)
    assert line.per_entry == 0.3
    assert [met for _text, met in line.verdicts()] == [True, True]
