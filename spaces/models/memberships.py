"""Who belongs to which space in which role: the single source of truth of all rights."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.provisioning import sync_members
from spaces.querysets import MembershipQuerySet


class Membership(models.Model):
    """One role of one person, in one space or (newsletter sender) in the network as a whole.

    Groups and permissions are derived from these rows by `spaces.provisioning`, never the other way round.
    """

    COWORKER, EDITOR, MANAGER, SENDER = "coworker", "editor", "manager", "sender"
    ROLES: ClassVar = [
        (COWORKER, _("coworker")),
        (EDITOR, _("space editor")),
        (MANAGER, _("space manager")),
        (SENDER, _("newsletter sender")),
    ]
    NETWORK_ROLES: ClassVar = (SENDER,)
    REQUESTED, ACTIVE, ENDED = "requested", "active", "ended"
    STATUSES: ClassVar = [
        (REQUESTED, _("requested")),
        (ACTIVE, _("active")),
        (ENDED, _("ended")),
    ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )  # fmt: skip
    space = models.ForeignKey(
        "spaces.SpacePage", null=True, blank=True, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("space")
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=10, choices=ROLES, default=COWORKER)
    status = models.CharField(_("status"), max_length=10, choices=STATUSES, default=REQUESTED)
    since = models.DateField(_("since"), default=timezone.localdate)
    ended = models.DateField(_("ended"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    # Where the row stood when it was read: moving a person takes rights away in the space left behind.
    _space_before: int | None

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering: ClassVar = ["space", "role", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "space", "role"],
                condition=Q(status__in=["requested", "active"]),
                name="spaces_membership_once",
            ),
            # A null space never equals another, so the network roles need a rule of their own.
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(status__in=["requested", "active"], space__isnull=True),
                name="spaces_membership_network_once",
            ),
            models.CheckConstraint(
                condition=Q(role="sender", space__isnull=True)
                | (~Q(role="sender") & Q(space__isnull=False)),
                name="spaces_membership_space_of_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.sync_rights({self.space_id, getattr(self, "_space_before", self.space_id)})

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Membership:
        found = super().from_db(*args, **kwargs)
        found._space_before = found.__dict__.get("space_id")
        return found

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.sync_rights({self.space_id})
        return deleted

    def sync_rights(self, space_ids: set[int | None]) -> None:
        """Derive the groups of these spaces again once this change is committed."""
        for space_id in space_ids:
            transaction.on_commit(partial(sync_members, space_id))

    def clean(self) -> None:
        if (self.role in self.NETWORK_ROLES) != (self.space_id is None):
            raise ValidationError(
                {"space": _("A newsletter sender serves the whole network; every other role needs a space.")}
            )  # fmt: skip
        if self.ended and self.ended < self.since:
            raise ValidationError({"ended": _("The end comes before the beginning.")})
