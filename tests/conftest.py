"""What every test stands on: its database, a clean cache, the default language, a browser."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.test import TransactionTestCase
from django.utils import translation

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import CopiedDatabase, copied_database

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
IN_CI = bool(os.environ.get("CI"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A desk without a browser skips its tests and says why; CI must have one."""
    wanted = [item for item in items if item.get_closest_marker("browser")]
    if not wanted:
        return
    # Playwright's interface runs an event loop, in which Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if not CHROMIUM and not IN_CI:
        for item in wanted:
            item.add_marker(pytest.mark.skip(reason="no Chromium: install the package chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser of the system; nothing is downloaded."""
    if not CHROMIUM:
        pytest.fail("no Chromium in CI: .ci/run installs it")
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        # Root has no sandbox in Chromium, and containers have a small /dev/shm.
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Without motion: colours measured in mid-transition are wrong."""
    return browser_context_args | {"reduced_motion": "reduce", "locale": "fr-BE"}


@pytest.fixture(scope="session")
def worker_database(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[CopiedDatabase]:
    """The migrated database of this worker; --create-db makes its template anew."""
    worker: dict[str, str] = getattr(request.config, "workerinput", {})
    salt = (
        worker.get("testrunuid", str(os.getpid())) if request.config.getoption("create_db") else ""
    )
    with django_db_blocker.unblock():
        database = copied_database(worker.get("workerid", "main"), salt)
        try:
            database.create()
            yield database
        finally:
            database.drop()


@pytest.fixture(scope="session")
def django_db_setup(worker_database: CopiedDatabase) -> Iterator[None]:
    """Replaces pytest-django's set-up, and Django's flush, by copies of one migrated database.

    A test with `transaction=True`, `transactional_db` or `live_server` may commit what it likes:
    after it the database is again as the migrations left it, with the same ids and sequences.
    `serialized_rollback` and `reset_sequences` are therefore not needed.
    """

    def restore(_test: TransactionTestCase) -> None:
        worker_database.restore()

    with pytest.MonkeyPatch.context() as patch:
        # TestCase has a method of its own here, which rolls back: it keeps doing so.
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield


@pytest.fixture
def process_environment(worker_database: CopiedDatabase) -> dict[str, str]:
    """The environment of a second process that works on the rows of this test.

    Only what is committed is seen there, so the test needs `transaction=True`.
    """
    return os.environ | {
        "DATABASE_URL": worker_database.url(),
        "DJANGO_SETTINGS_MODULE": "coffee.settings.test",
    }


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    """Caches and the active language are per process: one test must not hand them to the next."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield
