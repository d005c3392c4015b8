"""Settings of a desk and of the demo: nothing has to be set, everything lies in COFFEE_DATA."""

from coffee import env
from coffee.settings import base
from coffee.settings.base import *  # noqa: F403

DEBUG = True
COFFEE_DEMO = True
SERVE_MEDIA = True
SECRET_KEY = env.kept_secret_key("SECRET_KEY", base.COFFEE_DATA)
ALLOWED_HOSTS = [*base.ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]

# Serve static/ as it lies there, without a collecting step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Passkeys need https everywhere except on this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# One command shows the whole product: mails leave without a second process. Several processes may
# share this work only on PostgreSQL.
NEWSLETTER_EMBEDDED_SENDER = base.DATABASES["default"]["ENGINE"].endswith("sqlite3")
