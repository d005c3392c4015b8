"""A sender inside the web process, for the demo: one command serves the site and sends its mails."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import DatabaseError, connections

from newsletter.sending import owner_name, run

logger = logging.getLogger(__name__)

RETRY_SECONDS = 30.0

_lock = threading.Lock()
_stop = threading.Event()
_thread: threading.Thread | None = None


def is_wanted() -> bool:
    """By default only in the demo: debug mode on SQLite. Elsewhere `manage.py send_newsletters` runs."""
    default = settings.DEBUG and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    return bool(getattr(settings, "NEWSLETTER_EMBEDDED_SENDER", default))


def start() -> bool:
    """Start the thread once per process, if the settings want it. Other senders beside it do no harm."""
    global _thread  # noqa: PLW0603 - one thread per process is the point
    with _lock:
        if _thread is not None or not is_wanted():
            return False
        _thread = threading.Thread(target=_work, name="newsletter-sender", daemon=True)
        _thread.start()
    return True


def stop(timeout: float = 10.0) -> None:
    """End the thread after the mail in hand; for tests and orderly shutdowns."""
    global _thread
    with _lock:
        thread, _thread = _thread, None
    if thread is not None:
        _stop.set()
        thread.join(timeout)
        _stop.clear()


def _work() -> None:
    """Run for as long as the process lives; a database that is not ready yet is no reason to give up."""
    while not _stop.is_set():
        try:
            run(owner_name(), _stop)
        except (DatabaseError, OSError) as error:
            logger.warning("the newsletter sender waits: %s", error)
            _stop.wait(RETRY_SECONDS)
        finally:
            connections.close_all()
