"""What one request costs: processor time, waiting for the database, queries."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.databases import Databases

MILLISECONDS = 1000
WARM_UPS = 2
# A page that takes long is measured less often, so that a run stays short.
SECONDS_EACH = 3.0
FEWEST_ROUNDS = 5


class Sample(NamedTuple):
    """One request. `waited` is what the process spent in queries without working itself."""

    cpu: float
    waited: float
    queries: int


@dataclass
class Figures:
    """What a page cost in one database, over all rounds; in milliseconds."""

    samples: list[Sample] = field(default_factory=list)
    body: bytes = b""

    @property
    def is_enough(self) -> bool:
        """True for a slow page that was measured a few times."""
        spent = sum(sample.cpu for sample in self.samples)
        return spent > SECONDS_EACH and len(self.samples) >= FEWEST_ROUNDS

    @property
    def cpu(self) -> float:
        """Processor time of this process."""
        return median(sample.cpu for sample in self.samples) * MILLISECONDS

    @property
    def cost(self) -> float:
        """Processor time, and the time of a database that works in a process of its own."""
        return median(sample.cpu + sample.waited for sample in self.samples) * MILLISECONDS

    @property
    def queries(self) -> int:
        """The most that any request made."""
        return max(sample.queries for sample in self.samples)


class QueryClock:
    """Counts queries and the time in which the process waited for them."""

    def __init__(self) -> None:
        self.queries = 0
        self.waited = 0.0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            worked = time.process_time() - cpu
            self.waited += max(time.perf_counter() - wall - worked, 0.0)


class WrongAnswerError(Exception):
    """A page that is to be measured does not answer as it should."""


def ask(client: Client, path: str, *, is_separate: bool) -> tuple[Sample, bytes]:
    """One request; `is_separate`: the database works in another process, so that waiting counts."""
    clock = QueryClock()
    gc.collect()
    with connection.execute_wrapper(clock):
        start = time.process_time()
        response = client.get(path)
        cpu = time.process_time() - start
    if response.status_code != 200:
        raise WrongAnswerError(f"{path} answers {response.status_code}")
    waited = clock.waited if is_separate else 0.0
    return Sample(cpu, waited, clock.queries), bytes(response.content)


Paths = dict[str, dict[str, str]]
Measured = dict[str, dict[str, Figures]]


def measure(databases: Databases, paths: Paths, rounds: int) -> Measured:
    """Figures by page and database. `paths`: by database, then by page.

    Every round asks for every page of every database, so that whatever else the machine does at a
    moment befalls all of them alike.
    """
    # The name that the settings know; another would end in Django's error page.
    client = Client(SERVER_NAME=settings.SITE_HOST)
    found: defaultdict[str, defaultdict[str, Figures]]
    found = defaultdict(lambda: defaultdict(Figures))
    for number in range(-WARM_UPS, rounds):
        for database, pages in paths.items():
            databases.use(database)
            for page, path in pages.items():
                if found[page][database].is_enough:
                    continue
                sample, body = ask(client, path, is_separate=databases.is_postgres)
                if number >= 0:
                    found[page][database].samples.append(sample)
                    found[page][database].body = body
    return {page: dict(figures) for page, figures in found.items()}
