"""Scratch databases side by side: filled once, copied, asked in turn over connections that stay open."""

from __future__ import annotations

import os
import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


def wrapper(name: str) -> BaseDatabaseWrapper:
    """A connection of its own to a database of that name, with everything else as in the settings."""
    config: dict[str, Any] = connections.settings[DEFAULT_DB_ALIAS] | {"NAME": name}
    made: BaseDatabaseWrapper = load_backend(config["ENGINE"]).DatabaseWrapper(
        config, DEFAULT_DB_ALIAS
    )
    return made


class Databases:
    """The databases of one run, on the engine of DATABASE_URL. Use as a context: at the end all are dropped."""

    def __init__(self) -> None:
        self.is_postgres = "postgresql" in settings.DATABASES[DEFAULT_DB_ALIAS]["ENGINE"]
        self._open: dict[str, BaseDatabaseWrapper] = {}

    def __enter__(self) -> Databases:
        return self

    def __exit__(self, *_error: object) -> None:
        for name in self._open:
            self._open[name].close()
            if self.is_postgres:
                self._on_server(f'DROP DATABASE IF EXISTS "{self._full(name)}" WITH (FORCE)')
        self._open.clear()

    def _full(self, name: str) -> str:
        """What the server, or the folder, calls it; another run at the same time has other names."""
        plain = re.sub(r"[^a-z0-9]+", "_", name)
        if self.is_postgres:
            return f"coffee_benchmark_{os.getpid()}_{plain}"
        return str(Path(settings.COFFEE_DATA) / f"{plain}.sqlite3")

    def _on_server(self, command: str) -> None:
        with closing(wrapper("postgres")) as server, server.cursor() as cursor:
            cursor.execute(command)

    def use(self, name: str) -> None:
        """From here on every query of this thread goes to that database."""
        connections[DEFAULT_DB_ALIAS] = self._open[name]

    def create(self, name: str) -> None:
        """A database as the migrations leave it; it is then the one in use."""
        if self.is_postgres:
            self._on_server(f'CREATE DATABASE "{self._full(name)}"')
        self._open[name] = wrapper(self._full(name))
        self.use(name)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)

    def copy(self, source: str, name: str) -> None:
        """A database with the same rows, ids and sequences; it is then the one in use."""
        if self.is_postgres:
            # Nobody may be connected to a database that is copied.
            self._open[source].close()
            self._on_server(f'CREATE DATABASE "{self._full(name)}" TEMPLATE "{self._full(source)}"')
        else:
            with self._open[source].cursor() as cursor:
                # A plain copy of the file would lose what is still in the log.
                cursor.execute("VACUUM INTO %s", [self._full(name)])
        self._open[name] = wrapper(self._full(name))
        self.use(name)

    def settle(self, name: str) -> None:
        """What PostgreSQL's own housekeeping does after much was written; SQLite has none."""
        if self.is_postgres:
            with self._open[name].cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
