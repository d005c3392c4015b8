"""Writes the real, published facts of the network into this site. Running it again changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from coffee.home.seed.network import seed_network


class Command(BaseCommand):
    help = "Write the real facts of the network (spaces, partners, project) into this site."

    def handle(self, *args: Any, **options: Any) -> None:
        report = seed_network()
        for line in report if options["verbosity"] > 1 else kept(report):
            self.stdout.write(line)
        written = len(report) - len(kept(report))
        self.stdout.write(
            f"seed_network: {written} rows written" if written else "seed_network: nothing to write"
        )


def kept(report: list[str]) -> list[str]:
    """What was not written, and why: always worth a line."""
    return [line for line in report if line.startswith(("left alone", "left out"))]
