"""Who hosts an event: the rows beside the page, brought in line with its place in the tree and its invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from events.models.hosts import EventHost
from spaces.models import SpacePage

if TYPE_CHECKING:
    from events.models import EventPage


def sync_hosts(event: EventPage) -> None:
    """One lead row for the space above the page, a pending row per new invitation, none for a vanished one."""
    parent = SpacePage.objects.filter(pk=event.get_parent().pk).first()
    if parent is None:
        return
    rows = {row.space_id: row for row in event.hosts.model.objects.filter(event=event)}
    invited = {space.pk: space for space in event.cohosts.all() if space.pk != parent.pk}
    gone = [row.pk for pk, row in rows.items() if pk != parent.pk and pk not in invited]
    if gone:
        EventHost.objects.filter(pk__in=gone).delete()
    lead(event, parent, rows.get(parent.pk))
    new = [space for pk, space in invited.items() if pk not in rows]
    EventHost.objects.bulk_create(
        EventHost(event=event, space=space, country=space.country, role=EventHost.COHOST)
        for space in new
    )
    forget(event)


def lead(event: EventPage, parent: SpacePage, row: EventHost | None) -> None:
    """Make sure that the space above the page has the one lead row; after a move a former lead is a co-host."""
    if row is not None and row.role == EventHost.LEAD:
        return
    EventHost.objects.filter(event=event, role=EventHost.LEAD).update(role=EventHost.COHOST)
    EventHost.objects.update_or_create(
        event=event,
        space=parent,
        defaults={
            "country": parent.country,
            "role": EventHost.LEAD,
            "accepted_at": row.accepted_at if row and row.accepted_at else timezone.now(),
            "declined_at": None,
        },
    )


def forget(event: EventPage) -> None:
    """Drop what the page has read of its hosts, so that facets see the new rows."""
    event.__dict__.pop("host_spaces", None)
    getattr(event, "_prefetched_objects_cache", {}).pop("hosts", None)
