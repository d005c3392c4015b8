"""The demo as `make demo` serves it, in processes of its own, for a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def served_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a freshly seeded site, served as in the demo."""
    data = tmp_path_factory.mktemp("data")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "PYTEST_CURRENT_TEST")},
        "DJANGO_SETTINGS_MODULE": "coffee.settings.demo",
        "COFFEE_DATA": str(data),
        "SITE_URL": url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }

    def manage(*arguments: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    manage("migrate", "--verbosity", "0")
    manage("createcachetable")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    manage("seed_network")
    manage("seed_demo")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--log-level", "error", "coffee.wsgi"],
        cwd=ROOT,
        env=environment,
    )
    try:
        wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(START_SECONDS)


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail("the server ended while starting")
        try:
            urlopen(f"{url}/healthz/live", timeout=2).close()  # noqa: S310 - always http
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not answer in time")
