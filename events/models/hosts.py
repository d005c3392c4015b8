"""Who hosts an event: a plain table beside the page, so that no old draft can undo an acceptance."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from spaces.models import SpacePage
from spaces.models.places import country_choices


class HostQuerySet(models.QuerySet["EventHost"]):
    """Sets of hosts."""

    def accepted(self) -> HostQuerySet:
        """The lead, and those who were invited and said yes."""
        return self.filter(accepted_at__isnull=False)

    def pending(self) -> HostQuerySet:
        """Invited, without an answer yet."""
        return self.filter(accepted_at__isnull=True, declined_at__isnull=True)

    def for_cards(self) -> HostQuerySet:
        """What a card shows of a host: the lead first, then by id."""
        return self.accepted().select_related("space__city").order_by("-role", "pk")

    def for_detail(self) -> HostQuerySet:
        """What the page of an event says of each host: its line of text, and the station of the place."""
        hosts = self.for_cards().select_related("space__station")
        return hosts.prefetch_related("space__translations")


class EventHost(models.Model):
    """A space that leads an event (the page stands under it) or was invited to host it too.

    `country` is the space's when the row was made: a count of joint events must not change with an address.
    """

    LEAD, COHOST = "lead", "cohost"
    ROLES: ClassVar = [(LEAD, _("lead")), (COHOST, _("co-host"))]

    event = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, related_name="hosts")
    space = models.ForeignKey(SpacePage, on_delete=models.CASCADE, related_name="event_hosts")
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    role = models.CharField(_("role"), max_length=6, choices=ROLES)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "space"], name="events_host_once"),
            models.UniqueConstraint(
                fields=["event"], condition=models.Q(role="lead"), name="events_host_one_lead"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["space", "event"], name="events_host_space")]

    def __str__(self) -> str:
        return f"{self.space}: {self.get_role_display()}"
