"""Write out repeating events up to the horizon, and clear dates that were withdrawn long ago."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from events import jobs


class Command(BaseCommand):
    """Runs every night; a second run finds nothing to do."""

    help = (
        "Write out repeating events for the next 18 months; clear dates withdrawn over 90 days ago."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{jobs.extend()} events extended, {jobs.prune()} dates cleared")
