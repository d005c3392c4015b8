"""Settings of the test suite: quick, quiet, and on the database that DATABASE_URL names."""

import tempfile
from pathlib import Path

from coffee import env
from coffee.settings import base
from coffee.settings.base import *  # noqa: F403

SECRET_KEY = "a key for tests, which protects nothing and need not be kept"  # noqa: S105
ALLOWED_HOSTS = ["*"]
COFFEE_DEMO = True

# Nothing a test writes may land among the data of a demo in the same folder.
_SCRATCH = Path(tempfile.gettempdir()) / "coffee-tests"
_SCRATCH.mkdir(exist_ok=True)
DATABASES = {"default": env.database("DATABASE_URL", _SCRATCH / "unused.sqlite3")}
_OPTIONS = DATABASES["default"]["OPTIONS"]
if "pool" in _OPTIONS:
    # A pool keeps connections open, and PostgreSQL cannot drop or copy a database that has any.
    del _OPTIONS["pool"]
else:
    # A file, as in production: an in-memory database has neither WAL nor a second connection.
    DATABASES["default"]["OPTIONS"] = env.sqlite_options(synchronous="OFF")

CACHES = base.CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = str(_SCRATCH / "media")
STORAGES = base.STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
