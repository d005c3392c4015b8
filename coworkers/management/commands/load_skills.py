"""manage.py load_skills: bring the starter vocabulary into the database; a second run writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coworkers import starter


class Command(BaseCommand):
    help = (
        "Adds and updates the skills of data/skills.csv. Labels that were edited in the admin stay."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=starter.STARTER)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = starter.load(starter.read(options["file"]))
        except (OSError, UnicodeDecodeError, starter.VocabularyError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        if options["verbosity"]:
            self.stdout.write(
                f"{result.skills} skills; {result.added} rows added, {result.updated} updated."
            )
