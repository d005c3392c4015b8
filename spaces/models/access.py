"""Which groups and collections belong to whom; found by these keys, because names and slugs may change."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.models import Collection


class SpaceAccess(models.Model):
    """Which groups and collection belong to a space; kept off the page so that no revision can change it."""

    space = models.OneToOneField(
        "spaces.SpacePage", on_delete=models.CASCADE, related_name="access"
    )
    managers = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    editors = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("access of a space")

    def __str__(self) -> str:
        return str(self.space)


class NetworkAccess(models.Model):
    """The group of the newsletter senders and the collection that every space may choose from. One row."""

    senders = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")
    only = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("access of the network")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(only=True), name="spaces_networkaccess_true"),
            models.UniqueConstraint(fields=["only"], name="spaces_networkaccess_once"),
        ]

    def __str__(self) -> str:
        return str(self.senders)
