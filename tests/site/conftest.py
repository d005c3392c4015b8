"""The whole site with its demo content, for tests that look at every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import transaction

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def seeded_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo content, seeded once for the module and rolled back after it.

    Each test still runs in a transaction of its own inside this one. What waits for a commit does not happen
    here: seeds must not depend on it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_network", verbosity=0)
        call_command("seed_demo", verbosity=0)
        yield
        transaction.set_rollback(True)
