"""The invented people who registered for an event, and those who came; written in bulk."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from coffee.core.language import language_codes
from coworkers.models import Profile
from events.models import AttendanceCount, Occurrence, Registration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from events.models import EventPage
    from spaces.models import SpacePage

# Past dates of a series had about four fifths of the people of the next one.
SHARE_OF_SERIES: Final = 0.8
# Of so many people one comes from another country than the host, and of so many one reads the other language.
FROM_ACROSS, OTHER_LANGUAGE = 4, 3
# Where seats are not limited, some people simply walk in: one third of those who came.
WALK_INS: Final = 3
COWORKERS_PER_DATE: Final = 2
NAME: Final = "Participant {}"
EMAIL: Final = "participant-{}@example.org"


class Registrations:
    """Collects the rows of all events; `save()` writes them."""

    def __init__(self, spaces: Iterable[SpacePage]) -> None:
        self.now = timezone.now()
        self.countries = list(dict.fromkeys(space.country for space in spaces))
        self.codes = language_codes()
        self.members: dict[int, list[Profile]] = defaultdict(list)
        people = Profile.objects.filter(is_demo=True).select_related("user", "space")
        # Those who can log in come first, so that their account page has something to show.
        for profile in sorted(people, key=lambda p: (not p.user.has_usable_password(), p.pk)):
            self.members[profile.space_id].append(profile)
        self.turn: Counter[int] = Counter()
        self.rows: list[Registration] = []
        self.counts: list[AttendanceCount] = []
        self.dates: list[Occurrence] = []

    def add(self, event: EventPage, row: dict[str, Any]) -> None:
        """The people of one event: of its one date, or of the past dates and the next one of a series."""
        dates = list(event.occurrences.filter(withdrawn_at__isnull=True).in_order())
        if not row["registered"] or not dates:
            return
        if "recurrence" not in row:
            self.fill(
                dates[0], event, row["registered"], row.get("attended"), row.get("waiting", 0)
            )
            return
        host = event.host_spaces[0].country
        for date in dates:
            if date.ends_at > self.now:
                self.fill(date, event, row["registered"], None)
                break
            people = round(row["registered"] * SHARE_OF_SERIES)
            across = people // FROM_ACROSS
            other = next((code for code in self.countries if code != host), host)
            self.fill(
                date,
                event,
                people,
                dict(Counter({host: people - across}) + Counter({other: across})),
            )

    def fill(
        self,
        date: Occurrence,
        event: EventPage,
        registered: int,
        attended: dict[str, int] | None,
        waiting: int = 0,
    ) -> None:
        """One date: who has a seat, who waits, who came."""
        host = event.host_spaces[0]
        is_over = date.ends_at <= self.now
        came = Counter(attended or {}) if is_over else Counter[str]()
        at_the_door = self.walk_ins(date, came)
        arrived = list((came - at_the_door).elements())
        numbers = count(1)
        guests = [] if is_over else self.coworkers(host)
        for place in range(registered):
            country = arrived[place] if place < len(arrived) else self.country(place, host.country)
            guest = guests[place] if place < len(guests) else None
            self.rows.append(self.registration(date, next(numbers), country, guest, place))
            if place < len(arrived):
                self.rows[-1].checked_in_at = date.starts_at + dt.timedelta(minutes=place % 10)
                self.rows[-1].arrived = 1
        for place in range(waiting):
            self.rows.append(self.registration(date, next(numbers), host.country, None, place))
            self.rows[-1].status = Registration.WAITING
            self.rows[-1].queued_at = self.rows[-1].created_at
        self.counts += [
            AttendanceCount(occurrence=date, country=country, people=people)
            for country, people in at_the_door.items()
            if people
        ]
        date.taken = registered
        if came:
            date.attendance_closed_at = date.ends_at + dt.timedelta(hours=1)
        self.dates.append(date)

    def walk_ins(self, date: Occurrence, came: Counter[str]) -> Counter[str]:
        """Who was counted at the door instead of registering."""
        if date.capacity is not None:
            return Counter()
        return Counter({country: people // WALK_INS for country, people in came.items()})

    def coworkers(self, host: SpacePage) -> list[Profile]:
        """Two members of the host, others each time."""
        members = self.members.get(host.pk, [])
        start = self.turn[host.pk]
        self.turn[host.pk] += COWORKERS_PER_DATE
        return [
            members[(start + n) % len(members)]
            for n in range(min(COWORKERS_PER_DATE, len(members)))
        ]

    def country(self, place: int, host: str) -> str:
        """Mostly from here."""
        others = [code for code in self.countries if code != host]
        return (
            others[place % len(others)]
            if others and place % FROM_ACROSS == FROM_ACROSS - 1
            else host
        )

    def language(self, number: int) -> str:
        """Mostly the first language of the site."""
        return self.codes[
            number // OTHER_LANGUAGE % len(self.codes) if number % OTHER_LANGUAGE == 0 else 0
        ]

    def registration(
        self, date: Occurrence, number: int, country: str, guest: Profile | None, place: int
    ) -> Registration:
        """A confirmed seat of an invented participant, or of a coworker of the demonstration."""
        before = min(date.starts_at, self.now) - dt.timedelta(days=2 + place % 5, hours=place % 7)
        email = guest.user.email if guest else EMAIL.format(number)
        return Registration(
            occurrence=date,
            name=guest.name if guest else NAME.format(number),
            email=email,
            email_key=email.casefold(),
            user=guest.user if guest else None,
            language=guest.language if guest else self.language(number),
            country=guest.space.country if guest else country,
            created_at=before,
            is_demo=True,
        )

    def save(self) -> int:
        """Write everything; returns the number of registrations."""
        Registration.objects.bulk_create(self.rows, batch_size=500)
        AttendanceCount.objects.bulk_create(self.counts)
        Occurrence.objects.bulk_update(
            self.dates, ["taken", "attendance_closed_at"], batch_size=100
        )
        return len(self.rows)
