"""From the page to its rows: dates, hosts and facets, rewritten so that nothing that was announced is lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dateutil.relativedelta import relativedelta

from events import hosting
from events.choices import CANCELLED, MAX_SPAN, ONCE
from events.models.hosts import EventHost
from events.models.occurrences import Occurrence
from events.recurrence import Slot, expand
from spaces.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coffee.users.models import User
    from events.models import EventPage
    from spaces.models import SpacePage

HORIZON_MONTHS = 18
# Columns whose change subscribed calendars must hear of.
CALENDAR_COLUMNS = ("starts_at", "ends_at", "all_day", "status", "withdrawn_at")
COLUMNS = (
    *CALENDAR_COLUMNS, "slot", "start_date", "end_date", "previous_starts_at", "is_listed", "facets", "capacity",
    "feed_hash", "sequence", "modified",
)  # fmt: skip


@dataclass
class Plan:
    """What a synchronisation is about to write."""

    new: list[Occurrence] = field(default_factory=list)
    changed: list[Occurrence] = field(default_factory=list)
    unused: list[Occurrence] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.unused)


def horizon(at: dt.datetime | None = None) -> dt.datetime:
    """How far into the future a series is written out."""
    return (at or timezone.now()) + relativedelta(months=HORIZON_MONTHS)


def sync(event: EventPage, at: dt.datetime | None = None) -> Plan:
    """Bring hosts and dates of an event in line with its page. A second call writes nothing.

    Rows keep their uid, seats and registrations: a date that leaves the rule is withdrawn, one that returns is
    revived. Nothing is deleted but dates that were never public and that nobody registered for.
    """
    with transaction.atomic():
        hosting.sync_hosts(event)
        if plan_of(event, at):
            # Shuts out registrations in flight; the plan is made again from what they left.
            event.occurrences.update(version=F("version") + 1)
            plan = plan_of(event, at)
            write(plan)
            return plan
    return Plan()


def write(plan: Plan) -> None:
    """Carry out a plan."""
    if plan.unused:
        Occurrence.objects.filter(pk__in=[row.pk for row in plan.unused]).delete()
    Occurrence.objects.bulk_create(plan.new)
    Occurrence.objects.bulk_update(plan.changed, COLUMNS, batch_size=100)


def plan_of(event: EventPage, at: dt.datetime | None = None) -> Plan:
    """Compare the rows with what the page asks for."""
    now = at or timezone.now()
    slots = {slot.slot: slot for slot in expand(event.rule(), horizon(now)) if fits(slot)}
    rows = {(row.slot, row.slot_no): row for row in event.occurrences.order_by("slot", "slot_no")}
    pairs = {day: rows.pop((day, 0), None) for day in slots}
    move_single_date(event, pairs, rows)
    wanted = Wanted(event, now)
    plan = Plan()
    for day, row in pairs.items():
        if row is None:
            plan.new.append(wanted.made(slots[day]))
        elif wanted.applied(row, slots[day]):
            plan.changed.append(row)
    for row in rows.values():
        left_over(row, wanted, plan)
    return plan


def fits(slot: Slot) -> bool:
    """Dates longer than the span would be missed by every overlap query; the form refuses them already."""
    # One day of grace: whole days are longer when the clocks go back.
    return slot.ends_at - slot.starts_at <= MAX_SPAN + dt.timedelta(days=1)


def move_single_date(
    event: EventPage,
    pairs: dict[dt.date, Occurrence | None],
    rows: dict[tuple[dt.date, int], Occurrence],
) -> None:
    """An event with one date that was moved keeps its row: its uid, seats and registrations.

    Unless the old date is over and people were counted there: then it is history, and the new one is another.
    """
    current = {key: row for key, row in rows.items() if row.withdrawn_at is None}
    if event.repeat != ONCE or len(pairs) != 1 or len(current) != 1:
        return
    (day,), ((key, row),) = pairs, current.items()
    if pairs[day] is None and not (row.is_over and has_people(row)):
        pairs[day] = rows.pop(key)


def has_people(row: Occurrence) -> bool:
    """True when someone registered for a date or was counted at it."""
    return row.registrations.exists() or row.attendance.exists()


def left_over(row: Occurrence, wanted: Wanted, plan: Plan) -> None:
    """A row that the rule no longer gives.

    Past dates stay: they took place. Dates with people or set by hand stay too, off the lists, until a manager
    decides. Others are withdrawn, which calendars show as cancelled; never public ones simply go.
    """
    before = snapshot(row)
    if row.ends_at > wanted.now and not has_people(row):
        if not row.is_override and wanted.event.first_published_at is None:
            plan.unused.append(row)
            return
        if row.withdrawn_at is None and not row.is_override:
            row.withdrawn_at = wanted.now
        row.is_listed = False
    elif row.ends_at > wanted.now:
        row.is_listed = False
    elif row.withdrawn_at is None:
        wanted.describe(row)
    if wanted.stamp(row, before):
        plan.changed.append(row)


class Wanted:
    """What the rows of an event shall say; worked out once for all of them."""

    def __init__(self, event: EventPage, now: dt.datetime) -> None:
        self.event, self.now = event, now
        self.facets = facets(event)
        self.texts = texts_hash(event)

    def made(self, slot: Slot) -> Occurrence:
        """A new row."""
        row = Occurrence(event=self.event, slot=slot.slot, modified=self.now)
        self.place(row, slot)
        self.describe(row)
        row.feed_hash = self.texts
        return row

    def applied(self, row: Occurrence, slot: Slot) -> bool:
        """Change a row as far as it was not set by hand; true when anything changed."""
        before = snapshot(row)
        if not row.is_override:
            moved = row.starts_at != slot.starts_at and row.is_listed and row.ends_at > self.now
            if moved:
                row.previous_starts_at = row.starts_at
            self.place(row, slot)
            row.withdrawn_at = None
        self.describe(row)
        return self.stamp(row, before)

    def place(self, row: Occurrence, slot: Slot) -> None:
        """The times of a slot, and the page's seats; never fewer than are taken."""
        for name, value in slot._asdict().items():
            setattr(row, name, value)
        seats = self.event.capacity
        row.capacity = None if seats is None else max(seats, row.taken)

    def describe(self, row: Occurrence) -> None:
        """What follows from the page whatever was set by hand."""
        event = self.event
        row.facets = self.facets
        row.is_listed = event.is_public and row.withdrawn_at is None
        # A date that was over when the event was cancelled did take place.
        if row.ends_at > (event.status_changed_at or self.now) and (
            not row.is_override or event.status == CANCELLED
        ):
            row.status = event.status

    def stamp(self, row: Occurrence, before: dict[str, Any]) -> bool:
        """Number the change for calendars; true when there is one."""
        row.feed_hash = self.texts if row.withdrawn_at is None else row.feed_hash
        after = snapshot(row)
        if after == before:
            return False
        place_changed = row.feed_hash[:32] != before["feed_hash"][:32] and before["feed_hash"]
        if place_changed or any(after[name] != before[name] for name in CALENDAR_COLUMNS):
            row.sequence += 1
        # Facets and the like are not part of what calendars see.
        if any(
            after[name] != before[name] for name in (*CALENDAR_COLUMNS, "feed_hash", "is_listed")
        ):
            row.modified = self.now
        return True


def snapshot(row: Occurrence) -> dict[str, Any]:
    """The columns that a synchronisation may change."""
    return {name: getattr(row, name) for name in COLUMNS if name not in ("sequence", "modified")}


def texts_hash(event: EventPage) -> str:
    """What calendars show besides times: 32 characters for the place, 32 for the texts."""
    place = [
        event.attendance_mode, event.venue_space_id, event.venue_name, event.venue_street,
        event.venue_postcode, event.venue_city, event.venue_country, event.timezone,
        event.online_url if event.online_url_public else "",
    ]  # fmt: skip
    texts = [
        event.language, event.title, event.summary, event.price_kind, str(event.price_amount), event.kind,
        event.status_note, event.contact_email,
        [[row.language, row.title, getattr(row, "summary", "")] for row in event.translation_rows()],
        [space.pk for space in event.host_spaces],
    ]  # fmt: skip
    return digest(place) + digest(texts)


def digest(values: list[Any]) -> str:
    """A short hash of plain values."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def facets(event: EventPage) -> str:
    """The words by which the filters find an event. Hosts come first, the lead before the others."""
    spaces = event.host_spaces
    countries = event.countries()
    words = [f"space:{space.pk}" for space in spaces]
    words += [f"country:{country.lower()}" for country in countries]
    words += [f"tag:{slug}" for slug in sorted(topic.slug for topic in event.tags.all())]
    words += [f"lang:{code}" for code in event.spoken_languages]
    words += [f"kind:{event.kind}", f"mode:{event.attendance_mode}", f"price:{event.price_kind}"]
    words += [f"access:{code}" for code in event.access]
    if len(countries) > 1:
        words.append("cross:1")
    return " ".join(words)


# --- acceptance


def accept_host(event: EventPage, space: SpacePage, at: dt.datetime | None = None) -> bool:
    """The space hosts the event too, from now on in every list. False when it was not invited."""
    with transaction.atomic():
        changed = EventHost.objects.filter(
            event=event, space=space, accepted_at__isnull=True
        ).update(accepted_at=at or timezone.now(), declined_at=None)
        if changed:
            hosting.forget(event)
            sync(event)
    return bool(changed) or EventHost.objects.accepted().filter(event=event, space=space).exists()


def accept_own(event: EventPage, user: User) -> list[SpacePage]:
    """Accept the invitations to spaces that the publisher manages too; returns those spaces."""
    pending = EventHost.objects.pending().filter(event=event).select_related("space")
    if not user.is_superuser:
        managed = Membership.objects.active().of(user).filter(role=Membership.MANAGER)
        pending = pending.filter(space__in=managed.values("space"))
    spaces = [row.space for row in pending]
    for space in spaces:
        accept_host(event, space)
    return spaces


# --- acts: at once, outside draft and publication


def change_status(
    event: EventPage, status: str, note: dict[str, str] | None = None, at: dt.datetime | None = None
) -> None:
    """Cancel, postpone, move online or restore an event and its dates that are not over."""
    now = at or timezone.now()
    event.status, event.status_note, event.status_changed_at = status, note or {}, now
    with transaction.atomic():
        columns = ["status", "status_note", "status_changed_at"]
        type(event).objects.filter(pk=event.pk).update(
            **{name: getattr(event, name) for name in columns}
        )
        sync(type(event).objects.get(pk=event.pk), now)


def planned_date(event: EventPage) -> Occurrence | None:
    """The first date the page would get, not saved: for previews."""
    slots = expand(event.rule())
    return Wanted(event, timezone.now()).made(slots[0]) if slots else None


def extend(events: Iterable[EventPage], at: dt.datetime | None = None) -> int:
    """Write out series up to the moving horizon; returns how many events got new dates."""
    return sum(bool(sync(event, at).new) for event in events)
