"""The invented events: pages under their space, hosts who have said yes, states."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from coffee.home.seed.demo import source
from coffee.home.seed.demo.blocks import blocks
from coffee.home.seed.demo.pictures import Pictures
from coffee.home.seed.demo.registrations import Registrations
from events import choices, scheduling
from events.models import EventHost, EventPage, EventTranslation
from spaces.models import SpacePage

if TYPE_CHECKING:
    from coffee.core.topics import Topic
    from coffee.home.seed.demo.ledger import Ledger

# An event is advertised so many days before it begins, or has been for so many days.
ADVERTISED: Final = 30
# Two letters as the agenda stores weekdays.
CODES: Final = dict(zip(source.WEEKDAYS, (code for code, _label in choices.WEEKDAYS), strict=True))
MEETING: Final = "https://meet.example.org/{}"


def seed_events(ledger: Ledger, topics: dict[str, Topic], today: dt.date) -> None:
    """Every event that is missing, with the people who registered for it."""
    spaces = {space.slug: space for space in SpacePage.objects.live()}
    seeder = EventSeeder(spaces, topics, today, Pictures(ledger))
    registrations = Registrations(spaces.values())
    for row in source.content()["events"]:
        if ledger.knows(EventPage, row["key"]) or row["space"] not in spaces:
            continue
        event = seeder.event(row)
        ledger.note(event, row["key"], row)
        registrations.add(event, row)
    ledger.count("registration", registrations.save())


class EventSeeder:
    """Makes one event after the other."""

    def __init__(
        self,
        spaces: dict[str, SpacePage],
        topics: dict[str, Topic],
        today: dt.date,
        pictures: Pictures,
    ) -> None:
        self.spaces, self.topics, self.today, self.pictures = spaces, topics, today, pictures
        self.now = timezone.now()

    def event(self, row: dict[str, Any]) -> EventPage:
        """The page with its dates; hosts and state as the file says."""
        space = self.spaces[row["space"]]
        event = EventPage(
            slug=f"demo-{row['key']}",
            is_demo=True,
            **self.texts(row),
            **self.when(row),
            **self.who_and_where(row),
            **self.seats_and_price(row),
            **self.history(row),
        )
        picture = self.pictures.for_event(row, space)
        if picture:
            event.image, event.image_alt = picture.image, picture.alt[row["language"]]
        event.translations = self.translations(row, picture.alt if picture else {})
        event.tags = [self.topics[key] for key in row["tags"] if key in self.topics]
        hosts = [self.spaces[slug] for slug in row["co_hosts"] if slug in self.spaces]
        event.cohosts = hosts
        space.add_child(instance=event)
        accept(event, hosts)
        if row.get("status") == "cancelled":
            scheduling.change_status(event, choices.CANCELLED, row["cancel_reason"])
        return event

    def texts(self, row: dict[str, Any]) -> dict[str, Any]:
        """What is written, in the language of the source."""
        code = row["language"]
        return {
            "language": code,
            "title": row["title"][code],
            "summary": row["summary"][code],
            "body": blocks(row["description"][code]),
        }

    def translations(self, row: dict[str, Any], alt: dict[str, str]) -> list[EventTranslation]:
        """What is written in other languages."""
        _source, others = source.source_and_others(row)
        return [
            EventTranslation(
                language=code,
                title=row["title"][code],
                summary=row["summary"].get(code, ""),
                body=blocks(row["description"].get(code)),
                image_alt=alt.get(code, ""),
            )
            for code in others
        ]

    def when(self, row: dict[str, Any]) -> dict[str, Any]:
        """Days, times and repetition."""
        first, days = source.first_day(row, self.today), row.get("days", 1)
        start, end = source.times(row)
        repeats = row.get("recurrence")
        fields: dict[str, Any] = {
            "starts_on": first,
            "ends_on": first + dt.timedelta(days=days - 1) if days > 1 else None,
            "start_time": start,
            "end_time": end,
        }
        if repeats and "nth" in repeats:
            fields |= {"repeat": choices.MONTHLY_WEEKDAY, "repeat_count": repeats["count"]}
        elif repeats:
            fields |= {
                "repeat": choices.WEEKLY,
                "repeat_every": repeats.get("interval", 1),
                "repeat_weekdays": [CODES[row["weekday"]]],
                "repeat_count": repeats["count"],
            }
        return fields

    def who_and_where(self, row: dict[str, Any]) -> dict[str, Any]:
        """Kind, audience, languages in the room, and how to take part."""
        mode = row.get("format", choices.ONSITE)
        return {
            "kind": row["kind"],
            "audience": row["audience"],
            "listed": row["audience"] != choices.INTERNAL,
            "spoken_languages": row["spoken"],
            "interpreted_into": row.get("interpreted", []),
            "attendance_mode": mode,
            "online_url": "" if mode == choices.ONSITE else MEETING.format(row["key"]),
        }

    def seats_and_price(self, row: dict[str, Any]) -> dict[str, Any]:
        """Free unless a price is given; registration here where people have registered."""
        here = bool(row["registered"] or row["capacity"])
        return {
            "price_kind": choices.PAID if row["price_eur"] else choices.FREE,
            "price_amount": row["price_eur"],
            "capacity": row["capacity"],
            "registration_mode": choices.HERE if here else choices.NONE,
            "max_party": 2 if row["capacity"] is None else 1,
        }

    def history(self, row: dict[str, Any]) -> dict[str, Any]:
        """Published a month before its start, but not in the future: reports ask what was advertised when."""
        first = source.first_day(row, self.today)
        announced = min(first, self.today) - dt.timedelta(
            days=ADVERTISED if first < self.today else 9
        )
        moment = timezone.make_aware(dt.datetime.combine(announced, dt.time(9)))
        return {
            "live": True,
            "first_published_at": moment,
            "last_published_at": moment,
            "latest_revision_created_at": moment,
        }


def accept(event: EventPage, hosts: list[SpacePage]) -> None:
    """Every invited space has said yes. The last one by itself: each acceptance rewrites the dates."""
    if hosts:
        at = event.first_published_at
        others = EventHost.objects.filter(event=event, space__in=hosts[:-1])
        others.update(accepted_at=at)
        scheduling.accept_host(event, hosts[-1], at)
