"""Runs the parts of the demonstration in the order in which they need one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from coffee.home.seed.demo.accounts import seed_accounts
from coffee.home.seed.demo.events import seed_events
from coffee.home.seed.demo.ledger import Ledger
from coffee.home.seed.demo.newsletters import seed_newsletters
from coffee.home.seed.demo.people import seed_people
from coffee.home.seed.demo.posts import seed_posts
from coffee.home.seed.demo.themes import seed_themes
from spaces.provisioning import sync_all

if TYPE_CHECKING:
    import datetime as dt


@transaction.atomic
def seed_demo(today: dt.date | None = None) -> dict[str, int]:
    """Write what is missing; returns how many rows of each kind were written, nothing the second time.

    Needs the spaces (`seed_network`) and the vocabulary of skills (`load_skills`). All dates count from `today`
    at the first run. A later run leaves them where they are: `remove_demo` and a new run bring them up to date.
    """
    day = today or timezone.localdate()
    ledger = Ledger()
    topics = seed_themes(ledger)
    seed_accounts(ledger)
    seed_people(ledger)
    seed_events(ledger, topics, day)
    seed_posts(ledger, topics, day)
    seed_newsletters(ledger, day)
    # Rights follow memberships at the end of the transaction; whoever reads the rows before needs them now.
    sync_all()
    return ledger.written
