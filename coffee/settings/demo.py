"""Settings of `make demo`: a desk's, but answering as production does (own error pages, compressed files)."""

from coffee.settings import base
from coffee.settings.dev import *  # noqa: F403

DEBUG = False
STATIC_ROOT = base.COFFEE_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = base.STORAGES | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
