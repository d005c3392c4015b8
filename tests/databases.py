"""One migrated template database, and copies of it: migrating takes seconds, copying does not.

The copy replaces Django's flush after a test with `transaction=True`. A flush leaves empty tables,
and Wagtail without the rows of its migrations (root page, site, collection, groups) is no site.
"""

import contextlib
import fcntl
import hashlib
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections

# What a template is made from. Other code runs after it is made.
SOURCES = ["**/migrations/*.py", "**/models.py", "**/models/*.py", "**/apps.py", "**/data/*"]
OWN_FOLDERS = ["blog", "coffee", "coworkers", "events", "newsletter", "spaces"]
PACKAGES = ["Django", "wagtail", "django-allauth", "django-taggit"]
OLD = 2 * 3600


class CopiedDatabase(Protocol):
    """The database of one worker."""

    def create(self) -> None:
        """Make it as migrations leave it, and point Django to it."""

    def restore(self) -> None:
        """Make it so again, whatever a test has committed."""

    def drop(self) -> None:
        """Leave nothing behind."""

    def url(self) -> str:
        """DATABASE_URL for another process that shall work on the same rows."""


def fingerprint(salt: str = "") -> str:
    """Changes with the migrations and models, so that an old template is never taken."""
    digest = hashlib.sha256(salt.encode())
    for package in PACKAGES:
        digest.update(version(package).encode())
    for folder in OWN_FOLDERS:
        root = settings.BASE_DIR / folder
        for path in sorted({path for pattern in SOURCES for path in root.glob(pattern)}):
            if path.is_file():
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", "coffee_cache", verbosity=0)
    connections.close_all()
    # The copies have the same content types, but another process made this template.
    ContentType.objects.clear_cache()


def _use(name: str) -> None:
    """Point Django to a database, as its own test runner does."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


class SqliteCopy:
    """A template file in COFFEE_DATA; the worker's copy is a file in a scratch folder."""

    def __init__(self, worker: str, digest: str) -> None:
        self.store = Path(settings.COFFEE_DATA) / "tests"
        self.template = self.store / f"template-{digest}.sqlite3"
        self.folder = Path(tempfile.mkdtemp(prefix="coffee-test-"))
        self.path = self.folder / f"{worker}.sqlite3"

    def create(self) -> None:
        self.store.mkdir(parents=True, exist_ok=True)
        with (self.store / "lock").open("w") as lock:
            # Of several workers one migrates; the others wait here for its result.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.template.exists():
                self.make_template()
        self.restore()
        _use(str(self.path))

    def make_template(self) -> None:
        for old in self.store.glob("template-*"):
            if time.time() - old.stat().st_mtime > OLD:
                old.unlink()
        building = self.folder / "building.sqlite3"
        _use(str(building))
        _migrate()
        # VACUUM INTO writes one whole file; a plain copy would lose what is still in the log.
        with contextlib.closing(sqlite3.connect(building)) as source:
            finished = self.template.with_suffix(".part")
            finished.unlink(missing_ok=True)
            source.execute("VACUUM INTO ?", [str(finished)])
        finished.replace(self.template)
        building.unlink()

    def restore(self) -> None:
        connections.close_all()
        source = sqlite3.connect(f"file:{self.template}?mode=ro", uri=True)
        target = sqlite3.connect(self.path, timeout=20)
        # The backup interface, because a thread of a test may still have the file open.
        with contextlib.closing(source), contextlib.closing(target):
            source.backup(target)

    def drop(self) -> None:
        connections.close_all()
        for path in self.folder.iterdir():
            path.unlink()
        self.folder.rmdir()

    def url(self) -> str:
        return f"sqlite:///{self.path}"


class PostgresCopy:
    """A template database on the server of DATABASE_URL; copies by CREATE DATABASE … TEMPLATE."""

    def __init__(self, worker: str, digest: str) -> None:
        name = settings.DATABASES["default"]["NAME"]
        self.template = f"template_{name}_{digest}"
        self.name = f"test_{name}_{worker}"

    def create(self) -> None:
        with self.server() as cursor:
            # Of several workers one migrates; the others wait here for its result, longer than a page may take.
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [8417])
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template])
            if cursor.fetchone() is None:
                self.make_template(cursor)
        self.restore()
        _use(self.name)

    def make_template(self, cursor: Any) -> None:
        # Migrated under another name, so that a run that was interrupted leaves no half template.
        building = f"{self.template}_building"
        cursor.execute(f'DROP DATABASE IF EXISTS "{building}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{building}"')
        _use(building)
        _migrate()
        cursor.execute(f'ALTER DATABASE "{building}" RENAME TO "{self.template}"')

    def restore(self) -> None:
        connections.close_all()
        with self.server() as cursor:
            self.remove(cursor)
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    def remove(self, cursor: Any) -> None:
        # FORCE, because a thread of a test may still be connected.
        cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def drop(self) -> None:
        connections.close_all()
        with self.server() as cursor:
            self.remove(cursor)

    @contextlib.contextmanager
    def server(self) -> Iterator[Any]:
        """A cursor on the server's own database, outside any transaction."""
        with connection._nodb_cursor() as cursor:
            yield cursor

    def url(self) -> str:
        config = settings.DATABASES["default"]
        user, password = config["USER"], config["PASSWORD"]
        account = f"{user}:{password}@" if password else f"{user}@"
        return (
            f"postgres://{account}/{self.name}?host={config['HOST']}&port={config['PORT'] or 5432}"
        )


def copied_database(worker: str, salt: str = "") -> CopiedDatabase:
    """The database of one test worker, on the engine that DATABASE_URL names."""
    assert apps.ready
    kind = PostgresCopy if connection.vendor == "postgresql" else SqliteCopy
    return kind(worker, fingerprint(salt))
