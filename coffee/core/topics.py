"""The subjects of events and posts: a short curated list with a label per language."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from taggit.models import TagBase

from coffee.core.fields import LabelsField
from coffee.core.language import Text, labelled


class Topic(TagBase):
    """One subject. The slug stands in addresses and filters, the same in every language."""

    labels = LabelsField(_("names"), blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    # Wagtail's sign for a list that writers choose from and do not add to.
    free_tagging: ClassVar[bool] = False

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> Text:
        """The name in the reader's language; the bare tag when it has no names."""
        return labelled(self.labels) or Text(self.name)
