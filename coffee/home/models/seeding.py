"""What a seed wrote, so that running it again writes nothing and spares what an editor has changed since."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models


class SeedRecord(models.Model):
    """One row that a seed made: `hash` is what the row looked like when the seed last wrote it."""

    source = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    # No foreign key can point to any model; 64 characters hold every kind of primary key.
    object_id = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["source", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "content_type", "key"], name="home_seedrecord_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"
