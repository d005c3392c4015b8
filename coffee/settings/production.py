"""Settings of a public site: https only, and no start without its own key and address."""

from importlib import import_module

from coffee import env
from coffee.settings import base
from coffee.settings.base import *  # noqa: F403

SECRET_KEY = env.secret_key("SECRET_KEY")
env.required("SITE_URL", "set it to the public address, such as https://example.org")
if base.SITE_SCHEME != "https":
    raise env.Refusal("SITE_URL", f"is {base.SITE_URL!r}: a public site needs https://.")

STORAGES = base.STORAGES | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
}

SECURE_SSL_REDIRECT = True
# Health checks come from inside, without https.
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
if base.TRUSTED_PROXY_COUNT:
    # Only a proxy that is known to be there may say that a request came in by https.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# The prefix makes browsers refuse these cookies from a neighbouring subdomain.
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

if base.SENTRY_DSN:
    # The package is an extra: imported by name, so that the site runs without it.
    import_module("sentry_sdk").init(dsn=base.SENTRY_DSN, send_default_pii=False)
