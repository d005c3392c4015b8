"""manage.py rebuild_search: write the index of people anew, and deal the order of the week."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from coffee.core.text import ANALYSIS_VERSION
from coworkers import search
from coworkers.models import Profile, VocabularyState


class Command(BaseCommand):
    help = "Indexes every profile again. Needed after a change of labels (for free text) or of the analysis."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-due",
            action="store_true",
            help="Do nothing when vocabulary, analysis and the order of the week are as they were.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_due"] and not self.is_due():
            return
        changed = search.reindex(Profile.objects.order_by("pk").iterator(chunk_size=500))
        VocabularyState.indexed()
        if options["verbosity"]:
            self.stdout.write(f"{Profile.objects.count()} profiles, {changed} changed.")

    def is_due(self) -> bool:
        """True when the index was made with something else than what holds now."""
        state = VocabularyState.objects.filter(pk=1).first()
        if state is None:
            return True
        made_with = (state.indexed_version, state.analysis_version)
        if made_with != (state.version, ANALYSIS_VERSION):
            return True
        newest = Profile.objects.order_by("pk").values_list("pk", "deal").last()
        return newest is not None and newest[1] != search.deal(newest[0])
