"""Events: three of each space through the model, then copies on other days with the dates that their rule gives."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from benchmarks.makers.copies import BATCH, Belongings, copy_of, write_pages
from coffee.core.topics import Topic
from events import choices, scheduling
from events.models import EventHost, EventPage, EventTranslation, Occurrence
from events.recurrence import expand
from spaces.models import SpacePage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The days that lists, months and feeds look at.
DAYS_BACK, DAYS_AHEAD = 80, 500
ARCHIVE_DAYS: Final = 3650
ONE_DAY: Final = dt.timedelta(days=1)
PARAGRAPHS: Final = 3


def body(text: str) -> list[dict[str, Any]]:
    """Blocks of a page of ordinary length."""
    return [{"type": "paragraph", "value": f"<p>{text} {text} {text}</p>"}] * PARAGRAPHS


def make_originals() -> list[EventPage]:
    """One event in French with a translation, one in Dutch by two spaces, one weekly with registration."""
    spaces = list(SpacePage.objects.in_network().order_by("pk"))
    topic, _created = Topic.objects.get_or_create(
        slug="benchmark", defaults={"name": "benchmark", "labels": {"fr": "Mesure", "nl": "Meting"}}
    )
    made = []
    for space, neighbour in zip(spaces, [*spaces[1:], spaces[0]], strict=True):
        plain = event("Atelier de comptabilité", "fr", summary="Une matinée pour vos factures.")
        plain.tags = [topic]
        plain.translations.add(
            EventTranslation(
                language="nl",
                title="Workshop boekhouden",
                summary="Een voormiddag voor uw facturen.",
                body=body("Breng uw facturen mee."),
            )
        )
        joint = event("Ontbijt zonder grenzen", "nl", summary="Ontmoet de buren bij een koffie.")
        joint.cohosts = [neighbour]
        weekly = event("Café des indépendants", "fr", summary="Chaque semaine, à la même table.")
        weekly.repeat, weekly.repeat_count, weekly.repeat_weekdays = (
            choices.WEEKLY,
            4,
            [weekday(weekly.starts_on)],
        )
        weekly.registration_mode, weekly.capacity = choices.HERE, 20
        for page in (plain, joint, weekly):
            space.add_child(instance=page)
            made.append(page)
        scheduling.accept_host(joint, neighbour)
    return made


def event(title: str, language: str, **fields: Any) -> EventPage:
    """An event of today, not saved."""
    return EventPage(
        title=title,
        language=language,
        starts_on=timezone.localdate(),
        start_time=dt.time(10),
        end_time=dt.time(12),
        spoken_languages=["fr", "nl"],
        first_published_at=timezone.now(),
        body=body(title),
        **fields,
    )


def weekday(day: dt.date) -> str:
    """The code of its weekday."""
    return str(choices.WEEKDAYS[day.weekday()][0])


class EventCopies:
    """Further events like those that exist."""

    def __init__(self) -> None:
        self.originals = list(
            EventPage.objects.order_by("pk")[: 3 * SpacePage.objects.in_network().count()]
        )
        self.belongings = [
            Belongings(EventTranslation, "page", self.originals),
            Belongings(EventHost, "event", self.originals),
            Belongings(EventPage.tags.through, "eventpage", self.originals),
            Belongings(EventPage.cohosts.through, "eventpage", self.originals),
        ]
        self.dates = Belongings(Occurrence, "event", self.originals)
        self.spaces = {space.path: space for space in SpacePage.objects.all()}

    def grow(self, total: int, first: dt.date, last: dt.date) -> None:
        """Spread as many events as are missing evenly over these days."""
        have = EventPage.objects.count()
        missing = max(total - have, 0)
        days = (last - first).days + 1
        plan = (
            (original, have + n, first + dt.timedelta(days=n * days // missing))
            for n, original in enumerate(islice(cycle(self.originals), missing))
        )
        while chunk := list(islice(plan, BATCH)):
            self.write(chunk)

    @transaction.atomic
    def write(self, chunk: Sequence[tuple[EventPage, int, dt.date]]) -> None:
        """These copies with everything that belongs to them."""
        pages = [self.copy(*item) for item in chunk]
        parents = [self.spaces[original.path[: -original.steplen]] for original, _n, _day in chunk]
        write_pages(pages, parents)
        pairs = [
            (original.pk, page.pk) for (original, _n, _day), page in zip(chunk, pages, strict=True)
        ]
        for belongings in self.belongings:
            belongings.write(pairs)
        Occurrence.objects.bulk_create(
            row
            for (original, _n, _day), page in zip(chunk, pages, strict=True)
            for row in self.dates_of(original, page)
        )

    def copy(self, original: EventPage, number: int, day: dt.date) -> EventPage:
        """The event on another day."""
        page = copy_of(
            original,
            slug=f"event-{number}",
            uid=uuid.uuid4(),
            starts_on=day,
        )
        if page.repeat_weekdays:
            page.repeat_weekdays = [weekday(day)]
        return page

    def dates_of(self, original: EventPage, page: EventPage) -> Iterator[Occurrence]:
        """A row for each date of the rule, with what the original's rows say beyond times."""
        like = self.dates.rows[original.pk][0]
        for slot in expand(page.rule(), scheduling.horizon()):
            yield copy_of(like, event_id=page.pk, uid=uuid.uuid4(), **slot._asdict())


def around_today(today: dt.date) -> tuple[dt.date, dt.date]:
    """The days of lists and feeds."""
    return today - dt.timedelta(days=DAYS_BACK), today + dt.timedelta(days=DAYS_AHEAD)


def long_ago(today: dt.date) -> tuple[dt.date, dt.date]:
    """Ten years of archive, over before any list or feed begins."""
    end = today - dt.timedelta(days=2 * DAYS_BACK)
    return end - dt.timedelta(days=ARCHIVE_DAYS), end
