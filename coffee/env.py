"""Reads the environment variables of the site and refuses bad values in one sentence."""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from environ import Env

BASE_DIR = Path(__file__).resolve().parent.parent

DATABASE_SCHEMES = ("postgres", "postgresql", "sqlite")
CACHE_SCHEMES = ("dbcache", "locmemcache", "redis", "rediss")
MAIL_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail")
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
MEDIA_OPTIONS = {"domain", "region", "endpoint", "prefix"}

# Django warns below these (security.W009); a site that may not start is clearer than a warning.
SECRET_KEY_LENGTH = 50
SECRET_KEY_DIFFERENT = 5


class Refusal(SystemExit):
    """A variable is missing or bad: the process ends with one sentence and exit code 1.

    It derives from SystemExit because Python prints its text and nothing else. Every caller that
    loads the settings (manage.py, gunicorn, a script) then refuses alike, without a traceback.
    """

    def __init__(self, variable: str, advice: str) -> None:
        super().__init__(f"{variable} {advice}")


@dataclass(frozen=True)
class Media:
    """Where uploads are kept: `root` is a folder, or None when they are in object storage."""

    backend: str
    options: dict[str, Any]
    root: Path | None
    url: str
    origins: list[str] = field(default_factory=list)


def text(variable: str, default: str = "") -> str:
    """The value without surrounding blanks; an empty value counts as not set."""
    return os.environ.get(variable, "").strip() or default


def required(variable: str, advice: str) -> str:
    value = text(variable)
    if not value:
        raise Refusal(variable, f"is not set: {advice}.")
    return value


def words(variable: str, default: Iterable[str] = ()) -> list[str]:
    """A list written with commas or blanks between its words."""
    return text(variable).replace(",", " ").split() or list(default)


def number(variable: str, default: int) -> int:
    value = text(variable, str(default))
    if not value.isascii() or not value.isdigit():
        raise Refusal(variable, f"is {value!r}: write a whole number, 0 or more.")
    return int(value)


def folder(variable: str, default: Path) -> Path:
    """A folder that exists (it is made when missing) and can be written to."""
    path = BASE_DIR / text(variable, str(default))
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or "it cannot be made"
        raise Refusal(variable, f"is {str(path)!r}, no usable folder: {reason}.") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise Refusal(variable, f"is {str(path)!r}: this user may not write there.")
    return path


def site_url(variable: str, default: str) -> str:
    """The public address of the site, without a slash at the end."""
    value = text(variable, default).rstrip("/")
    advice = f"is {value!r}: write http:// or https:// and the host, such as https://example.org."
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or True)
    except ValueError:
        raise Refusal(variable, advice) from None
    if not usable or parts.path or parts.query or parts.fragment or parts.username:
        raise Refusal(variable, advice)
    return value


def secret_key(variable: str) -> str:
    """The key of a public site; weak ones are refused because sessions depend on it."""
    value = required(variable, f"set it to {SECRET_KEY_LENGTH} or more random characters")
    weak = len(value) < SECRET_KEY_LENGTH or len(set(value)) < SECRET_KEY_DIFFERENT
    if weak or value.startswith("django-insecure-"):
        raise Refusal(variable, f"is too weak: use {SECRET_KEY_LENGTH} or more random characters.")
    return value


def kept_secret_key(variable: str, data: Path) -> str:
    """The key of a demo: from the environment, or made once and kept in the data folder."""
    if value := text(variable):
        return value
    path = data / "secret-key"
    try:
        # O_EXCL: of two processes that start together, one makes the key and both read it.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise Refusal(variable, f"could not be read from {str(path)!r}: delete that file.")
    return key


def sqlite_options(synchronous: str = "FULL") -> dict[str, Any]:
    """What every connection to SQLite is opened with.

    IMMEDIATE takes the write lock at the start of a transaction, so that two writers wait for one
    another (up to `timeout` seconds) instead of failing half-way. `synchronous` is FULL because the
    marks of delivered mails must survive a power cut.
    """
    pragmas = {
        "journal_mode": "WAL",
        "synchronous": synchronous,
        "cache_size": "-20000",
        "mmap_size": "134217728",
        "temp_store": "MEMORY",
    }
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "".join(f"PRAGMA {name}={value};" for name, value in pragmas.items()),
    }


def postgres_options(extra: dict[str, Any]) -> dict[str, Any]:
    """Limits for PostgreSQL; `statement_timeout=…` in the address replaces the 15 seconds."""
    timeout = extra.pop("statement_timeout", "15s")
    return {
        "connect_timeout": 3,
        "options": f"-c statement_timeout={timeout}",
        "pool": {"min_size": 2, "max_size": 8, "timeout": 5},
        **extra,
    }


def database(variable: str, default: Path) -> dict[str, Any]:
    """Django's settings of one database.

    `sqlite:///name.sqlite3` is relative to the project, `sqlite:////srv/name.sqlite3` is not. A
    PostgreSQL socket is written as libpq does: `postgres:///name?host=/run/postgresql`.
    """
    value = text(variable, f"sqlite:///{default}")
    advice = "is no database address: write postgres://user:password@host/name or leave it out."
    if urlsplit_scheme(value) not in DATABASE_SCHEMES:
        raise Refusal(variable, advice)
    try:
        config: dict[str, Any] = Env.db_url_config(value)
    except Exception:  # noqa: BLE001 - the parser has no error class of its own
        raise Refusal(variable, advice) from None
    options = config.pop("OPTIONS", {})
    if config["NAME"] in {"", ":memory:"}:
        raise Refusal(variable, "names no database: end it with /name.")
    if config["ENGINE"].endswith("sqlite3"):
        name = BASE_DIR / config["NAME"]
        return {
            "ENGINE": config["ENGINE"],
            "NAME": str(name),
            "OPTIONS": sqlite_options(),
            # One connection per thread, kept open: opening costs a third of a page.
            "CONN_MAX_AGE": None,
        }
    config["HOST"] = options.pop("host", config["HOST"])
    config["PORT"] = options.pop("port", config["PORT"])
    # The pool keeps the connections; Django's own keeping must then be off.
    return config | {"OPTIONS": postgres_options(options), "CONN_MAX_AGE": 0}


def cache(variable: str, table: str) -> dict[str, Any]:
    """Django's settings of the shared cache; without a value, a table of the database."""
    value = text(variable, f"dbcache://{table}")
    if urlsplit_scheme(value) not in CACHE_SCHEMES:
        raise Refusal(variable, "is no cache address: write redis://host:port/0 or leave it out.")
    try:
        config: dict[str, Any] = Env.cache_url_config(value)
    except Exception:  # noqa: BLE001 - the parser has no error class of its own
        raise Refusal(variable, "cannot be read: write redis://host:port/0.") from None
    if value.startswith("redis"):
        needs(variable, "redis", "redis")
    else:
        # Django keeps 300 entries unless told otherwise: less than one day of pages.
        config["OPTIONS"] = {"MAX_ENTRIES": 20_000} | config.get("OPTIONS", {})
    return config


def mail(variable: str, folder_of_files: Path) -> dict[str, Any]:
    """The EMAIL_* settings; without a value, each mail becomes a file that mail programs open."""
    value = text(variable, f"filemail:///{folder_of_files}")
    scheme = urlsplit_scheme(value)
    advice = "is no mail address: write smtp://host:port, smtp+tls://user:password@host:port"
    if scheme not in MAIL_SCHEMES:
        raise Refusal(variable, f"{advice} or consolemail://.")
    try:
        config: dict[str, Any] = Env.email_url_config(value)
    except Exception:  # noqa: BLE001 - the parser has no error class of its own
        raise Refusal(variable, f"{advice}.") from None
    config.pop("OPTIONS", None)
    if scheme == "filemail":
        config["EMAIL_BACKEND"] = "coffee.core.mail_backends.EmlFileBackend"
    if scheme in MAIL_PORTS:
        if not config["EMAIL_HOST"]:
            raise Refusal(variable, f"{advice}.")
        config["EMAIL_PORT"] = config["EMAIL_PORT"] or MAIL_PORTS[scheme]
    # Empty entries must leave Django's defaults alone.
    return {name: setting for name, setting in config.items() if setting}


def media(variable: str, default: Path) -> Media:
    """Uploads in a folder, or in object storage as `s3://bucket?domain=media.example.org`.

    `domain` is the public host of the bucket; `region`, `endpoint` and `prefix` are optional. The
    keys to the bucket come from the usual AWS variables, which never stand in an address.
    """
    value = text(variable, str(default))
    if "://" not in value:
        root = folder(variable, Path(value))
        backend = "django.core.files.storage.FileSystemStorage"
        return Media(backend, {"location": str(root), "base_url": "/media/"}, root, "/media/")
    parts = urlsplit(value)
    given = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.scheme != "s3" or not parts.netloc or "domain" not in given:
        advice = "must be a folder or s3://bucket?domain=media.example.org."
        raise Refusal(variable, advice)
    if unknown := sorted(set(given) - MEDIA_OPTIONS):
        known = ", ".join(sorted(MEDIA_OPTIONS))
        raise Refusal(variable, f"has the unknown option {unknown[0]!r}: known are {known}.")
    needs(variable, "storages", "s3")
    options = {
        "bucket_name": parts.netloc,
        "custom_domain": given["domain"],
        "region_name": given.get("region"),
        "endpoint_url": given.get("endpoint"),
        "location": given.get("prefix", ""),
        "default_acl": None,
        "querystring_auth": False,
        "file_overwrite": False,
    }
    origin = f"https://{given['domain']}"
    return Media("storages.backends.s3.S3Storage", options, None, f"{origin}/", [origin])


def needs(variable: str, module: str, extra: str) -> None:
    """Refuse when the package that a value asks for is not installed."""
    if find_spec(module) is None:
        raise Refusal(
            variable, f"needs the extra {extra!r}: pip install '.[{extra}]' in the site's folder."
        )


def urlsplit_scheme(value: str) -> str:
    """The scheme, or nothing when the value is no address at all."""
    scheme, separator, _rest = value.partition("://")
    return scheme.lower() if separator else ""
