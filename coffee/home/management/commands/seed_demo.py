"""Fills the site with invented content, or takes it away again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from coffee.home.seed.demo import PASSWORD, logins, remove_demo, seed_demo
from coworkers.models import Skill
from spaces.models import SpacePage

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """`seed_demo` may be run any number of times; `seed_demo --remove` leaves no trace of it."""

    help = (
        "Add invented people, events, posts and newsletters to the network, with accounts to log in with. "
        "Running it again writes nothing; dates count from the day of the first run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="take everything invented away again"
        )
        parser.add_argument(
            "--force", action="store_true", help="seed a site whose settings do not allow it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.say("Removed", remove_demo())
            return
        if not settings.COFFEE_DEMO and not options["force"]:
            raise CommandError(
                "The settings of this site do not allow a demonstration, which has accounts with a known password. "
                "Use --force if that is really meant."
            )
        self.prepare(options["verbosity"])
        self.say("Written", seed_demo())
        self.table()

    def prepare(self, verbosity: int) -> None:
        """The facts that invented content refers to, unless they are there."""
        if not SpacePage.objects.exists():
            call_command("seed_network", verbosity=verbosity, stdout=self.stdout)
        if not Skill.objects.exists():
            call_command("load_skills", verbosity=verbosity, stdout=self.stdout)

    def say(self, what: str, rows: dict[str, int]) -> None:
        """One line with what happened."""
        parts = ", ".join(f"{count} {name}" for name, count in sorted(rows.items()))
        self.stdout.write(f"Demonstration. {what}: {parts or 'nothing'}.")

    def table(self) -> None:
        """The accounts, for whoever wants to try the site."""
        lines = [("E-mail address", "Password", "What for")]
        lines += [(login.email, PASSWORD, login.purpose) for login in logins()]
        widths = [max(len(line[column]) for line in lines) for column in range(3)]
        lines.insert(1, tuple("-" * width for width in widths))  # type: ignore[arg-type]
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
