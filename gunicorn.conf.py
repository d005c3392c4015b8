"""How gunicorn serves the site, in the demo as in production; found by its name in this folder."""

from pathlib import Path
from typing import Any

from django.conf import settings

from coffee import env

bind = f"{env.text('HOST', '127.0.0.1')}:{env.number('PORT', 8000)}"
# The number of workers comes from WEB_CONCURRENCY, gunicorn's own variable; one when it is not set.
worker_class = "gthread"
threads = 4
# A worker that has served long is replaced, each at another moment.
max_requests = 2000
max_requests_jitter = 200
graceful_timeout = 30
# Its own command channel: nothing here uses it.
control_socket_disable = True
# The heartbeat of a worker is a file; on a busy disk it would stall and the worker be killed.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def on_starting(_server: Any) -> None:
    """Refuse bad settings once and for all: a worker that refused would be started for ever."""
    # Reading one setting loads all of them.
    getattr(settings, "SECRET_KEY")  # noqa: B009
