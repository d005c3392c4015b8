"""Settings of the benchmarks: a desk's, but answering as production does, without a pool that keeps databases open."""

from typing import Any

from coffee.settings import base
from coffee.settings.dev import *  # noqa: F403

# With it on, Django keeps the text of every query, and templates are read anew for each page.
DEBUG = False
ALLOWED_HOSTS = ["*"]
WHITENOISE_AUTOREFRESH = False
STATIC_ROOT = base.COFFEE_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
ROOT_URLCONF = "benchmarks.urls"

# Databases are filled once and copied: commands that take longer than a page is allowed to.
DATABASES = {"default": base.DATABASES["default"] | {"CONN_MAX_AGE": None}}
DATABASES["default"]["OPTIONS"] = {
    name: value
    for name, value in DATABASES["default"]["OPTIONS"].items()
    if name not in ("pool", "options")
}

# Without the site's own context processor: the floor is what Wagtail costs, and nothing of ours.
FLOOR = "floor"
_SITE: dict[str, Any] = base.TEMPLATES[0]
_OPTIONS = {
    "context_processors": [
        name for name in _SITE["OPTIONS"]["context_processors"] if not name.startswith("coffee.")
    ]
}
TEMPLATES = [_SITE, _SITE | {"NAME": FLOOR, "DIRS": [], "OPTIONS": _OPTIONS}]
