"""Brings the groups and permissions of all spaces in order; with --check only says what is not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from spaces.provisioning import sync_all


class Command(BaseCommand):
    help = "Derive groups, collections and permissions of every space from the memberships."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing, fail when something is not in order",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            changes = sync_all()
            if options["check"]:
                # The same code finds out and is then taken back: a check of its own could disagree with it.
                transaction.set_rollback(True)
        for line in changes:
            self.stdout.write(line)
        if options["check"] and changes:
            raise CommandError(f"sync_roles: {len(changes)} things are not in order")
        self.stdout.write(
            "sync_roles: in order"
            if not changes
            else f"sync_roles: {len(changes)} things put in order"
        )
