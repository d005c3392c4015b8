"""What every way of running the site shares; what differs comes from the environment."""

from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from coffee import env

BASE_DIR: Path = env.BASE_DIR
COFFEE_DATA = env.folder("COFFEE_DATA", BASE_DIR / "var")

SITE_URL = env.site_url("SITE_URL", "http://127.0.0.1:8000")
SITE_SCHEME, SITE_HOST = urlsplit(SITE_URL).scheme, urlsplit(SITE_URL).hostname or "localhost"

SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [SITE_HOST])
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
DEBUG = False

# --- Rooms: the site's own apps first, highest floor first, so that their templates win ---------
INSTALLED_APPS = [
    "coffee.home",
    "newsletter",
    "events",
    "blog",
    "coworkers",
    "spaces",
    "coffee.core",
    "coffee.users",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Adds a random number of bytes, so that the length of a page with a form tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "coffee.core.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    # After CSPMiddleware, so that it sees a response first and can say what to relax.
    "coffee.core.middleware.AdminContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # LocaleMiddleware reads the session's cookie; CommonMiddleware's redirects need its language.
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "coffee.urls"
WSGI_APPLICATION = "coffee.wsgi.application"
ASGI_APPLICATION = "coffee.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coffee.core.context_processors.site",
            ],
        },
    },
]

# Widgets may then have their templates in templates/, as every other page part.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data ---------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    # ATOMIC_REQUESTS stays off: with IMMEDIATE every page would take SQLite's write lock.
    "default": env.database("DATABASE_URL", COFFEE_DATA / "coffee.sqlite3"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, because the limits on log-in attempts are counted here.
CACHES = {
    "default": env.cache("CACHE_URL", "coffee_cache"),
    # Wagtail would write every scaled picture of a list into the default cache, one by one; lists
    # prefetch them instead.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# --- Languages: a third one is a line here, a .po file, and a stemmer ---------------------------
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands")]
LANGUAGE_CODE = "fr"
LANGUAGE_COOKIE_NAME = "coffee_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------
MEDIA = env.media("MEDIA_STORAGE", COFFEE_DATA / "media")
MEDIA_ROOT = str(MEDIA.root or "")
MEDIA_URL = MEDIA.url
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": MEDIA.backend, "OPTIONS": MEDIA.options},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Wagtail's page editor posts more fields than Django's 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Mail ---------------------------------------------------------------------------------------
MAIL = env.mail("EMAIL_URL", COFFEE_DATA / "mail")
EMAIL_BACKEND = MAIL["EMAIL_BACKEND"]
EMAIL_FILE_PATH = MAIL.get("EMAIL_FILE_PATH", "")
EMAIL_HOST = MAIL.get("EMAIL_HOST", "localhost")
EMAIL_PORT = MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10


def _mail_domain(host: str) -> str:
    """The host of the site as a domain for addresses; a number is none."""
    try:
        ip_address(host)
    except ValueError:
        return host
    return "localhost"


# Also the right-hand side of the UIDs in calendar feeds, which must never change once published.
CALENDAR_DOMAIN = _mail_domain(SITE_HOST)
DEFAULT_FROM_EMAIL = f"COFFEE <no-reply@{CALENDAR_DOMAIN}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Accounts -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
# It derives from Django's own backend, so one entry answers for passwords and permissions.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "coworkers.adapters.AccountAdapter"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
ACCOUNT_ADAPTER = "coworkers.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_SCHEME

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "COFFEE"
MFA_FORMS = {
    "add_webauthn": "coworkers.account_forms.AddKeyForm",
    "edit_webauthn": "coworkers.account_forms.RenameKeyForm",
}

# --- Wagtail ------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "COFFEE"
WAGTAIL_I18N_ENABLED = False
# One workflow shared by all spaces would open the drafts of each to the reviewers of the others.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "none"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
# Passwords and addresses are changed on the account pages, where codes and limits apply.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# An editor's browser asks nobody else: no avatar service, no look for updates.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        # One list holds two languages: the stemmer of either would spoil the other.
        "SEARCH_CONFIG": "simple",
    }
}
WAGTAILIMAGES_IMAGE_MODEL = "core.Image"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# No document opens inside the site: all of them are downloads.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []

# --- Headers ------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *MEDIA.origins],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# What the page editor needs beyond that: its date widgets, panels and text editor write inline
# scripts and styles, uploads are previewed as blobs, and a page's preview is a frame.
ADMIN_PATH = "/admin/"
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:", *MEDIA.origins],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# --- Errors: to standard error, without the mails to administrators that Django would send ------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

# --- The site's own -----------------------------------------------------------------------------
# West, south, east, north: addresses outside this frame are typing errors.
MAP_BOUNDS = (2.4, 50.2, 4.8, 51.0)
# True where invented content and its logins may be seeded; never on a site that people use.
COFFEE_DEMO = False
# A desk serves uploads itself; in production the proxy or the object storage does.
SERVE_MEDIA = False
# Dotted path of a machine translator for page drafts; none is used.
COFFEE_TRANSLATOR: str | None = None

SENTRY_DSN = env.text("SENTRY_DSN")
if SENTRY_DSN:
    env.needs("SENTRY_DSN", "sentry_sdk", "sentry")
