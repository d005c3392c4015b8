"""One run: fill the databases, measure the pages, print figures and verdicts."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import django
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

import wagtail

from benchmarks import report
from benchmarks.databases import Databases
from benchmarks.makers import events, people, posts
from benchmarks.measuring import Measured, Paths, measure
from benchmarks.report import Cell, Line, Target
from coworkers.models import Skill

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from benchmarks.plan import Content, Plan

EMPTY, NETWORK = "empty", "network"
HELLO, FLOOR, FRAME = "hello-world view", "empty Wagtail page", "head and foot alone"

TARGETS: Final = {
    "agenda, list": Target(dense_growth=report.MOST_GROWTH),
    "agenda, month": Target(),
    "agenda.ics": Target(ratio=None, per_entry=0.35),
    "blog, list": Target(),
    "catalogue, browse": Target(ratio=2.5),
    "catalogue, few hits": Target(ratio=2.5),
    # Its cost follows the hits, whatever else is in the table.
    "catalogue, common skill": Target(ratio=None, growth=None),
}
# Where fuller days make a difference.
OF_DAYS: Final = {"agenda, list", "agenda, month", "agenda.ics"}
LANGUAGE: Final = "fr"
# Skills are asked for in the other language, as the catalogue promises.
ASKED: Final = "nl"


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what takes so long."""
    start = time.monotonic()
    print(f"{text} … ", end="", file=sys.stderr, flush=True)
    yield
    print(f"{time.monotonic() - start:.0f} s", file=sys.stderr)


def run(plan: Plan, rounds: int) -> None:
    """Everything, on the database that DATABASE_URL names."""
    today = timezone.localdate()
    with Databases() as databases, translation.override(LANGUAGE):
        fill(databases, plan, today)
        paths: Paths = {EMPTY: {HELLO: "/floor/hello/", FLOOR: "/floor/page/"}}
        paths[NETWORK] = {FRAME: "/floor/frame/"}
        addresses = pages(today)
        for content in plan.contents:
            shown = OF_DAYS if content.is_dense else addresses.keys()
            paths[content.name] = {page: addresses[page] for page in TARGETS if page in shown}
        with step(f"measuring, {rounds} rounds"):
            measured = measure(databases, paths, rounds)
        print(heading(rounds))
    floors = [
        (name, measured[name][database].cost)
        for name, database in ((HELLO, EMPTY), (FLOOR, EMPTY), (FRAME, NETWORK))
    ]
    lines = [line(page, measured, plan) for page in TARGETS]
    print()
    print(report.table(lines, [content.name for content in plan.contents], floors))
    print()
    print(report.verdicts(lines))


def fill(databases: Databases, plan: Plan, today: dt.date) -> None:
    """An empty site, the network with the originals, and each database as a copy of the one before."""
    with step("an empty site"):
        databases.create(EMPTY)
    with step("the network"):
        databases.copy(EMPTY, NETWORK)
        call_command("seed_network", verbosity=0, stdout=StringIO())
        call_command("load_skills", verbosity=0)
        events.make_originals()
        posts.make_originals()
        people.make_originals()
    before = NETWORK
    for content in plan.contents:
        with step(content.name):
            databases.copy(before, content.name)
            grow(content, today, is_first=before == NETWORK)
            databases.settle(content.name)
        before = content.name


def grow(content: Content, today: dt.date, *, is_first: bool) -> None:
    """Bring the database in use to its size. The first fills the days that lists show, the next the archive."""
    if content.is_dense:
        events.EventCopies().grow(2 * content.events, *events.around_today(today))
        return
    days = events.around_today(today) if is_first else events.long_ago(today)
    events.EventCopies().grow(content.events, *days)
    posts.PostCopies().grow(content.posts, today)
    people.PersonCopies().grow(content.profiles)


def pages(today: dt.date) -> dict[str, str]:
    """The addresses of the measured pages, for a database in use that has the vocabulary."""
    catalogue = reverse("coworkers:list")

    def search(skill: str) -> str:
        label = Skill.objects.get(slug=skill).label(ASKED)
        return f"{catalogue}?{urlencode({'q': label})}"

    following = (today.replace(day=1) + 31 * events.ONE_DAY).replace(day=1)
    return {
        "agenda, list": reverse("events:list"),
        "agenda, month": reverse("events:month", args=[following.year, following.month]),
        "agenda.ics": reverse("events:feed"),
        "blog, list": reverse("blog:list"),
        "catalogue, browse": catalogue,
        "catalogue, few hits": search(people.RARE),
        "catalogue, common skill": search(people.COMMON),
    }


def line(page: str, measured: Measured, plan: Plan) -> Line:
    """The figures of one page beside its target."""
    cells = {
        name: Cell(found.cost, found.queries, found.body.count(b"BEGIN:VEVENT"))
        for name, found in measured[page].items()
    }
    return Line(
        page,
        TARGETS[page],
        [cells[content.name] for content in plan.contents if not content.is_dense],
        cells.get(plan.contents[-1].name),
        measured[FLOOR][EMPTY].cost,
    )


def heading(rounds: int) -> str:
    """What was measured with."""
    version = ".".join(map(str, sys.version_info[:3]))
    engine = f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}"
    return (
        f"{engine}, Python {version}, Django {django.__version__}, Wagtail {wagtail.__version__}; "
        f"median of {rounds} rounds"
    )
