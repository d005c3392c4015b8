"""Sends newsletters: for ever, or once through everything that is due."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from newsletter.sending import owner_name, run

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Any number of these may run, on any number of machines (with PostgreSQL)."""

    help = "Send newsletters that are due; without --once, keep waiting for more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is due any more")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
        in_main = threading.current_thread() is threading.main_thread()
        if in_main:
            # The mail in hand is finished and the leases go back.
            for number in before:
                signal.signal(number, lambda *_received: stop.set())
        try:
            tally = run(owner_name(), stop, once=options["once"])
        finally:
            if in_main:
                for number, handler in before.items():
                    signal.signal(number, handler)
        if options["verbosity"]:
            summary = ", ".join(f"{kind}: {n}" for kind, n in sorted(tally.items()))
            self.stdout.write(summary or "nothing was due")
